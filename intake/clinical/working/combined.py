"""Pain and mood together: the level, and the rules that hold or cannot be decided. Source: rule book section F."""

from __future__ import annotations

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.condition import Truth
from intake.clinical.language.instruments import Interval
from intake.clinical.rules import confidential
from intake.clinical.rules.combined import (
    CAUTION,
    COMBINED_RULES,
    LEVELS,
    MATRIX,
    MOOD_LIMITS,
    NO_LEVEL,
    PAIN_LIMITS,
    UNDECIDED,
    CombinedRule,
)
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.questions.pain import average_pain, peg_score

from .case import Case
from .findings import CombinedFinding, CombinedRuleFinding
from .lines import Lines
from .scores import rated

_RULES = tuple((rule, confidential.tells(rule.when)) for rule in COMBINED_RULES)


def work_out_combined(case: Case, lines: Lines, scope: str) -> CombinedFinding:
    """Rules and level only of adults; the patterns come first."""
    pain = _pain_burden(case)
    if scope in NO_LEVEL:
        return CombinedFinding(pain, None, None, NO_LEVEL[scope], "", CAUTION, (), ())
    mood = _level(case.interval(phq9), MOOD_LIMITS)
    level = None if pain is None or mood is None else MATRIX[pain][mood]
    text, review = LEVELS[level] if level else (UNDECIDED, "")
    truths = [(rule, rule.when.truth(case), kept) for rule, kept in _RULES]
    return CombinedFinding(
        pain=pain,
        mood=mood,
        level=level,
        text=text,
        review=review,
        caution=CAUTION,
        rules=tuple(_finding(rule, truth, kept, case, lines) for rule, truth, kept in truths if truth),
        undecided=tuple(_finding(rule, truth, kept, case, lines) for rule, truth, kept in truths if truth is None),
    )


def _finding(rule: CombinedRule, truth: Truth, kept: bool, case: Case, lines: Lines) -> CombinedRuleFinding:
    return CombinedRuleFinding(
        id=rule.id,
        title=rule.title,
        condition=rule.when.sentence,
        why=rule.why,
        sources=rule.sources,
        because=lines.because(rule.when) if truth else (),
        missing=() if truth else lines.missing(rule.when),
        held=rule.when.held_sentence(case) if truth else "",
        confidential=kept,
    )


def _pain_burden(case: Case) -> int | None:
    """From PEG where one of its items is answered or skipped, else from the average rating."""
    given = [item for item in peg_score.items if not case.is_open(item)]
    if given and not (case.by_proxy and any(case.is_asked(item) for item in peg_score.items)):
        return _level(case.interval(peg_score), PAIN_LIMITS, above_none=True)
    if case.answer(average_pain.question) is NotAnswered.SKIPPED:
        return 0
    average = rated(case, average_pain)
    return None if average is None else _reached(average, PAIN_LIMITS, above_none=True)


def _level(interval: Interval, limits: tuple[int, ...], *, above_none: bool = False) -> int | None:
    """How many of the limits are reached, where both ends of the interval agree."""
    least, greatest = (_reached(end, limits, above_none=above_none) for end in (interval.least, interval.greatest))
    return least if least == greatest else None


def _reached(value: float, limits: tuple[int, ...], *, above_none: bool) -> int:
    """``above_none``: anything above 0 is a level of its own."""
    return sum(value >= limit for limit in limits) + (above_none and value > 0)
