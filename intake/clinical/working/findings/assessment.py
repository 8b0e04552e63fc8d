"""The whole result, and what may be shared of it.

What may put the person in danger at home is kept in a ``WholeAssessment``. A face gets an ``Assessment``, which shows
nothing of it, and asks for the whole by name where it may.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property

from .circumstances import Circumstances, Medicines, Notice, OwnWords, PainPlaces, PainTimes
from .completing import completed
from .confidential import ConfidentialError, not_confidential
from .flag import CANNOT_EXCLUDE, PRESENT, FlagFinding
from .line import Line
from .patterns import CombinedFinding, CombinedRuleFinding, FeatureFinding, PatternFinding, leading_patterns
from .scores import Item9Finding, News2Finding, RatingFinding, ScoreFinding, WellsFinding
from .steps import SourceFinding, StepFinding, StepGroup, WarningFinding

_Citing = FlagFinding | ScoreFinding | News2Finding | FeatureFinding | CombinedRuleFinding | StepFinding


@dataclass(frozen=True)
class Findings(ABC):
    """The whole result, frozen. Every face shows this one and none adds to it."""

    rule_set: str
    scope: str
    """adult, minor or age_missing."""
    notices: tuple[Notice, ...]
    circumstances: Circumstances
    one_line: str
    """The case in one line of at most 45 words; nothing confidential."""
    own_words: OwnWords
    medicines: Medicines
    mood_screen: str
    mood_screen_text: str
    scores: tuple[ScoreFinding, ...]
    """In the order shown, the parts of a score among them."""
    scores_caution: str
    """Said of all of them together."""
    ratings: tuple[RatingFinding, ...]
    algorithm_major: bool | None
    algorithm_other: bool | None
    algorithm_text: str
    item9: Item9Finding
    news2: News2Finding | None
    """None under 16."""
    wells_dvt: WellsFinding | None
    flags: tuple[FlagFinding, ...]
    tier: int
    tier_text: str
    tier_open: int
    """Of the flags that cannot be excluded and that something points to."""
    tier_open_text: str
    tier_unasked: int
    """Of the others that cannot be excluded: an empty form is not "no urgency"."""
    tier_unasked_text: str
    headline: str
    """How urgent it is, in a sentence without a full stop."""
    counted: tuple[str, ...]
    """How many flags are present and open, in sentences."""
    patterns: tuple[PatternFinding, ...] | None
    patterns_notes: tuple[str, ...]
    """What has to be read before the patterns, or in their place."""
    patterns_caution: str
    mixed: bool | None
    combined: CombinedFinding
    warnings: tuple[WarningFinding, ...]
    warnings_caution: str
    steps: tuple[StepFinding, ...]
    step_groups: tuple[StepGroup, ...]
    """What is printed, most urgent first: each raised step stands in one entry."""
    key_steps: tuple[str, ...]
    """The first step of each entry that leads; it stands for the whole entry."""
    places: PainPlaces
    times: PainTimes
    lines: tuple[Line, ...]
    """Every question in catalogue order."""
    sources: tuple[SourceFinding, ...]
    """All that is cited above, once."""

    @property
    def by_proxy(self) -> bool:
        """Somebody else answered, so that questionnaires are not scored."""
        return self.mood_screen == "proxy"

    @property
    def present(self) -> tuple[FlagFinding, ...]:
        return tuple(sorted((f for f in self.flags if f.status == PRESENT), key=lambda f: f.tier))

    @property
    def pointed_to(self) -> tuple[FlagFinding, ...]:
        """Flags that cannot be excluded and that something points to, most urgent first."""
        chosen = (f for f in self.flags if f.status == CANNOT_EXCLUDE and f.is_pointed_to)
        return tuple(sorted(chosen, key=lambda f: f.tier))

    @property
    def not_asked(self) -> tuple[Line, ...]:
        """The clinician's questions that nothing called for."""
        return tuple(line for line in self.lines if line.by == "clinician" and line.state == "na")

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

    @property
    def leading_patterns(self) -> tuple[PatternFinding, ...]:
        return leading_patterns(self.patterns or ())

    @property
    def leading_scores(self) -> tuple[ScoreFinding, ...]:
        return tuple(score for score in self.scores if score.leads)

    def parts_of(self, score: ScoreFinding) -> tuple[ScoreFinding, ...]:
        """Its parts and short forms, where there is anything to tell."""
        return tuple(part for part in self.scores if part.part_of == score.id) if score.is_scored else ()

    def scores_told_by(self, lines: Iterable[Line]) -> tuple[ScoreFinding, ...]:
        """The scores that say what these answers do: every answered item of each is among them, and there are several."""
        there, told = {line.question for line in lines}, []
        for score in self.leading_scores:
            answered = {item.question for item in score.items if item.state == "answered"}
            if len(answered) > 1 and answered <= there:
                told.append(score)
        return tuple(told)

    def source(self, source_id: str) -> SourceFinding:
        return next(source for source in self.sources if source.id == source_id)

    @cached_property
    def _by_step(self) -> dict[str, StepFinding]:
        return {step.id: step for step in self.steps}

    def steps_of(self, group: StepGroup) -> tuple[StepFinding, ...]:
        return tuple(self._by_step[step_id] for step_id in group.steps)

    @property
    def leading_groups(self) -> tuple[StepGroup, ...]:
        """The entries that lead, in their order."""
        first = {group.steps[0]: group for group in self.step_groups}
        return tuple(first[step_id] for step_id in self.key_steps)

    @property
    def leading_steps(self) -> tuple[StepFinding, ...]:
        """The key steps, in their order: each the first of its entry."""
        return tuple(self._by_step[step_id] for step_id in self.key_steps)

    @property
    def cited(self) -> set[str]:
        """The ids of the sources that anything here rests on."""
        features = [feature for pattern in self.patterns or () for feature in pattern.features]
        rules = (*self.combined.rules, *self.combined.undecided)
        news2 = (self.news2,) if self.news2 else ()
        parts: tuple[_Citing, ...] = (*self.flags, *self.scores, *news2, *features, *rules, *self.steps)
        return set().union(*[part.sources for part in parts])

    @abstractmethod
    def whole(self) -> WholeAssessment:
        """Everything, what is confidential included."""

    @abstractmethod
    def shared(self) -> Assessment:
        """Nothing confidential, not even inside."""


