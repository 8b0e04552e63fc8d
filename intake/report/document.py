"""From a story to the bytes of its PDF: the same story, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import md5
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab.platypus import BaseDocTemplate, Flowable

from .fonts import REGULAR
from .page import Furniture, NumberedCanvas, page_templates
from .text import clipped

# ReportLab cuts the used letters out of a font file through one cursor that all threads share: two documents at once
# come out with wrong letters, without an error. Its parser of paragraphs is shared, too.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Properties:
    """They hold nothing about the person: file lists and search show them."""

    title: str
    subject: str
    clinic: str
    made_at: datetime
    """With a time zone."""
    document_id: str


def pdf(story: Iterable[Flowable], furniture: Furniture, properties: Properties) -> bytes:
    """Lay the story out; it is told when its turn has come, so it has to be a generator.

    Raises:
        ValueError: ``made_at`` has no time zone.
    """
    if properties.made_at.utcoffset() is None:
        raise ValueError("made_at needs a time zone")
    with _ONE_AT_A_TIME:
        written = BytesIO()
        canvas = partial(NumberedCanvas, footer=furniture.footer)
        _Document(written, furniture, properties).build(list(story), canvasmaker=canvas)
        return written.getvalue()


class _Document(BaseDocTemplate):
    def __init__(self, file: BytesIO, furniture: Furniture, properties: Properties) -> None:
        super().__init__(
            file,
            pageTemplates=page_templates(furniture),
            title=properties.title,
            author=clipped(properties.clinic, 100),
            subject=properties.subject,
            creator="",
            lang="en-GB",
            displayDocTitle=True,
            initialFontName=REGULAR,  # else an unembedded Helvetica is set on every page
            invariant=1,
        )
        self._properties = properties

    def beforeDocument(self) -> None:
        """The time and the file's id come from the properties, whatever the environment and the clock say.

        In UTC: ReportLab writes half-hour time zones wrong.
        """
        canvas: Any = self.canv
        made_at = self._properties.made_at.astimezone(UTC)
        stamp = canvas._doc._timeStamp
        stamp.YMDhms = (made_at.year, made_at.month, made_at.day, made_at.hour, made_at.minute, made_at.second)
        stamp.dhh = stamp.dmm = 0
        named = self._properties.document_id.encode("utf-8", "backslashreplace")
        canvas._doc.signature = md5(named, usedforsecurity=False)
