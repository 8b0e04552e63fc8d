"""What an assessment says: frozen values that carry their own texts, so that every face shows them without the rules.

An assessment stored today reads the same after the rule set has changed. Nothing here decides anything.

What may put the person in danger at home is kept in a ``WholeAssessment``. A face gets an ``Assessment``, which shows
nothing of it, and asks for the whole by name where it may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, TypeVar

PRESENT, CANNOT_EXCLUDE = "present", "cannot_exclude"
PROXY = "proxy"
KEPT_APART = "kept_apart"
"""The state of a confidential question on what is shared."""


class ConfidentialError(Exception):
    """The whole was asked of an assessment that holds only what may be shared."""


@dataclass(frozen=True)
class Line:
    """A question with its answer, as a report shows it."""

    question: str
    section: str
    label: str
    """The question in short; of an item of an instrument ``PHQ-9 item 3: Trouble falling ...``."""
    said: str
    """The answer in words; "Not answered" and the like where there is none."""
    answer: Any
    """The answer as the contract writes it; null where there is none."""
    by: str
    """Who asks it: front_desk or clinician."""
    state: str = "answered"
    """answered, unknown, declined, blank or na; kept_apart on what is shared."""
    own_words: bool = False
    """Told in the person's own words wherever it is told, never by its number or in a total alone."""
    pointer: tuple[str, str] | None = None
    """Of a confidential question: label and answer in its place on what is shared."""

    @property
    def instrument(self) -> str:
        """``PHQ-9``; empty where it is no numbered item."""
        name, item, _ = self.label.partition(" item ")
        return name if item else ""

    @property
    def number(self) -> str:
        return self.label.partition(" item ")[2].partition(": ")[0]

    @property
    def wording(self) -> str:
        """``Trouble falling ...``, without the instrument's name."""
        return self.label.partition(": ")[2] or self.label

    @property
    def brief(self) -> str:
        """``PHQ-9 item 3`` for an item with its whole text; other labels are short already."""
        return self.label.partition(": ")[0] if self.instrument else self.label

    def shared(self) -> Line:
        """The pointer in its place, where it has one."""
        if self.pointer is None:
            return self
        label, said = self.pointer
        return Line("", self.section, label, said, None, self.by, KEPT_APART)


@dataclass(frozen=True)
class FlagFinding:
    id: str
    title: str
    tier: int
    tier_text: str
    """``same day``."""
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
    alert_kind: str = ""
    """Why a clinician must acknowledge it where it is present; empty where nobody must."""
    call: str = ""
    """Whom the front desk fetches where it is present: emergency, safety or nobody."""
    asks_for_answer: bool = False
    """Present because an answer is missing, which settles it when it comes."""
    gives_contacts: bool = False
    pointer: str = ""
    """Of a confidential flag: its title in the place of all that it says, on what is shared."""

    def shared(self) -> FlagFinding:
        """Its urgency, and where to read the rest."""
        if not self.pointer:
            return self
        return FlagFinding(
            id="",
            title=self.pointer,
            tier=self.tier,
            tier_text=self.tier_text,
            status=self.status,
            condition="",
            action="",
            sources=(),
            physical=False,
            because=(),
            missing=(),
            waits_for=self.waits_for,
        )


@dataclass(frozen=True)
class ScaleBand:
    """A named part of a score's scale, both ends included."""

    name: str
    lowest: float
    highest: float


@dataclass(frozen=True)
class ScoreFinding:
    id: str
    name: str
    min: float
    max: float
    missing: int
    greatest: float
    decimals: int
    """How many are shown."""
    is_scored: bool
    """There is a total or a range, and not only a reason why there is none."""
    value: str
    """``17``, ``12 to 18``, or why there is none."""
    text: str
    """``17 of 27``, ``12 to 18 of 27``, ``by proxy, not scored``."""
    full_text: str
    """The same with its band, as far as it has one."""
    band: str | None
    band_text: str
    """``moderate band``, ``band not decided``, ``cut-off 3 or 4, by sex at birth``; empty where there is no such thing."""
    bands: tuple[ScaleBand, ...]
    band_note: str
    """Where the bands are not validated, that they are not."""
    cut_offs: tuple[float, ...]
    advice: str
    estimate: int | None
    """Prorated total, only where the rule book allows a label "estimate". No rule reads it."""
    severity: str | None
    """NICE NG222: less severe (below 16) or more severe; for the PHQ-9 alone."""
    cautions: tuple[str, ...]
    """How far it can be relied on, each in a sentence."""
    statements: tuple[str, ...]
    """What else it says, each in a sentence."""
    part_of: str
    """The id of the score that this is a part or short form of; empty for one that leads."""
    unscored: str
    """Why it is not compared with others over time; empty where it is."""
    followed: bool
    """It is compared over time."""
    items: tuple[Line, ...]
    recall: str
    attribution: str
    limit: str
    sources: tuple[str, ...]

    @property
    def leads(self) -> bool:
        """Drawn, and told in full."""
        return not self.part_of

    @property
    def answered(self) -> int:
        """How many of the items count."""
        return len(self.items) - self.missing


