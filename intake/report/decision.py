"""The end of the clinical part: what this report cannot do, and the clinician's own decision."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable, KeepTogether

from .parts import WritingLine, heading, paragraph, table
from .styles import BODY, QUIET_SMALL, WIDTH
from .summary import DRAFT, Summary

LIMITATIONS = (
    "This report was produced from self-reported answers using published screening tools and a rule set "
    "written for this product. The pattern points, pain-mood levels and several thresholds are expert "
    "judgement and have not been validated. Questionnaires miss cases: for example, a walking-pain "
    "questionnaire missed about half of people with peripheral artery disease in general practice, and most "
    "people who died by suicide in one large study had answered 'not at all' to PHQ-9 item 9. Missing answers "
    "are not negative answers. The rules do not cover all causes of leg pain or low mood. If the report and "
    "your clinical judgement differ, follow your clinical judgement."
)
"""Printed in full. Source: rule book I.5."""


def limitations(summary: Summary) -> Iterator[Flowable]:
    yield from heading("Limitations", room=110)
    yield paragraph(BODY, "{}", LIMITATIONS)


def decision(summary: Summary) -> Iterator[Flowable]:
    labels = [paragraph(QUIET_SMALL, "{}", label) for label in ("Name", "Role", "Signature", "Date and time")]
    signature = table([labels], (WIDTH / 4,) * 4, rules=False)
    parts: list[Flowable] = [*heading("My assessment and decision"), *(WritingLine(18) for _ in range(3))]
    parts += [WritingLine(26), signature]
    if summary.status == DRAFT:
        parts.append(paragraph(QUIET_SMALL, "This report is a draft until a clinician has signed it."))
    yield KeepTogether(parts)