@dataclass(frozen=True)
class Assessment(Findings):
    """What a face gets. Nothing confidential stands in it: a flag is a pointer, and its answers and steps are left out."""

    def whole(self) -> WholeAssessment:
        """Everything, for whoever may see it.

        Raises:
            ConfidentialError: this one was made to be shared.
        """
        if (whole := self.__dict__.get("_whole")) is None:
            raise ConfidentialError("this assessment holds only what may be shared")
        return whole()  # type: ignore[no-any-return]

    def shared(self) -> Assessment:
        """The same, which holds nothing else even inside."""
        return replace(self)


@dataclass(frozen=True)
class WholeAssessment(Findings):
    """Everything, the confidential included: what is stored, and what clinicians see."""

    def whole(self) -> WholeAssessment:
        return self

    def shared(self) -> Assessment:
        steps = tuple([step.shared() for step in self.steps if not step.confidential])
        raised = {step.id for step in steps}
        groups = {
            group.steps[0]: group if len(left) == len(group.steps) else replace(group, steps=left)
            for group in self.step_groups
            if (left := tuple([step_id for step_id in group.steps if step_id in raised]))
        }
        shared = Assessment(
            **{field.name: self.__dict__[field.name] for field in fields(Findings)}
            | {
                "flags": tuple([flag.shared() for flag in self.flags]),
                "patterns": None if self.patterns is None else tuple([pattern.shared() for pattern in self.patterns]),
                "combined": self.combined.shared(),
                "warnings": not_confidential(self.warnings),
                "steps": steps,
                "step_groups": tuple(groups.values()),
                "key_steps": tuple(groups[step_id].steps[0] for step_id in self.key_steps if step_id in groups),
                "lines": _shared_lines(self.lines),
            }
        )
        cited = shared.cited
        return completed(shared, sources=tuple([source for source in self.sources if source.id in cited]))

    def guarded(self) -> Assessment:
        """What a face gets: it may still ask for the whole."""
        assessment = self.shared()
        # In no field, so that whoever goes through the fields meets nothing; a function, so that nothing can pickle it.
        object.__setattr__(assessment, "_whole", lambda: self)
        return assessment


def _shared_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """One pointer a section, however many of its questions are kept."""
    shared, pointed = [], set()
    for line in lines:
        if line.pointer is None:
            shared.append(line)
        elif line.section not in pointed:
            pointed.add(line.section)
            shared.append(line.shared())
    return tuple(shared)
