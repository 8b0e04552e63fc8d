"""The rule book to read: every question, instrument, fact, flag, pattern, rule and step as it stands in the code.

Nothing is written a second time here. Titles, reasons and sources are the values' own, and a condition is its own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from intake.clinical.language.instruments import Instrument, Score
from intake.clinical.language.kinds import CLINICIAN, Question
from intake.clinical.language.sources import Source
from intake.clinical.rules import facts, why_together
from intake.clinical.rules.body_mass import bmi
from intake.clinical.rules.combined import COMBINED_RULES, LEVELS, MATRIX, MOOD_LIMITS, PAIN_LIMITS
from intake.clinical.rules.data_quality import NONE_AND_MORE, WARNINGS
from intake.clinical.rules.facts import FACTS
from intake.clinical.rules.instruments import INSTRUMENTS, PHQ9
from intake.clinical.rules.news2 import ACKNOWLEDGEMENT, FROM_AGE, OXYGEN_NOT_ASKED, PARAMETERS, news2
from intake.clinical.rules.patterns import AMOUNTS, PATTERNS, Pattern
from intake.clinical.rules.questions import SCORES, SECTIONS
from intake.clinical.rules.questions.mood import phq
from intake.clinical.rules.red_flag import TIERS, RedFlag
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS, conditions, further_conditions
from intake.clinical.rules.sources import SOURCES, cited
from intake.clinical.rules.steps import CATEGORIES, Step
from intake.clinical.rules.synonyms import SYNONYMS
from intake.clinical.telling.news2 import SOURCES as NEWS2_SOURCES
from intake.clinical.working.wells import MINUS_TWO, ONE_POINT_EACH


@dataclass(frozen=True)
class Part:
    """A labelled line of an entry, with what it rests on where that is not said for the whole entry."""

    label: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Entry:
    id: str
    """Its anchor, too."""
    title: str
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()
    used_by: tuple[str, ...] = ()
    """Ids of the entries that name this one."""
    highlights: tuple[str, ...] = ()
    """Ids of the steps it brings to the front."""
    shows_id: bool = True
    """No: its id is an anchor only, and nobody's name for it."""

    @cached_property
    def text(self) -> str:
        """All its words, for searching."""
        lines = (self.id, self.title, *(f"{part.label} {part.text}" for part in self.parts))
        sources = (*self.sources, *(source for part in self.parts for source in part.sources))
        return " ".join((*lines, *(s.id for s in sources), *self.used_by, *self.highlights)).casefold()


@dataclass(frozen=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]
    intro: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Chapter:
    id: str
    title: str
    intro: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for group in self.groups for entry in group.entries)


@cache
def chapters() -> tuple[Chapter, ...]:
    """The whole book. The rules do not change while the program runs."""
    return (
        *(_why(), _flags(), _combined(), _patterns(), _steps()),
        *(_facts(), _questions(), _scores(), _warnings(), _cited()),
    )


def found(typed: str) -> tuple[Chapter, ...]:
    """What holds every word that was typed, or another name of the same thing."""
    wanted, found = list(_wanted(typed)), []
    for chapter in chapters():
        groups = []
        for group in chapter.groups:
            if entries := tuple(e for e in group.entries if all(one.search(e.text) for one in wanted)):
                groups.append(Group(group.title, entries))
        if groups:
            found.append(Chapter(chapter.id, chapter.title, (), tuple(groups)))
    return tuple(found)


def _wanted(typed: str) -> Iterator[re.Pattern[str]]:
    """A word that was typed is sought anywhere; a name that has others, and those, as whole words."""
    left = f" {' '.join(typed.casefold().split())} "
    for names in SYNONYMS:
        if any(f" {name} " in left for name in names):
            for name in names:
                left = left.replace(f" {name} ", " ")
            yield re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    yield from (re.compile(re.escape(word)) for word in left.split())


# What names what -------------------------------------------------------------------------------------------------------


