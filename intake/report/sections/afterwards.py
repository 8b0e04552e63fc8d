"""What was said after the signature: addenda, and that the report is void."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading
from intake.report.engine.shapes import Barred
from intake.report.engine.styles import BODY, INK, QUIET_TEXT, TEXT, TINT, VOID_TITLE
from intake.report.engine.words import Words, put
from intake.report.signed import Signer
from intake.report.summary import Summary, time_text


def signer_text(signer: Signer) -> Words:
    """``Carol Clinician, GP, 26 Nov 2026, 11:02 UTC``."""
    return put("{}, {}, {}", signer.name, signer.role, time_text(signer.at))


def void_notice(summary: Summary) -> Iterator[Block]:
    """Above everything else on the first page."""
    voiding = summary.signed.voiding if summary.signed else None
    if voiding:
        rows = [
            Paragraph(put("VOID"), VOID_TITLE),
            Paragraph(put("<b>Not valid. Do not use this report for care.</b>"), BODY),
            Paragraph(put("{}. Reason: {}", voiding.kind, voiding.reason), BODY),
            Paragraph(put("Declared void by {}.", signer_text(voiding.by)), BODY),
        ]
        yield Barred(rows, INK, TINT)


def addenda(summary: Summary) -> Iterator[Block]:
    written = summary.signed.addenda if summary.signed else ()
    if written:
        yield column_heading("Addenda")
        note = put("Written after the signature; nothing above was changed.")
        yield Paragraph(note, QUIET_TEXT, keeps=True)
    for addendum in written:
        yield Paragraph(put("<b>Addendum {}.</b> Reason: {}", addendum.number, addendum.reason), TEXT)
        yield Paragraph(put("{}", addendum.text), TEXT)
        yield Paragraph(put("<q>{}</q>", signer_text(addendum.by)), TEXT)
