"""Medicines and allergies, as the first page of everything tells them. Source: rule book I.8."""

from __future__ import annotations

from intake.clinical.rules.questions.history import rx
from intake.clinical.working.findings import Medicines
from intake.clinical.working.lines import Lines


def medicines(lines: Lines) -> Medicines:
    asked = (rx.names, rx.current, rx.list_complete, rx.allergies, rx.allergy_text)
    names, classes, complete, allergies, to_what = (lines.all[question.id] for question in asked)
    reported = allergies.given == "yes"
    return Medicines(
        names=names.given or "",
        classes=classes.said,
        list_text="The list is complete." if complete.given is True else "The list is not known to be complete.",
        allergies=f"{allergies.said}: {to_what.given or 'not told to what'}" if reported else allergies.said,
    )
