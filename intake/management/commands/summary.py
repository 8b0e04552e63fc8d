"""``manage.py summary``: answers and a person in as JSON, the clinician's PDF out.

Characters that no font has are named on standard error, by the alphabet: their order would spell the text.
"""

import json
from argparse import ArgumentParser
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from intake.checks import FONTS
from intake.clinical.assessment import assess
from intake.clinical.language.answers import AnswerError
from intake.clinical.working.dates import check_dates
from intake.exchange.contract import read_answers
from intake.management import answers_file, whole_file
from intake.management.person import KEY, check_birth, read_person
from intake.report import summary_pdf
from intake.report.engine.scripts import unprintable


class Command(BaseCommand):
    help = "Reads answers as JSON and writes the clinician's summary as a PDF. Nothing is stored."
    requires_system_checks = [FONTS]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", default=answers_file.STDIN, metavar="FILE", help='nothing or "-": standard input'
        )
        parser.add_argument("--output", required=True, metavar="OUT.pdf", help="written whole or not at all")
        parser.add_argument("--at", metavar="TIME", help="when it is made, as 2026-11-22T09:30+00:00; now if not given")

        parser.add_argument(
            "--record",
            choices=["yes", "no"],
            default="yes",
            help="whether all answers, scores, rules and sources stand behind the brief and the plan; yes if not given",
        )

    def handle(self, *args: Any, file: str, output: str, at: str | None, record: str, **options: Any) -> None:
        made_at = timezone.localtime() if at is None else _time(at)
        document = answers_file.document(file)
        try:
            person = read_person(document.pop(KEY, None)) if isinstance(document, dict) else read_person(None)
            answers = read_answers(document)
            check_dates(answers, answers_file.latest_day())
            check_birth(person, answers, answers_file.latest_day())
        except AnswerError as error:
            raise answers_file.refused(error) from error
        assessment = assess(answers)
        # The same input, rule set, time and choice have the same id, so that a document can be made again.
        parts = [answers.as_document(), asdict(person), assessment.rule_set, made_at.isoformat()]
        parts += ["without the record"] if record == "no" else []
        document_id = sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:12]
        pdf = summary_pdf(assessment, person, made_at=made_at, document_id=document_id, record=record == "yes")
        try:
            whole_file.write(output, pdf)
        except OSError as error:
            reason = error.strerror or error
            raise CommandError(f"{output} cannot be written: {reason}", returncode=answers_file.WRONG_INPUT) from error
        typed = [person.family_name, person.given_name, person.record_number, *answers.given.values()]
        if names := unprintable("\n".join(text for text in typed if isinstance(text, str))):
            self.stderr.write(f"No font has: {', '.join(sorted(names))}")


def _time(text: str) -> datetime:
    allowed = "a date and time with its time zone, as 2026-11-22T09:30+00:00, is allowed"
    with suppress(ValueError, OverflowError):
        time = datetime.fromisoformat(text)
        if time.utcoffset() is not None and time.astimezone(UTC):
            return time
    raise CommandError(f"--at: {text!r} is refused: {allowed}", returncode=answers_file.WRONG_INPUT)
