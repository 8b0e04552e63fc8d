"""Named facts the rules share: sides, durations, injuries, pictures such as claudication.

Source: rule book section C.J.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.condition import Condition, Truth
from intake.clinical.language.conditions import has, is_, no, refused, sure, worded, yes
from intake.clinical.language.instruments import ReachesClinicsLimit
from intake.clinical.language.of_answers import OneQuestion, skipped_is_false
from intake.clinical.language.qualified import Fact, at_least
from intake.clinical.rules.questions.context import PERINATAL, PREGNANT_OR_RECENT_BIRTH, pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import asq, auditc_score, mh, phq
from intake.clinical.rules.questions.pain import INJURIES, pain, slp
from intake.clinical.rules.questions.symptoms import sx

if TYPE_CHECKING:
    from intake.clinical.language.kinds import Question
    from intake.clinical.language.measured import Total
    from intake.clinical.working.case import Case


@dataclass(frozen=True, eq=False)
class Side(OneQuestion):
    """Some marked body site lies on this side (``_L`` or ``_R``)."""

    suffix: str

    def truth(self, case: Case) -> Truth:
        sites = case.answer(self.question)
        if isinstance(sites, NotAnswered):
            return skipped_is_false(sites)
        return any(site.endswith(self.suffix) for site in sites)

    def say(self, *, negated: bool = False) -> str:
        side = "left" if self.suffix == "_L" else "right"
        return f"{'no place' if negated else 'a place'} on the {side} hurts"


@dataclass(frozen=True, eq=False)
class FourOfFiveRegions(Condition):
    """At least 4 of: left leg, right leg, left arm, right arm, and the axis (low back, neck or upper back).

    Not known while the places or the other regions are open; false where the places are skipped: the rest are too few.
    """

    def questions(self) -> Iterator[Question]:
        yield from (pain.sites, pain.other_regions)

    def truth(self, case: Case) -> Truth:
        sites, others = case.answer(pain.sites), case.answer(pain.other_regions)
        if sites is NotAnswered.SKIPPED:
            return False
        if isinstance(sites, NotAnswered) or case.is_open(pain.other_regions):
            return None
        regions = (
            left_side.truth(case),
            right_side.truth(case),
            "left_arm_shoulder" in others,
            "right_arm_shoulder" in others,
            "low_back" in sites or not others.isdisjoint({"neck", "upper_back"}),
        )
        return at_least(4, regions.count(True), 0)

    def evidence(self, case: Case, *, wanted: bool = True) -> Iterator[Question | Total]:
        return self.questions()

    def known(self, case: Case) -> Iterator[Question | Total]:
        return (question for question in self.questions() if not case.is_open(question))

    def open_questions(self, case: Case) -> Iterator[Question]:
        return (question for question in self.questions() if case.is_open(question))

    def say(self, *, negated: bool = False) -> str:
        return f"pain is reported in {'fewer than' if negated else 'at least'} 4 of 5 body regions"


def _aged(least: int, below: int, said: str) -> Condition:
    return worded((pt.age_years >= least) & (pt.age_years < below), f"the person is aged {said} years")


left_side = Side(pain.sites, "_L")
right_side = Side(pain.sites, "_R")
both_legs = Fact("d.bilateral", "both legs hurt", "it is not both legs that hurt", left_side & right_side)
one_leg = Fact(
    "d.unilateral",
    "only one leg hurts",
    "it is not one leg alone that hurts",
    (left_side & ~right_side) | (right_side & ~left_side),
)
fever = Fact(
    "d.fever",
    "there is fever or shaking chills",
    "there is no fever or shaking chills",
    has(sx.systemic, "fever", "rigors") | sure(ex.temp_c >= 38),
)
one_sided_calf_pain = Fact(
    "d.calf_one",
    "calf pain is on one side only",
    "calf pain is not on one side only",
    (has(pain.sites, "calf_L") & ~has(pain.sites, "calf_R")) | (has(pain.sites, "calf_R") & ~has(pain.sites, "calf_L")),
)
back_to_leg_pain = Fact(
    "d.back_radic",
    "the pain runs from the back into the leg",
    "the pain does not run from the back into the leg",
    is_(pain.radiation, "back_to_leg_above_knee", "back_to_leg_below_knee"),
)
spinal_pain = Fact(
    "d.spine",
    "there is back, neck or back-to-leg pain",
    "there is no back, neck or back-to-leg pain",
    has(pain.sites, "low_back") | back_to_leg_pain | has(pain.other_regions, "neck", "upper_back"),
)
fragile_bone = Fact(
    "d.frail_bone",
    "bones may be fragile",
    "there is no known reason for fragile bones",
    (pt.age_years >= 65)
    | yes(hx.osteoporosis)
    | yes(hx.fragility_fracture)
    | has(rx.current, "corticosteroid_systemic"),
)
acute = Fact(
    "d.acute",
    "the pain has lasted less than 6 weeks",
    "the pain has lasted 6 weeks or more",
    pain.duration_days < 42,
)
chronic = Fact(
    "d.chronic",
    "the pain has lasted 3 months or more",
    "the pain has lasted less than 3 months",
    pain.duration_days >= 90,
)
widespread_pain = Fact(
    "d.widespread",
    "pain is widespread, for 3 months or more",
    "pain is not widespread",
    chronic & FourOfFiveRegions(),
)
recent_onset = Fact(
    "d.recent14",
    "it is new or changed within 14 days or rapidly worse",
    "it is neither new nor changed within 14 days nor rapidly worse",
    (pain.duration_days <= 14) | is_(pain.course, "worsening_rapidly") | yes(sx.new_change_14d),
)
adult = Fact(
    "d.adult",
    "the person is 18 or over",
    "the person is under 18",
    pt.age_years >= 18,
)
minor = Fact(
    "d.minor",
    "the person is under 18",
    "the person is 18 or over",
    pt.age_years < 18,
)
worst_over_joint = Fact(
    "d.joint_main",
    "the worst place is over a joint",
    "the worst place is not over a joint",
    is_(pain.main_region, "groin", "knee_front", "knee_back", "ankle", "big_toe", "toes"),
)
worst_over_muscle = Fact(
    "d.muscle_main",
    "the worst place is a muscle region",
    "the worst place is not a muscle region",
    is_(pain.main_region, "buttock", "thigh_front", "thigh_back", "thigh_inner", "thigh_outer", "calf"),
)
worst_over_tendon = Fact(
    "d.tendon_main",
    "the worst place is a common tendon, bursa or fascia region",
    "the worst place is not a common tendon, bursa or fascia region",
    is_(pain.main_region, "hip_side", "knee_front", "achilles_heel", "heel_under"),
)
worst_over_bone = Fact(
    "d.bone_main",
    "the worst place is where bone lies close to the skin or bone stress is typical",
    "the worst place is not where bone stress is typical",
    is_(pain.main_region, "shin", "foot_top", "groin", "ankle", "thigh_front", "thigh_outer"),
)
neuropathic_words = Fact(
    "d.neuro_quality",
    "the words for the pain are of the nerve type",
    "no words of the nerve type were chosen",
    has(pain.quality, "burning", "electric", "shooting", "painful_cold", "itching"),
)
altered_sensation = Fact(
    "d.neuro_symptom",
    "feeling is altered",
    "feeling is not altered",
    has(sx.sensory, "numb_one_area", "numb_both_feet", "pins_needles", "touch_hurts"),
)
classic_claudication = Fact(
    "d.claud_classic",
    "walking brings it on, and it goes within 10 minutes of standing still, and it never starts at rest",
    "the classic walking-distance pattern is not reported",
    has(pain.aggravating, "walking") & is_(pain.walk_relief, "le_10") & no(pain.starts_at_rest),
)
neurogenic_claudication = Fact(
    "d.claud_neurogenic",
    "it is worse upright and eased by sitting or bending forward, not by standing still",
    "the picture of neurogenic claudication is not reported",
    has(pain.aggravating, "walking", "standing_still")
    & has(pain.relieving, "bending_forward", "sitting_down")
    & ~has(pain.relieving, "standing_still_rest"),
)
ischaemic_rest_pain = Fact(
    "d.rest_pain",
    "it is worse with the leg up or at night and eased by hanging the leg down",
    "pain eased by hanging the leg down is not reported",
    has(pain.relieving, "leg_hanging_down")
    & (has(pain.aggravating, "leg_raised", "lying_flat") | is_(pain.night, "positional", "wakes_unprovoked")),
)
swollen_joint = Fact(
    "d.joint_swollen",
    "a joint is swollen",
    "no joint is swollen",
    has(sx.swelling, "knee_joint", "ankle_joint", "toe_joint"),
)
hot_joint = Fact(
    "d.hot_joint",
    "there is a hot swollen joint, recent or getting worse",
    "there is no hot swollen joint that is recent or getting worse",
    swollen_joint
    & has(sx.skin, "red", "warm")
    & (recent_onset | (pain.duration_days <= 42) | is_(pain.course, "worsening", "worsening_rapidly")),
)
systemic_infection = Fact(
    "d.systemic_infect",
    "there is a general sign of infection",
    "there is no general sign of infection",
    has(sx.systemic, "fever", "rigors", "unwell") | sure((ex.temp_c >= 38) | (ex.temp_c < 36)),
)
wells_not_valid = Fact(
    "d.wells_not_valid",
    "the Wells score is not valid",
    "the Wells score is valid",
    is_(pt.pregnancy, *PREGNANT_OR_RECENT_BIRTH) | (pt.age_years < 18),
)
injury = Fact(
    "d.trauma",
    "there was an injury",
    "there was no injury",
    is_(pain.mechanism, *INJURIES),
)
injury_within_10_days = Fact(
    "d.injury10",
    "there was an injury within the last 10 days",
    "there was no injury within the last 10 days",
    injury & (pain.injury_days_ago <= 10),
)
injury_within_7_days = Fact(
    "d.injury7",
    "there was an injury within the last 7 days",
    "there was no injury within the last 7 days",
    injury & (pain.injury_days_ago <= 7),
)
vte_risk = Fact(
    "d.vte_risk",
    "there is something that makes a clot more likely",
    "nothing that makes a clot more likely is reported",
    is_(hx.cancer, "active")
    | yes(hx.immobile_3d)
    | yes(hx.surgery_12wk)
    | yes(hx.leg_plaster)
    | yes(hx.leg_paralysis)
    | yes(hx.dvt_pe)
    | is_(pt.pregnancy, *PREGNANT_OR_RECENT_BIRTH)
    | has(rx.current, "oestrogen")
    | yes(hx.ivdu),
)
one_leg_swollen = Fact(
    "d.leg_swell_one",
    "there is one-sided leg swelling that may be a clot",
    "one-sided leg swelling that may be a clot is not reported",
    is_(sx.swelling_side, "one")
    & (
        has(sx.swelling, "calf", "whole_leg", "thigh")
        | has(sx.swelling, "ankle_foot")
        & (
            has(pain.sites, "calf", "knee_back", "thigh_front", "thigh_back", "thigh_inner")
            | vte_risk
            | worded(
                recent_onset & ~injury_within_10_days & ~sure(yes(hx.diabetes) & has(sx.skin, "red", "warm")),
                "it is recent or newly changed, without an injury within the last 10 days or a known red or warm foot in diabetes",
            )
        )
    )
    & ~worded(
        sure(
            (pain.duration_days > 90)
            & no(sx.new_change_14d)
            & is_(pain.course, "stable", "improving", "fluctuating")
            & ~vte_risk
            & ~injury_within_10_days
        ),
        "it is known to be older than 3 months and unchanged, without an injury or anything that makes a clot more likely",
        "it is not known to be older than 3 months and unchanged",
    ),
)
clot_picture = Fact(
    "d.dvt",
    "there is a picture of a clot in the leg",
    "the picture of a clot in the leg is not reported",
    one_leg_swollen
    | one_sided_calf_pain & ((pain.duration_days <= 28) | recent_onset) & vte_risk
    | is_(pt.pregnancy, *PREGNANT_OR_RECENT_BIRTH)
    & one_leg
    & has(pain.sites, "thigh_front", "thigh_back", "thigh_inner", "groin", "knee_back")
    & ((pain.duration_days <= 28) | recent_onset)
    | sure((ex.calf_diff_cm >= 3) | yes(ex.pitting_one_leg) | yes(ex.tender_deep_veins) | yes(ex.collateral_veins))
    & ((pain.duration_days <= 90) | recent_onset),
)
cannot_take_4_steps = Fact(
    "d.nwb",
    "the person cannot take 4 steps",
    "the person can take 4 steps",
    is_(sx.weight_bearing, "unable_4_steps", "unable_at_all"),
)
ottawa_knee = Fact(
    "d.ottawa_knee",
    "the Ottawa knee rule is met",
    "the Ottawa knee rule is not met",
    injury_within_7_days
    & adult
    & has(pain.sites, "knee_front", "knee_back")
    & (
        (pt.age_years >= 55)
        | has(ex.bony_tender, "patella_isolated", "fibula_head")
        | no(ex.knee_flex_90)
        | cannot_take_4_steps
    ),
)
ottawa_ankle = Fact(
    "d.ottawa_ankle",
    "the Ottawa ankle rule is met",
    "the Ottawa ankle rule is not met",
    injury_within_10_days
    & adult
    & has(pain.sites, "ankle")
    & (has(ex.bony_tender, "lat_malleolus_post", "med_malleolus_post") | cannot_take_4_steps),
)
ottawa_foot = Fact(
    "d.ottawa_foot",
    "the Ottawa foot rule is met for any pain in the foot, which the clinician checks to be mid-foot",
    "the Ottawa foot rule is not met",
    injury_within_10_days
    & adult
    & has(pain.sites, "foot_top", "foot_sole", "toes", "big_toe")
    & (has(ex.bony_tender, "fifth_mt_base", "navicular") | cannot_take_4_steps),
)
any_cancer = Fact(
    "d.cancer_any",
    "past or active cancer is reported",
    "no cancer is reported",
    is_(hx.cancer, "past", "active"),
)
_old_weakness = worded(
    is_(sx.weakness, "stable_longstanding"),
    "weakness is long-standing and unchanged",
    "weakness is not long-standing and unchanged",
)
new_motor_deficit = Fact(
    "d.neuro_deficit_new",
    "there is new or worsening weakness or foot drop",
    "there is no new or worsening weakness or foot drop",
    is_(sx.weakness, "new_or_progressive")
    | yes(sx.foot_drop) & ~_old_weakness
    | sure(is_(ex.power, "weak_one_leg", "weak_both_legs", "foot_drop") | is_(ex.gait, "foot_drop")) & ~_old_weakness,
)
both_legs_weak = Fact(
    "d.weak_both",
    "there is new or worsening weakness of both legs",
    "there is no new or worsening weakness of both legs",
    is_(sx.weakness, "new_or_progressive") & is_(sx.weakness_side, "both")
    | sure(is_(ex.power, "weak_both_legs")) & ~_old_weakness,
)
_bladder_and_nerves = worded(
    has(sx.bladder_bowel, "retention_or_hesitancy", "urinary_incontinence")
    & (spinal_pain | new_motor_deficit | both_legs & altered_sensation),
    "difficulty passing water or leaking urine comes with back or neck pain, new weakness, foot drop, or altered feeling while both legs hurt",
)
_sexual_and_nerves = worded(
    has(sx.bladder_bowel, "sexual_dysfunction") & spinal_pain & (new_motor_deficit | both_legs & altered_sensation),
    "a change in sexual function comes with back or neck pain, and with new weakness, foot drop, or altered feeling while both legs hurt",
)
cauda_equina_picture = Fact(
    "d.ces",
    "there is a picture of cauda equina compression",
    "the picture of cauda equina compression is not reported",
    has(sx.sensory, "saddle_numbness")
    | sure(is_(ex.sensation, "reduced_saddle"))
    | has(sx.bladder_bowel, "reduced_urine_sensation", "bowel_incontinence_or_loss")
    & (~sure(is_(sx.bladder_bowel_since, "longer_unchanged")) | new_motor_deficit | spinal_pain & recent_onset)
    | (_bladder_and_nerves | _sexual_and_nerves) & ~sure(is_(sx.bladder_bowel_since, "to_3_months", "longer_unchanged"))
    | both_legs_weak & (has(pain.sites, "low_back") | back_to_leg_pain),
)
late_cauda_equina_picture = Fact(
    "d.ces_late",
    "there is a bladder or sexual change of 15 days to 3 months with back or nerve symptoms, or a newer bladder change with altered feeling in the leg",
    "a later bladder or sexual change with back or nerve symptoms is not reported",
    (
        is_(sx.bladder_bowel_since, "to_3_months") & (_bladder_and_nerves | _sexual_and_nerves)
        | has(sx.bladder_bowel, "retention_or_hesitancy", "urinary_incontinence")
        & is_(sx.bladder_bowel_since, "within_14d")
        & altered_sensation
    )
    & ~cauda_equina_picture,
)
suicidal_now = Fact(
    "d.suicidal_now",
    "current thoughts of killing themselves, a plan, an intention, or an attempt to end their life in the last 3 months is reported",
    "no current thoughts of killing themselves, plan, intention or attempt in the last 3 months is reported",
    yes(asq.q5) | yes(mh.plan) | yes(mh.intent) | yes(mh.attempt_3mo),
)
perinatal = Fact(
    "d.perinatal",
    "the person is pregnant, or within 12 months of a birth or a loss",
    "the person is neither pregnant nor within 12 months of a birth or a loss",
    is_(pt.pregnancy, *PERINATAL),
)
on_opioid = Fact(
    "d.opioid",
    "the person takes an opioid",
    "the person does not take an opioid",
    has(rx.current, "opioid", "tramadol"),
)
on_sedative = Fact(
    "d.sedative",
    "the person takes a benzodiazepine, a Z-drug or a gabapentinoid",
    "the person takes no benzodiazepine, Z-drug or gabapentinoid",
    has(rx.current, "benzodiazepine_z", "gabapentinoid"),
)
risky_alcohol = Fact(
    "d.alcohol_pos",
    "AUDIT-C is at or above the cut-off",
    "AUDIT-C is below the cut-off",
    ReachesClinicsLimit(auditc_score, lambda clinic: clinic.audit_positive_from[0], "4 or 5")
    | (
        ReachesClinicsLimit(auditc_score, lambda clinic: clinic.audit_positive_from[1], "3 or 5")
        & (is_(pt.sex, "female", "intersex") | refused(pt.sex))
    ),
)
sleep_disturbed_twice = Fact(
    "d.sleep_shared",
    "pain disturbs sleep on 3 or more nights a week, and the PHQ-9 sleep item is 2 or 3",
    "sleep is not disturbed in both the pain and the mood answers",
    (slp.nights_pain_disturbed >= 3) & (phq.q3 >= 2),
)
inflammatory_joint = Fact(
    "d.inflammatory_joint",
    "a joint is swollen and morning stiffness lasts more than 30 minutes",
    "a swollen joint with more than 30 minutes of morning stiffness is not reported",
    swollen_joint & (pain.morning_stiffness_min > 30),
)
venous_picture = Fact(
    "d.venous",
    "the venous picture of a heavy or swollen leg, eased by raising it, is reported",
    "the venous picture is not reported",
    has(pain.relieving, "leg_elevated")
    & (has(pain.quality, "heavy") | has(pain.aggravating, "standing_still") | has(sx.swelling, "ankle_foot")),
)
clinical_osteoarthritis = Fact(
    "d.oa_clinical",
    "the picture of osteoarthritis is reported",
    "the picture of osteoarthritis is not reported",
    (pt.age_years >= 45)
    & worst_over_joint
    & has(pain.aggravating, "moving_joint", "weight_bearing", "stairs", "walking")
    & (pain.morning_stiffness_min <= 30)
    & (pain.duration_days >= 42)
    & ~yes(sx.new_change_14d),
)
low_oxygen = Fact(
    "d.low_oxygen",
    "oxygen saturation is low",
    "low oxygen saturation was not found",
    sure((ex.spo2 <= 83) | (ex.spo2 <= 91) & ~sure(yes(ex.spo2_scale2))),
)
child_vital_sign_out_of_range = Fact(
    "d.child_obs",
    "breathing or heart rate is out of range for a child of this age",
    "breathing or heart rate out of range for a child of this age was not found",
    sure(
        (pt.age_years < 16)
        & (
            (pt.age_years < 12) & (ex.hr < 60)
            | (pt.age_years < 1) & ((ex.rr >= 60) | (ex.hr >= 160))
            | _aged(1, 3, "1 or 2") & ((ex.rr >= 50) | (ex.hr >= 150))
            | _aged(3, 5, "3 or 4") & ((ex.rr >= 40) | (ex.hr >= 140))
            | pt.age_years.equals(5) & ((ex.rr >= 29) | (ex.hr >= 130))
            | _aged(6, 8, "6 or 7") & ((ex.rr >= 27) | (ex.hr >= 120))
            | _aged(8, 12, "8 to 11") & ((ex.rr >= 25) | (ex.hr >= 115))
            | (pt.age_years >= 12) & ((ex.rr >= 25) | (ex.hr >= 131))
        )
    ),
)
stocking_sensation = Fact(
    "d.stocking",
    "there is a nerve-type change in both feet",
    "a nerve-type change in both feet is not reported",
    is_(pain.radiation, "stocking_both_feet")
    | has(sx.sensory, "numb_both_feet")
    | sure(is_(ex.sensation, "reduced_stocking")),
)

FACTS: tuple[Fact, ...] = tuple(value for value in tuple(globals().values()) if isinstance(value, Fact))
"""All of the above."""
