"""What a clinician examines, at any time. Nothing here is asked at the front desk."""

from collections.abc import Mapping
from typing import Any

from intake.clinical.language.kinds import (
    CLINICIAN,
    Choice,
    Choices,
    Decimal,
    Group,
    Integer,
    Option,
    Text,
    YesNo,
    inside_sentence,
)
from intake.clinical.language.sections import Section

NOT_EXAMINED = "not_examined"


def _vital(name: str, least: int, greatest: int, unit: str, *, not_measured: tuple[int, ...] = ()) -> Integer:
    says = f"{inside_sentence(name)} is {{}}"
    return Integer(name, minimum=least, maximum=greatest, unit=unit, not_measured=not_measured, by=CLINICIAN, says=says)


def _finding(name: str, options: Mapping[str, Option], says: str, *, short: str = "", **history: Any) -> Choice:
    """What an examination found, or that it was not done."""
    return Choice(
        name,
        {**options, NOT_EXAMINED: "Not examined"},
        leaves_open=(NOT_EXAMINED,),
        short=short,
        by=CLINICIAN,
        says=says,
        says_not=f"it is not so that {says}",
        **history,
    )


def _sign(name: str, says: str, says_not: str) -> YesNo:
    return YesNo(name, by=CLINICIAN, says=says, says_not=says_not)


class ex(Group):
    temp_c = Decimal("Temperature", minimum=25, maximum=45, unit="°C", by=CLINICIAN, says="temperature is {}")
    hr = _vital("Heart rate", 0, 300, "/min", not_measured=(0, 1))
    rr = _vital("Breathing rate", 0, 80, "/min")
    sbp = _vital("Systolic blood pressure", 0, 300, "mmHg", not_measured=(0, 1))
    spo2 = _vital("Oxygen saturation", 0, 100, "%", not_measured=(0, 1))
    spo2_scale2 = YesNo(
        "Usual oxygen target 88 to 92 % (known lung disease that retains carbon dioxide)?",
        short="Usual oxygen target 88 to 92 %",
        by=CLINICIAN,
        says="the usual oxygen target is 88 to 92 %",
        says_not="the usual oxygen target is not 88 to 92 %",
    )
    pulses = _finding(
        "Foot pulses, worse side", {"normal": "Normal", "reduced": "Reduced", "absent": "Absent"}, "foot pulses are {}"
    )
    abpi_min = Decimal(
        "Lower ankle-brachial pressure index (ABPI) of the two legs",
        minimum=0,
        maximum=2,
        short="Lower ABPI",
        by=CLINICIAN,
        says="the lower ABPI is {}",
    )
    calf_diff_cm = Decimal(
        "Calf circumference, painful side minus other side, 10 cm below the tibial tuberosity",
        minimum=-10,
        maximum=20,
        unit="cm",
        short="Difference in calf circumference",
        by=CLINICIAN,
        says="the difference in calf circumference is {}",
    )
    tender_deep_veins = _sign(
        "Tenderness along the deep veins", "the deep veins are tender", "the deep veins are not tender"
    )
    pitting_one_leg = _sign(
        "Pitting oedema of the painful leg only",
        "there is pitting oedema of the painful leg only",
        "there is no pitting oedema of the painful leg only",
    )
    collateral_veins = _sign(
        "Collateral superficial veins, not varicose",
        "there are collateral superficial veins",
        "there are no collateral superficial veins",
    )
    alt_dx_as_likely = _sign(
        "Another explanation at least as likely as a deep vein thrombosis",
        "another explanation is at least as likely as a deep vein thrombosis",
        "no other explanation is as likely as a deep vein thrombosis",
    )
    power = _finding(
        "Power of the legs",
        {
            "normal": "Normal",
            "weak_one_leg": ("Weak in one leg, more than pain explains", "weak in one leg"),
            "weak_both_legs": ("Weak in both legs, more than pain explains", "weak in both legs"),
            "foot_drop": ("Foot drop", "that of a foot drop"),
        },
        "power of the legs is {}",
    )
    reflexes = _finding(
        "Knee and ankle reflexes",
        {
            "normal": "Normal",
            "reduced": "Reduced or absent",
            "brisk": ("Brisk, clonus, or plantar response up", "brisk or with clonus"),
        },
        "knee and ankle reflexes are {}",
    )
    sensation = _finding(
        "Feeling in the legs",
        {
            "normal": "Normal",
            "reduced_one_area": "Reduced in one area",
            "reduced_stocking": "Reduced in both feet",
            "reduced_saddle": "Reduced in the saddle area",
            "sensory_level": "Reduced below a level on the trunk",
        },
        "feeling is {}",
    )
    slr = _finding(
        "Straight-leg raise brings on the leg pain",
        {
            "negative": "Negative",
            "positive_one": "Positive on one side",
            "positive_both": "Positive on both sides",
        },
        "straight-leg raise is {}",
        short="Straight-leg raise",
        renamed_from=("ex.slr_positive",),
        answers_before={True: "positive_one", False: "negative"},
    )
    gait = _finding(
        "Gait",
        {
            "normal": "Normal",
            "painful_limp": ("Painful limp", "a painful limp"),
            "unsteady": "Unsteady",
            "foot_drop": ("Foot drags or slaps", "that of a foot drop"),
            "cannot_walk": ("Cannot walk", "not possible"),
        },
        "gait is {}",
    )
    notes = Text("What was found, in words", short="Examination in words", by=CLINICIAN)
    knee_flex_90 = _sign(
        "Knee bends to 90 degrees", "the knee bends to 90 degrees", "the knee does not bend to 90 degrees"
    )
    compartment_tense = _sign(
        "Muscle compartment tense", "a muscle compartment is tense", "no muscle compartment is tense"
    )
    passive_stretch_pain = _sign(
        "Severe pain on passive stretch",
        "passive stretch causes severe pain",
        "passive stretch does not cause severe pain",
    )
    skin_crepitus = _sign(
        "Crepitus under the skin", "there is crepitus under the skin", "there is no crepitus under the skin"
    )
    bony_tender = Choices(
        "Focal tenderness over bone",
        {
            "patella_isolated": "Kneecap alone",
            "fibula_head": "Head of the fibula",
            "lat_malleolus_post": "Back edge or tip of the outer ankle bone",
            "med_malleolus_post": "Back edge or tip of the inner ankle bone",
            "fifth_mt_base": "Base of the fifth metatarsal",
            "navicular": "Navicular",
            "tibia_focal": "One spot on the shin bone",
            "other_focal": "Another bone",
            "none": "None of these",
        },
        by=CLINICIAN,
        says="there is focal bony tenderness: {}",
        says_not="there is no focal bony tenderness: {}",
    )


SECTIONS = (
    Section(
        "examination",
        "Examination",
        (
            ex.temp_c,
            ex.hr,
            ex.rr,
            ex.sbp,
            ex.spo2,
            ex.spo2_scale2,
            ex.pulses,
            ex.abpi_min,
            ex.calf_diff_cm,
            ex.tender_deep_veins,
            ex.pitting_one_leg,
            ex.collateral_veins,
            ex.alt_dx_as_likely,
            ex.power,
            ex.reflexes,
            ex.sensation,
            ex.slr,
            ex.gait,
            ex.notes,
            ex.knee_flex_90,
            ex.compartment_tense,
            ex.passive_stretch_pain,
            ex.skin_crepitus,
            ex.bony_tender,
        ),
        intro="All optional. What is not examined stays not known.",
    ),
)
