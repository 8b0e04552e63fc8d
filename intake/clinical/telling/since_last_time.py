"""What changed from one intake of a person to a later one: two stored results beside each other, each as it was stored.

Nothing is scored, tested or guessed here. What is not answered now is never "gone": it cannot be excluded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from intake.clinical.language.numbers import number
from intake.clinical.rules.questions import RATINGS, todays_id
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.rules.questions.history import rx
from intake.clinical.working.findings import (
    CANNOT_EXCLUDE,
    PRESENT,
    FlagFinding,
    Item9Finding,
    Line,
    RatingFinding,
    ScoreFinding,
    WholeAssessment,
)
from intake.clinical.working.trend import SINCE_BEFORE

NEW = "Reported now, not last time"
NEW_FROM_OPEN = "Reported now; could not be excluded last time"
STILL = "Reported last time and now"
OPEN_NOW = "Reported last time; cannot be excluded now"
NEWLY_OPEN = "Cannot be excluded now"
STILL_OPEN = "Could not be excluded last time, nor now"
NOT_NOW = "Reported last time, not reported now"
EXCLUDED = "Could not be excluded last time, excluded by the answers now"
FLAG_GROUPS = (NEW, NEW_FROM_OPEN, STILL, OPEN_NOW, NEWLY_OPEN, STILL_OPEN, NOT_NOW, EXCLUDED)

CHANGED = "Answered differently"
NOT_ANSWERED_NOW = "Answered last time, not answered now"
ANSWERED_NOW = "Not answered last time, answered now"
ANSWER_GROUPS = (CHANGED, NOT_ANSWERED_NOW, ANSWERED_NOW)

NOT_COMPARED = "not compared"
_GIVEN = ("answered", "unknown", "declined")
_ALWAYS_DIFFERENT = (ctx.encounter_date.id, pt.age_years.id)


@dataclass(frozen=True)
class ThenNow:
    label: str
    then: str
    later: str
    confidential: bool = False
    """For the screen of a clinician alone."""

    @property
    def differs(self) -> bool:
        return self.then != self.later


@dataclass(frozen=True)
class ScoreSince:
    id: str
    name: str
    then: str
    later: str
    change: str
    """``higher by 3``, ``lower by 5``, ``no change``, ``not compared``."""
    marks: tuple[str, ...]
    """What the rule book marks of this change or of that since the first whole score; mostly nothing."""


@dataclass(frozen=True)
class FlagSince:
    title: str
    tier: int
    tier_text: str
    missing: tuple[str, ...]
    """The questions that keep it from being excluded now."""
    confidential: bool


@dataclass(frozen=True)
class FlagGroup:
    heading: str
    flags: tuple[FlagSince, ...]


@dataclass(frozen=True)
class AnswerGroup:
    heading: str
    answers: tuple[ThenNow, ...]


@dataclass(frozen=True)
class MedicineGroup:
    heading: str
    medicines: tuple[str, ...]


@dataclass(frozen=True)
class SinceLastTime:
    levels: tuple[ThenNow, ...]
    """How urgent it is, pain and mood together, the leading patterns."""
    scores: tuple[ScoreSince, ...]
    item9: ThenNow
    """In the person's own words, apart from the scores. Its label is the question."""
    flags: tuple[FlagGroup, ...]
    medicines: tuple[MedicineGroup, ...]
    medicines_note: str
    """Why the lists of medicines are not compared, where they are not."""
    answers: tuple[AnswerGroup, ...]
    """Without the items of questionnaires, which stand in their scores."""
    rules_note: str
    """That the rules are others than last time, where they are."""

    @property
    def holds_confidential(self) -> bool:
        flags = (flag.confidential for group in self.flags for flag in group.flags)
        return any(flags) or any(answer.confidential for group in self.answers for answer in group.answers)


