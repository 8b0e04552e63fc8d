"""Pain and mood together, in a sentence; and apart from it the rules behind it, with their reasons."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading, heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY, HANGING_TEXT, QUIET_FINE
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .lines import asked_once, labels_text, reasons_text


def combined(summary: Summary) -> Iterator[Block]:
    finding = summary.assessment.combined
    yield heading("Pain and mood together")
    level = f" ({finding.level})" if finding.level else ""
    review = put(" Suggested review: {}", finding.review) if finding.review else NOTHING
    yield Paragraph(put("<b>{}{}.</b>{}", finding.text.rstrip("."), level, review), BODY)
    pain, mood = (
        "cannot be decided" if level is None else f"level {level} of 0 to 3" for level in (finding.pain, finding.mood)
    )
    yield Paragraph(put("{} {}", f"Pain burden: {pain}. Mood: {mood}.", finding.caution), QUIET_FINE)


def combined_rules(summary: Summary) -> Iterator[Block]:
    """Behind the first page: which rules hold, and which cannot be decided."""
    assessment = summary.assessment
    finding = assessment.combined
    if finding.rules or finding.undecided:
        yield column_heading("Pain and mood together: the rules")
    texts: list[Words] = []
    for rule in finding.rules:
        because = put("<q>Because:</q> {}.", reasons_text(rule.because, assessment)) if rule.because else NOTHING
        texts.append(put("<b>{}</b> <q>{}</q>. {} {}", rule.title, rule.id, rule.why, because))
    if texts:
        yield listed(texts, HANGING_TEXT)
    if finding.undecided:
        rules = together("; ", (put("{} <q>{}</q>", rule.title, rule.id) for rule in finding.undecided))
        questions = labels_text(asked_once(assessment, (rule.missing for rule in finding.undecided)))
        undecided = put("<b>Cannot be decided:</b> {}; <b>until it is known:</b> {}.", rules, questions)
        yield Paragraph(undecided, HANGING_TEXT)
