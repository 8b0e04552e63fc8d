"""Mood, safety and substances. PHQ-9, GAD-7, AUDIT-C and ASQ stand in ``instruments``, word for word."""

from collections.abc import Callable

from intake.clinical.language.change import Change
from intake.clinical.language.condition import Condition
from intake.clinical.language.conditions import (
    answered_any,
    as_given,
    has,
    has_number,
    is_,
    refused,
    sure_as_given,
    ticked,
    yes,
)
from intake.clinical.language.instruments import Score, item
from intake.clinical.language.kinds import CLINICIAN, Choice, Choices, Group, Item, YesNo
from intake.clinical.language.sections import Section
from intake.clinical.rules.change import PHQ9_CHANGE
from intake.clinical.rules.instruments import ASQ, AUDITC, GAD7, PHQ9, PHQ9_DIFFICULTY

from .context import PERINATAL, ctx, pt
from .history import hx, rx
from .pain import fn, pain
from .symptoms import sx


def _safety(number: int, asked_when: Callable[[], Condition]) -> YesNo:
    text = ASQ.items[number - 1][0]
    return YesNo(
        text,
        by=CLINICIAN,
        asked_when=asked_when,
        says=f"the answer to “{text}” was yes",
        says_not=f"the answer to “{text}” was no",
    )


def _twelve_or_over() -> Condition:
    return ~(pt.age_years < 12)


class phq(Group):
    q1, q2, q3, q4, q5, q6, q7, q8 = (item(PHQ9, number, asked_when=_twelve_or_over) for number in range(1, 9))
    q9 = item(PHQ9, 9, asked_when=_twelve_or_over, verbatim=True)
    difficulty = Item(
        PHQ9_DIFFICULTY[0],
        minimum=0,
        maximum=3,
        labels=PHQ9_DIFFICULTY[1],
        short="PHQ-9 difficulty",
        private=True,
        asked_when=lambda: phq9 >= 1,
        says="the PHQ-9 difficulty question was answered {}",
    )


phq9: Score = Score(
    "phq9",
    "PHQ-9",
    PHQ9,
    (phq.q1, phq.q2, phq.q3, phq.q4, phq.q5, phq.q6, phq.q7, phq.q8, phq.q9),
    change=PHQ9_CHANGE,
)
phq8 = Score("phq8", "PHQ-8 (PHQ-9 without item 9)", PHQ9, phq9.items[:8], part_of=phq9)
phq2 = Score("phq2", "PHQ-2", PHQ9, (phq.q1, phq.q2), part_of=phq9)
phq_cogaff = Score(
    "phq_cogaff",
    "PHQ-9 cognitive-affective part (items 1, 2, 6, 9)",
    PHQ9,
    (phq.q1, phq.q2, phq.q6, phq.q9),
    part_of=phq9,
    for_screening=False,
)
phq_somatic = Score(
    "phq_somatic",
    "PHQ-9 somatic part (items 3, 4, 5, 8)",
    PHQ9,
    (phq.q3, phq.q4, phq.q5, phq.q8),
    part_of=phq9,
    for_screening=False,
)
phq_robust = Score(
    "phq_robust",
    "PHQ-9 part least mixed up with pain (items 2, 6, 9)",
    PHQ9,
    (phq.q2, phq.q6, phq.q9),
    part_of=phq9,
    for_screening=False,
)


def _worry_or_low_mood() -> Condition:
    return (gad2 >= 3) | (phq9 >= 10)


class gad(Group):
    q1, q2 = (item(GAD7, number, asked_when=_twelve_or_over) for number in (1, 2))
    q3, q4, q5, q6, q7 = (item(GAD7, number, asked_when=_worry_or_low_mood) for number in range(3, 8))


gad7 = Score(
    "gad7",
    "GAD-7",
    GAD7,
    (gad.q1, gad.q2, gad.q3, gad.q4, gad.q5, gad.q6, gad.q7),
    change=Change(),
)
gad2 = Score("gad2", "GAD-2", GAD7, (gad.q1, gad.q2), part_of=gad7)