@cache
def _users() -> dict[str, dict[str, None]]:
    """By id, the ids of the entries that name it, each once."""
    naming: list[tuple[str, Iterable[str]]] = [
        *((fact.id, fact.meaning.names()) for fact in FACTS),
        *((total.id, [asked.id for asked in total.asked_for()]) for total in (*SCORES, news2, bmi)),
        *(("news2", condition.names()) for parameter in PARAMETERS for condition, _ in parameter.points),
        *((id_, condition.names()) for id_, condition in (*conditions(), *further_conditions())),
        *(("wells", condition.names()) for condition in (*ONE_POINT_EACH, MINUS_TWO)),
        *((warning.id, [question.id for question in warning.questions]) for warning in WARNINGS),
    ]
    users: dict[str, dict[str, None]] = {}
    for user, ids in naming:
        for id_ in ids:
            users.setdefault(id_, {})[user] = None
    return users


def _used_by(id_: str) -> tuple[str, ...]:
    return tuple(_users().get(id_, ()))


# Chapters ---------------------------------------------------------------------------------------------------------------


def _why() -> Chapter:
    passages = []
    for passage in why_together.PASSAGES:
        claims = tuple(Part("", claim.text, cited(*claim.sources)) for claim in passage.claims)
        passages.append(Entry(passage.id, passage.title, claims, shows_id=False))
    intro = (
        "Pain and low mood occur together and may affect each other. The mechanisms below are general knowledge [K], for a clinical lead to check; none of them is a rule.",
    )
    return Chapter("why-together", why_together.TITLE, intro, (Group("", tuple(passages)),))


def _flags() -> Chapter:
    intro = (
        "A flag is present where its condition holds, absent where it does not, and “cannot be excluded” while the answers leave it open. Thresholds favour finding too many over missing one.",
    )
    groups = tuple(
        Group(f"Tier {tier}: {words}", tuple(_flag(flag) for flag in RED_FLAGS if flag.tier == tier))
        for tier, words in TIERS.items()
        if tier
    )
    return Chapter("red-flags", "Red flags", intro, groups)


def _flag(flag: RedFlag) -> Entry:
    about = "the body" if flag.physical else "mood or medicines"
    parts = (
        Part("Condition", flag.when.sentence),
        *((Part("While it is open, something points to it where", flag.hint.sentence),) if flag.hint else ()),
        Part("Consider", flag.action),
        Part("Urgency", f"Tier {flag.tier}, {TIERS[flag.tier]}. About {about}."),
    )
    return Entry(flag.id, flag.title, parts, cited(*flag.sources), _used_by(flag.id))


def _combined() -> Chapter:
    intro = (
        "They fire only where their condition is known to hold. Levels organise the report and the follow-up: expert judgement [D], not validated, and they never lower a red flag.",
    )
    rules = []
    for rule in COMBINED_RULES:
        parts = (Part("Condition", rule.when.sentence), Part("Why", rule.why))
        rules.append(Entry(rule.id, rule.title, parts, cited(*rule.sources), highlights=rule.highlights))
    groups = (Group("Rules", tuple(rules)), _levels())
    return Chapter("combined", "Combined rules: pain and mood", intro, groups)


def _levels() -> Group:
    pain = ("P0: 0", *_spans("P1: above 0", "P", 2, PAIN_LIMITS))
    mood = _spans("M0: 0", "M", 1, MOOD_LIMITS)
    rows = tuple((burden, *row) for burden, row in zip(pain, MATRIX, strict=True))
    levels = tuple(Entry(id_, text, (Part("Suggested review", review),)) for id_, (text, review) in LEVELS.items())
    intro = "Pain burden is read from PEG, or from the average rating where no item of PEG is answered; mood level from the PHQ-9. Where an interval spans two levels, the combined level cannot be decided."
    return Group("Levels", levels, intro, Table(("Pain burden \\ mood level", *mood), rows))


def _spans(first: str, letter: str, number: int, limits: tuple[int, ...]) -> tuple[str, ...]:
    """``M0: 0 to below 5``, ``M1: 5 to below 10`` ..., the last one open."""
    starts = (first, *(f"{letter}{number + place}: {limit}" for place, limit in enumerate(limits)))
    ends = (*(f" to below {limit}" for limit in limits), " or more")
    return tuple(f"{start}{end}" for start, end in zip(starts, ends, strict=True))