@dataclass(frozen=True)
class RatingFinding:
    """One number that is drawn, and followed, as a score is."""

    id: str
    name: str
    value: float | None
    """None where there is no answer."""
    greatest: float
    text: str
    """``6 of 10``, or why there is none."""
    note: str
    """By whom, where it was not the person."""
    ends: tuple[str, str]
    """What 0 and the greatest stand for."""
    unscored: str
    """Why it is not compared with others over time; empty where it is."""


@dataclass(frozen=True)
class FeatureFinding:
    id: str
    text: str
    weight: int
    condition: str
    sources: tuple[str, ...]
    confidential: bool = False


@dataclass(frozen=True)
class PatternFinding:
    id: str
    name: str
    points: int
    maximum: int
    category: str
    """several, some, few or insufficient."""
    category_text: str
    """``several features``."""
    is_clear: bool
    """Some or several features speak for it."""
    is_joint: bool
    """Another has as many points."""
    supports: tuple[FeatureFinding, ...]
    against: tuple[FeatureFinding, ...]
    unknown: tuple[FeatureFinding, ...]
    """Features not known; those of the examination are left out."""

    @property
    def features(self) -> tuple[FeatureFinding, ...]:
        return (*self.supports, *self.against, *self.unknown)

    def shared(self) -> PatternFinding:
        if not any(feature.confidential for feature in self.features):
            return self
        return replace(
            self,
            supports=_not_confidential(self.supports),
            against=_not_confidential(self.against),
            unknown=_not_confidential(self.unknown),
        )


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
    confidential: bool = False


Kept = TypeVar("Kept", FeatureFinding, CombinedRuleFinding, "WarningFinding")


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
    caution: str
    rules: tuple[CombinedRuleFinding, ...]
    undecided: tuple[CombinedRuleFinding, ...]

    def shared(self) -> CombinedFinding:
        if not any(rule.confidential for rule in (*self.rules, *self.undecided)):
            return self
        return replace(self, rules=_not_confidential(self.rules), undecided=_not_confidential(self.undecided))


@dataclass(frozen=True)
class WellsFinding:
    valid: bool
    text: str
    """The points and what they come to, or why it is not used."""
    caution: str
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

    @property
    def confidential(self) -> bool:
        return any(line.pointer for line in self.lines)


@dataclass(frozen=True)
class StepFinding:
    id: str
    category: str
    urgency: str
    urgency_text: str
    """``Within 2 weeks``."""
    rank: int
    """Of its urgency: 0 for what comes first."""
    text: str
    condition: str
    why: str
    sources: tuple[str, ...]
    later: bool
    """An emergency is present and this can wait for its end."""
    held: str = ""
    """What of the condition holds for this person, in words; empty in assessments stored before it was worked out."""
    refers: bool = False
    gives_contacts: bool = False
    confidential: bool = False
    """It tells of a confidential flag that is present, or of a confidential answer."""
    masked: tuple[str, str] | None = None
    """``condition`` and ``held`` as shared, where its rule names a confidential flag that is not present."""

    def shared(self) -> StepFinding:
        if self.masked is None:
            return self
        condition, held = self.masked
        return replace(self, condition=condition, held=held, masked=None)


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

    question: str
    """The item, word for word."""
    said: str
    """The person's own answer, or why there is none."""
    quoted: str
    """The same; an answer in quotation marks."""
    meaning: str
    """What that means, to be read by itself."""
    after: str
    """What that means, to be read after the answer."""
    attention: bool
    """Reported, or not answered."""
    contacts_due: bool
    """The crisis contacts are given."""
    by_proxy: bool
    """Somebody else gave the answer."""


@dataclass(frozen=True)
class Notice:
    """What has to be known before anything is read."""

    kind: str
    """draft, not_approved, proxy, minor or age_missing."""
    title: str
    text: str = ""


@dataclass(frozen=True)
class Circumstances:
    """Who answered, how and when, as far as every report says it."""

    age: int | None
    """In years, as answered."""
    age_text: str
    assessed_on: str | None
    """ISO date, as answered."""
    told: tuple[tuple[str, str], ...]
    """Label and words."""
    instruments: str
    """Those asked, by name."""