class auditc(Group):
    q1 = item(AUDITC, 1, asked_when=lambda: ~(pt.age_years < 14))
    q2, q3 = (item(AUDITC, number, asked_when=lambda: auditc.q1 >= 1) for number in (2, 3))


auditc_score = Score("auditc", "AUDIT-C", AUDITC, (auditc.q1, auditc.q2, auditc.q3), skipped_counts_as_0=True)

SCORES = (phq2, phq8, phq9, phq_cogaff, phq_somatic, phq_robust, gad2, gad7, auditc_score)


def _perinatal() -> Condition:
    return is_(pt.pregnancy, *PERINATAL)


def _self_harm() -> Condition:
    return sure_as_given(yes(mh.selfharm_3mo)) | sure_as_given(yes(mh.attempt_3mo))


def _suicidal_now() -> Condition:
    return sure_as_given(yes(asq.q5) | yes(mh.plan) | yes(mh.intent) | yes(mh.attempt_3mo))


def _much_alcohol() -> Condition:
    return sure_as_given(auditc_score >= 8)


def _nobody_to_turn_to() -> Condition:
    return sure_as_given(is_(soc.support, "no"))


def _by_proxy() -> Condition:
    return sure_as_given(is_(ctx.respondent, "proxy"))


def _safety_opened() -> Condition:
    return ~(pt.age_years < 8) & (
        (phq.q9 >= 1)
        | refused(phq.q9)
        | (phq9 >= 10)
        | phq.q2.equals(3)
        | answered_any(asq.q1, asq.q2, asq.q3, asq.q4, asq.q5, called="the ASQ questions")
        | sure_as_given(has_number(mh.psychosis, 1))
        | sure_as_given(has_number(mh.perinatal_red, 1))
        | _self_harm()
    )


def _any_safety_yes() -> Condition:
    return yes(asq.q1) | yes(asq.q2) | yes(asq.q3) | yes(asq.q4)


def _thoughts_or_self_harm() -> Condition:
    return _any_safety_yes() | _self_harm()


def _thoughts_or_low_mood() -> Condition:
    return (phq.q9 >= 1) | _any_safety_yes() | (phq9 >= 10) | ((phq9 >= 5) & (pt.age_years < 26))


def _psychosis_opened() -> Condition:
    return (
        (phq9 >= 10)
        | (phq.q9 >= 1)
        | _perinatal()
        | yes(hx.bipolar)
        | ticked(rx.current, "antipsychotic", "lithium")
        | yes(sx.confusion_new)
        | ticked(rx.current, "corticosteroid_systemic")
        | sure_as_given(yes(mh.substance_change))
        | _much_alcohol()
    )


def _mania_opened() -> Condition:
    antidepressants = ("ssri", "snri", "tca", "maoi", "other_antidepressant")
    return (
        (phq9 >= 10)
        | _perinatal()
        | yes(hx.bipolar)
        | ticked(rx.current, "lithium", "antipsychotic", *antidepressants)
        | ticked(rx.current, "corticosteroid_systemic")
    )


def _harm_to_others_opened() -> Condition:
    return (
        _perinatal()
        | _suicidal_now()
        | sure_as_given(has_number(mh.psychosis, 1))
        | sure_as_given(has(mh.mania, "elevated_or_irritable"))
    )


def _dependants_opened() -> Condition:
    return (
        (phq9 >= 10)
        | as_given(yes(mh.self_neglect))
        | _perinatal()
        | _suicidal_now()
        | sure_as_given(has_number(mh.psychosis, 1))
        | sure_as_given(yes(mh.harm_others))
        | sure_as_given(yes(mh.unsafe_at_home))
        | _much_alcohol()
    )