def since_last_time(then: WholeAssessment, now: WholeAssessment, marks: Mapping[str, tuple[str, ...]]) -> SinceLastTime:
    """Compare two results.

    Args:
        marks: by score, what its trend marks of the later one.
    """
    before, after = _by_question(then.lines), _by_question(now.lines)
    medicines, note = _medicines(before, after)
    apart = _told_apart(then) | _told_apart(now) | ({rx.current.id} if not note else set())
    return SinceLastTime(
        levels=(
            ThenNow("Urgency", _urgency(then), _urgency(now, then.present)),
            ThenNow("Pain and mood together", then.combined.text, now.combined.text),
            ThenNow("Leading patterns", _patterns(then), _patterns(now)),
        ),
        scores=tuple(_scores(then, now, marks)),
        item9=ThenNow(now.item9.question, _item9(then.item9), _item9(now.item9)),
        flags=tuple(_flags(then.flags, now.flags)),
        medicines=medicines,
        medicines_note=note,
        answers=tuple(_answers(before, after, apart)),
        rules_note="" if then.rule_set == now.rule_set else _rules_note(then, now),
    )


def _rules_note(then: WholeAssessment, now: WholeAssessment) -> str:
    return (
        f"The rules changed in between, from {then.rule_set} to {now.rule_set}: a difference may come from that alone."
    )


# Scores ---------------------------------------------------------------------------------------------------------------


def _whole(found: ScoreFinding | RatingFinding | None) -> float | None:
    """Its value, where it is one number that may be compared."""
    if found is None or found.unscored:
        return None
    if isinstance(found, RatingFinding):
        return found.value
    return found.min if found.min == found.max else None


def _scores(then: WholeAssessment, now: WholeAssessment, marks: Mapping[str, tuple[str, ...]]) -> Iterator[ScoreSince]:
    before: dict[str, ScoreFinding | RatingFinding] = {
        **{score.id: score for score in then.scores},
        **{rating.id: rating for rating in then.ratings},
    }
    followed: tuple[ScoreFinding | RatingFinding, ...] = (
        *(score for score in now.leading_scores if score.followed),
        *now.ratings,
    )
    for found in followed:
        earlier = before.get(found.id)
        decimals = found.decimals if isinstance(found, ScoreFinding) else 0
        told = earlier.text if earlier else "not asked"
        change = _change(earlier, found, decimals)
        marked = tuple(map(_since_when, marks.get(found.id, ())))
        yield ScoreSince(found.id, found.name, told, found.text, change, marked)


def _since_when(mark: str) -> str:
    """A mark beside the change since last time says which change it is about."""
    return mark if mark.endswith(SINCE_BEFORE) else f"since the first whole score: {mark}"


def _change(then: ScoreFinding | RatingFinding | None, now: ScoreFinding | RatingFinding, decimals: int) -> str:
    before, after = _whole(then), _whole(now)
    if before is None or after is None or then is None or then.greatest != now.greatest:
        return NOT_COMPARED
    by = round(after - before, 6)
    return f"{'higher' if by > 0 else 'lower'} by {number(abs(by), decimals)}" if by else "no change"


def _item9(item: Item9Finding) -> str:
    return " ".join(filter(None, (item.conflict, f"{item.quoted}.", item.after)))


def _urgency(found: WholeAssessment, reported_before: Iterable[FlagFinding] = ()) -> str:
    """What is present, and what is more urgent and cannot be excluded: a missing answer makes nothing less urgent."""
    before = {flag.id for flag in reported_before}
    unsure = [
        flag for flag in found.flags if flag.status == CANNOT_EXCLUDE and (flag.is_pointed_to or flag.id in before)
    ]
    first = min(unsure, key=lambda flag: flag.tier, default=None)
    if first is None or 0 < found.tier <= first.tier:
        return found.tier_text
    return f"{found.tier_text}; cannot be excluded: {first.tier_text}"


def _patterns(found: WholeAssessment) -> str:
    clear = [f"{each.name}: {each.category_text}" for each in found.leading_patterns]
    return "; ".join(clear) or "none with some or several features"


# Flags ----------------------------------------------------------------------------------------------------------------


def _flags(then: Iterable[FlagFinding], now: Iterable[FlagFinding]) -> Iterator[FlagGroup]:
    before, after = ({flag.id: flag for flag in flags} for flags in (then, now))
    found = {id_: _heading(before.get(id_), after.get(id_)) for id_ in (after | before)}
    for heading in FLAG_GROUPS:
        flags = [after.get(id_) or before[id_] for id_, each in found.items() if each == heading]
        if flags:
            told = (_flag(flag, is_open=flag.id in after) for flag in sorted(flags, key=lambda flag: flag.tier))
            yield FlagGroup(heading, tuple(told))


