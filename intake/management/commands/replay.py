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

from intake.clinical.rules.site_settings import DEFAULT
from intake.fingerprint import rule_set_fingerprint
from intake.management.answers_file import WRONG_INPUT
from intake.management.database_command import DatabaseCommand
from intake.management.replaying import other_rules
from intake.management.replaying.compared import Changed, Compared
from intake.management.replaying.other_rules import OtherRulesError
from intake.management.replaying.processes import MOST_PROCESSES, compared_parts, usual_number
from intake.management.replaying.stored import Stored
from intake.management.replaying.tally import Tally

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
        parser.add_argument(
            "--after", type=int, default=0, metavar="N", help="go on where a run said that it was stopped"
        )
        parser.add_argument(
            "--jobs", type=int, default=0, metavar="N", help="so many processes (default: as many as there are cores)"
        )
        parser.add_argument("--progress", action="store_true", help="a progress bar, even where there is no terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            settings = _given(options["set"])
            if options["rules"] and settings:
                told = "--set counts for this program's own rules: leave it out with --rules."
                raise CommandError(told, returncode=WRONG_INPUT)
            if options["rules"] and options["jobs"]:
                told = "--jobs counts for this program's own rules: leave it out with --rules."
                raise CommandError(told, returncode=WRONG_INPUT)
            for name in ("limit", "after", "jobs"):
                if options[name] < 0:
                    raise CommandError(f"--{name}: 0 or more is allowed.", returncode=WRONG_INPUT)
            if options["jobs"] > MOST_PROCESSES:
                raise CommandError(f"--jobs: at most {MOST_PROCESSES} is allowed.", returncode=WRONG_INPUT)
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
        stored = Stored.now(all_versions=options["all_versions"], after=options["after"])
        number = stored.number
        if options["rules"]:
            other_rules.command_of(options["rules"])  # told before the first intake is read, even where there is none
            fingerprint = other_rules.fingerprint(options["rules"])
            parts = _by_other_rules(stored, options["rules"], fingerprint)
        else:
            fingerprint = rule_set_fingerprint()
            processes = options["jobs"] or usual_number(number)
            parts = compared_parts(stored, fingerprint, settings, processes)
        tally = Tally(options["limit"], fingerprint)
        quiet = not (options["progress"] or sys.stderr.isatty())
        try:
            with closing(parts), tqdm(total=number, unit="intake", file=sys.stderr, disable=quiet) as progress:
                for part in parts:
                    tally.add(part)
                    if options["lines"]:
                        self.stdout.write("".join(map(_line, part.changed)), ending="")
                    progress.update(part.number)
        except KeyboardInterrupt:
            if not tally.compared:
                raise
            self._tell(tally, options)
            how_far = f"{tally.compared} of {number}: --after {tally.last} goes on from there"
            raise CommandError(f"Stopped after {how_far}. Nothing was written.", returncode=STOPPED) from None
        self._tell(tally, options)

    def _tell(self, tally: Tally, options: dict[str, Any]) -> None:
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


def _by_other_rules(stored: Stored, folder: str, fingerprint: str) -> Generator[Compared, None, None]:
    """One by one, as the other rules answer."""
    with closing(other_rules.ask(folder, ((row, row.answers) for row in stored))) as replayed:
        for row, result in replayed:
            part = Compared()
            part.add(row, result, fingerprint, None)
            yield part


def _line(changed: Changed) -> str:
    named = {"intake": changed.intake, "version": changed.version}
    told = changed.found if "refused" in changed.found else {"changes": changed.found}
    return f"{json.dumps(named | told)}\n"
