"""Pain and mood together, in a sentence and its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.working.findings import Assessment, CombinedFinding, CombinedRuleFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY, QUIET_FINE, SMALL
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .lines import asked_once, said_because, said_labels


def combined(summary: Summary) -> Iterator[Block]:
    finding = summary.assessment.combined
    yield heading("Pain and mood together")
    level = f" ({finding.level})" if finding.level else ""
    review = put(" Suggested review: {}", finding.review) if finding.review else NOTHING
    yield Paragraph(put("<b>{}{}.</b>{}", finding.text.rstrip("."), level, review), BODY)
    yield Paragraph(put("{} {}", _levels(finding), finding.caution), QUIET_FINE)
    if finding.rules:
        rules = (_rule(rule, summary.assessment) for rule in finding.rules)
        yield listed(rules, SMALL)
    if finding.undecided:
        yield _undecided(finding, summary.assessment)


def _rule(rule: CombinedRuleFinding, assessment: Assessment) -> Words:
    return put("<b>{}</b> <q>{}</q>. {} {}", rule.title, rule.id, rule.why, _because(rule, assessment))


def _undecided(finding: CombinedFinding, assessment: Assessment) -> Block:
    rules = together("; ", (put("{} <q>{}</q>", rule.title, rule.id) for rule in finding.undecided))
    questions = said_labels(asked_once(assessment, (rule.missing for rule in finding.undecided)))
    said = put("<b>Cannot be decided:</b> {}; <b>until it is known:</b> {}.", rules, questions)
    return Paragraph(said, SMALL)


def _levels(finding: CombinedFinding) -> str:
    pain = "cannot be decided" if finding.pain is None else f"level {finding.pain} of 0 to 3"
    mood = "cannot be decided" if finding.mood is None else f"level {finding.mood} of 0 to 3"
    return f"Pain burden: {pain}. Mood: {mood}."


def _because(rule: CombinedRuleFinding, assessment: Assessment) -> Words:
    return put("<q>Because:</q> {}.", said_because(rule.because, assessment)) if rule.because else NOTHING
