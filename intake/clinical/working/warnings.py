"""Answers that do not fit together. Source: rule book section 0.3."""

from __future__ import annotations

from intake.clinical.rules.data_quality import NONE_AND_MORE, WARNINGS, none_and_more
from intake.clinical.rules.questions import in_order

from .case import Case
from .findings import WarningFinding
from .lines import Lines, line


def work_out_warnings(case: Case, lines: Lines) -> tuple[WarningFinding, ...]:
    """In the order of their ids."""
    found = [
        WarningFinding(warning.id, None, warning.text, lines.of(warning.questions))
        for warning in WARNINGS
        if warning.applies(case)
    ]
    found += [
        WarningFinding(
            "W09", question.id, f"{question.short}: {NONE_AND_MORE}", (line(question, case.answers[question]),)
        )
        for question in in_order(none_and_more(case))
    ]
    return tuple(sorted(found, key=lambda warning: warning.id))
