"""Answers on the command line: where they are read from, and how a wrong one is told."""

import datetime
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from intake.clinical.language.answers import AnswerError
from intake.exchange.contract import json_text, read_json

WRONG_INPUT = 2
"""Exit status."""

STDIN = "-"
LONGEST_VALUE = 200


def lines(name: str) -> Iterator[bytes]:
    """The lines of a file, or of standard input, one in memory at a time."""
    source = "Standard input" if name == STDIN else name
    try:
        if name != STDIN:
            with Path(name).open("rb") as file:
                yield from file
        elif sys.stdin is None:
            raise OSError("it is closed")
        else:
            yield from sys.stdin.buffer
    except (OSError, ValueError) as error:
        raise CommandError(f"{source} cannot be read: {error}", returncode=WRONG_INPUT) from error


def latest_day() -> datetime.date:
    """The last day an assessment can be of: tomorrow, since a clinic's date may be ahead of this machine's."""
    return datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1)


def document(name: str) -> Any:
    """The one JSON document in a file, or on standard input."""
    try:
        return read_json(b"".join(lines(name)))
    except AnswerError as error:
        raise refused(error) from error


def refused(error: AnswerError) -> CommandError:
    """The end of the command: the question, the value and what is allowed."""
    question = f"{json_text(error.question)[1:-1]}: " if error.question is not None else ""
    value = json_text(error.value)
    shown = f"{value[:LONGEST_VALUE]}..." if len(value) > LONGEST_VALUE else value
    refusal = f"{shown} is refused: " if error.question is not None or error.value is not None else ""
    return CommandError(f"{question}{refusal}{error.reason}", returncode=WRONG_INPUT)