def _self_neglect_opened() -> Condition:
    return (
        (phq9 >= 10)
        | (phq.q9 >= 1)
        | (pt.age_years >= 75)
        | _by_proxy()
        | yes(sx.confusion_new)
        | has(sx.systemic, "weight_loss")
        | phq.q5.equals(3)
        | _much_alcohol()
        | _nobody_to_turn_to()
    )


def _unsafe_at_home_opened() -> Condition:
    return (
        (phq9 >= 10)
        | (phq.q9 >= 1)
        | _perinatal()
        | (pt.age_years < 18)
        | _by_proxy()
        | sure_as_given(is_(ctx.can_decide, "doubt"))
        | (pt.age_years >= 75)
        | is_(pain.mechanism, "direct_blow")
        | (fn.falls_12mo >= 3)
        | is_(ctx.interpreter, "family")
        | _nobody_to_turn_to()
    )


def _low_mood() -> Condition:
    return phq9 >= 5


class asq(Group):
    q1, q2, q3, q4 = (_safety(number, _safety_opened) for number in range(1, 5))
    q5 = _safety(5, _thoughts_or_self_harm)


class mh(Group):
    plan = YesNo(
        "Is there a plan to end their life?",
        short="Plan",
        by=CLINICIAN,
        asked_when=_thoughts_or_self_harm,
        says="a plan to end their life is reported",
        says_not="a plan is not reported",
    )
    intent = YesNo(
        "Is there an intention to act on it?",
        short="Intention to act",
        by=CLINICIAN,
        asked_when=_thoughts_or_self_harm,
        says="an intention to act is reported",
        says_not="an intention to act is not reported",
    )
    attempt_3mo = YesNo(
        "An attempt to end their life in the last 3 months?",
        short="Attempt to end their life in the last 3 months",
        by=CLINICIAN,
        asked_when=_thoughts_or_low_mood,
        says="an attempt to end their life in the last 3 months is reported",
        says_not="an attempt to end their life in the last 3 months is not reported",
    )
    psychosis = Choices(
        "In the last month, any of these?",
        {
            "voices": "Hearing voices that others cannot hear",
            "paranoia": "Believing that others mean harm or are in control",
            "other": "Another experience of this kind",
            "none": "None of these",
        },
        short="Voices, suspicion or similar in the last month",
        by=CLINICIAN,
        asked_when=_psychosis_opened,
        says="in the last month the person reports {}",
        says_not="in the last month the person does not report {}",
    )
    mania = Choices(
        "In the last month, for several days in a row, any of these?",
        {
            "elevated_or_irritable": "Unusually high or irritable mood",
            "decreased_need_sleep": "Needing much less sleep",
            "racing_thoughts": "Racing thoughts",
            "risky_spending_or_sex": "Risky spending or sex",
            "unusually_active_talkative": "Unusually active or talkative",
            "none": "None of these",
        },
        short="High mood or energy for days in a row in the last month",
        by=CLINICIAN,
        asked_when=_mania_opened,
        says="for several days in a row the person reports {}",
        says_not="for several days in a row the person does not report {}",
    )
    selfharm_3mo = YesNo(
        "Self-harm without wanting to die in the last 3 months?",
        by=CLINICIAN,
        asked_when=_thoughts_or_low_mood,
        says="self-harm in the last 3 months is reported",
        says_not="self-harm in the last 3 months is not reported",
    )
    harm_others = YesNo(
        "Thoughts of harming someone else, a baby or child included?",
        by=CLINICIAN,
        asked_when=_harm_to_others_opened,
        says="thoughts of harming someone else are reported",
        says_not="thoughts of harming someone else are not reported",
    )
    perinatal_red = Choices(
        "Any of these since pregnancy or birth?",
        {
            "rapid_change": "Rapid change in mood or behaviour",
            "violent_self_harm": "New thoughts or acts of violent self-harm",
            "estranged_or_unable_as_parent": "Feeling estranged from the baby, or unable as a parent",
            "none": "None of these",
        },
        short="Perinatal red-flag signs",
        by=CLINICIAN,
        asked_when=_perinatal,
        says="since pregnancy or birth the person reports {}",
        says_not="since pregnancy or birth the person does not report {}",
    )
    self_neglect = YesNo(
        "Not eating or drinking, or unsafe through not caring for themselves?",
        by=CLINICIAN,
        asked_when=_self_neglect_opened,
        says="the person is not eating or drinking, or is unsafe through not caring for themselves",
        says_not="not eating or drinking, or being unsafe through lack of self-care, is not reported",
    )
    unsafe_at_home = YesNo(
        "Does the person feel unsafe at home?",
        short="Feels unsafe at home",
        help="Ask only in private, and never through a family interpreter.",
        by=CLINICIAN,
        asked_when=_unsafe_at_home_opened,
        says="the person feels unsafe at home",
        says_not="feeling unsafe at home is not reported",
    )
    bereaved_2mo = YesNo(
        "Has somebody close died in the last 2 months?",
        short="Bereavement in the last 2 months",
        private=True,
        asked_when=_low_mood,
        says="there was a bereavement in the last 2 months",
        says_not="there was no bereavement in the last 2 months",
    )
    substance_change = YesNo(
        "Has use of alcohol or drugs changed recently?",
        short="Recent change in alcohol or drugs",
        private=True,
        asked_when=_low_mood,
        says="use of alcohol or drugs changed recently",
        says_not="use of alcohol or drugs did not change recently",
    )
    new_med_mood = YesNo(
        "Was a new medicine started before the mood changed?",
        short="New medicine before the mood changed",
        private=True,
        asked_when=_low_mood,
        says="a new medicine was started before the mood changed",
        says_not="no new medicine was started before the mood changed",
    )


