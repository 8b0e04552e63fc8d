"""Six pain-type patterns, as data: features that speak for or against each type, with weights.

Not a probability, not validated, not a diagnosis. Weights are expert judgement. Source: rule book section D.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from intake.clinical.language.condition import Condition, Truth
from intake.clinical.language.conditions import has, is_, yes
from intake.clinical.language.kinds import inside_sentence
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx

from .facts import (
    altered_sensation,
    any_cancer,
    both_legs,
    cannot_take_4_steps,
    classic_claudication,
    ischaemic_rest_pain,
    neurogenic_claudication,
    neuropathic_words,
    new_motor_deficit,
    risky_alcohol,
    swollen_joint,
    widespread_pain,
    worst_over_bone,
    worst_over_joint,
    worst_over_muscle,
    worst_over_tendon,
)
from .sources import cited


@dataclass(frozen=True, eq=False)
class Feature:
    id: str
    weight: int
    """1 weak, 2 moderate, 3 to 4 strong; below 0 it speaks against."""
    text: str
    when: Condition
    sources: tuple[str, ...]
    exam: bool = False
    """Found on examination: counts only where entered."""

    def __post_init__(self) -> None:
        cited(*self.sources)


@dataclass(frozen=True, eq=False)
class Pattern:
    id: str
    name: str
    features: tuple[Feature, ...]

    @property
    def short_name(self) -> str:
        """``nerve-type``, ``vascular-type``: as it is said inside a sentence, without what explains it."""
        return re.sub(r" \(.*\)", "", inside_sentence(self.name)).removesuffix(" features")

    @cached_property
    def maximum(self) -> int:
        """The most points there can be."""
        return sum(feature.weight for feature in self.features if feature.weight > 0)

    def category(self, truths: Sequence[Truth]) -> str:
        """several, some, few or insufficient, from what each of the features came to."""
        features = list(zip(self.features, truths, strict=True))
        weights = [feature.weight for feature, truth in features if truth]
        points, supporting = sum(weights), len([weight for weight in weights if weight > 0])
        for amount, (least_points, least_supporting) in AMOUNTS.items():
            if points >= least_points and supporting >= least_supporting:
                return amount
        reported = [(feature.weight, truth) for feature, truth in features if feature.weight > 0 and not feature.exam]
        known = sum([weight for weight, truth in reported if truth is not None])
        return "few" if known * 2 >= sum([weight for weight, _ in reported]) else "insufficient"


AMOUNTS = {"several": (6, 3), "some": (3, 2)}
"""From how many points, and from how many features that speak for it, each word is used."""
CATEGORIES = {
    "several": "several features",
    "some": "some features",
    "few": "few features",
    "insufficient": "insufficient data",
}
"""In words."""

PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "MUS",
        "Muscle-type features",
        (
            Feature(
                "MUS-1",
                2,
                "Dull ache, tightness, cramp or soreness",
                has(pain.quality, "dull_ache", "tight", "cramping", "sore"),
                ("SEED", "K-MSK"),
            ),
            Feature(
                "MUS-2",
                3,
                "Follows unaccustomed exertion or a strain",
                is_(pain.mechanism, "overuse_unaccustomed", "twist_strain"),
                ("SEED", "K-MSK"),
            ),
            Feature(
                "MUS-3",
                2,
                "Worse on stretching or contracting the muscle",
                has(pain.aggravating, "stretching_or_using_muscle"),
                ("K-MSK",),
            ),
            Feature("MUS-4", 2, "Main site is a muscle region", worst_over_muscle, ("K-MSK",)),
            Feature(
                "MUS-5",
                1,
                "Tender to pressure over muscle",
                has(pain.aggravating, "pressing_the_spot") & worst_over_muscle,
                ("K-MSK",),
            ),
            Feature("MUS-6", 1, "Eased by heat or massage", has(pain.relieving, "heat_or_massage"), ("K-MSK",)),
            Feature(
                "MUS-7", 2, "On a statin with pain in both legs", has(rx.current, "statin") & both_legs, ("EAS2015",)
            ),
            Feature("MUS-8", 2, "Widespread pain (>=4 of 5 body regions, >=3 months)", widespread_pain, ("FM2016",)),
            Feature("MUS-9", 1, "Night cramps", yes(sx.night_cramps), ("K-MSK",)),
            Feature("MUS-10", -2, "Altered sensation", altered_sensation, ("NP-GRADE",)),
            Feature("MUS-11", -2, "Classic walking-distance pattern", classic_claudication, ("ECQ",)),
            Feature("MUS-12", -2, "Joint swelling", swollen_joint, ("K-MSK",)),
        ),
    ),
    Pattern(
        "NEU",
        "Nerve-type features",
        (
            Feature(
                "NEU-1",
                2,
                "Burning, electric-shock or shooting quality",
                has(pain.quality, "burning", "electric", "shooting"),
                ("IDPAIN", "DN4", "SEED"),
            ),
            Feature(
                "NEU-2",
                2,
                "Pins and needles or numbness in the painful area",
                has(sx.sensory, "pins_needles", "numb_one_area", "numb_both_feet"),
                ("IDPAIN", "DN4"),
            ),
            Feature(
                "NEU-3",
                2,
                "Light touch, clothing or bedding hurts",
                has(sx.sensory, "touch_hurts") | has(pain.aggravating, "light_touch"),
                ("IDPAIN", "DN4"),
            ),
            Feature(
                "NEU-4",
                3,
                "Runs from back to below the knee, or follows one nerve area",
                is_(pain.radiation, "back_to_leg_below_knee", "along_one_nerve_area"),
                ("NG59",),
            ),
            Feature(
                "NEU-5",
                3,
                "Both feet, 'stocking' distribution",
                is_(pain.radiation, "stocking_both_feet") | has(sx.sensory, "numb_both_feet"),
                ("K-NEURO",),
            ),
            Feature(
                "NEU-6", 1, "Worse with cough, sneeze or straining", has(pain.aggravating, "cough_strain"), ("NG59",)
            ),
            Feature(
                "NEU-7",
                1,
                "Neuropathy risk factor (diabetes, chemotherapy, B12 deficiency, alcohol)",
                yes(hx.diabetes) | has(rx.current, "chemotherapy") | yes(hx.b12_deficiency) | risky_alcohol,
                ("K-NEURO",),
            ),
            Feature(
                "NEU-8",
                2,
                "Worse upright, eased by sitting or bending forward (neurogenic claudication picture)",
                neurogenic_claudication,
                ("LSS",),
            ),
            Feature(
                "NEU-9", 1, "Painful cold or itching quality", has(pain.quality, "painful_cold", "itching"), ("DN4",)
            ),
            Feature("NEU-10", 2, "New weakness or foot drop", new_motor_deficit, ("NG59",)),
            Feature(
                "NEU-11",
                2,
                "Straight-leg raise reproduces leg pain",
                is_(ex.slr, "positive_one", "positive_both"),
                ("NG59",),
                exam=True,
            ),
            Feature(
                "NEU-12",
                -2,
                "No neuropathic descriptor and no altered sensation",
                ~neuropathic_words & ~altered_sensation,
                ("NP-GRADE",),
            ),
            Feature(
                "NEU-13",
                -2,
                "Swollen joint that hurts on movement",
                swollen_joint & has(pain.aggravating, "moving_joint"),
                ("IDPAIN",),
            ),
            Feature(
                "NEU-14",
                2,
                "Reduced feeling in one area or both feet (examination)",
                is_(ex.sensation, "reduced_one_area", "reduced_stocking"),
                ("NP-GRADE",),
                exam=True,
            ),
            Feature(
                "NEU-15",
                2,
                "Weakness or a reduced reflex (examination)",
                is_(ex.power, "weak_one_leg", "foot_drop") | is_(ex.reflexes, "reduced"),
                ("NP-GRADE",),
                exam=True,
            ),
        ),
    ),
    Pattern(
        "JNT",
        "Joint-type features",
        (
            Feature("JNT-1", 2, "Main site is over a joint", worst_over_joint, ("SEED", "NG226")),
            Feature("JNT-2", 3, "Joint swelling", swollen_joint, ("SEED",)),
            Feature(
                "JNT-3", 2, "Morning stiffness (5 min or more)", (pain.morning_stiffness_min >= 5), ("NG226", "NG100")
            ),
            Feature("JNT-4", 2, "Worse on moving the joint", has(pain.aggravating, "moving_joint"), ("NG226",)),
            Feature(
                "JNT-5",
                1,
                "Worse on stairs or weight-bearing",
                has(pain.aggravating, "stairs", "weight_bearing"),
                ("NG226",),
            ),
            Feature("JNT-6", 1, "Age 45 or over", (pt.age_years >= 45), ("NG226",)),
            Feature(
                "JNT-7",
                2,
                "Known arthritis or gout",
                yes(hx.osteoarthritis) | yes(hx.inflammatory_arthritis) | yes(hx.gout),
                ("K-RHEUM",),
            ),
            Feature("JNT-8", 1, "Locking or giving way", has(sx.joint, "locking", "giving_way"), ("K-MSK",)),
            Feature(
                "JNT-9",
                2,
                "Red or hot big-toe joint",
                is_(pain.main_region, "big_toe") & has(sx.skin, "red", "warm"),
                ("NG219",),
            ),
            Feature("JNT-10", -2, "Altered sensation", altered_sensation, ("NP-GRADE",)),
            Feature("JNT-11", -2, "Main site is not over a joint", ~worst_over_joint, ("K-MSK",)),
        ),
    ),
    Pattern(
        "VAS",
        "Vascular (arterial)-type features",
        (
            Feature(
                "VAS-1",
                4,
                "Starts with walking, never at rest, gone within 10 min of standing still",
                classic_claudication,
                ("ECQ", "CG147"),
            ),
            Feature("VAS-2", 1, "Worse uphill or hurrying", has(pain.aggravating, "uphill_or_hurry"), ("ECQ",)),
            Feature(
                "VAS-3",
                1,
                "Calf, thigh or buttock site",
                is_(pain.main_region, "calf", "buttock", "thigh_back"),
                ("ECQ",),
            ),
            Feature("VAS-4", 1, "Eased by simply standing still", has(pain.relieving, "standing_still_rest"), ("ECQ",)),
            Feature("VAS-5", 2, "Known peripheral arterial disease", yes(hx.pad), ("CG147",)),
            Feature("VAS-6", 1, "Current or past smoker", is_(hx.smoking, "current", "ex"), ("CG147",)),
            Feature("VAS-7", 1, "Diabetes", yes(hx.diabetes), ("CG147",)),
            Feature("VAS-8", 1, "Heart disease or stroke", yes(hx.cvd), ("CG147",)),
            Feature("VAS-9", 1, "Age 60 or over", (pt.age_years >= 60), ("CG147",)),
            Feature(
                "VAS-10",
                2,
                "Pale, shiny or hairless skin, or cold leg",
                has(sx.skin, "pale", "shiny_hairless") | is_(sx.cold_leg, "one_leg_new", "both_new", "longstanding"),
                ("CG147",),
            ),
            Feature("VAS-11", 3, "Worse with leg raised, eased by hanging down", ischaemic_rest_pain, ("GVG2019",)),
            Feature(
                "VAS-12", 2, "Non-healing ulcer or black tissue", has(sx.skin, "ulcer", "black_tissue"), ("GVG2019",)
            ),
            Feature(
                "VAS-13",
                3,
                "Reduced/absent pulses or ABPI 0.9 or less",
                is_(ex.pulses, "reduced", "absent") | (ex.abpi_min <= 0.9),
                ("CG147",),
                exam=True,
            ),
            Feature(
                "VAS-14",
                -2,
                "Pain also starts at rest (and not rest-pain picture)",
                yes(pain.starts_at_rest) & ~ischaemic_rest_pain,
                ("ECQ",),
            ),
            Feature(
                "VAS-15",
                -2,
                "Walking pain that takes >10 min to settle",
                has(pain.aggravating, "walking") & is_(pain.walk_relief, "gt_10", "not_relieved"),
                ("ECQ",),
            ),
            Feature("VAS-16", -2, "Neurogenic claudication picture", neurogenic_claudication, ("LSS",)),
        ),
    ),
    Pattern(
        "BON",
        "Bone-type features",
        (
            Feature("BON-1", 2, "Deep, boring, bone-like quality", has(pain.quality, "deep_bone"), ("SEED",)),
            Feature(
                "BON-2",
                2,
                "Pin-point tender over bone",
                has(pain.aggravating, "pressing_the_spot") & worst_over_bone,
                ("SEED", "K-MSK"),
            ),
            Feature(
                "BON-3",
                2,
                "Fall, blow or high-energy injury",
                is_(pain.mechanism, "fall_low", "high_energy", "direct_blow"),
                ("K-TRAUMA",),
            ),
            Feature("BON-4", 3, "Cannot take 4 steps", cannot_take_4_steps, ("OTTAWA",)),
            Feature(
                "BON-5",
                2,
                "Osteoporosis, fragility fracture, long-term steroid or >=3 y bisphosphonate",
                yes(hx.osteoporosis)
                | yes(hx.fragility_fracture)
                | has(rx.current, "corticosteroid_systemic", "bisphosphonate_ge3y"),
                ("K-BONE",),
            ),
            Feature("BON-6", 2, "Worse with impact or running", has(pain.aggravating, "impact_running"), ("K-BONE",)),
            Feature("BON-7", 2, "Night pain not related to movement", is_(pain.night, "wakes_unprovoked"), ("SRG",)),
            Feature("BON-8", 2, "Past or active cancer", any_cancer, ("SRG",)),
            Feature("BON-9", 1, "Age 65 or over", (pt.age_years >= 65), ("K-BONE",)),
            Feature("BON-10", 1, "Sharp or throbbing", has(pain.quality, "sharp", "throbbing"), ("SEED",)),
            Feature(
                "BON-11",
                3,
                "Focal bony tenderness",
                has(
                    ex.bony_tender,
                    "patella_isolated",
                    "fibula_head",
                    "lat_malleolus_post",
                    "med_malleolus_post",
                    "fifth_mt_base",
                    "navicular",
                    "tibia_focal",
                    "other_focal",
                ),
                ("OTTAWA",),
                exam=True,
            ),
            Feature("BON-12", -2, "Altered sensation", altered_sensation, ("NP-GRADE",)),
            Feature("BON-13", -2, "Classic walking-distance pattern", classic_claudication, ("ECQ",)),
            Feature(
                "BON-14",
                -1,
                "Muscle-stretch pain in muscle region",
                has(pain.aggravating, "stretching_or_using_muscle") & worst_over_muscle,
                ("K-MSK",),
            ),
        ),
    ),
    Pattern(
        "INF",
        "Tendon / bursa (localised inflammatory)-type features",
        (
            Feature(
                "INF-1", 3, "Main site is a common tendon/bursa/fascia region", worst_over_tendon, ("SEED", "K-MSK")
            ),
            Feature(
                "INF-2",
                3,
                "Localised swelling around tendon or bursa",
                has(sx.swelling, "around_tendon_or_bursa"),
                ("SEED",),
            ),
            Feature(
                "INF-3", 2, "Tender to pressure at the spot", has(pain.aggravating, "pressing_the_spot"), ("SEED",)
            ),
            Feature(
                "INF-4",
                2,
                "Worst with first steps or after rest",
                has(pain.aggravating, "first_steps_morning"),
                ("K-MSK",),
            ),
            Feature("INF-5", 1, "Overuse", is_(pain.mechanism, "overuse_unaccustomed"), ("SEED",)),
            Feature(
                "INF-6",
                1,
                "Local redness or warmth without joint swelling",
                has(sx.skin, "red", "warm") & ~swollen_joint,
                ("SEED",),
            ),
            Feature("INF-7", 2, "Recent fluoroquinolone", has(rx.current, "fluoroquinolone_recent"), ("MHRA-FQ",)),
            Feature("INF-8", 2, "Worse lying on that side", has(pain.aggravating, "lying_on_side"), ("K-MSK",)),
            Feature(
                "INF-9",
                1,
                "Worse on loading the tendon",
                has(pain.aggravating, "stretching_or_using_muscle"),
                ("K-MSK",),
            ),
            Feature("INF-10", -2, "Altered sensation", altered_sensation, ("NP-GRADE",)),
            Feature("INF-11", -2, "Joint swelling", swollen_joint, ("K-MSK",)),
            Feature("INF-12", -2, "Classic walking-distance pattern", classic_claudication, ("ECQ",)),
        ),
    ),
)
