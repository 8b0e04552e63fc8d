"""Truth tables of the conditions, with the missing-data rows; their evidence and their open questions."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from intake.clinical.language.condition import Condition, RuleError, Truth
from intake.clinical.language.conditions import (
    always,
    answered_any,
    as_given,
    at_least_of,
    has,
    has_number,
    is_,
    no,
    refused,
    sure,
    sure_as_given,
    ticked,
    yes,
)
from intake.clinical.language.kinds import Question
from intake.clinical.language.qualified import Fact
from intake.clinical.rules.body_mass import bmi
from intake.clinical.rules.confidential import FLAGS, masked
from intake.clinical.rules.facts import (
    FourOfFiveRegions,
    adult,
    back_to_leg_pain,
    left_side,
    one_leg,
    recent_onset,
    right_side,
    widespread_pain,
)
from intake.clinical.rules.mood_screen import major_depressive_pattern, mood_screen_is
from intake.clinical.rules.news2 import news2
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import asq, auditc_score, gad7, mh, phq, phq2, phq9
from intake.clinical.rules.questions.pain import pain, peg_score
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import (
    any_flag,
    any_hint,
    any_pending,
    any_physical_flag,
    any_possible,
    any_possible_physical,
    flag,
    flag_pointed_to,
    flag_possible,
    pattern,
    pattern_strong,
)
from intake.clinical.rules.red_flags import TITLES
from intake.clinical.working.case import Raised
from tests.clinical.cases import Document, case_of

Row = tuple[str, Document, Truth]

TRUE, FALSE, UNKNOWN = always(), ~always(), yes(sx.urine_dark)
NO_INJURY = {"pain.mechanism": "none_known", "sx.weight_bearing": "full"}
NO_PAIN = {"pain.present": False}
CHILD = {"pt.age_years": 8}
PROXY = {"ctx.respondent": "proxy"}


def items(group: str, *answers: Any) -> Document:
    """The first items of an instrument: ``items("phq", 0, 1)`` answers phq.q1 and phq.q2."""
    return {f"{group}.q{number}": answer for number, answer in enumerate(answers, start=1)}


def without_value(question: Question) -> Iterator[Row]:
    """The rows that every question has: no value, so not known."""
    yield "does not know", {question.id: "unknown"}, None
    yield "declined", {question.id: "declined"}, None
    yield "blank", {}, None
    yield "null", {question.id: None}, None
    yield "na from outside, which is blank", {question.id: "na"}, None


ONE_QUESTION: list[tuple[Condition, Iterable[Row]]] = [
    (
        yes(sx.deformity),
        (
            ("yes", {"sx.deformity": True}, True),
            ("no", {"sx.deformity": False}, False),
            ("skipped: no injury", NO_INJURY, False),
            ("answered though not asked", {"sx.deformity": True, **NO_INJURY}, True),
            *without_value(sx.deformity),
        ),
    ),
    (
        no(sx.deformity),
        (
            ("yes", {"sx.deformity": True}, False),
            ("no", {"sx.deformity": False}, True),
            ("skipped: no injury", NO_INJURY, True),
            *without_value(sx.deformity),
        ),
    ),
    (
        is_(pain.night, "positional", "wakes_unprovoked"),
        (
            ("the first", {"pain.night": "positional"}, True),
            ("the second", {"pain.night": "wakes_unprovoked"}, True),
            ("another", {"pain.night": "none"}, False),
            ("skipped: no pain", NO_PAIN, False),
            *without_value(pain.night),
        ),
    ),
    (
        is_(pt.pregnancy, "no", "unknown"),
        (
            ("does not know, which is listed", {"pt.pregnancy": "unknown"}, True),
            ("declined, which is not", {"pt.pregnancy": "declined"}, None),
            ("another", {"pt.pregnancy": "pregnant"}, False),
            ("skipped: male", {"pt.sex": "male"}, False),
        ),
    ),
    (
        is_(hx.cancer, "declined"),
        (("declined, which is listed", {"hx.cancer": "declined"}, True), ("blank", {}, None)),
    ),
    (
        is_(ex.pulses, "absent"),
        (
            ("absent", {"ex.pulses": "absent"}, True),
            ("normal", {"ex.pulses": "normal"}, False),
            ("not examined", {"ex.pulses": "not_examined"}, None),
            *without_value(ex.pulses),
        ),
    ),
    (
        is_(ex.pulses, "not_examined"),
        (("not examined, which is listed", {"ex.pulses": "not_examined"}, True),),
    ),
    (
        has(pain.quality, "burning", "electric"),
        (
            ("one of them", {"pain.quality": ["dull_ache", "electric"]}, True),
            ("others", {"pain.quality": ["dull_ache"]}, False),
            ("none of these", {"pain.quality": ["none"]}, False),
            ("one of them, and none by a slip", {"pain.quality": ["none", "burning"]}, True),
            ("skipped: no pain", NO_PAIN, False),
            *without_value(pain.quality),
        ),
    ),
    (
        has(pain.quality, "none"),
        (
            ("none of these", {"pain.quality": ["none"]}, True),
            ("none by a slip", {"pain.quality": ["none", "burning"]}, False),
        ),
    ),
    (
        has(pain.sites, "calf"),
        (
            ("left", {"pain.sites": ["calf_L"]}, True),
            ("right", {"pain.sites": ["shin_L", "calf_R"]}, True),
            ("elsewhere", {"pain.sites": ["shin_L"]}, False),
        ),
    ),
    (
        has(pain.sites, "calf_L", "low_back"),
        (
            ("that side", {"pain.sites": ["calf_L"]}, True),
            ("the other side", {"pain.sites": ["calf_R"]}, False),
            ("a place without sides", {"pain.sites": ["low_back"]}, True),
        ),
    ),
    (
        has(rx.current, "statin"),
        (
            ("ticked, list open", {"rx.current": ["statin"]}, True),
            ("not ticked, list open", {"rx.current": ["nsaid"]}, None),
            ("not ticked, list said to be incomplete", {"rx.current": ["nsaid"], "rx.list_complete": False}, None),
            ("not ticked, not known if complete", {"rx.current": ["nsaid"], "rx.list_complete": "unknown"}, None),
            ("not ticked, list complete", {"rx.current": ["nsaid"], "rx.list_complete": True}, False),
            ("none, list open", {"rx.current": ["none"]}, None),
            ("none, list complete", {"rx.current": ["none"], "rx.list_complete": True}, False),
            ("list complete, but blank", {"rx.list_complete": True}, None),
            *without_value(rx.current),
        ),
    ),
    (
        ticked(rx.current, "statin", "ssri"),
        (
            ("ticked, list open", {"rx.current": ["statin"]}, True),
            ("not ticked, list open: all the same not ticked", {"rx.current": ["nsaid"]}, False),
            ("not ticked, list said to be incomplete", {"rx.current": ["nsaid"], "rx.list_complete": False}, False),
            ("not ticked, list complete", {"rx.current": ["nsaid"], "rx.list_complete": True}, False),
            ("none", {"rx.current": ["none"]}, False),
            ("list complete, but blank", {"rx.list_complete": True}, None),
            *without_value(rx.current),
        ),
    ),
    (
        ticked(pain.quality, "burning"),
        (("skipped: no pain", NO_PAIN, False), ("blank", {}, None)),
    ),
    (
        is_(rx.current, "unknown", "declined"),
        (
            ("does not know", {"rx.current": "unknown"}, True),
            ("declined", {"rx.current": "declined"}, True),
            ("a list", {"rx.current": ["statin"]}, False),
            ("none, which is a list", {"rx.current": ["none"]}, False),
            ("blank", {}, None),
            ("na from outside, which is blank", {"rx.current": "na"}, None),
        ),
    ),
    (
        is_(phq.q1, "declined"),
        (
            ("declined", {"phq.q1": "declined"}, True),
            ("does not know, which is not listed", {"phq.q1": "unknown"}, None),
            ("0 is an answer", {"phq.q1": 0}, False),
            ("skipped: a child", CHILD, False),
            ("blank", {}, None),
        ),
    ),
    (
        has_number(mh.mania, 2),
        (
            ("enough", {"mh.mania": ["racing_thoughts", "decreased_need_sleep"]}, True),
            ("too few", {"mh.mania": ["racing_thoughts"]}, False),
            ("none does not count", {"mh.mania": ["none", "racing_thoughts"]}, False),
            *without_value(mh.mania),
        ),
    ),
    (
        has_number(rx.current, 2, "ssri", "tramadol", "lithium"),
        (
            ("enough, list open", {"rx.current": ["ssri", "lithium"]}, True),
            ("one of them, list open", {"rx.current": ["ssri", "nsaid"]}, None),
            ("one of them, list complete", {"rx.current": ["ssri", "nsaid"], "rx.list_complete": True}, False),
            ("none of them, list open", {"rx.current": ["nsaid"]}, None),
        ),
    ),
    (
        has_number(sx.swelling, 1),
        (("some", {"sx.swelling": ["calf"]}, True), ("none", {"sx.swelling": ["none"]}, False)),
    ),
    (
        refused(sx.deformity),
        (
            ("answered no", {"sx.deformity": False}, False),
            ("does not know", {"sx.deformity": "unknown"}, True),
            ("declined", {"sx.deformity": "declined"}, True),
            ("blank", {}, True),
            ("skipped", NO_INJURY, False),
        ),
    ),
    (
        refused(ex.pulses),
        (
            ("examined", {"ex.pulses": "absent"}, False),
            ("not examined", {"ex.pulses": "not_examined"}, True),
            ("blank", {}, True),
        ),
    ),
    (
        as_given(yes(sx.deformity)),
        (
            ("yes", {"sx.deformity": True}, True),
            ("no", {"sx.deformity": False}, False),
            ("answered though not asked", {"sx.deformity": True, **NO_INJURY}, True),
            ("skipped: as if blank", NO_INJURY, None),
            *without_value(sx.deformity),
        ),
    ),
    (
        sure_as_given(yes(sx.deformity)),
        (
            ("yes", {"sx.deformity": True}, True),
            ("no", {"sx.deformity": False}, False),
            ("skipped: not sure", NO_INJURY, False),
            ("declined: not sure", {"sx.deformity": "declined"}, False),
            ("blank: not sure", {}, False),
        ),
    ),
    (
        as_given(phq9 >= 10),
        (
            ("a child's items, which are not asked, are missing", CHILD, None),
            ("a child who answered all the same", CHILD | items("phq", *[2] * 9), True),
            ("by proxy: never scored", items("phq", *[3] * 9) | PROXY, None),
        ),
    ),
    (
        answered_any(asq.q1, asq.q2, called="two questions"),
        (
            ("one answered no", {"asq.q2": False}, True),
            ("one declined", {"asq.q1": "declined"}, True),
            ("one not known", {"asq.q1": "unknown"}, True),
            ("blank", {}, False),
            ("another question", {"asq.q3": True}, False),
            ("skipped", items("phq", *[0] * 9), False),
        ),
    ),
]

NUMBERS: list[tuple[Condition, Iterable[Row]]] = [
    (
        pain.duration_days >= 90,
        (
            ("at the limit", {"pain.duration_days": 90}, True),
            ("one below", {"pain.duration_days": 89}, False),
            ("skipped: no pain", NO_PAIN, False),
            *without_value(pain.duration_days),
        ),
    ),
    (pain.duration_days > 30, (("at", {"pain.duration_days": 30}, False), ("above", {"pain.duration_days": 31}, True))),
    (
        pain.duration_days <= 14,
        (("at", {"pain.duration_days": 14}, True), ("above", {"pain.duration_days": 15}, False)),
    ),
    (pain.duration_days < 42, (("at", {"pain.duration_days": 42}, False), ("below", {"pain.duration_days": 41}, True))),
    (pain.duration_days >= 0, (("0 is a number", {"pain.duration_days": 0}, True),)),
    (
        phq.difficulty.equals(3),
        (
            ("equal", {"phq.difficulty": 3}, True),
            ("not equal", {"phq.difficulty": 2}, False),
            ("skipped: all items 0", items("phq", *[0] * 9), False),
            ("blank", {}, None),
        ),
    ),
    (ex.temp_c >= 38, (("38 as a whole number", {"ex.temp_c": 38}, True), ("just below", {"ex.temp_c": 37.9}, False))),
    (
        phq9 >= 10,
        (
            ("all answered, at the limit", items("phq", 2, 2, 2, 2, 2, 0, 0, 0, 0), True),
            ("all answered, one below", items("phq", 2, 2, 2, 2, 1, 0, 0, 0, 0), False),
            ("reached already, 2 missing", items("phq", 2, 2, 2, 2, 2, 0, 0), True),
            ("can still be reached: 7 to 13", items("phq", 1, 1, 1, 1, 1, 1, 1), None),
            ("can just not be reached: 3 to 9", items("phq", 1, 1, 1, 0, 0, 0, 0), False),
            ("one declined: 9 to 12", items("phq", 2, 2, 2, 2, 1, 0, 0, 0, "declined"), None),
            ("one not known: 9 to 12", items("phq", 2, 2, 2, 2, 1, 0, 0, 0, "unknown"), None),
            ("blank", {}, None),
            ("all skipped: 0", CHILD, False),
            ("by proxy: never scored", items("phq", *[3] * 9) | PROXY, None),
            ("by proxy, a child: all skipped, so 0", CHILD | PROXY, False),
            ("by proxy, a child who answered one: never scored", CHILD | PROXY | items("phq", 3), None),
        ),
    ),
    (
        phq9 <= 4,
        (
            ("cannot be above", items("phq", 0, 0, 0, 0, 0, 0, 0, 1), True),
            ("can be above", items("phq", 0, 0, 0, 0, 0, 0, 1), None),
            ("above already", items("phq", 3, 2), False),
        ),
    ),
    (
        phq2.equals(3),
        (
            ("equal", items("phq", 1, 2), True),
            ("above", items("phq", 2, 2), False),
            ("inside the interval 2 to 5", items("phq", 2), None),
            ("at the lower end of 3 to 6", items("phq", 3), None),
            ("at the upper end of 0 to 3", items("phq", 0), None),
            ("inside the interval 0 to 6", {}, None),
        ),
    ),
    (phq2.equals(7), (("outside the interval 0 to 6", {}, False),)),
    (
        gad7 >= 10,
        (
            ("skipped items count as not answered", items("gad", 1, 1) | items("phq", *[0] * 9), None),
            ("a child: all skipped", CHILD, False),
        ),
    ),
    (
        auditc_score >= 3,
        (
            ("never drinks: the skipped items count 0", {"auditc.q1": 0}, False),
            ("drinks, the rest blank: 1 to 9", {"auditc.q1": 1}, None),
            ("drinks, one blank: 3 to 7", {"auditc.q1": 1, "auditc.q2": 2}, True),
            ("a child: all skipped", CHILD, False),
            ("by proxy", {"auditc.q1": 0} | PROXY, None),
        ),
    ),
    (
        peg_score >= 7,
        (
            ("the mean is the limit", {"peg.p": 7, "peg.e": 7, "peg.g": 7}, True),
            ("compared unrounded: 6.67", {"peg.p": 7, "peg.e": 7, "peg.g": 6}, False),
            ("one missing: 6 to 9.33", {"peg.p": 9, "peg.e": 9}, None),
            ("one missing, reached already", {"peg.p": 10, "peg.e": 10, "peg.g": 1}, True),
            ("one missing, out of reach", {"peg.p": 5, "peg.e": 5}, False),
            ("no pain: skipped items count 0", NO_PAIN, False),
        ),
    ),
    (
        sure(ex.temp_c >= 38),
        (
            ("measured, high", {"ex.temp_c": 38.5}, True),
            ("measured, normal", {"ex.temp_c": 37}, False),
            ("not measured", {}, False),
        ),
    ),
]

VITALS = {"ex.rr": 16, "ex.spo2": 97, "ex.sbp": 120, "ex.hr": 70, "ex.temp_c": 37.0, "sx.confusion_new": False}

TOTALS: list[tuple[Condition, Iterable[Row]]] = [
    (
        news2 >= 5,
        (
            ("all measured and calm: oxygen being given is not asked", VITALS, None),
            ("at the limit: 3 for breathing, 2 for the heart", VITALS | {"ex.rr": 25, "ex.hr": 111}, True),
            ("one below: 3 and 1", VITALS | {"ex.rr": 25, "ex.hr": 91}, None),
            ("reached already, the rest not measured", {"ex.rr": 25, "ex.sbp": 90}, True),
            ("new confusion counts 3", {"sx.confusion_new": True, "ex.temp_c": 39.1}, True),
            ("slow counts too: 3 for breathing, 3 for the heart", {"ex.rr": 8, "ex.hr": 40}, True),
            ("cold counts too: 3, and 3 for oxygen", {"ex.temp_c": 35.0, "ex.spo2": 91}, True),
            ("the usual oxygen target: 85 counts 2 on its scale", {"ex.spo2": 85, "ex.spo2_scale2": True}, None),
            ("... with 3 for breathing", {"ex.spo2": 85, "ex.spo2_scale2": True, "ex.rr": 25}, True),
            ("not known which scale: the first", {"ex.spo2": 91, "ex.spo2_scale2": "unknown", "ex.hr": 111}, True),
            ("one declined", {"ex.rr": "declined", "ex.hr": 131}, None),
            ("nothing measured", {}, None),
            ("under 16", {"pt.age_years": 15, "ex.rr": 25, "ex.sbp": 90}, False),
            ("under 16, nothing measured", {"pt.age_years": 15}, False),
            ("16", {"pt.age_years": 16, "ex.rr": 25, "ex.sbp": 90}, True),
            ("age missing: as from 16 years", {"pt.age_years": "unknown", "ex.rr": 25, "ex.sbp": 90}, True),
        ),
    ),
    (
        bmi >= 30,
        (
            ("at the limit", {"pt.age_years": 50, "pt.height_cm": 100, "pt.weight_kg": 30}, True),
            ("just below, unrounded", {"pt.age_years": 50, "pt.height_cm": 100, "pt.weight_kg": 29.9}, False),
            ("weight declined", {"pt.age_years": 50, "pt.height_cm": 170, "pt.weight_kg": "declined"}, None),
            ("height blank", {"pt.age_years": 50, "pt.weight_kg": 90}, None),
            ("age missing", {"pt.height_cm": 170, "pt.weight_kg": 120}, None),
            ("under 18", {"pt.age_years": 17, "pt.height_cm": 170, "pt.weight_kg": 120}, False),
            ("under 18, not measured", {"pt.age_years": 17}, False),
            ("blank", {}, None),
        ),
    ),
]

SIDES = {"pain.sites": ["calf_L", "low_back"]}
ARMS = ["left_arm_shoulder", "right_arm_shoulder"]
LONG = {"pain.duration_days": 120}

FACTS: list[tuple[Condition, Iterable[Row]]] = [
    (
        left_side,
        (
            ("a place on the left", SIDES, True),
            ("the low back has no side", {"pain.sites": ["low_back"]}, False),
            ("skipped: no pain", NO_PAIN, False),
            *without_value(pain.sites),
        ),
    ),
    (right_side, (("none on the right", SIDES, False), ("blank", {}, None))),
    (
        one_leg,
        (
            ("left alone", SIDES, True),
            ("both", {"pain.sites": ["calf_L", "calf_R"]}, False),
            ("neither", {"pain.sites": ["low_back"]}, False),
            ("blank", {}, None),
        ),
    ),
    (
        widespread_pain,
        (
            ("left leg, back and both arms", SIDES | LONG | {"pain.other_regions": ARMS}, True),
            (
                "the neck stands for the axis",
                LONG | {"pain.sites": ["calf_L", "calf_R"], "pain.other_regions": ["neck", ARMS[0]]},
                True,
            ),
            ("3 of 5", SIDES | LONG | {"pain.other_regions": ARMS[:1]}, False),
            ("jaw and chest do not count", SIDES | LONG | {"pain.other_regions": ["jaw", "chest_abdomen"]}, False),
            ("too short", SIDES | {"pain.duration_days": 89, "pain.other_regions": ARMS}, False),
            ("duration blank", SIDES | {"pain.other_regions": ARMS}, None),
            ("other regions blank", SIDES | LONG, None),
            ("other regions declined", SIDES | LONG | {"pain.other_regions": "declined"}, None),
            ("places not known", LONG | {"pain.sites": "unknown", "pain.other_regions": ARMS}, None),
            ("places skipped: no pain", NO_PAIN | LONG, False),
            ("no pain, places given all the same, other regions blank", NO_PAIN | LONG | SIDES, None),
            ("no pain, places declined", NO_PAIN | LONG | {"pain.sites": "declined"}, None),
        ),
    ),
    (
        recent_onset,
        (
            ("new, course blank", {"pain.duration_days": 14}, True),
            ("old and stable, change blank", {"pain.duration_days": 15, "pain.course": "stable"}, None),
            (
                "old, stable and unchanged",
                {"pain.duration_days": 15, "pain.course": "stable", "sx.new_change_14d": False},
                False,
            ),
        ),
    ),
    (adult, (("18", {"pt.age_years": 18}, True), ("17", {"pt.age_years": 17}, False), ("age missing", {}, None))),
]

MOOD: list[tuple[Condition, Iterable[Row]]] = [
    (
        mood_screen_is("complete"),
        (("all nine", items("phq", *[0] * 9), True), ("eight", items("phq", *[0] * 8), False)),
    ),
    (mood_screen_is("partial"), (("one of nine", items("phq", 0), True), ("none", {}, False))),
    (
        mood_screen_is("declined"),
        (
            ("one declined, none answered", items("phq", "unknown", "declined"), True),
            ("one declined, one answered", items("phq", 1, "declined"), False),
        ),
    ),
    (mood_screen_is("not_done"), (("blank", {}, True), ("not known", items("phq", "unknown"), True))),
    (
        mood_screen_is("not_applicable"),
        (("a child", CHILD, True), ("a child who answered one", CHILD | items("phq", 1), False)),
    ),
    (mood_screen_is("proxy"), (("by proxy", items("phq", *[0] * 9) | PROXY, True), ("oneself", {}, False))),
    (
        major_depressive_pattern,
        (
            ("five symptoms, item 1 among them", items("phq", 2, 0, 2, 2, 2, 0, 0, 0, 1), True),
            ("five symptoms, neither item 1 nor 2", items("phq", 0, 0, 2, 2, 2, 2, 2, 0, 0), False),
            ("item 3 counts from 2 only", items("phq", 2, 0, 2, 2, 1, 0, 0, 0, 1), False),
            ("met already, 3 missing", items("phq", 2, 2, 2, 2, 2, 0), True),
            ("not met, 1 missing", items("phq", 2, 2, 2, 2, 0, 0, 0, 0), None),
            ("by proxy", items("phq", *[3] * 9) | PROXY, None),
        ),
    ),
]

PARTS: list[tuple[Condition, Iterable[Row]]] = [
    (TRUE & TRUE, (("both", {}, True),)),
    (TRUE & UNKNOWN, (("one not known", {}, None),)),
    (TRUE & FALSE, (("one false", {}, False),)),
    (UNKNOWN & FALSE, (("false wins over not known", {}, False),)),
    (FALSE & UNKNOWN, (("in either order", {}, False),)),
    (UNKNOWN & UNKNOWN, (("neither known", {}, None),)),
    (FALSE | FALSE, (("neither", {}, False),)),
    (FALSE | UNKNOWN, (("one not known", {}, None),)),
    (FALSE | TRUE, (("one true", {}, True),)),
    (UNKNOWN | TRUE, (("true wins over not known", {}, True),)),
    (UNKNOWN | UNKNOWN, (("neither known", {}, None),)),
    (~TRUE, (("not true", {}, False),)),
    (~FALSE, (("not false", {}, True),)),
    (~UNKNOWN, (("not known stays so", {}, None),)),
    (at_least_of(2, TRUE, TRUE, FALSE), (("enough", {}, True),)),
    (at_least_of(2, TRUE, UNKNOWN, FALSE), (("one more may come", {}, None),)),
    (at_least_of(2, TRUE, FALSE, FALSE), (("too few", {}, False),)),
    (at_least_of(2, UNKNOWN, FALSE, FALSE), (("too few even then", {}, False),)),
    (at_least_of(2, UNKNOWN, UNKNOWN, FALSE), (("two may come", {}, None),)),
    (sure(UNKNOWN), (("not known is not sure", {}, False),)),
    (~sure(UNKNOWN), (("and so not sure", {}, True),)),
]


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        pytest.param(condition, answers, expected, id=f"{condition.say()}: {description}")
        for condition, rows in (*ONE_QUESTION, *NUMBERS, *TOTALS, *FACTS, *MOOD, *PARTS)
        for description, answers, expected in rows
    ],
)
def test_truth(condition: Condition, answers: Document, expected: Truth) -> None:
    assert condition.truth(case_of(answers)) is expected
    assert (~condition).truth(case_of(answers)) is (None if expected is None else not expected)


def raised(**states: Any) -> Raised:
    usual = {"present": False, "tier": 2, "physical": True, "waits_for_clinician": False, "pointed_to": False}
    return Raised(**usual | states)


PRESENT = raised(present=True)
OPEN = raised()
FOR_CLINICIAN = raised(waits_for_clinician=True)
POINTED_TO = raised(pointed_to=True)

ON_FLAGS: list[tuple[Condition, list[tuple[str, dict[str, Raised], bool]]]] = [
    (
        flag("RF03", "RF04"),
        [
            ("one present", {"RF04": PRESENT}, True),
            ("one open", {"RF04": OPEN}, False),
            ("absent", {}, False),
            ("another present", {"RF01": PRESENT}, False),
        ],
    ),
    (
        flag_possible("RF03"),
        [("present", {"RF03": PRESENT}, True), ("open", {"RF03": OPEN}, True), ("absent", {}, False)],
    ),
    (
        flag_pointed_to("RF03"),
        [
            ("present", {"RF03": PRESENT}, True),
            ("open, and something points to it", {"RF03": POINTED_TO}, True),
            ("open, and nothing does", {"RF03": OPEN}, False),
            ("absent", {}, False),
            ("another pointed to", {"RF01": POINTED_TO}, False),
        ],
    ),
    (
        any_hint(1, 2),
        [
            ("of such a tier", {"RF18a": raised(pointed_to=True, physical=False)}, True),
            ("of another tier", {"RF09d": raised(pointed_to=True, tier=3)}, False),
            ("open, and nothing points to it", {"RF03": OPEN}, False),
            ("present", {"RF03": PRESENT}, False),
            ("nothing raised", {}, False),
        ],
    ),
    (
        any_flag(1, 2),
        [
            ("of such a tier", {"RF18a": raised(present=True, physical=False)}, True),
            ("of another tier", {"RF09d": raised(present=True, tier=3)}, False),
            ("open", {"RF03": OPEN}, False),
        ],
    ),
    (
        any_physical_flag(2),
        [
            ("physical", {"RF03": PRESENT}, True),
            ("not physical", {"RF18a": raised(present=True, physical=False)}, False),
        ],
    ),
    (
        any_possible(2),
        [
            ("open to anyone", {"RF03": OPEN}, True),
            ("waits for the clinician", {"RF03": FOR_CLINICIAN}, False),
            ("present", {"RF03": PRESENT}, False),
        ],
    ),
    (
        any_pending(2),
        [
            ("waits for the clinician", {"RF03": FOR_CLINICIAN}, True),
            ("open to anyone", {"RF03": OPEN}, False),
            ("present, so it waits for nobody", {"RF03": raised(present=True, waits_for_clinician=True)}, False),
        ],
    ),
    (
        any_possible_physical(2),
        [
            ("open to anyone", {"RF03": OPEN}, True),
            ("waits for the clinician", {"RF03": FOR_CLINICIAN}, True),
            ("not physical", {"RF18a": raised(physical=False)}, False),
            ("present", {"RF03": PRESENT}, False),
        ],
    ),
]


@pytest.mark.parametrize(
    ("condition", "flags", "expected"),
    [pytest.param(c, f, e, id=f"{c.say()}: {name}") for c, table in ON_FLAGS for name, f, e in table],
)
def test_conditions_on_flags(condition: Condition, flags: dict[str, Raised], expected: bool) -> None:
    case = case_of({})
    case.flags = flags
    assert condition.truth(case) is expected


@pytest.mark.parametrize(
    ("category", "some", "strong"),
    [("several", True, True), ("some", True, False), ("few", False, False), ("insufficient", False, False)],
)
def test_conditions_on_patterns(category: str, some: bool, strong: bool) -> None:
    case = case_of({})
    case.patterns["NEU"] = category
    assert pattern("NEU").truth(case) is some
    assert pattern_strong("NEU").truth(case) is strong


# What made a condition true, and what keeps it open

STATIN_OR_DARK = has(rx.current, "statin") | yes(sx.urine_dark)
TWO_OF_THREE = at_least_of(2, yes(hx.diabetes), yes(hx.pad), yes(hx.cvd))
SIGNS = sure(yes(ex.compartment_tense) | yes(ex.passive_stretch_pain))

EVIDENCE: list[tuple[str, Condition, Document, list[str]]] = [
    ("one question", yes(sx.urine_dark), {"sx.urine_dark": True}, ["sx.urine_dark"]),
    ("all parts of an and", yes(hx.pad) & yes(hx.cvd), {"hx.pad": True, "hx.cvd": True}, ["hx.pad", "hx.cvd"]),
    ("the true parts of an or", yes(hx.pad) | yes(hx.cvd), {"hx.pad": False, "hx.cvd": True}, ["hx.cvd"]),
    (
        "the true parts of at least",
        TWO_OF_THREE,
        {"hx.diabetes": True, "hx.pad": False, "hx.cvd": True},
        ["hx.diabetes", "hx.cvd"],
    ),
    ("under not, the false parts", ~(yes(hx.pad) & yes(hx.cvd)), {"hx.pad": True, "hx.cvd": False}, ["hx.cvd"]),
    (
        "of a fact, its own",
        back_to_leg_pain & yes(hx.pad),
        {"pain.radiation": "back_to_leg_above_knee", "hx.pad": True},
        ["pain.radiation", "hx.pad"],
    ),
    ("of sides, the places", one_leg, SIDES, ["pain.sites"]),
    (
        "of widespread pain, its three questions",
        widespread_pain,
        SIDES | LONG | {"pain.other_regions": ARMS},
        ["pain.duration_days", "pain.sites", "pain.other_regions"],
    ),
    ("of a score, the score as one", phq2 >= 3, items("phq", 3), ["phq2"]),
    ("of a ticked list, the question", ticked(rx.current, "statin"), {"rx.current": ["statin"]}, ["rx.current"]),
    ("of a state, the question", is_(rx.current, "declined"), {"rx.current": "declined"}, ["rx.current"]),
    ("of what was given, the question", sure_as_given(yes(sx.deformity)), {"sx.deformity": True}, ["sx.deformity"]),
    ("of NEWS2, the score as one", news2 >= 5, {"ex.rr": 25, "ex.sbp": 90}, ["news2"]),
    ("of a number, the question", ex.temp_c >= 38, {"ex.temp_c": 39}, ["ex.temp_c"]),
    ("of sure, what it holds", SIGNS, {"ex.compartment_tense": True}, ["ex.compartment_tense"]),
    (
        "of not sure, the parts that are not true and are answered",
        ~SIGNS,
        {"ex.compartment_tense": False},
        ["ex.compartment_tense"],
    ),
    (
        "of not sure of two things, the one that is not true",
        ~sure(yes(hx.pad) & yes(hx.cvd)),
        {"hx.pad": True, "hx.cvd": False},
        ["hx.cvd"],
    ),
    ("of not sure of one thing, its question", ~sure(yes(hx.pad)), {"hx.pad": False}, ["hx.pad"]),
    ("of refused, the question", refused(phq.q9), {"phq.q9": "declined"}, ["phq.q9"]),
    (
        "of opened, those looked at",
        answered_any(asq.q1, asq.q2, called="two questions"),
        {"asq.q1": False},
        ["asq.q1", "asq.q2"],
    ),
    ("of the mood screen, the score as one", mood_screen_is("partial"), items("phq", 1, 1), ["phq9"]),
    ("of a fact that is not so, none", ~adult, {"pt.age_years": 17}, []),
    ("of a fact that is not known to be so, none", ~sure(adult), {}, []),
    ("of what other rules raised, none", ~flag("RF03"), {}, []),
]

OPEN_QUESTIONS: list[tuple[str, Condition, Document, list[str]]] = [
    ("one question", yes(sx.urine_dark), {}, ["sx.urine_dark"]),
    ("only parts not known", yes(hx.pad) & yes(hx.cvd), {"hx.pad": True, "hx.cvd": "unknown"}, ["hx.cvd"]),
    ("of an or, parts not known", yes(hx.pad) | yes(hx.cvd), {"hx.pad": False}, ["hx.cvd"]),
    ("of at least, parts not known", TWO_OF_THREE, {"hx.diabetes": True, "hx.pad": False}, ["hx.cvd"]),
    ("under not, the same", ~yes(sx.urine_dark), {"sx.urine_dark": "declined"}, ["sx.urine_dark"]),
    ("not examined", is_(ex.pulses, "absent"), {"ex.pulses": "not_examined"}, ["ex.pulses"]),
    ("of a score, its unanswered items", phq2 >= 3, items("phq", 1), ["phq.q2"]),
    (
        "of a score, skipped items too",
        gad7 >= 10,
        items("gad", 1, 1) | items("phq", *[0] * 9),
        ["gad.q3", "gad.q4", "gad.q5", "gad.q6", "gad.q7"],
    ),
    ("of a score where skipped counts 0, not", auditc_score >= 4, {"auditc.q1": 1, "auditc.q2": 1}, ["auditc.q3"]),
    ("by proxy, all items of a score", phq2 >= 3, items("phq", 1, 1) | PROXY, ["phq.q1", "phq.q2"]),
    ("medicines not given", STATIN_OR_DARK, {"sx.urine_dark": False}, ["rx.current"]),
    ("of a ticked list, the list alone", ticked(rx.current, "statin"), {}, ["rx.current"]),
    ("of a state, the question", is_(rx.current, "declined"), {"rx.current": "unknown"}, ["rx.current"]),
    ("of NEWS2, what was not measured", news2 >= 5, VITALS | {"ex.rr": None}, ["ex.rr"]),
    ("of NEWS2 with all measured, none: oxygen being given is not asked", news2 >= 5, VITALS, []),
    ("of height and weight, what is open", bmi >= 30, {"pt.age_years": 50, "pt.height_cm": 170}, ["pt.weight_kg"]),
    (
        "medicines given, list open",
        STATIN_OR_DARK,
        {"sx.urine_dark": False, "rx.current": ["nsaid"]},
        ["rx.list_complete"],
    ),
    (
        "medicines given, list incomplete",
        STATIN_OR_DARK,
        {"sx.urine_dark": False, "rx.current": ["nsaid"], "rx.list_complete": False},
        ["rx.list_complete"],
    ),
    ("of widespread pain, what is open", widespread_pain, LONG | SIDES, ["pain.other_regions"]),
    (
        "of widespread pain, the duration alone",
        widespread_pain,
        SIDES | {"pain.other_regions": ARMS},
        ["pain.duration_days"],
    ),
    ("of the depressive pattern, missing items", major_depressive_pattern, items("phq", *[0] * 8), ["phq.q9"]),
    ("nothing of a part that is settled", (yes(hx.pad) | yes(hx.cvd)) & yes(hx.gout), {"hx.cvd": True}, ["hx.gout"]),
    ("nothing of an examination that was not done", SIGNS | yes(hx.gout), {}, ["hx.gout"]),
]


@pytest.mark.parametrize(("condition", "answers", "expected"), [pytest.param(*r, id=name) for name, *r in EVIDENCE])
def test_evidence(condition: Condition, answers: Document, expected: list[str]) -> None:
    case = case_of(answers)
    assert condition.truth(case) is True
    assert list(dict.fromkeys(question.id for question in condition.evidence(case))) == expected


@pytest.mark.parametrize(
    ("condition", "answers", "expected"), [pytest.param(*r, id=name) for name, *r in OPEN_QUESTIONS]
)
def test_open_questions(condition: Condition, answers: Document, expected: list[str]) -> None:
    case = case_of(answers)
    assert condition.truth(case) is None
    assert [question.id for question in condition.open_questions(case)] == expected


KNOWN: list[tuple[str, Condition, Document, list[str]]] = [
    ("an answer", yes(hx.pad), {"hx.pad": False}, ["hx.pad"]),
    ("no answer", yes(hx.pad), {"hx.pad": "declined"}, []),
    ("of parts, those answered", yes(hx.pad) & yes(hx.cvd), {"hx.cvd": True}, ["hx.cvd"]),
    ("of a fact, none", adult, {"pt.age_years": 50}, []),
    ("a score that was begun", phq2 >= 3, items("phq", 1), ["phq2"]),
    ("a score that was not", phq2 >= 3, {}, []),
    ("the mood screen that was begun", mood_screen_is("complete"), items("phq", 1), ["phq9"]),
    ("the mood screen that was not", mood_screen_is("complete"), {}, []),
    ("of four of five regions, what is answered", FourOfFiveRegions(), SIDES, ["pain.sites"]),
]


@pytest.mark.parametrize(("condition", "answers", "expected"), [pytest.param(*r, id=name) for name, *r in KNOWN])
def test_what_it_looks_at_and_is_answered(condition: Condition, answers: Document, expected: list[str]) -> None:
    """The grounds that are told where it is not known to be so."""
    assert [told.id for told in condition.known(case_of(answers))] == expected


def test_what_is_asked_before_the_skip_rule_is_said_as_its_own_part() -> None:
    given = as_given(yes(sx.deformity))
    assert (given.joined(), given.parts, given.say()) == ("all", (yes(sx.deformity),), yes(sx.deformity).say())


def test_height_and_weight_are_never_told_as_a_number() -> None:
    case = case_of({"pt.age_years": 50, "pt.height_cm": 170, "pt.weight_kg": 120})
    assert (bmi.as_answer(case), bmi.value(case)) == ([None, None], "")


def test_a_condition_knows_every_question_it_can_look_at() -> None:
    condition = sure(has(rx.current, "statin")) & ((phq2 >= 3) | ~widespread_pain) & answered_any(asq.q1)
    condition &= mood_screen_is("complete") & (ex.temp_c > 38)
    expected = {"rx.current", "pain.duration_days", "pain.sites", "pain.other_regions", "asq.q1", "ex.temp_c"}
    expected |= {item.id for item in phq9.items}
    assert {question.id for question in condition.questions()} == expected


@pytest.mark.parametrize("id_", sorted(FLAGS))
def test_a_confidential_flag_has_no_title_wherever_it_stands_in_what_is_shared(id_: str) -> None:
    kept, other = flag(id_), yes(sx.urine_dark)
    for whole in (kept, ~kept, sure(kept), kept & other, other | kept, at_least_of(1, other, ~(kept & other))):
        assert TITLES[id_] in whole.sentence
        assert TITLES[id_] not in masked(whole).sentence
        assert masked(whole).sentence.count("“Safeguarding”") == 1
    named = Fact("named", "it is so", "it is not so", kept)
    assert masked(named) is named
    assert masked(other) is other


def test_several_questions_that_may_be_answered_need_one_name() -> None:
    with pytest.raises(RuleError, match=r"several questions need one name: asq\.q1, asq\.q2"):
        answered_any(asq.q1, asq.q2)
