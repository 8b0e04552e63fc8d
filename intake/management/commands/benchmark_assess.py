"""``manage.py benchmark_assess``: what an assessment costs. A figure to look at, not a test."""

import statistics
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from intake.clinical.assessment import assess
from intake.clinical.language.answers import AnswerError, Answers
from intake.exchange.contract import read_answers, read_json
from intake.management import answers_file

WORKED_EXAMPLES = Path("tests", "clinical", "examples.jsonl")


class Command(BaseCommand):
    help = "Prints the median and the worst time of an assessment, over a file of answers (one JSON object a line)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            default=str(settings.BASE_DIR / WORKED_EXAMPLES),
            metavar="FILE",
            help='lines of answers, or of objects that hold them under "answers"; by default the worked examples',
        )
        parser.add_argument("--rounds", type=int, default=10, help="how often each is assessed (default: 10)")

    def handle(self, *args: Any, file: str, rounds: int, **options: Any) -> None:
        cases = [_answers(line) for line in answers_file.lines(file)]
        if not cases or rounds < 1:
            raise CommandError("There is nothing to assess.", returncode=answers_file.WRONG_INPUT)
        for answers in cases:
            assess(answers)  # warm, as in a server that runs
        times: list[float] = []
        for answers in cases * rounds:
            start = time.perf_counter()
            assess(answers)
            times.append((time.perf_counter() - start) * 1000)
        self.stdout.write(
            f"{len(cases)} cases, each assessed {rounds} times: "
            f"median {statistics.median(times):.2f} ms, worst {max(times):.2f} ms"
        )


def _answers(line: bytes) -> Answers:
    try:
        document = read_json(line)
        return read_answers(document.get("answers", document) if isinstance(document, dict) else document)
    except AnswerError as error:
        raise answers_file.refused(error) from error
