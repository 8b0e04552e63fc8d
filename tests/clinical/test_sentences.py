"""What the rules say in English, generated from the same values that are worked out."""

import re
from collections.abc import Iterator

import pytest

from intake.clinical.language.condition import AllOf, AnyOf, Condition
from intake.clinical.language.conditions import (
    always,
    answered_any,
    at_least_of,
    has,
    has_number,
    is_,
    no,
    refused,
    sure,
    worded,
    yes,
)
from intake.clinical.language.qualified import AtLeast, Fact, Sure, Worded
from intake.clinical.rules import facts, rule_set
from intake.clinical.rules.facts import chronic, left_side, widespread_pain
from intake.clinical.rules.mood_screen import major_depressive_pattern, mood_screen_is
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import auditc, mh, phq
from intake.clinical.rules.questions.pain import pain, peg_score
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import (
    any_flag,
    any_physical_flag,
    any_possible_physical,
    flag,
    flag_possible,
    pattern,
    pattern_strong,
)
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS
from tests.clinical.cases import DAILY, EXAMPLES, Document, assessed
from tests.lanes import each, sweep

SAID: list[tuple[Condition, str, str]] = [
    (yes(sx.urine_dark), "the urine is dark brown or cola-coloured", "the urine is not dark"),
    (no(sx.urine_dark), "the urine is not dark", "the urine is dark brown or cola-coloured"),
    (
        yes(hx.fragility_fracture),
        "a bone broken by a minor fall is reported",
        "a bone broken by a minor fall is not reported",
    ),
    (
        has(pain.quality, "burning"),
        "the words for the pain include burning",
        "the words for the pain do not include burning",
    ),
    (
        has(rx.current, "ssri", "st_johns_wort", "nsaid"),
        "the medicines include an SSRI, St John's wort or an NSAID",
        "the medicines do not include an SSRI, St John's wort or an NSAID",
    ),
    (
        has(pain.sites, "calf_L", "shin"),
        "it hurts in the left calf or shin",
        "it does not hurt in the left calf or shin",
    ),
    (has_number(sx.joint, 1), "a joint locks or gives way", "no joint locks or gives way"),
    (
        has_number(rx.current, 2, "ssri", "tca"),
        "at least 2 of these are reported: an SSRI, a tricyclic antidepressant",
        "fewer than 2 of these are reported: an SSRI, a tricyclic antidepressant",
    ),
    (
        is_(pain.walk_relief, "le_10"),
        "it goes within 10 minutes of standing still",
        "it is not so that it goes within 10 minutes of standing still",
    ),
    (
        is_(pt.pregnancy, "no", "unknown"),
        "on pregnancy, birth or loss the answer is “no” or not known",
        "on pregnancy, birth or loss the answer is not “no” or not known",
    ),
    (refused(pt.pregnancy), "“Pregnancy, birth or loss” was not answered", "“Pregnancy, birth or loss” was answered"),
    (
        answered_any(mh.plan, mh.intent, called="the two questions"),
        "at least one of the two questions was opened",
        "none of the two questions was opened",
    ),
    (answered_any(phq.q9), "“PHQ-9 item 9” was opened", "“PHQ-9 item 9” was not opened"),
    (pain.duration_days >= 90, "the pain has lasted 3 months or more", "the pain has lasted less than 3 months"),
    (pain.duration_days <= 42, "the pain has lasted 6 weeks or less", "the pain has lasted more than 6 weeks"),
    (pain.duration_days > 540, "the pain has lasted more than 18 months", "the pain has lasted 18 months or less"),
    (refused(phq.q9), "“PHQ-9 item 9” was not answered", "“PHQ-9 item 9” was answered"),
    (
        is_(hx.cancer, "unknown", "declined"),
        "“Cancer” has the answer “does not know” or “chose not to answer”",
        "“Cancer” has not the answer “does not know” or “chose not to answer”",
    ),
    (
        is_(hx.cancer, "active", "unknown"),
        "active cancer is reported or “Cancer” has the answer “does not know”",
        "it is not so that active cancer is reported and “Cancer” has not the answer “does not know”",
    ),
    (
        pain.morning_stiffness_min > 30,
        "morning stiffness lasts more than 30 minutes",
        "morning stiffness lasts 30 minutes or less",
    ),
    (ex.rr <= 8, "breathing rate is 8/min or less", "breathing rate is more than 8/min"),
    (ex.spo2 < 92, "oxygen saturation is less than 92%", "oxygen saturation is 92% or more"),
    (ex.temp_c >= 38.5, "temperature is 38.5 °C or more", "temperature is less than 38.5 °C"),
    (
        phq.q9 >= 1,
        "PHQ-9 item 9 was answered “Several days” or more",
        "PHQ-9 item 9 was answered less than “Several days”",
    ),
    (
        phq.q2.equals(3),
        "PHQ-9 item 2 was answered “Nearly every day”",
        "PHQ-9 item 2 was answered other than “Nearly every day”",
    ),
    (
        auditc.q1 >= 1,
        "AUDIT-C item 1 was answered “Monthly or less” or more",
        "AUDIT-C item 1 was answered less than “Monthly or less”",
    ),
    (peg_score.items[0] >= 4, "“PEG: average pain” is 4 or more", "“PEG: average pain” is less than 4"),
    (peg_score >= 7, "PEG is 7 or more", "PEG is less than 7"),
    (chronic, "the pain has lasted 3 months or more", "the pain has lasted less than 3 months"),
    (left_side, "a place on the left hurts", "no place on the left hurts"),
    (
        widespread_pain.parts[0].parts[1],
        "pain is reported in at least 4 of 5 body regions",
        "pain is reported in fewer than 4 of 5 body regions",
    ),
    (always(), "in every assessment", "never"),
    (mood_screen_is("complete"), "all nine PHQ-9 items were answered", "not all nine PHQ-9 items were answered"),
    (
        mood_screen_is("declined"),
        "the person chose not to answer the PHQ-9",
        "it is not so that the person chose not to answer the PHQ-9",
    ),
    (
        major_depressive_pattern,
        "the answers match the PHQ-9 pattern for major depressive syndrome",
        "the answers do not match the PHQ-9 pattern for major depressive syndrome",
    ),
    (
        flag("RF03"),
        "the flag “Possible deep vein thrombosis” is present",
        "the flag “Possible deep vein thrombosis” is not present",
    ),
    (
        flag_possible("RF03"),
        "the flag “Possible deep vein thrombosis” is present or cannot be excluded",
        "the flag “Possible deep vein thrombosis” is absent",
    ),
    (any_flag(1, 2), "a red flag of tier 1 or 2 is present", "no red flag of tier 1 or 2 is present"),
    (any_physical_flag(1), "a physical red flag of tier 1 is present", "no physical red flag of tier 1 is present"),
    (
        any_possible_physical(1),
        "a physical red flag of tier 1 is left open by a missing answer",
        "no physical red flag of tier 1 is left open by a missing answer",
    ),
    (
        pattern("NEU"),
        "there are some or several nerve-type features",
        "there are neither some nor several nerve-type features",
    ),
    (pattern_strong("NEU"), "there are several nerve-type features", "there are not several nerve-type features"),
    (sure(yes(hx.gout)), "gout is reported", "it is not known that gout is reported"),
]

