"""The top of the first page: the clinic, the title, and whose report this is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.setting import set_text, text_width
from intake.report.engine.shapes import hairline
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import BODY, IDENTITY, PERSON, QUIET, QUIET_SMALL
from intake.report.engine.text import capital, clipped
from intake.report.engine.words import APART, Words, put, together
from intake.report.summary import Summary

from .afterwards import corrections, see_correction
from .letterhead import letterhead

TITLE_TEXT = "Intake summary"
SEX = "pt.sex"
"""As recorded at birth."""
NOT_ANSWERED, WHO_ANSWERED = "Not answered", "Answered by"


def identity(summary: Summary) -> Iterator[Block]:
    yield letterhead(summary.letterhead, TITLE_TEXT, summary.status, summary.under_status)
    if summary.signed:
        yield ToWhom(summary.person.gp)
    yield from corrections(summary)
    yield Paragraph(put("{}", summary.person.name), PERSON)
    record = summary.person.record_number.strip() or "not recorded"
    about = [put("{}", capital(summary.born())), put("Record number <b>{}</b>", record)]
    sex = [line.said for line in summary.assessment.lines if line.question == SEX and line.state == "answered"]
    about[1:1] = [put("{}", said) for said in sex]
    about += [put("Phone {}", summary.person.phone)] if summary.person.phone else []
    about += [put("<b>{}</b>", summary.ages)] if summary.ages else []
    yield Paragraph(together(APART, about), IDENTITY)
    yield Paragraph(_circumstances(summary), IDENTITY)
    for notice in summary.notices_of_answers:
        yield Paragraph(put("<b>{}</b>", notice.title), BODY)
    yield from see_correction(summary, "person")


def _circumstances(summary: Summary) -> Words:
    """Who answered, how and in which language; what of it was not answered, together."""
    told = summary.assessment.circumstances.told
    if summary.assessment.by_proxy:  # a notice says so, in bold
        told = tuple(pair for pair in told if pair[0] != WHO_ANSWERED)
    texts = [put("<q>{}</q> {}", label, text) for label, text in told if text != NOT_ANSWERED]
    labels = [label.lower() for label, text in told if text == NOT_ANSWERED]
    labels += [] if summary.assessment.circumstances.assessed_on else ["date"]
    if labels:
        texts.append(put("<q>{}:</q> {}", NOT_ANSWERED, ", ".join(labels)))
    return together(APART, texts)


@dataclass
class ToWhom(Block):
    """Lines to write on: to whom it goes, and who gets a copy. On the second stands the GP, where one is known."""

    gp: str = ""
    before: float = 2
    after: float = 3

    def height(self, width: float) -> float:
        return QUIET_SMALL.leading + 3

    def draw(self, sheet: Sheet, x: float, top: float, width: float) -> None:
        for place, label in enumerate(("To", f"Copy to {self.gp}".strip())):
            left, longest = x + place * width / 2, 60
            while text_width(shown := put("{} ", clipped(label, longest)), QUIET_SMALL) > width / 2 - 16:
                longest -= 1
            with sheet.tag("P"):
                sheet.show(set_text(shown, QUIET_SMALL, 1e4), left, top)
            start = text_width(shown, QUIET_SMALL) + 2
            with sheet.artifact():
                hairline(sheet, left + start, top - QUIET_SMALL.leading, width / 2 - start - 12, QUIET)
