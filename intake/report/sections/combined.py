"""Pain and mood together: in a sentence with its reasons, and in the record the rules behind it."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY, ITEM, QUIET_SMALL
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .lines import asked_once, labels_text, reasons_text


def combined(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    finding = assessment.combined
    level = f" ({finding.level})" if finding.level else ""
    review = put(" Suggested review: {}", finding.review) if finding.review else NOTHING
    rows: list[Block] = [Paragraph(put("<b>{}{}.</b>{}", finding.text.rstrip("."), level, review), BODY)]
    texts: list[Words] = []
    for rule in finding.rules:
        because = put(" <q>Because:</q> {}.", reasons_text(rule.because, assessment)) if rule.because else NOTHING
        texts.append(put("<b>{}.</b> {}{}", rule.title.rstrip("."), rule.why, because))
    if texts:
        rows.append(listed(texts, ITEM))
    pain, mood = (
        "cannot be decided" if level is None else f"level {level} of 0 to 3" for level in (finding.pain, finding.mood)
    )
    rows.append(Paragraph(put("{} {}", f"Pain burden: {pain}. Mood: {mood}.", finding.caution), QUIET_SMALL))
    yield Section("Pain and mood together", rows)


def combined_rules(summary: Summary) -> Iterator[Block]:
    """Which rules cannot be decided, and until when."""
    undecided = summary.assessment.combined.undecided
    if undecided:
        rules = together("; ", (put("{} <q>{}</q>", rule.title, rule.id) for rule in undecided))
        questions = labels_text(asked_once(summary.assessment, (rule.missing for rule in undecided)))
        text = put("<b>Cannot be decided:</b> {}; <b>until it is known:</b> {}.", rules, questions)
        yield Section("Pain and mood, open rules", [Paragraph(text, ITEM)])