PAD, CVD, GOUT = yes(hx.pad), yes(hx.cvd), yes(hx.gout)
PAD_SAID = "peripheral arterial disease is reported"
CVD_SAID, GOUT_SAID = "heart disease or stroke is reported", "gout is reported"
DARK, DARK_SAID, NOT_DARK = yes(sx.urine_dark), "the urine is dark brown or cola-coloured", "the urine is not dark"
NO_PAD, NO_CVD, NO_GOUT = (said.replace("is reported", "is not reported") for said in (PAD_SAID, CVD_SAID, GOUT_SAID))

JOINED: list[tuple[Condition, str, str]] = [
    (PAD & CVD & GOUT, f"{PAD_SAID}, and {CVD_SAID}, and {GOUT_SAID}", f"{NO_PAD}, or {NO_CVD}, or {NO_GOUT}"),
    (PAD | CVD | GOUT, f"{PAD_SAID}, or {CVD_SAID}, or {GOUT_SAID}", f"{NO_PAD}, and {NO_CVD}, and {NO_GOUT}"),
    (PAD & (CVD | GOUT), f"{PAD_SAID}, and ({CVD_SAID}, or {GOUT_SAID})", f"{NO_PAD}, or ({NO_CVD}, and {NO_GOUT})"),
    (PAD | ~(CVD | GOUT), f"{PAD_SAID}, or ({NO_CVD}, and {NO_GOUT})", f"{NO_PAD}, and ({CVD_SAID}, or {GOUT_SAID})"),
    (
        PAD & sure(CVD | GOUT),
        f"{PAD_SAID}, and ({CVD_SAID}, or {GOUT_SAID})",
        f"{NO_PAD}, or (it is not known that either {CVD_SAID} or {GOUT_SAID})",
    ),
    (
        PAD & ~sure(GOUT),
        f"{PAD_SAID}, and it is not known that {GOUT_SAID}",
        f"{NO_PAD}, or {GOUT_SAID}",
    ),
    (
        at_least_of(2, PAD, CVD, GOUT),
        f"at least 2 of these hold: {PAD_SAID}; {CVD_SAID}; {GOUT_SAID}",
        f"fewer than 2 of these hold: {PAD_SAID}; {CVD_SAID}; {GOUT_SAID}",
    ),
    (
        PAD & at_least_of(2, PAD, CVD, GOUT) & DARK,
        f"{PAD_SAID}, and (at least 2 of these hold: {PAD_SAID}; {CVD_SAID}; {GOUT_SAID}), and {DARK_SAID}",
        f"{NO_PAD}, or (fewer than 2 of these hold: {PAD_SAID}; {CVD_SAID}; {GOUT_SAID}), or {NOT_DARK}",
    ),
    (
        PAD | sure(CVD | GOUT),
        f"{PAD_SAID}, or {CVD_SAID}, or {GOUT_SAID}",
        f"{NO_PAD}, and (it is not known that either {CVD_SAID} or {GOUT_SAID})",
    ),
    (
        PAD | CVD & (GOUT | DARK),
        f"{PAD_SAID}, or ({CVD_SAID}, and either {GOUT_SAID} or {DARK_SAID})",
        f"{NO_PAD}, and ({NO_CVD}, or {NO_GOUT} and {NOT_DARK})",
    ),
    (
        PAD & (CVD | (GOUT | DARK) & (PAD | GOUT)),
        f"{PAD_SAID}, and ({CVD_SAID}, or both either {GOUT_SAID} or {DARK_SAID} and either {PAD_SAID} or {GOUT_SAID})",
        f"{NO_PAD}, or ({NO_CVD}, and either both {NO_GOUT} and {NOT_DARK} or both {NO_PAD} and {NO_GOUT})",
    ),
    (
        PAD & worded(CVD | GOUT, "the heart or a joint is ill", "neither is ill"),
        f"{PAD_SAID}, and the heart or a joint is ill",
        f"{NO_PAD}, or neither is ill",
    ),
]


