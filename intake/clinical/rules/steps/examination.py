"""Assessment steps: examination. Source: rule book section G."""

from intake.clinical.language.conditions import always, has, is_, yes
from intake.clinical.rules.facts import (
    altered_sensation,
    back_to_leg_pain,
    injury_within_10_days,
    new_motor_deficit,
    systemic_infection,
)
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import phq, phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import any_physical_flag, flag, flag_possible, pattern

from .step import Category, Step

EXAMINATION = Category(
    "Examination",
    (
        Step(
            "E01",
            "same contact",
            "Inspect, palpate and move the back, hips, knees, ankles and feet; watch gait and weight-bearing; compare sides.",
            when=always(),
            why="Minimum examination for any leg pain.",
            sources=("K-MSK",),
            minor_ok=True,
        ),
        Step(
            "E02",
            "same contact",
            "Neurological examination of the legs: power L2-S1, reflexes, light touch and pinprick, plantar responses.",
            when=pattern("NEU") | new_motor_deficit | altered_sensation | back_to_leg_pain,
            why="Helps to localise nerve involvement and level.",
            sources=("NG59", "NP-GRADE"),
            minor_ok=True,
        ),
        Step(
            "E03",
            "same contact",
            "Straight-leg raise and crossed straight-leg raise (femoral stretch if anterior thigh pain).",
            when=back_to_leg_pain | is_(pain.radiation, "along_one_nerve_area"),
            why="Radicular sign.",
            sources=("NG59",),
        ),
        Step(
            "E04",
            "same contact",
            "10-g monofilament, vibration and ankle reflexes in both feet.",
            when=yes(hx.diabetes) | has(sx.sensory, "numb_both_feet") | is_(pain.radiation, "stocking_both_feet"),
            why="Detects polyneuropathy and foot risk.",
            sources=("NG19",),
        ),
        Step(
            "E05",
            "same contact",
            "Femoral, popliteal and foot pulses, capillary refill and skin temperature, both legs.",
            when=pattern("VAS") | flag_possible("RF01") | flag_possible("RF11") | yes(hx.diabetes) | yes(hx.pad),
            why="Core vascular assessment.",
            sources=("CG147",),
            minor_ok=True,
        ),
        Step(
            "E06",
            "now",
            "In hospital: perianal sensation and pre-/post-void bladder scan, without delaying MRI (residual 200 mL or more raises likelihood; less does not exclude).",
            when=flag("RF02a"),
            why="Supports emergency MRI decision.",
            sources=("CES-BMJBP",),
        ),
        Step(
            "E07",
            "same day",
            "Measure both calves 10 cm below the tibial tuberosity; check pitting oedema, deep-vein tenderness, collateral veins.",
            when=flag_possible("RF03"),
            why="Wells items.",
            sources=("NG158",),
            minor_ok=True,
        ),
        Step(
            "E08",
            "same contact",
            "Hip examination including internal rotation and flexion.",
            when=has(pain.sites, "groin", "hip_side") | pattern("JNT"),
            why="Hip pathology can present at the knee.",
            sources=("NG226",),
            minor_ok=True,
        ),
        Step(
            "E09",
            "same contact",
            "Knee examination: effusion, ligaments, meniscus, range.",
            when=has(pain.sites, "knee_front", "knee_back"),
            why="Local diagnosis.",
            sources=("NG226",),
            minor_ok=True,
        ),
        Step(
            "E10",
            "same contact",
            "Palpate and load the tendon or bursa; single-heel raise and calf-squeeze test for Achilles.",
            when=pattern("INF") | flag_possible("RF23"),
            why="Separates tendinopathy from rupture.",
            sources=("K-MSK",),
        ),
        Step(
            "E11",
            "same contact",
            "Apply Ottawa knee / ankle / foot rules (adults, recent injury).",
            when=injury_within_10_days
            & has(pain.sites, "knee_front", "knee_back", "ankle", "foot_top", "foot_sole", "toes", "big_toe"),
            why="Decides X-ray.",
            sources=("OTTAWA", "NG38"),
        ),
        Step(
            "E12",
            "same contact",
            "Look for focal bony tenderness; do not ask the person to hop if femoral-neck stress injury is possible.",
            when=pattern("BON") | flag_possible("RF09c"),
            why="Bone stress injury.",
            sources=("K-BONE",),
            minor_ok=True,
        ),
        Step(
            "E13",
            "same contact",
            "Record temperature, heart rate, breathing rate, blood pressure, oxygen saturation and alertness (NEWS2).",
            when=any_physical_flag(1, 2) | systemic_infection,
            why="Detect deterioration.",
            sources=("NG253",),
            minor_ok=True,
        ),
        Step(
            "E14",
            "same contact",
            "Inspect both feet, including between toes and heels, for ulcers, infection and deformity.",
            when=yes(hx.diabetes) | yes(hx.pad) | has(sx.skin, "ulcer", "black_tissue"),
            why="Limb threat.",
            sources=("NG19", "GVG2019"),
            minor_ok=True,
        ),
        Step(
            "E15",
            "same contact",
            "Test proximal leg strength (rise from chair) and muscle tenderness.",
            when=has(rx.current, "statin") & pattern("MUS"),
            why="Myopathy.",
            sources=("EAS2015",),
        ),
        Step(
            "E16",
            "same contact",
            "Mental state examination.",
            when=(phq9 >= 10) | (phq.q9 >= 1) | flag("RF18a") | flag("RF18c") | flag("RF19"),
            why="Score is not a diagnosis.",
            sources=("CG91", "NG222"),
        ),
        Step(
            "E17",
            "routine",
            "Measure weight and BMI; compare with past record.",
            when=(phq.q5 >= 2) | has(sx.systemic, "weight_loss"),
            why="Objective weight change.",
            sources=("NG12",),
        ),
    ),
)