def _heading(before: FlagFinding | None, after: FlagFinding | None) -> str:
    """Under which it stands; empty where it could not be excluded, then or now, and nothing points to it."""
    was, is_ = (flag is not None and flag.status == PRESENT for flag in (before, after))
    was_open, is_open = (flag is not None and flag.is_pointed_to for flag in (before, after))
    if is_:
        return STILL if was else NEW_FROM_OPEN if before else NEW
    if was:
        return OPEN_NOW if after else NOT_NOW
    if is_open:
        return STILL_OPEN if was_open else NEWLY_OPEN
    return EXCLUDED if was_open and not after else ""


def _flag(flag: FlagFinding, *, is_open: bool) -> FlagSince:
    missing = tuple(line.brief for line in flag.missing) if is_open else ()
    return FlagSince(flag.title, flag.tier, flag.tier_text, missing, bool(flag.pointer))


# Answers --------------------------------------------------------------------------------------------------------------


def _by_question(lines: Iterable[Line]) -> dict[str, Line]:
    """By the id of today."""
    return {todays_id(line.question): line for line in lines}


def _told_apart(found: WholeAssessment) -> set[str]:
    """Questions that stand in a score, or differ at every visit."""
    items = (line.question for score in found.scores for line in score.items)
    return {*map(todays_id, items), *(rating.question.id for rating in RATINGS), *_ALWAYS_DIFFERENT}


def _is_given(line: Line | None) -> bool:
    return line is not None and line.state in _GIVEN


def _answers(then: Mapping[str, Line], now: Mapping[str, Line], apart: set[str]) -> Iterator[AnswerGroup]:
    groups: dict[str, list[ThenNow]] = {heading: [] for heading in ANSWER_GROUPS}
    for id_, line in {**now, **{id_: line for id_, line in then.items() if id_ not in now}}.items():
        before, after = then.get(id_), now.get(id_)
        if id_ in apart or not (_is_given(before) or _is_given(after)) or _says_the_same(before, after):
            continue
        both = _is_given(before) and _is_given(after)
        heading = CHANGED if both else ANSWERED_NOW if _is_given(after) else NOT_ANSWERED_NOW
        was, is_ = (each.said if each else "Not asked" for each in (before, after))
        confidential = any(each is not None and each.pointer is not None for each in (before, after))
        groups[heading].append(ThenNow(line.brief, was, is_, confidential))
    for heading, answers in groups.items():
        if answers:
            yield AnswerGroup(heading, tuple(answers))


def _says_the_same(before: Line | None, after: Line | None) -> bool:
    """In words, or as it is stored: one release may say it otherwise than another."""
    if before is None or after is None or _is_given(before) != _is_given(after):
        return False
    if isinstance(before.answer, list) and isinstance(after.answer, list):
        return sorted(before.answer) == sorted(after.answer)
    return before.said == after.said or (before.answer, before.state) == (after.answer, after.state)


# Medicines ------------------------------------------------------------------------------------------------------------


def _medicines(then: Mapping[str, Line], now: Mapping[str, Line]) -> tuple[tuple[MedicineGroup, ...], str]:
    """What is new on the list and what is not on it any more; or why that is not known.

    Something was begun or stopped only where the list it is missing from is known to be complete.
    """
    before, after = (_taken(lines.get(rx.current.id)) for lines in (then, now))
    if before is None or after is None:
        when = " and ".join(name for name, taken in (("last time", before), ("now", after)) if taken is None)
        return (), f"Not compared: the medicines taken are not answered {when}."
    groups = (
        MedicineGroup(
            "Started"
            if _is_complete(then)
            else "On the list now, not last time: that list was not known to be complete",
            _named(after, before),
        ),
        MedicineGroup(
            "Stopped" if _is_complete(now) else "On the list last time, not now: this list is not known to be complete",
            _named(before, after),
        ),
    )
    return tuple(group for group in groups if group.medicines), ""


def _taken(line: Line | None) -> list[str] | None:
    return line.given if line is not None and isinstance(line.given, list) else None


def _is_complete(lines: Mapping[str, Line]) -> bool:
    line = lines.get(rx.list_complete.id)
    return line is not None and line.given is True


def _named(these: Iterable[str], but: Iterable[str]) -> tuple[str, ...]:
    return tuple(rx.current.say_stored([option]) for option in these if option not in but and option != "none")
