"""The case in one line, and what the person came with, word for word."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.styles import BODY, STRONG
from intake.report.engine.text import capital
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .afterwards import see_correction

HOPES = "Hopes for"
WORDS, BESIDE_FLAGS = 40, 12
"""Of what the person said and hopes for, on the first page; longer texts go on behind it."""


def case(summary: Summary) -> Iterator[Block]:
    rows: list[Block] = [*see_correction(summary, "case")]
    if line := summary.assessment.one_line:
        rows.append(Paragraph(put("{}", line), STRONG))
    if texts := list(_quoted(summary)):
        rows.append(Paragraph(together("  ", texts), BODY))
    if rows:
        yield Section("In one line", rows)


def in_full(summary: Summary) -> Iterator[Block]:
    """What the first page had no room for."""
    said = summary.assessment.own_words
    if len(f"{said.complaint} {said.hopes}".split()) > _room(summary):
        yield Section("In their words", [Paragraph(together("\n", _named(summary)), BODY)])


def _quoted(summary: Summary) -> Iterator[Words]:
    left = _room(summary)
    for name, text in _texts(summary):
        words = text.split()
        shown = " ".join(words[:left])
        # Their own words are in quotation marks and need no name; those of somebody else do.
        named = put("<q>{}:</q> ", name) if name == HOPES or summary.assessment.by_proxy else NOTHING
        if len(words) > left:
            yield put("{}“{} …”", named, shown)
            return
        yield put("{}“{}”", named, text)
        left -= len(words)


def _room(summary: Summary) -> int:
    """What is urgent comes first."""
    return BESIDE_FLAGS if summary.assessment.present or summary.assessment.pointed_to else WORDS


def _named(summary: Summary) -> Iterator[Words]:
    for name, text in _texts(summary):
        yield put("<q>{}:</q> “{}”", name, text)


def _texts(summary: Summary) -> list[tuple[str, str]]:
    said = summary.assessment.own_words
    pairs = ((capital(said.said_by), said.complaint), (HOPES, said.hopes))
    return [(name, text) for name, text in pairs if text]
