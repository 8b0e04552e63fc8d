"""``manage.py replay``: what other rules or settings would make of every stored intake. Nothing is written."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from intake.clinical.assessment import assess
from intake.clinical.language.answers import AnswerError
from intake.clinical.language.catalogue import id_of
from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.exchange.contract import as_contract
from intake.fingerprint import rule_set_fingerprint
from intake.management.answers_file import WRONG_INPUT
from intake.management.database_command import DatabaseCommand
from intake.management.replaying import other_rules
from intake.management.replaying.changes import UNPLACED, Document, changes
from intake.management.replaying.other_rules import OtherRulesError
from intake.management.replaying.stored import Row, Stored
from intake.management.replaying.tally import Tally
from intake.stored.assessments import stored_result

STOPPED = 130
"""Exit status after Ctrl-C."""


class Command(DatabaseCommand):
    help = (
        "Works out every stored intake anew, with this program's rules or with others, and prints which results would "
        "change and how. Nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rules", metavar="FOLDER", help="the rules of another checkout or unpacked release")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="with this site setting instead of the stored one: phq2_step_up=3, audit_cut=5",
        )
        parser.add_argument("--lines", action="store_true", help="one JSON object a line for each intake that changes")
        parser.add_argument(
            "--limit", type=int, default=3, metavar="N", help="intakes to name for each kind of change (default: 3)"
        )
        parser.add_argument("--all-versions", action="store_true", help="not the newest version of an intake alone")
        parser.add_argument("--progress", action="store_true", help="a progress bar, even where there is no terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            settings = _given(options["set"])
            if options["rules"] and settings:
                told = "--set counts for this program's own rules: leave it out with --rules."
                raise CommandError(told, returncode=WRONG_INPUT)
            if options["limit"] < 0:
                raise CommandError("--limit: 0 or more is allowed.", returncode=WRONG_INPUT)
            self._replay(options, settings)
        except OtherRulesError as error:
            raise CommandError(f"{error} Nothing was written.", returncode=WRONG_INPUT) from error
        except BrokenPipeError as error:  # a reader that has seen enough, as in "| head"
            # Python would try once more at its end to write what it still holds.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise CommandError("The output is not read to its end.", returncode=1) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing was written.", returncode=STOPPED) from None

    def _replay(self, options: dict[str, Any], settings: dict[str, Any]) -> None:
        stored = Stored(all_versions=options["all_versions"])
        if options["rules"]:
            other_rules.command_of(options["rules"])  # told before the first intake is read, even where there is none
            fingerprint = other_rules.fingerprint(options["rules"])
            replayed = other_rules.ask(options["rules"], ((row, row.answers) for row in stored))
        else:
            fingerprint = rule_set_fingerprint()
            replayed = _own_rules(stored, settings)
        tally = Tally(options["limit"])
        quiet = not (options["progress"] or sys.stderr.isatty())
        with closing(replayed), tqdm(total=stored.number, unit="intake", file=sys.stderr, disable=quiet) as progress:
            for row, result in replayed:
                found = _compared(row, result)
                tally.add(f"{row.intake_id} version {row.number}", found)
                tally.of_these_rules += row.fingerprint == fingerprint != ""
                own = _settings_of(row)
                tally.before[f"{_rules(row.rule_set_version, row.fingerprint)}, {_settings_text(own)}"] += 1
                if "rule_set" in result:
                    with_them = "its own defaults" if options["rules"] else _settings_text(replace(own, **settings))
                    tally.after[f"{_rules(result['rule_set'], fingerprint)}, {with_them}"] += 1
                if found and options["lines"]:
                    named = {"intake": str(row.intake_id), "version": row.number}
                    told = found if "refused" in found else {"changes": found}
                    self.stdout.write(json.dumps(named | told))
                progress.update()
        if not options["lines"]:
            self.stdout.write("\n".join(tally.lines()))


def _given(texts: list[str]) -> dict[str, Any]:
    """The settings named on the command line, checked."""
    given: dict[str, Any] = {}
    for text in texts:
        name, _, value = text.partition("=")
        if name not in DEFAULT.as_document():
            known = ", ".join(DEFAULT.as_document())
            raise CommandError(f"--set: there is no setting {name!r}; {known} is allowed.", returncode=WRONG_INPUT)
        try:
            setting: dict[str, Any] = {name: type(DEFAULT.as_document()[name])(value)}
        except ValueError as error:
            reason = f"{value!r} is refused: a whole number is allowed"
            raise CommandError(f"--set: {name}: {reason}.", returncode=WRONG_INPUT) from error
        try:
            replace(DEFAULT, **setting)
        except ValueError as error:
            raise CommandError(f"--set: {error}.", returncode=WRONG_INPUT) from error
        given |= setting
    return given


def _settings_of(row: Row) -> SiteSettings:
    """Those it was worked out with; the defaults where it was stored before there were any."""
    known = {name: value for name, value in row.site_settings.items() if name in DEFAULT.as_document()}
    return replace(DEFAULT, **known)


def _settings_text(settings: SiteSettings) -> str:
    return ", ".join(f"{name}={value}" for name, value in settings.as_document().items())


def _rules(version: str, fingerprint: str) -> str:
    return f"{version}, fingerprint {fingerprint[:12] or 'not known'}"


def _own_rules(stored: Stored, settings: dict[str, Any]) -> Generator[tuple[Row, Document], None, None]:
    for row in stored:
        try:
            placed = CATALOGUE.place(row.answers)
        except AnswerError as error:  # no answers at all
            yield row, {"error": {"question": error.question, "reason": error.reason}}
        else:
            result = as_contract(assess(placed.answers, replace(_settings_of(row), **settings)))
            yield row, result | {UNPLACED: sorted({id_of(each.key) for each in placed.unplaced})}


def _compared(row: Row, result: Document) -> Document:
    """What changes, or why the answers were refused; never the answer itself."""
    if "error" in result:
        return {"refused": {part: result["error"].get(part) for part in ("question", "reason")}}
    unplaced = result.pop(UNPLACED, None)
    return changes(as_contract(stored_result(row)), result) | ({UNPLACED: unplaced} if unplaced else {})