@dataclass(frozen=True)
class PainPlace:
    """A region with what is marked of it."""

    text: str
    """``left calf (worst)``."""
    sites: tuple[str, ...]
    """Options of the question: a region with its side."""
    is_worst: bool


@dataclass(frozen=True)
class PainPlaces:
    """Where it hurts: what the body map draws."""

    marked: tuple[PainPlace, ...]
    """The worst first, then from the back down to the toes."""
    why_none: str
    """Why nothing is marked, where nothing is."""
    note: str
    """What the map cannot show of the worst place."""


@dataclass(frozen=True)
class PainTimes:
    """Since when: what the line of time draws."""

    began: int | None
    """Days before the assessment."""
    began_text: str
    injury: int | None
    start_text: str
    """How it started; empty where that is not known."""


_Citing = FlagFinding | ScoreFinding | FeatureFinding | CombinedRuleFinding | StepFinding


@dataclass(frozen=True)
class Findings:
    """The whole result, frozen. Every face shows this one and none adds to it."""

    rule_set: str
    scope: str
    """adult, minor or age_missing."""
    notices: tuple[Notice, ...]
    circumstances: Circumstances
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
    wells_dvt: WellsFinding | None
    flags: tuple[FlagFinding, ...]
    tier: int
    tier_text: str
    tier_open: int
    tier_open_text: str
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
    key_steps: tuple[str, ...]
    places: PainPlaces
    times: PainTimes
    lines: tuple[Line, ...]
    """Every question in catalogue order."""
    sources: tuple[SourceFinding, ...]
    """All that is cited above, once."""

    @property
    def by_proxy(self) -> bool:
        """Somebody else answered, so that questionnaires are not scored."""
        return self.mood_screen == PROXY

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

    @property
    def leading_scores(self) -> tuple[ScoreFinding, ...]:
        return tuple(score for score in self.scores if score.leads)

    def parts_of(self, score: ScoreFinding) -> tuple[ScoreFinding, ...]:
        """Its parts and short forms, where there is anything to tell."""
        return tuple(part for part in self.scores if part.part_of == score.id) if score.is_scored else ()

    def scores_told_by(self, lines: Iterable[Line]) -> tuple[ScoreFinding, ...]:
        """The scores that say what these answers do: every answered item of each is among them, and there are several."""
        there = {line.question for line in lines}
        return tuple(
            score
            for score in self.leading_scores
            if len(answered := [item.question for item in score.items if item.state == "answered"]) > 1
            and there.issuperset(answered)
        )

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

    @property
    def cited(self) -> set[str]:
        """The ids of the sources that anything here rests on."""
        features = [feature for pattern in self.patterns or () for feature in pattern.features]
        rules = (*self.combined.rules, *self.combined.undecided)
        parts: tuple[_Citing, ...] = (*self.flags, *self.scores, *features, *rules, *self.steps)
        return set().union(*(part.sources for part in parts))

    def whole(self) -> WholeAssessment:
        raise NotImplementedError

    def shared(self) -> Assessment:
        raise NotImplementedError


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
        steps = tuple(step.shared() for step in self.steps if not step.confidential)
        raised = {step.id for step in steps}
        shared = Assessment(
            **{name: self.__dict__[name] for name in _FIELDS}
            | {
                "flags": tuple(flag.shared() for flag in self.flags),
                "patterns": None if self.patterns is None else tuple(pattern.shared() for pattern in self.patterns),
                "combined": self.combined.shared(),
                "warnings": _not_confidential(self.warnings),
                "steps": steps,
                "key_steps": tuple(step_id for step_id in self.key_steps if step_id in raised),
                "lines": tuple(_shared_lines(self.lines)),
            }
        )
        cited = shared.cited
        return replace(shared, sources=tuple(source for source in self.sources if source.id in cited))

    def citing(self, sources: tuple[SourceFinding, ...]) -> WholeAssessment:
        """With its sources, which are known once all else is."""
        return replace(self, sources=sources)

    def guarded(self) -> Assessment:
        """What a face gets: it may still ask for the whole."""
        assessment = self.shared()
        # In no field, so that whoever goes through the fields meets nothing; a function, so that nothing can pickle it.
        object.__setattr__(assessment, "_whole", lambda: self)
        return assessment


_FIELDS = tuple(field.name for field in fields(Findings))


def _not_confidential(found: tuple[Kept, ...]) -> tuple[Kept, ...]:
    return tuple(each for each in found if not each.confidential)


def _shared_lines(lines: tuple[Line, ...]) -> Iterator[Line]:
    """One pointer a section, however many of its questions are kept."""
    pointed = set()
    for line in lines:
        if line.pointer is None:
            yield line
        elif line.section not in pointed:
            pointed.add(line.section)
            yield line.shared()
