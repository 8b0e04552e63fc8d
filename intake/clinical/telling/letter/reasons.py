"""Why somebody is referred, and what the service is asked: from the steps that the referral carries out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.clinical.language.condition import Condition
from intake.clinical.rules.patterns import PATTERNS
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.steps import Step
from intake.clinical.working.case import Case
from intake.clinical.working.findings import Assessment, FlagFinding, Line, StepFinding

from .shape import ROUTINE, URGENCIES, URGENCY_OF_STEP
from .told_in_private import is_private

NAMED_AT_MOST = 3
"""Red flags named in the reason."""

_STEPS = {step.id: step for step in STEPS}
_FEATURES = {feature.id: feature.when for pattern in PATTERNS for feature in pattern.features}
_BRACKETS = re.compile(r" \([^()]*\)")


class StepsReferred:
    """The steps of one letter, as far as they may be told: a step that tells of what is kept is not among them."""

    def __init__(self, ids: Sequence[str], own: Sequence[str], assessment: Assessment, case: Case) -> None:
        by_id = {step.id: step for step in assessment.steps}
        self.steps = [by_id[id_] for id_ in dict.fromkeys(ids) if id_ in by_id]
        self.own = [text.strip() for text in own if text.strip()]
        self._assessment = assessment
        self._case = case

    @property
    def urgency(self) -> str:
        """The most urgent of them; routine where there is none."""
        urgencies = {URGENCY_OF_STEP.get(step.urgency, ROUTINE) for step in self.steps}
        return next((urgency for urgency in URGENCIES if urgency in urgencies), ROUTINE)

    @property
    def question(self) -> str:
        asked = [_question(step) for step in self.steps]
        return " ".join(dict.fromkeys((*asked, *self.own)))

    @property
    def reason(self) -> str:
        """Empty where only private answers would say it: that is the clinician's to write."""
        return "; ".join(dict.fromkeys(reason for step in self.steps if (reason := self._reason(step))))

    @property
    def flags(self) -> list[FlagFinding]:
        """Those that make the steps so."""
        return list({flag.id: flag for step in self.steps for flag in self._flags_of(step)}.values())

    @property
    def lines(self) -> list[Line]:
        """The answers that make the steps so: step by step, then those behind their flags; each once."""
        by_id = {line.question: line for line in self._assessment.lines if line.question}
        found = [by_id[id_] for step in self.steps for id_ in self._asked(step) if id_ in by_id]
        found += [line for flag in self.flags for line in (*flag.because, *flag.hint) if line.question in by_id]
        return list({line.question: line for line in found}.values())

    def _reason(self, step: StepFinding) -> str:
        names = [flag.title.partition(" (")[0] for flag in self._flags_of(step)]
        if names:
            more = len(names) - NAMED_AT_MOST
            return f"{'; '.join(names[:NAMED_AT_MOST])}{f' and {more} more' if more > 0 else ''}"
        if (rule := _rule(step)) and rule.letter_reason:
            return rule.letter_reason
        grounds = [line for line in self._assessment.lines if line.question in set(self._asked(step, whole=True))]
        return step.held.rstrip(".") if grounds and not any(map(is_private, grounds)) else ""

    def _flags_of(self, step: StepFinding) -> list[FlagFinding]:
        """Those that make it so, most urgent first."""
        rule = _rule(step)
        held = set(rule.when.flags_held(self._case)) if rule else set()
        return sorted((flag for flag in self._assessment.flags if flag.id in held), key=lambda flag: flag.tier)

    def _asked(self, step: StepFinding, *, whole: bool = False) -> Iterator[str]:
        """The ids of the questions whose answers make it so; of a pain type, those of what speaks for it.

        Args:
            whole: also the items of a score, which is told by its total.
        """
        if (rule := _rule(step)) is None:
            return
        for condition in (rule.when, *self._features(rule.when)):
            for told in condition.evidence(self._case):
                if whole or told.id in QUESTIONS:
                    yield from (question.id for question in told.asked_for())

    def _features(self, condition: Condition) -> Iterator[Condition]:
        named = {name for leaf in condition.leaves if leaf.truth(self._case) for name in leaf.names()}
        for pattern in self._assessment.patterns or ():
            if pattern.id in named:
                yield from (_FEATURES[feature.id] for feature in pattern.supports if feature.id in _FEATURES)


def _rule(step: StepFinding) -> Step | None:
    """Today's, where it still says the same."""
    rule = _STEPS.get(step.id)
    return rule if rule and rule.text == step.text else None


def _question(step: StepFinding) -> str:
    """What brackets add names limits of scores as often as not, and those are told in private."""
    rule = _rule(step)
    return rule.letter_question if rule and rule.letter_question else f"Please consider: {_BRACKETS.sub('', step.text)}"
