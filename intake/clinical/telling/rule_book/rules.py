"""The chapters of the rule book on what the rules conclude: facts, flags, combined rules, patterns and steps."""

from __future__ import annotations

from intake.clinical.rules.combined import COMBINED_RULES, LEVELS, MATRIX, MOOD_LIMITS, PAIN_LIMITS
from intake.clinical.rules.facts import FACTS
from intake.clinical.rules.patterns import AMOUNTS, PATTERNS, Pattern
from intake.clinical.rules.red_flag import TIERS, RedFlag
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.sources import cited
from intake.clinical.rules.steps import CATEGORIES, Step

from .entries import Chapter, Entry, Group, Part, Table, capital
from .users import used_by


def flags_chapter() -> Chapter:
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
    return Entry(flag.id, flag.title, parts, cited(*flag.sources), used_by(flag.id))


def combined_chapter() -> Chapter:
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


def patterns_chapter() -> Chapter:
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
    entries = [Entry(pattern.id, pattern.name, (points,), used_by=used_by(pattern.id))]
    for feature in pattern.features:
        weight = f"{feature.weight:+d}".replace("-", "−")
        exam = " Found on examination: counts only where it was entered." * feature.exam
        parts = (Part("Condition", feature.when.sentence), Part("Weight", f"{weight} points.{exam}"))
        entries.append(Entry(feature.id, feature.text, parts, cited(*feature.sources)))
    return Group(pattern.name, tuple(entries))


def steps_chapter() -> Chapter:
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
    in_letter = {"In a letter, why": step.letter_reason, "In a letter, asked": step.letter_question}
    parts = (
        Part("Condition", step.when.sentence),
        *(Part(label, condition.sentence) for label, condition in unless.items() if condition),
        Part("Why", step.why),
        Part("Urgency", urgency),
        *(Part(label, text) for label, text in in_letter.items() if text),
    )
    highlighted = tuple(rule.id for rule in COMBINED_RULES if step.id in rule.highlights)
    return Entry(step.id, step.text, parts, cited(*step.sources), highlighted)


def facts_chapter() -> Chapter:
    intro = ("Conditions that several rules share, each worked out once. Rules say them by name.",)
    entries = []
    for fact in FACTS:
        parts = (Part("Holds when", fact.meaning.sentence), Part("Otherwise", f"{capital(fact.says_not)}."))
        entries.append(Entry(fact.id, capital(fact.says), parts, used_by=used_by(fact.id)))
    return Chapter("facts", "Facts", intro, (Group("", tuple(entries)),))