def _patterns() -> Chapter:
    amounts = "; ".join(
        f"“{amount} features” from {points} points and {features} features that speak for it"
        for amount, (points, features) in AMOUNTS.items()
    )
    intro = (
        "Features add up to points. Points are not a probability, not validated and not a diagnosis; weights are expert judgement [D]. 1 is weak, 2 moderate, 3 to 4 strong; below 0 speaks against.",
        f"In words: {amounts}; otherwise “few features”, or “insufficient data” while less than half of the weight has been answered for.",
    )
    return Chapter("patterns", "Pain-type patterns", intro, tuple(map(_pattern, PATTERNS)))


def _pattern(pattern: Pattern) -> Group:
    points = Part("Points", f"{pattern.maximum} at most, from {len(pattern.features)} features.")
    entries = [Entry(pattern.id, pattern.name, (points,), used_by=_used_by(pattern.id))]
    for feature in pattern.features:
        weight = f"{feature.weight:+d}".replace("-", "−")
        exam = " Found on examination: counts only where it was entered." * feature.exam
        parts = (Part("Condition", feature.when.sentence), Part("Weight", f"{weight} points.{exam}"))
        entries.append(Entry(feature.id, feature.text, parts, cited(*feature.sources)))
    return Group(pattern.name, tuple(entries))


def _steps() -> Chapter:
    intro = (
        "For consideration by the clinician. A step is raised only where its condition is known to hold, and whatever is raised is the clinician's to accept or leave.",
    )
    groups = tuple(Group(category.title, tuple(map(_step, category.steps))) for category in CATEGORIES)
    return Chapter("steps", "Assessment steps", intro, groups)


def _step(step: Step) -> Entry:
    notes = {
        "Always among the key steps.": step.lead,
        "May be raised for people under 18.": step.minor_ok,
        "Not raised while the age is missing.": step.needs_known_age,
    }
    urgency = " ".join((f"{step.urgency.capitalize()}.", *(note for note, holds in notes.items() if holds)))
    unless = {"Settled where": step.settled_when, "Not beside": step.not_with}
    parts = (
        Part("Condition", step.when.sentence),
        *(Part(label, condition.sentence) for label, condition in unless.items() if condition),
        Part("Why", step.why),
        Part("Urgency", urgency),
    )
    highlighted = tuple(rule.id for rule in COMBINED_RULES if step.id in rule.highlights)
    return Entry(step.id, step.text, parts, cited(*step.sources), highlighted)


def _facts() -> Chapter:
    intro = ("Conditions that several rules share, each worked out once. Rules say them by name.",)
    entries = []
    for fact in FACTS:
        parts = (Part("Holds when", fact.meaning.sentence), Part("Otherwise", f"{_capital(fact.says_not)}."))
        entries.append(Entry(fact.id, _capital(fact.says), parts, used_by=_used_by(fact.id)))
    return Chapter("facts", "Facts", intro, (Group("", tuple(entries)),))


def _questions() -> Chapter:
    intro = (
        "In the order in which they are asked. Nearly every question can also be left open, answered “does not know” or declined: none of these counts as no.",
    )
    groups = tuple(Group(each.title, tuple(map(_question, each.questions)), each.intro) for each in SECTIONS)
    return Chapter("questions", "Questions", intro, groups)


def _question(question: Question) -> Entry:
    asker = "The clinician alone" if question.by == CLINICIAN else "The front desk, or the clinician"
    if question is phq.difficulty:  # it stands below the items, and is none of them
        instrument = PHQ9.name
    else:
        instrument = next((one.name for one in INSTRUMENTS if question.wording in dict(one.items)), "")
    parts = (
        Part("Answer", question.answer_kind_text),
        Part("Asked by", f"{asker}{', in private' * question.private}."),
        Part("Asked when", question.asked_when().sentence),
        Part("Part of", instrument),
        Part("Help", question.help),
    )
    told = tuple(part for part in parts if part.text)
    return Entry(question.id, question.wording, told, used_by=_used_by(question.id))


