"""What a clinician can read of a stored result: each piece in words, as the page and its parts have it."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.telling.explanation import Reason
from intake.clinical.telling.settling import Settling
from intake.clinical.working.findings import WholeAssessment
from intake.models import Assessment
from intake.stored.assessments import findings, read_reasons, read_settling


def told(stored: Assessment) -> Iterator[str]:
    found = findings(stored).whole()
    yield from _of_rules(found)
    for line in found.lines:
        yield f"{line.label} {line.said}"
    for id_, reason in read_reasons(stored).items():
        yield f"Rule {id_}, rule set"
        yield from _of_reason(reason)
    for settling in read_settling(stored).values():
        yield from _of_settling(settling)


def _of_rules(found: WholeAssessment) -> Iterator[str]:
    features = [feature for pattern in found.patterns or () for feature in pattern.features]
    combined = (*found.combined.rules, *found.combined.undecided)
    for rule in (*found.flags, *combined, *found.steps, *features):
        yield f"Rule in words: {rule.condition}"
        yield from (found.source(id_).text for id_ in rule.sources)
    for flag in found.flags:
        yield from (flag.title, *(line.label for line in (*flag.because, *flag.hint, *flag.missing)))
        yield flag.action if flag.status == "present" else ""
    for rule in combined:
        yield from (rule.title, rule.why, *(line.label for line in (*rule.because, *rule.missing)))
    for step in found.steps:
        yield from (step.text, step.why, step.urgency_text)
    yield from (feature.text for feature in features)
    yield from (pattern.name for pattern in found.patterns or ())


def _of_reason(reason: Reason) -> Iterator[str]:
    yield from (reason.said, reason.value)
    for part in reason.parts:
        yield from _of_reason(part)


def _of_settling(settling: Settling) -> Iterator[str]:
    for asked in settling.questions:
        yield from (asked.short, asked.makes_true, asked.makes_false)
    for answer in settling.together:
        yield f"{answer.short}: {answer.words}"
    yield from settling.notes
