"""One handout as a PDF: the clinic, the words, where to find them on a phone, and which version they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from intake.clinical.rules.handouts import Handout
from intake.clinical.rules.handouts.handout import Blank, Boxes, Heading, Line, Numbered, Paragraph, Points
from intake.clinical.telling.handouts import Numbers, runs
from intake.report.engine import blocks as engine
from intake.report.engine.bitmap import bitmap
from intake.report.engine.file import Properties
from intake.report.engine.flow import Frame, pour
from intake.report.engine.setting import set_text, text_width
from intake.report.engine.shapes import Beside, Picture, hairline
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import PAPERS, Paper, Style
from intake.report.engine.tagging import NO_NUMBERS
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import PRODUCT, Letterhead, date_text

from .items import Item, WriteIn
from .qr import qr_picture
from .styles import ADDRESS, CLINIC, FOOT, FOR_WHOM, LOOKS, NOTICE, PAGE_WIDTH, TITLE, Look

BULLETS = "/A <</O /List /ListNumbering /Disc>>"
DECIMALS = "/A <</O /List /ListNumbering /Decimal>>"
ON_YOUR_PHONE = "On your phone:"
_TOP, _FOOT = 24.0, 34.0
"""What is left free at the head and at the foot of a page."""
_QR = 84.0
_LOGO_AT_MOST = (110, 40)


@dataclass(frozen=True)
class HandoutDocument:
    handout: Handout
    numbers: Numbers
    letterhead: Letterhead
    address: str
    """Of the page for a phone."""
    made_at: datetime
    """With a time zone. Its day is printed."""
    rule_set: str
    """Its version."""
    person: str = ""
    """Their name, where they wish it."""
    notice: str = ""
    """That this site has not approved the words; empty where it has."""
    paper: str = "A4"


def handout_pdf(document: HandoutDocument) -> bytes:
    """The same document gives the same bytes. What finds no room even in the smallest print goes on to another page."""
    size = PAPERS[document.paper]
    for look in LOOKS:
        sheet = Sheet(size)
        pour(sheet, list(_blocks(document, look)), _frames(size))
        if sheet.number_of_pages <= document.handout.pages:
            break
    _draw_feet(sheet, document)
    said = (document.handout.title, "For the person", document.letterhead.clinic)
    return sheet.file(Properties(*said, document.made_at, f"handout {document.handout.id}", PRODUCT))


def _frames(paper: Paper) -> Iterator[Frame]:
    left, top = (paper.width - PAGE_WIDTH) / 2, paper.height - _TOP
    first = Frame(left, top, PAGE_WIDTH, top - _FOOT)
    yield first
    while True:
        yield replace(first, new_page=True)


def _blocks(document: HandoutDocument, look: Look) -> Iterator[engine.Block]:
    yield _head(document)
    if document.notice:
        yield engine.Paragraph(put("{}", document.notice), NOTICE)
    told = _Teller(document.numbers)

    def items(lines: Iterable[tuple[str, Paragraph]], attributes: str) -> engine.Block:
        made = [Item(mark, list(told.blocks(line, look.item)), look.item) for mark, line in lines]
        return _List(made, "L", attributes, after=look.body.after)

    for block in document.handout.blocks:
        match block:
            case Heading():
                yield engine.Paragraph(told.words(block), look.heading, "H2", keeps=True)
            case Paragraph():
                yield from told.blocks(block, look.body)
            case Points():
                yield items((("•", line) for line in block.items), BULLETS)
            case Numbered():
                yield items(((f"{number}.", line) for number, line in enumerate(block.items, start=1)), DECIMALS)
            case Boxes():
                yield items((("", line) for line in block.items), NO_NUMBERS)


class _List(engine.Stack):
    """With more room after it than between its items."""

    def __init__(self, items: Sequence[Item], role: str, attributes: str, *, after: float) -> None:
        super().__init__(items, role, attributes)
        self.after = after


def _head(document: HandoutDocument) -> engine.Block:
    """Who gives it and the title; at the right the way to it on a phone."""
    sender = document.letterhead
    lines: list[engine.Block] = []
    if sender.logo:
        shown = bitmap(sender.logo)
        width, height = shown.fitting(*_LOGO_AT_MOST)
        alt = f"Logo of {sender.clinic.strip() or 'the clinic'}"
        lines.append(
            Picture(width, height, alt, lambda sheet, x, y: sheet.put_bitmap(shown, (x, y, width, height)), after=2)
        )
    reached = "\u00a0\u00a0 ".join(filter(None, (sender.clinic.strip(), sender.phone.strip())))
    lines += [engine.Paragraph(put("{}", reached), CLINIC)] if reached else []
    lines.append(engine.Paragraph(put("{}", document.handout.title), TITLE, "H1"))
    if document.person:
        lines.append(engine.Paragraph(put("For <b>{}</b>", document.person), FOR_WHOM))
    lines.append(engine.Paragraph(put("{} {}", ON_YOUR_PHONE, document.address), ADDRESS))
    return Beside([(PAGE_WIDTH - _QR - 8, lines), (_QR, [qr_picture(document.address, _QR)])], gutter=8, after=3)


@dataclass(frozen=True)
class _Teller:
    """Says lines of a handout with this clinic's numbers in them."""

    numbers: Numbers

    def words(self, line: Line) -> Words:
        """All of it but the room to write."""
        lead = put("<b>{}</b>", self._run(line.lead)) if line.lead else NOTHING
        said = [self._run(part.text) for part in line.parts if not isinstance(part, Blank)]
        return together(" ", [*([lead] if lead else []), *said])

    def blocks(self, line: Paragraph, style: Style) -> Iterator[engine.Block]:
        """Text, and where it is broken by room to write, lines for that."""
        before: list[Words] = [put("<b>{}</b>", self._run(line.lead))] if line.lead else []
        labels: list[str] = []
        for part in line.parts:
            if isinstance(part, Blank):
                if before:
                    yield engine.Paragraph(together(" ", before), style)
                    before = []
                labels.append(part.label)
                continue
            if labels:
                yield WriteIn(labels, style)
                labels = []
            before.append(self._run(part.text))
        if before:
            yield engine.Paragraph(together(" ", before), style)
        if labels:
            yield WriteIn(labels, style)

    def _run(self, text: str) -> Words:
        """Numbers to call are bold, and stay on one line."""
        return together(
            "",
            [
                put("<b>{}</b>", run.text.replace(" ", "\u00a0")) if run.calls else put("{}", run.text)
                for run in runs(text, self.numbers)
            ],
        )


def _draw_feet(sheet: Sheet, document: HandoutDocument) -> None:
    left, kind = (sheet.paper.width - PAGE_WIDTH) / 2, "/Type /Pagination /Subtype /Footer"
    version = f"Version {document.handout.version}, rule set {document.rule_set}. {date_text(document.made_at.date())}"
    for page in range(sheet.number_of_pages):
        sheet.turn_to(page)
        number = f"Page {page + 1} of {sheet.number_of_pages}" if sheet.number_of_pages > 1 else ""
        with sheet.artifact(kind):
            hairline(sheet, left, _FOOT - 6, PAGE_WIDTH)
        with sheet.artifact(kind):
            sheet.show(set_text(put("{}", version), FOOT, 1e4), left, _FOOT - 8)
        with sheet.artifact(kind):
            right = put("{}", number)
            sheet.show(set_text(right, FOOT, 1e4), left + PAGE_WIDTH - text_width(right, FOOT), _FOOT - 8)