def _scores() -> Chapter:
    intro = (
        "Instruments are printed word for word, under their own licence. A missing item widens a total to a range; nothing is filled in.",
    )
    groups = (
        Group("Instruments", tuple(map(_instrument, INSTRUMENTS))),
        Group("Scores", (*map(_score, SCORES), _news2(), _body_mass(), _wells())),
    )
    return Chapter("instruments", "Instruments and scores", intro, groups)


def _instrument(instrument: Instrument) -> Entry:
    items = tuple(
        Part(f"Item {number}", f"{text} ({'; '.join(answers)})" if answers else text)
        for number, (text, answers) in enumerate(instrument.items, start=1)
    )
    bands = tuple(
        Part(f"{band.name.capitalize()}, {band.lowest:g} to {band.highest:g}", band.advice or "No advice of its own.")
        for band in instrument.bands
    )
    before = (Part("Stem", instrument.stem),) if instrument.stem else ()
    after = (
        Part("Looks back on", f"{_capital(instrument.recall)}."),
        Part("Limits", instrument.limit),
        Part("Attribution and licence", instrument.attribution),
    )
    parts = (*before, *items, *bands, *after)
    return Entry(f"instrument-{instrument.name}", instrument.name, parts, cited(*instrument.sources), shows_id=False)


def _score(score: Score) -> Entry:
    way = "mean" if score.mean else "sum"
    skipped = " A skipped item counts as 0." * score.skipped_counts_as_0
    items = ", ".join(item.id for item in score.items)
    parts = (
        Part("Worked out as", f"The {way} of {len(score.items)} items ({items}), 0 to {score.greatest:g}.{skipped}"),
        Part("From", score.instrument.name),
    )
    return Entry(score.id, score.name, parts, cited(*score.instrument.sources), _used_by(score.id))


def _news2() -> Entry:
    parts = (
        *(
            Part(f"{points} points: {parameter.question.short}", condition.sentence)
            for parameter in PARAMETERS
            for condition, points in parameter.points
        ),
        Part(
            "Limits",
            f"Not under {FROM_AGE}. What was not measured adds none, so that it is a minimum. {OXYGEN_NOT_ASKED}",
        ),
        Part("Attribution", ACKNOWLEDGEMENT),
    )
    return Entry(news2.id, "NEWS2, as a minimum", parts, cited(*NEWS2_SOURCES), _used_by(news2.id))


def _body_mass() -> Entry:
    limits = sorted({limit for step in STEPS for measured, limit in step.when.limits() if measured is bmi})
    text = f"Weight in kg, divided by height in metres squared; adults alone. Rules compare it with {' and '.join(f'{limit:g}' for limit in limits)}. It is never printed of a person."
    return Entry(bmi.id, bmi.name, (Part("Worked out as", text),), used_by=_used_by(bmi.id))


def _wells() -> Entry:
    parts = (
        *(Part("1 point", item.sentence) for item in ONE_POINT_EACH),
        Part("−2 points", MINUS_TWO.sentence),
        Part("Does not apply", facts.wells_not_valid.meaning.sentence),
    )
    return Entry("wells", "Two-level Wells score for deep vein thrombosis", parts, cited("NG158"))


def _warnings() -> Chapter:
    intro = ("Answers that do not fit together. They change no answer, and the more serious reading counts.",)
    entries = [
        Entry(warning.id, warning.text, (Part("Looks at", "; ".join(q.short for q in warning.questions)),))
        for warning in WARNINGS
    ]
    entries.append(Entry("W09", NONE_AND_MORE))
    return Chapter("warnings", "Warnings", intro, (Group("", tuple(sorted(entries, key=lambda entry: entry.id))),))


def _cited() -> Chapter:
    intro = ("Every citation, once. The mark says how far it was checked.",)
    entries = []
    for source in SOURCES.values():
        parts = (Part(_capital(source.status), source.text),)
        entries.append(Entry(f"source-{source.id}", f"{source.id} [{source.mark}]", parts, shows_id=False))
    return Chapter("sources", "Sources", intro, (Group("", tuple(entries)),))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
