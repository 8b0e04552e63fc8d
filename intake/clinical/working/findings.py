"""What an assessment says: frozen values that carry their own texts, so that every face shows them without the rules.

An assessment stored today reads the same after the rule set has changed. Nothing here decides anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

PRESENT, CANNOT_EXCLUDE = "present", "cannot_exclude"


@dataclass(frozen=True)
class Line:
    """A question with its answer, as a report shows it."""

    question: str
    section: str
    label: str
    """The question in short."""
    said: str
    """The answer in words; "Not answered" and the like where there is none."""
    answer: Any
    """The answer as the contract writes it; null where there is none."""
    by: str
    """Who asks it: front_desk or clinician."""
    state: str = "answered"
    """answered, unknown, declined, blank or na."""


@dataclass(frozen=True)
class FlagFinding:
    id: str
    title: str
    tier: int
    status: str
    """present or cannot_exclude; absent flags are left out."""
    condition: str
    action: str
    sources: tuple[str, ...]
    physical: bool
    because: tuple[Line, ...]
    """The answers that made it so, where present."""
    missing: tuple[Line, ...]
    """The open questions that keep it open, where it cannot be excluded."""
    waits_for: str | None
    """clinician where only a clinician's questions are open, else anyone; null where present."""
    held: str = ""
    """Where present, what of the condition holds, in words; empty in assessments stored before it was worked out."""


@dataclass(frozen=True)
class ScoreFinding:
    id: str
    name: str
    min: float
    max: float
    missing: int
    greatest: float
    band: str | None
    advice: str
    estimate: int | None
    """Prorated total, only where the rule book allows a label "estimate". No rule reads it."""
    severity: str | None
    """NICE NG222: less severe (below 16) or more severe; for the PHQ-9 alone."""
    items: tuple[Line, ...]
    recall: str
    attribution: str
    limit: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class FeatureFinding:
    id: str
    text: str
    weight: int
    condition: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class PatternFinding:
    id: str
    name: str
    points: int
    maximum: int
    category: str
    """several, some, few or insufficient."""
    supports: tuple[FeatureFinding, ...]
    against: tuple[FeatureFinding, ...]
    unknown: tuple[FeatureFinding, ...]
    """Features not known; those of the examination are left out."""


@dataclass(frozen=True)
class CombinedRuleFinding:
    id: str
    title: str
    condition: str
    why: str
    sources: tuple[str, ...]
    because: tuple[Line, ...]
    missing: tuple[Line, ...]
    held: str = ""
    """Where it holds, what of the condition does, in words; empty in assessments stored before it was worked out."""


@dataclass(frozen=True)
class CombinedFinding:
    pain: int | None
    """Pain burden 0 to 3."""
    mood: int | None
    """Mood level 0 to 3."""
    level: str | None
    """C0 to C4."""
    text: str
    review: str
    rules: tuple[CombinedRuleFinding, ...]
    undecided: tuple[CombinedRuleFinding, ...]


@dataclass(frozen=True)
class WellsFinding:
    valid: bool
    min: int | None = None
    max: int | None = None
    result: str | None = None
    """likely, unlikely or indeterminate."""


@dataclass(frozen=True)
class WarningFinding:
    id: str
    question: str | None
    """The field it names (W09)."""
    text: str
    lines: tuple[Line, ...]
    """The answers that do not fit, as given."""


@dataclass(frozen=True)
class StepFinding:
    id: str
    category: str
    urgency: str
    text: str
    condition: str
    why: str
    sources: tuple[str, ...]
    later: bool
    """An emergency is present and this can wait for its end."""
    held: str = ""
    """What of the condition holds for this person, in words; empty in assessments stored before it was worked out."""


@dataclass(frozen=True)
class SourceFinding:
    id: str
    mark: str
    """V read in the source, K from general knowledge, D a decision of this product."""
    status: str
    text: str

    reference: str = ""
    """Where to find it, in short; empty in assessments stored before it was kept, and where the id tells already."""


@dataclass(frozen=True)
class Item9Finding:
    """PHQ-9 item 9: in words, apart from the total, never imputed."""

    said: str
    """The person's own answer."""
    meaning: str
    attention: bool
    """Reported, or not answered."""


@dataclass(frozen=True)
class Assessment:
    """The whole result, frozen. Every face shows this one and none adds to it."""

    rule_set: str
    scope: str
    """adult, minor or age_missing."""
    mood_screen: str
    mood_screen_text: str
    scores: tuple[ScoreFinding, ...]
    algorithm_major: bool | None
    algorithm_other: bool | None
    algorithm_text: str
    item9: Item9Finding
    wells_dvt: WellsFinding | None
    flags: tuple[FlagFinding, ...]
    tier: int
    tier_open: int
    patterns: tuple[PatternFinding, ...] | None
    mixed: bool | None
    combined: CombinedFinding
    warnings: tuple[WarningFinding, ...]
    steps: tuple[StepFinding, ...]
    key_steps: tuple[str, ...]
    lines: tuple[Line, ...]
    """Every question in catalogue order."""
    sources: tuple[SourceFinding, ...]
    """All that is cited above, once."""

    @property
    def present(self) -> tuple[FlagFinding, ...]:
        return tuple(sorted((f for f in self.flags if f.status == PRESENT), key=lambda f: f.tier))

    @property
    def open_to_anyone(self) -> tuple[FlagFinding, ...]:
        """Flags that cannot be excluded and that anyone's questions would settle."""
        return self._cannot_exclude("anyone")

    @property
    def open_to_clinician(self) -> tuple[FlagFinding, ...]:
        """Flags that cannot be excluded until a clinician asks or examines."""
        return self._cannot_exclude("clinician")

    def _cannot_exclude(self, waits_for: str) -> tuple[FlagFinding, ...]:
        chosen = (f for f in self.flags if f.status == CANNOT_EXCLUDE and f.waits_for == waits_for)
        return tuple(sorted(chosen, key=lambda f: f.tier))

    @cached_property
    def _by_question(self) -> dict[str, Line]:
        return {line.question: line for line in self.lines}

    def line(self, question_id: str) -> Line:
        return self._by_question[question_id]

    def score(self, score_id: str) -> ScoreFinding:
        return next(score for score in self.scores if score.id == score_id)

    def source(self, source_id: str) -> SourceFinding:
        return next(source for source in self.sources if source.id == source_id)

    @property
    def leading_steps(self) -> tuple[StepFinding, ...]:
        """The key steps, in their order."""
        steps = {step.id: step for step in self.steps}
        return tuple(steps[step_id] for step_id in self.key_steps)

    @property
    def further_steps(self) -> dict[str, tuple[StepFinding, ...]]:
        """The other steps, by category."""
        rest = [step for step in self.steps if step.id not in self.key_steps]
        categories = dict.fromkeys(step.category for step in rest)
        return {category: tuple(step for step in rest if step.category == category) for category in categories}
