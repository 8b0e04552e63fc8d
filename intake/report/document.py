"""From a summary to the bytes of its PDF: the same summary, the same bytes."""

from __future__ import annotations

from datetime import UTC
from functools import partial
from hashlib import md5
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab.platypus import BaseDocTemplate

from .fonts import REGULAR
from .page import NumberedCanvas, footer, page_templates
from .story import story
from .summary import Summary
from .text import clipped

# ReportLab cuts the used letters out of a font file through one cursor that all threads share: two documents at once
# come out with wrong letters, without an error.
_ONE_AT_A_TIME = Lock()


def pdf(summary: Summary) -> bytes:
    with _ONE_AT_A_TIME:
        written = BytesIO()
        canvas = partial(NumberedCanvas, footer=footer(summary))
        _Document(written, summary).build(story(summary), canvasmaker=canvas)
        return written.getvalue()


class _Document(BaseDocTemplate):
    """The title and the other document properties hold nothing about the person: file lists and search show them."""

    def __init__(self, file: BytesIO, summary: Summary) -> None:
        super().__init__(
            file,
            pageTemplates=page_templates(summary),
            title="Intake summary",
            author=clipped(summary.letterhead.clinic, 100),
            subject="Decision support for a qualified clinician",
            creator="",
            lang="en-GB",
            displayDocTitle=True,
            initialFontName=REGULAR,  # else an unembedded Helvetica is set on every page
            invariant=1,
        )
        self._summary = summary

    def beforeDocument(self) -> None:
        """The time and the file's id come from the summary, whatever the environment and the clock say.

        In UTC: ReportLab writes half-hour time zones wrong.
        """
        canvas: Any = self.canv
        made_at = self._summary.made_at.astimezone(UTC)
        stamp = canvas._doc._timeStamp
        stamp.YMDhms = (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second)
        stamp.dhh = stamp.dmm = 0
        named = self._summary.document_id.encode("utf-8", "backslashreplace")
        canvas._doc.signature = md5(named, usedforsecurity=False)