@pytest.mark.parametrize(("condition", "says", "says_not"), [*SAID, *JOINED], ids=lambda part: str(part)[:40])
def test_what_a_condition_says(condition: Condition, says: str, says_not: str) -> None:
    assert condition.say() == says
    assert condition.say(negated=True) == says_not
    assert (~condition).say() == says_not


def test_a_sentence_begins_with_a_capital_and_ends_with_a_full_stop() -> None:
    assert (yes(sx.urine_dark) & (PAD | CVD)).sentence.startswith("The urine")
    assert ((PAD | CVD) & GOUT).sentence == f"(P{PAD_SAID[1:]}, or {CVD_SAID}), and {GOUT_SAID}."


# Every rule's sentence

SENTENCES = {
    **dict(rule_set.conditions()),
    **{fact.id: fact.meaning for fact in vars(facts).values() if isinstance(fact, Fact)},
    **{f"{flag_.id}-hint": flag_.hint for flag_ in RED_FLAGS if flag_.hint},
    **{f"{step.id}-{place}": condition for step in STEPS for place, condition in enumerate(step.conditions) if place},
}
RAW_NAME = re.compile(r"_|\{|\}|\b[a-z]{2,6}\.[a-z]|\bNone\b|\bTrue\b|\bFalse\b")
MOST_DAYS = 90
QUOTED = re.compile("“[^”]*”")
NEGATIVE = r"\b(not|no|never|neither|nor|none|nothing|without)\b"


