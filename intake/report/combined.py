"""Pain and mood together, in a sentence and its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from intake.clinical.findings import Assessment, CombinedFinding, CombinedRuleFinding, ScoreFinding

from .lines import asked_once, said_labels, said_lines
from .parts import heading, paragraph
from .scores import said_score
from .styles import BODY, HANGING, QUIET_SMALL, SMALL
from .summary import Summary
from .text import Markup, put, together

_NOT_VALIDATED = (
    "Levels organise this report and the follow-up. They are expert judgement, not validated; none lowers a red flag."
)
_WHOLE = ("phq9", "gad7", "auditc", "peg")


def combined(summary: Summary) -> Iterator[Flowable]:
    finding = summary.assessment.combined
    yield from heading("Pain and mood together")
    level = f" ({finding.level})" if finding.level else ""
    review = put(" Suggested review: {}", finding.review) if finding.review else ""
    yield paragraph(BODY, "<b>{}{}.</b>{}", finding.text.rstrip("."), level, review)
    yield paragraph(QUIET_SMALL, "{} {}", _levels(finding), _NOT_VALIDATED)
    for rule in finding.rules:
        because = _because(rule, summary.assessment)
        yield paragraph(HANGING, "<b>{}</b> ({}). {} {}", rule.title, rule.id, rule.why, because)
    if finding.undecided:
        yield _undecided(finding, summary.assessment)


def _undecided(finding: CombinedFinding, assessment: Assessment) -> Flowable:
    rules = together("; ", (put("{} ({})", rule.title, rule.id) for rule in finding.undecided))
    questions = said_labels(asked_once(assessment, (rule.missing for rule in finding.undecided)))
    return paragraph(SMALL, "<b>Cannot be decided:</b> {}; <b>until it is known:</b> {}.", rules, questions)


def _levels(finding: CombinedFinding) -> str:
    pain = "cannot be decided" if finding.pain is None else f"level {finding.pain} of 0 to 3"
    mood = "cannot be decided" if finding.mood is None else f"level {finding.mood} of 0 to 3"
    return f"Pain burden: {pain}. Mood: {mood}."


def _has_all(rule: CombinedRuleFinding, score: ScoreFinding) -> bool:
    """The rule looked at every answered item of the score."""
    answered = [line for line in score.items if line.state == "answered"]
    return len(answered) > 1 and all(line in rule.because for line in answered)


def _because(rule: CombinedRuleFinding, assessment: Assessment) -> Markup:
    """The answers that made it so; a whole questionnaire by its score, since its answers stand under Scores."""
    whole = [score for score in map(assessment.score, _WHOLE) if _has_all(rule, score)]
    inside = [line for score in whole for line in score.items]
    apart = [line for line in rule.because if line not in inside]
    shown = [said_lines(apart)] if apart else []
    shown += [put("<b>{} {}</b>", score.name, said_score(score, assessment)) for score in whole]
    return put("<i>Because:</i> {}.", together("; ", shown)) if shown else put("")
