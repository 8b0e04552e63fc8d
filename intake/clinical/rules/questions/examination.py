"""What a clinician examines, at any time. Nothing here is asked at the front desk."""

from intake.clinical.language.kinds import CLINICIAN, Choice, Choices, Decimal, Group, Integer, YesNo, inside_sentence
from intake.clinical.language.sections import Section


def _vital(name: str, least: int, greatest: int, unit: str) -> Integer:
    says = f"{inside_sentence(name)} is {{}}"
    return Integer(name, minimum=least, maximum=greatest, unit=unit, by=CLINICIAN, says=says)


def _sign(name: str, says: str, says_not: str) -> YesNo:
    return YesNo(name, by=CLINICIAN, says=says, says_not=says_not)


class ex(Group):
    temp_c = Decimal("Temperature", minimum=25, maximum=45, unit="°C", by=CLINICIAN, says="temperature is {}")
    hr = _vital("Heart rate", 0, 300, "/min")
    rr = _vital("Breathing rate", 0, 80, "/min")
    sbp = _vital("Systolic blood pressure", 0, 300, "mmHg")
    spo2 = _vital("Oxygen saturation", 0, 100, "%")
    pulses = Choice(
        "Foot pulses, worse side",
        {"normal": "Normal", "reduced": "Reduced", "absent": "Absent", "not_examined": "Not examined"},
        leaves_open=("not_examined",),
        by=CLINICIAN,
        says="foot pulses are {}",
        says_not="foot pulses are not {}",
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
    slr_positive = _sign(
        "Straight-leg raise brings on the leg pain",
        "straight-leg raise brings on the leg pain",
        "straight-leg raise does not bring on the leg pain",
    )
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
            ex.pulses,
            ex.abpi_min,
            ex.calf_diff_cm,
            ex.tender_deep_veins,
            ex.pitting_one_leg,
            ex.collateral_veins,
            ex.alt_dx_as_likely,
            ex.slr_positive,
            ex.knee_flex_90,
            ex.compartment_tense,
            ex.passive_stretch_pain,
            ex.skin_crepitus,
            ex.bony_tender,
        ),
        intro="All optional. What is not examined stays not known.",
    ),
)
