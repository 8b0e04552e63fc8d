"""What was said after the signature: addenda, and that the report is void. It stands above everything else."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.shapes import Barred
from intake.report.engine.styles import ACCENT, BODY, INK, OVERALL, QUIET_SMALL, TINT, VOID_TITLE
from intake.report.engine.words import Words, put
from intake.report.summary import Summary, time_text
from intake.summary.signed import Signer

WRITTEN_AFTER = "The rest of this report is as it was signed."


def signer_text(signer: Signer) -> Words:
    """``Carol Clinician, GP, GMC 1234567, 26 Nov 2026, 11:02 UTC``."""
    return put("{}, {}, {}", signer.name, signer.role, time_text(signer.at))


def corrections(summary: Summary) -> Iterator[Block]:
    """That it is void, and each addendum, newest last."""
    if not summary.signed:
        return
    if voiding := summary.signed.voiding:
        rows: list[Block] = [
            Paragraph(put("VOID"), VOID_TITLE),
            Paragraph(put("<b>Not valid. Do not use this report for care.</b>"), BODY),
            Paragraph(put("{}. Reason: {}", voiding.kind, voiding.reason), BODY),
            Paragraph(put("Declared void by {}.", signer_text(voiding.by)), BODY),
        ]
        yield Barred(rows, INK, TINT)
    if summary.signed.addenda:
        rows = []
        for addendum in summary.signed.addenda:
            rows.append(Paragraph(put("Correction {}: {}", addendum.number, addendum.reason), OVERALL, "H2"))
            rows.append(Paragraph(put("{}", addendum.text), BODY))
            rows.append(Paragraph(put("{}", signer_text(addendum.by)), QUIET_SMALL))
        rows.append(Paragraph(put("{}", WRITTEN_AFTER), QUIET_SMALL))
        yield Barred(rows, INK, TINT)


def see_correction(summary: Summary, part: str) -> Iterator[Block]:
    """Beside whatever an addendum contradicts."""
    addenda = summary.signed.addenda if summary.signed else ()
    numbers = [str(addendum.number) for addendum in addenda if part in addendum.corrects]
    if numbers:
        note = Paragraph(put("<b>See correction {} above.</b>", " and ".join(numbers)), BODY)
        yield Barred([note], ACCENT, TINT, pad=1.5, before=1, after=2)
