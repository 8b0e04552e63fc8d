"""Pain and mood together, in a sentence and its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY, QUIET_FINE, SMALL
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .lines import asked_once, labels_text, reasons_text


def combined(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    finding = assessment.combined
    yield heading("Pain and mood together")
    level = f" ({finding.level})" if finding.level else ""
    review = put(" Suggested review: {}", finding.review) if finding.review else NOTHING
    yield Paragraph(put("<b>{}{}.</b>{}", finding.text.rstrip("."), level, review), BODY)
    pain, mood = (
        "cannot be decided" if level is None else f"level {level} of 0 to 3" for level in (finding.pain, finding.mood)
    )
    yield Paragraph(put("{} {}", f"Pain burden: {pain}. Mood: {mood}.", finding.caution), QUIET_FINE)
    texts: list[Words] = []
    for rule in finding.rules:
        because = put("<q>Because:</q> {}.", reasons_text(rule.because, assessment)) if rule.because else NOTHING
        texts.append(put("<b>{}</b> <q>{}</q>. {} {}", rule.title, rule.id, rule.why, because))
    if texts:
        yield listed(texts, SMALL)
    if finding.undecided:
        rules = together("; ", (put("{} <q>{}</q>", rule.title, rule.id) for rule in finding.undecided))
        questions = labels_text(asked_once(assessment, (rule.missing for rule in finding.undecided)))
        undecided = put("<b>Cannot be decided:</b> {}; <b>until it is known:</b> {}.", rules, questions)
        yield Paragraph(undecided, SMALL)