class soc(Group):
    dependants = Choices(
        "Is anyone in the person's care?",
        {"children": "Children", "adult_cared_for": ("An adult they care for", "an adult"), "none": "Nobody"},
        short="People in the person's care",
        by=CLINICIAN,
        asked_when=_dependants_opened,
        says="the person cares for {}",
        says_not="the person does not care for {}",
    )
    support = Choice(
        "Is there somebody you can turn to?",
        {
            "yes": ("Yes", "there is somebody to turn to"),
            "some": ("Sometimes, or for some things", "there is somebody to turn to at times, or for some things"),
            "no": ("No", "there is nobody to turn to"),
        },
        short="Somebody to turn to",
        private=True,
        says_not="it is not so that {}",
    )
    strain = YesNo(
        "Under a lot of strain lately (money, work, caring, relationships)?",
        short="Under a lot of strain lately",
        private=True,
        says="the person is under a lot of strain",
        says_not="the person is not under a lot of strain",
    )


SECTIONS = (
    Section("mood", "Mood: PHQ-9", (*phq9.items, phq.difficulty), intro=PHQ9.stem, note=PHQ9.attribution),
    Section("worry", "Worry: GAD-7", gad7.items, intro=GAD7.stem, note=GAD7.attribution),
    Section(
        "alcohol",
        "Alcohol: AUDIT-C",
        auditc_score.items,
        words_of_clinic=lambda settings: settings.drink_words,
        note=AUDITC.attribution,
    ),
    Section("asq", "Safety: ASQ", (asq.q1, asq.q2, asq.q3, asq.q4, asq.q5), note=ASQ.attribution),
    Section(
        "safety",
        "Safety and mental state",
        (
            mh.plan,
            mh.intent,
            mh.attempt_3mo,
            mh.psychosis,
            mh.mania,
            mh.selfharm_3mo,
            mh.harm_others,
            mh.perinatal_red,
            soc.dependants,
        ),
    ),
    Section("support", "Support and strain", (soc.support, soc.strain)),
    Section("safety-at-home", "Self-care, and safety at home", (mh.self_neglect, mh.unsafe_at_home)),
    Section(
        "around-mood",
        "What else may affect mood",
        (mh.bereaved_2mo, mh.substance_change, mh.new_med_mood),
    ),
)
