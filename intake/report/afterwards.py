"""What was said after the signature: addenda, and that the report is void."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from .parts import barred, heading, paragraph
from .signed import Addendum, Signer
from .styles import BODY, INK, TINT, UNDER_VOID, VOID_TITLE
from .summary import Summary, said_time
from .text import Markup, put


def said_signer(signer: Signer) -> Markup:
    """``Carol Clinician, GP, 26 Nov 2026, 11:02 UTC``."""
    return put("{}, {}, {}", signer.name, signer.role, said_time(signer.at))


def void_notice(summary: Summary) -> Iterator[Flowable]:
    """Above everything else on the first page."""
    voiding = summary.signed.voiding if summary.signed else None
    if voiding:
        rows = [
            (VOID_TITLE, put("VOID")),
            (UNDER_VOID, put("<b>Not valid. Do not use this report for care.</b>")),
            (UNDER_VOID, put("{}. Reason: {}", voiding.kind, voiding.reason)),
            (UNDER_VOID, put("Declared void by {}.", said_signer(voiding.by))),
        ]
        yield from barred(rows, INK, TINT)


def addenda(summary: Summary) -> Iterator[Flowable]:
    written = summary.signed.addenda if summary.signed else ()
    if written:
        yield from heading("Addenda", "Written after the signature; nothing above was changed")
    for addendum in written:
        yield from _addendum(addendum)


def _addendum(addendum: Addendum) -> Iterator[Flowable]:
    yield paragraph(BODY, "<b>Addendum {}.</b> Reason: {}", addendum.number, addendum.reason)
    yield paragraph(BODY, "{}", addendum.text)
    yield paragraph(BODY, "<i>{}</i>", said_signer(addendum.by))
