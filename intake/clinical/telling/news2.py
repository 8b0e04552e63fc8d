"""NEWS2 in words: a minimum, with what was not measured. Source: rule book A.15."""

from __future__ import annotations

from intake.clinical.language.condition import joined
from intake.clinical.language.kinds import CLINICIAN, inside_sentence
from intake.clinical.rules.news2 import ACKNOWLEDGEMENT, OXYGEN_NOT_ASKED, news2
from intake.clinical.working.case import Case
from intake.clinical.working.findings import News2Finding

SOURCES = ("RCP-NEWS2", "NG51")


def news2_finding(case: Case) -> News2Finding | None:
    """None under 16."""
    if not news2.applies(case):
        return None
    least = news2.least(case)
    missing = list(news2.unanswered(case))
    not_measured: tuple[str, ...] = ()
    if all(question in missing for question in news2.asked_for() if question.by == CLINICIAN):
        not_measured = ("No vital sign was measured.",)
    elif missing:
        names = [inside_sentence(question.short) for question in missing]
        not_measured = (f"Not measured: {joined(names, 'and')}.",)
    return News2Finding(
        min=least,
        missing=len(missing),
        text=f"{news2.name}: at least {least}",
        cautions=(*not_measured, OXYGEN_NOT_ASKED),
        attribution=ACKNOWLEDGEMENT,
        sources=SOURCES,
    )
