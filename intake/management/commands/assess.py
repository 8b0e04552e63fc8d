"""``manage.py assess``: answers in as JSON, the assessment out as JSON."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intake.clinical.assessment import assess
from intake.clinical.language.answers import AnswerError
from intake.clinical.working.dates import check_dates
from intake.exchange.contract import as_contract, read_answers, read_json, refused_line
from intake.management import answers_file


class Command(BaseCommand):
    help = "Reads answers as JSON and prints the assessment as JSON. Nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", default=answers_file.STDIN, metavar="FILE", help='nothing or "-": standard input'
        )
        parser.add_argument("--lines", action="store_true", help="one JSON object a line in, one a line out")

    def handle(self, *args: Any, file: str, lines: bool, **options: Any) -> None:
        try:
            for text in _each_line(file) if lines else _one_document(file):
                self.stdout.write(text)
                self.stdout.flush()
        except OSError as error:  # a full disk, or a reader that has seen enough, as in "| head"
            # Python would try once more at its end to write what it still holds.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise CommandError(f"The output cannot be written: {error}", returncode=1) from error


def _assessed(document: object, latest: date) -> str:
    answers = read_answers(document)
    check_dates(answers, latest)
    return json.dumps(as_contract(assess(answers)))


def _one_document(name: str) -> Iterator[str]:
    document = answers_file.document(name)
    try:
        yield _assessed(document, answers_file.latest_day())
    except AnswerError as error:
        raise answers_file.refused(error) from error


def _each_line(name: str) -> Iterator[str]:
    number = refused = 0
    latest = answers_file.latest_day()
    for number, line in enumerate(answers_file.lines(name), start=1):
        try:
            text = _assessed(read_json(line.rstrip(b"\r\n")), latest)
        except AnswerError as error:
            refused += 1
            text = refused_line(number, error)
        yield text
    if refused:
        raise CommandError(f"{refused} of {number} lines were refused.", returncode=answers_file.WRONG_INPUT)