def leaves(condition: Condition) -> Iterator[Condition]:
    """The parts that speak for themselves."""
    if isinstance(condition, Fact | Worded) or not condition.parts:
        yield condition
    for part in condition.parts:
        yield from leaves(part)


def deepest_brackets(text: str) -> int:
    """How deep they are nested; fails where one is not closed."""
    depth = deepest = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        assert depth >= 0
        deepest = max(deepest, depth)
    assert depth == 0
    return deepest


def is_plain(said: str) -> bool:
    """Brackets do not stand in brackets, nothing is denied twice, and nobody counts more than 90 days."""
    unquoted = QUOTED.sub("“”", said)
    twice = re.search(rf"not (known|so) that [^,;.()]*{NEGATIVE}", unquoted)
    days = [int(number) for number in re.findall(r"([0-9]+) days", unquoted)]
    return deepest_brackets(said) <= 1 and not twice and max(days, default=0) <= MOST_DAYS


@each(SENTENCES)
def test_every_rule_is_a_readable_sentence(condition: Condition) -> None:
    for said in (condition.sentence, (~condition).sentence):
        assert re.match(r"[(“0-9]*[A-Z]", said)
        assert said.endswith(".")
        assert not said.endswith("..")
        assert "  " not in said
        assert " ," not in said
        assert deepest_brackets(said) <= 1
        assert said.count("“") == said.count("”")
        assert not RAW_NAME.search(said)
    assert is_plain(condition.sentence)
    for leaf in leaves(condition):
        assert leaf.say().strip()
        assert leaf.say(negated=True).strip()
        assert leaf.say() != leaf.say(negated=True)
        assert "(" not in leaf.say()


def deepest_and_or(condition: Condition, *, negated: bool = False) -> int:
    """How many "and" and "or" stand inside one another as it is said."""
    if isinstance(condition, Worded | Fact) or not condition.parts:
        return 0
    if isinstance(condition, AllOf | AnyOf):
        word = "and" if condition.decided_by is negated else "or"
        return 1 + max(deepest_and_or(part, negated=turned) for part, turned in condition.spoken(word, negated=negated))
    turned = negated is not condition.negates and condition.negated_by_parts is False
    inside = max(deepest_and_or(part, negated=negated is not condition.negates) for part in condition.parts)
    return inside + (isinstance(condition, AtLeast) or (isinstance(condition, Sure) and turned))


@each(SENTENCES)
def test_what_is_deeper_has_words_of_its_own(condition: Condition) -> None:
    """Brackets, "either" and "both" keep four levels apart. What goes deeper says a part in words (``worded``)."""
    assert deepest_and_or(condition) <= 4


@pytest.mark.parametrize("example", sweep(EXAMPLES.values(), few=DAILY, ids=EXAMPLES))
def test_every_reason_given_is_plain(example: Document) -> None:
    result = assessed(example["answers"])
    for finding in (*result.present, *result.combined.rules, *result.steps):
        assert "(" not in finding.held
        assert is_plain(finding.held)
