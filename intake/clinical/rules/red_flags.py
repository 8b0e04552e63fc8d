"""The red flags, as data.

Tier 1 is an emergency now, 2 the same day, 3 urgent (within 2 weeks), 4 routine. Present, absent, or "cannot be excluded"
while the answers leave it open. Source: rule book section E; thresholds favour sensitivity.
"""

from dataclasses import dataclass

from intake.clinical.language.conditions import Condition, at_least_of, has, has_number, is_, refused, sure, yes
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import asq, mh, phq, phq2, phq8, phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx

from .facts import (
    acute,
    adult,
    altered_sensation,
    any_cancer,
    back_to_leg_pain,
    both_legs,
    cannot_take_4_steps,
    classic_claudication,
    fever,
    fragile_bone,
    hot_joint,
    injury,
    injury_within_10_days,
    ischaemic_rest_pain,
    minor,
    neurogenic_claudication,
    new_motor_deficit,
    on_opioid,
    on_sedative,
    one_leg,
    one_leg_swollen,
    one_sided_calf_pain,
    ottawa_ankle,
    ottawa_foot,
    ottawa_knee,
    perinatal,
    recent_onset,
    risky_alcohol,
    spinal_pain,
    suicidal_now,
    swollen_joint,
    systemic_infection,
    vte_risk,
    worst_over_tendon,
)
from .sources import cited

EMERGENCY, SAFETY = "emergency", "safety"
ALERT_KINDS = {"emergency": EMERGENCY, "safety": SAFETY}
"""What a flag that alerts calls for: a clinician now, or before the person leaves."""

TIERS = {1: "emergency now", 2: "same day", 3: "urgent (within 2 weeks)", 4: "routine, noted", 0: "none"}


@dataclass(frozen=True, eq=False)
class RedFlag:
    id: str
    title: str
    tier: int
    when: Condition
    action: str
    """What a clinician may consider."""
    sources: tuple[str, ...]
    physical: bool = True
    """Not about mood or medicines: it asks for vital signs and is counted apart."""
    alert_kind: str = ""
    """A key of ``ALERT_KINDS`` where a clinician must acknowledge it. A flag of tier 1 is at least an emergency."""
    asks_for_answer: bool = False
    """Present because an answer is missing: what is missing makes the alert, and its answer settles it."""
    gives_contacts: bool = False
    """While it is not excluded, the crisis contacts are given."""
    confidential: bool = False
    """Whoever lives with the person may read what is shared: there it is a pointer, without the answers it looks at."""

    def __post_init__(self) -> None:
        cited(*self.sources)
        if self.tier not in (1, 2, 3, 4):
            raise ValueError(f"{self.id} has no tier {self.tier}")
        if self.tier == 1 and not self.alert_kind:
            object.__setattr__(self, "alert_kind", "emergency")
        if self.alert_kind and self.alert_kind not in ALERT_KINDS:
            raise ValueError(f"{self.id} has no kind of alert {self.alert_kind!r}")

    @property
    def call(self) -> str:
        """Whom it calls: emergency, safety or, where it does not alert, nobody."""
        return EMERGENCY if self.tier == 1 else ALERT_KINDS.get(self.alert_kind, "")


RED_FLAGS: tuple[RedFlag, ...] = (
    RedFlag(
        "RF01",
        "Possible acute limb ischaemia",
        tier=1,
        when=(recent_onset | is_(sx.cold_leg, "one_leg_new", "both_new"))
        & (
            is_(sx.cold_leg, "one_leg_new", "both_new")
            | has(sx.skin, "pale", "mottled", "blue_dusky")
            | sure(is_(ex.pulses, "absent"))
        )
        & at_least_of(
            2,
            is_(sx.cold_leg, "one_leg_new", "both_new"),
            has(sx.skin, "pale", "mottled", "blue_dusky"),
            is_(ex.pulses, "absent"),
            has(sx.sensory, "numb_one_area", "numb_both_feet", "pins_needles"),
            is_(sx.weakness, "new_or_progressive"),
        ),
        action="Emergency transfer; immediate call to on-call vascular surgery. Do not wait for tests.",
        sources=("ALI-RCEM", "ALI-DEVON", "ALI-HIGHLAND"),
    ),
    RedFlag(
        "RF02a",
        "Possible cauda equina syndrome",
        tier=1,
        when=has(
            sx.bladder_bowel,
            "retention_or_hesitancy",
            "urinary_incontinence",
            "reduced_urine_sensation",
            "bowel_incontinence_or_loss",
        )
        | has(sx.sensory, "saddle_numbness")
        | (has(sx.bladder_bowel, "sexual_dysfunction") & (has(pain.sites, "low_back") | back_to_leg_pain))
        | (
            is_(sx.weakness, "new_or_progressive")
            & is_(sx.weakness_side, "both")
            & (has(pain.sites, "low_back") | back_to_leg_pain)
        ),
        action="Emergency department with 24-h MRI now; MRI as soon as possible, within 4 h of request.",
        sources=("CES-BMJBP", "CES-CSP", "IFOMPT"),
    ),
    RedFlag(
        "RF02c",
        "New or progressive weakness of both legs (cord, cauda equina, Guillain-Barre, muscle)",
        tier=1,
        when=is_(sx.weakness, "new_or_progressive") & is_(sx.weakness_side, "both"),
        action="Emergency neurological assessment now, including breathing and swallowing.",
        sources=("NG127", "CES-BMJBP"),
    ),
    RedFlag(
        "RF02b",
        "New or worsening bilateral radiating leg pain",
        tier=2,
        when=recent_onset & both_legs & (back_to_leg_pain | (has(pain.sites, "low_back") & altered_sensation)),
        action="Same-day clinician assessment for cauda equina features; low threshold for emergency MRI.",
        sources=("CES-CSP", "IFOMPT"),
    ),
    RedFlag(
        "RF03",
        "Possible deep vein thrombosis",
        tier=2,
        when=one_leg_swollen
        | (one_sided_calf_pain & ((pain.duration_days <= 28) | recent_onset) & vte_risk)
        | (
            is_(pt.pregnancy, "pregnant", "postnatal_le_6wk")
            & one_leg
            & has(pain.sites, "thigh_front", "thigh_back", "thigh_inner", "groin", "knee_back")
            & ((pain.duration_days <= 28) | recent_onset)
        ),
        action="Same-day assessment: two-level Wells score, then ultrasound or D-dimer per result; interim anticoagulation if scan delayed beyond 4 h. Pregnant/postnatal: obstetric VTE pathway, no Wells.",
        sources=("NG158",),
    ),
    RedFlag(
        "RF04",
        "Breathlessness, chest pain, haemoptysis or collapse (possible PE or other emergency)",
        tier=1,
        when=has(sx.cardioresp, "breathless_new", "chest_pain", "coughing_blood", "fainted"),
        action="Emergency assessment now.",
        sources=("NG158",),
    ),
    RedFlag(
        "RF05a",
        "Acute hot swollen joint with systemic features, prosthesis or immunosuppression (possible septic arthritis)",
        tier=1,
        when=hot_joint & (systemic_infection | yes(hx.prosthetic_joint) | yes(hx.immunosuppressed)),
        action="Emergency hospital assessment; joint aspiration before antibiotics.",
        sources=("BSR2006",),
    ),
    RedFlag(
        "RF05b",
        "Acute hot swollen joint",
        tier=2,
        when=hot_joint
        | (
            yes(hx.prosthetic_joint)
            & swollen_joint
            & (has(sx.skin, "red", "warm") | is_(pain.course, "worsening", "worsening_rapidly"))
        ),
        action="Same-day assessment; treat as septic until excluded even without fever. Clinician may downgrade classical recurrent big-toe gout without systemic features.",
        sources=("BSR2006", "NG219"),
    ),
    RedFlag(
        "RF05c",
        "Fever or rigors with leg, hip or bone pain (possible septic hip, osteomyelitis or deep infection)",
        tier=2,
        when=fever,
        action="Same-day assessment; deep joints and bone can be infected without visible redness or swelling.",
        sources=("BSR2006", "K-INFECT"),
    ),
    RedFlag(
        "RF06",
        "Possible acute compartment syndrome",
        tier=1,
        when=yes(sx.out_of_proportion)
        & (
            (pain.duration_days <= 7)
            | (pain.injury_days_ago <= 7)
            | yes(sx.new_change_14d)
            | is_(pain.course, "worsening_rapidly")
        )
        & (
            injury
            | is_(pain.mechanism, "surgery", "overuse_unaccustomed", "long_lie")
            | yes(hx.leg_plaster)
            | has(rx.current, "anticoagulant")
            | sure(yes(ex.compartment_tense) | yes(ex.passive_stretch_pain))
        ),
        action="Emergency orthopaedic/surgical review now; release tight dressings/cast; a present pulse does not exclude it.",
        sources=("BOAST10",),
    ),
    RedFlag(
        "RF07",
        "Possible necrotising soft-tissue infection",
        tier=1,
        when=recent_onset
        & (
            (
                yes(sx.out_of_proportion)
                & (systemic_infection | has(sx.skin, "spreading_redness", "blisters", "blue_dusky", "black_tissue"))
            )
            | ((has(sx.skin, "blisters", "blue_dusky", "black_tissue") | sure(yes(ex.skin_crepitus))) & fever)
        ),
        action="Emergency surgical review now; do not wait for test results.",
        sources=("NF-BMJBP", "NF-PULSE"),
    ),
    RedFlag(
        "RF08",
        "Possible cellulitis or spreading skin infection",
        tier=2,
        when=has(sx.skin, "spreading_redness") | (has(sx.skin, "red", "warm") & fever),
        action="Same-day clinical assessment; mark margin; check for sepsis and DVT.",
        sources=("NG141",),
    ),
    RedFlag(
        "RF09a",
        "Suspected hip or major limb fracture",
        tier=1,
        when=yes(sx.deformity)
        | (
            injury_within_10_days
            & is_(sx.weight_bearing, "unable_at_all")
            & (is_(pain.mechanism, "high_energy") | has(pain.sites, "groin", "hip_side", "thigh_front"))
        )
        | (
            recent_onset
            & is_(sx.weight_bearing, "unable_at_all")
            & has(pain.sites, "groin", "hip_side", "thigh_front")
            & (fragile_bone | any_cancer)
        ),
        action="Emergency department now; nil further weight-bearing.",
        sources=("K-TRAUMA", "CG124"),
    ),
    RedFlag(
        "RF09b",
        "Injury meeting Ottawa knee/ankle/foot rule, or unable to walk 4 steps after injury",
        tier=2,
        when=ottawa_knee
        | ottawa_ankle
        | ottawa_foot
        | (injury_within_10_days & cannot_take_4_steps)
        | (
            injury_within_10_days
            & has(pain.sites, "groin", "hip_side", "thigh_front", "buttock")
            & is_(sx.weight_bearing, "painful")
            & fragile_bone
        )
        | (
            injury_within_10_days
            & has(sx.sensory, "numb_both_feet")
            & has(pain.sites, "ankle", "foot_top", "foot_sole", "toes", "big_toe")
        ),
        action="Same-day X-ray.",
        sources=("OTTAWA", "NG38"),
    ),
    RedFlag(
        "RF09c",
        "Possible femoral-neck bone stress injury",
        tier=2,
        when=has(pain.sites, "groin")
        & has(pain.aggravating, "impact_running")
        & (
            is_(pain.mechanism, "overuse_unaccustomed")
            | (is_(pain.mechanism, "none_known") & ~yes(hx.osteoarthritis) & (pain.duration_days <= 180))
        ),
        action="Stop impact and protect weight-bearing; same-day senior advice; MRI hip (X-ray can be normal).",
        sources=("K-BONE",),
    ),
    RedFlag(
        "RF09d",
        "Thigh, hip or groin pain on a long-term bisphosphonate or denosumab (atypical femoral fracture)",
        tier=3,
        when=has(rx.current, "bisphosphonate_ge3y")
        & has(pain.sites, "thigh_front", "thigh_outer", "groin", "hip_side"),
        action="Full-length femur X-ray, both sides, urgently; review the bone medicine.",
        sources=("MHRA-BP",),
    ),
    RedFlag(
        "RF10a",
        "Past or active cancer with worsening or unprovoked night pain",
        tier=3,
        when=any_cancer & (is_(pain.night, "wakes_unprovoked") | is_(pain.course, "worsening", "worsening_rapidly")),
        action="Urgent imaging and suspected-cancer pathway.",
        sources=("SRG", "NG12"),
    ),
    RedFlag(
        "RF10b",
        "Unprovoked night pain with weight loss or night sweats",
        tier=3,
        when=(is_(pain.night, "wakes_unprovoked") & has(sx.systemic, "weight_loss", "night_sweats"))
        | ((pt.age_years >= 60) & has(pain.sites, "low_back") & has(sx.systemic, "weight_loss")),
        action="Urgent X-ray and bloods; suspected-cancer pathway.",
        sources=("SRG", "NG12"),
    ),
    RedFlag(
        "RF10c",
        "Enlarging or >5 cm lump",
        tier=3,
        when=is_(sx.lump, "growing_or_gt5cm"),
        action="Urgent ultrasound / sarcoma pathway (growing: NICE and Scottish guidance; over 5 cm: Scottish guidance).",
        sources=("SRG", "NG12"),
    ),
    RedFlag(
        "RF10d",
        "Persistent unexplained bone-type pain, age 60+",
        tier=4,
        when=(pt.age_years >= 60)
        & (pain.duration_days >= 42)
        & ~injury
        & (
            has(pain.quality, "deep_bone")
            | (has(pain.sites, "low_back") & is_(pain.course, "worsening", "worsening_rapidly"))
        ),
        action="FBC, calcium, ESR or plasma viscosity (myeloma); X-ray.",
        sources=("NG12",),
    ),
    RedFlag(
        "RF11a",
        "Limb-threatening foot problem (gangrene, or an ulcer with infection or poor blood supply)",
        tier=1,
        when=(yes(hx.diabetes) | yes(hx.pad))
        & (
            has(sx.skin, "black_tissue")
            | (
                has(sx.skin, "ulcer")
                & (
                    systemic_infection
                    | has(sx.skin, "spreading_redness")
                    | ischaemic_rest_pain
                    | is_(ex.pulses, "absent")
                )
            )
        ),
        action="Emergency hospital referral and multidisciplinary foot or vascular team now.",
        sources=("NG19", "GVG2019"),
    ),
    RedFlag(
        "RF11",
        "Possible chronic limb-threatening ischaemia or active diabetic foot problem",
        tier=2,
        when=(
            ischaemic_rest_pain
            & (yes(hx.pad) | yes(hx.diabetes) | is_(hx.smoking, "current", "ex") | is_(ex.pulses, "reduced", "absent"))
        )
        | has(sx.skin, "black_tissue")
        | (has(sx.skin, "ulcer") & (yes(hx.diabetes) | yes(hx.pad) | is_(ex.pulses, "reduced", "absent")))
        | (yes(hx.diabetes) & has(sx.swelling, "ankle_foot", "ankle_joint") & has(sx.skin, "red", "warm"))
        | sure(ex.abpi_min < 0.5),
        action="Same-day contact with vascular or diabetic-foot service.",
        sources=("GVG2019", "NG19"),
    ),
    RedFlag(
        "RF12",
        "New or progressive leg weakness or foot drop",
        tier=2,
        when=new_motor_deficit,
        action="Same-day neurological examination and spinal/neurology advice.",
        sources=("NG59", "NG127"),
    ),
    RedFlag(
        "RF13a",
        "Cancer history with new neurological symptoms or pain running from the back into the leg (possible metastatic cord compression)",
        tier=1,
        when=any_cancer
        & (
            new_motor_deficit
            | has(sx.sensory, "saddle_numbness")
            | (cannot_take_4_steps & spinal_pain)
            | (back_to_leg_pain & (altered_sensation | is_(pain.course, "worsening", "worsening_rapidly")))
            | (
                has(sx.sensory, "numb_both_feet")
                & ((pain.duration_days <= 42) | is_(pain.course, "worsening", "worsening_rapidly"))
            )
            | has(
                sx.bladder_bowel,
                "retention_or_hesitancy",
                "urinary_incontinence",
                "reduced_urine_sensation",
                "bowel_incontinence_or_loss",
            )
        ),
        action="Immediate contact with MSCC coordinator / emergency MRI whole spine.",
        sources=("NG234",),
    ),
    RedFlag(
        "RF13b",
        "Cancer history with spinal pain",
        tier=2,
        when=any_cancer
        & (
            back_to_leg_pain
            | (
                spinal_pain
                & (
                    is_(pain.night, "wakes_unprovoked")
                    | has(pain.aggravating, "cough_strain")
                    | is_(pain.course, "worsening", "worsening_rapidly")
                )
            )
        ),
        action="Contact MSCC coordinator within 24 h.",
        sources=("NG234",),
    ),
    RedFlag(
        "RF14",
        "Possible spinal infection",
        tier=2,
        when=spinal_pain
        & (
            fever
            | (
                (yes(hx.ivdu) | yes(hx.immunosuppressed) | yes(hx.diabetes))
                & (
                    has(sx.systemic, "unwell", "night_sweats", "weight_loss")
                    | (is_(pain.night, "wakes_unprovoked") & (yes(hx.ivdu) | yes(hx.immunosuppressed)))
                )
            )
        ),
        action="Same-day hospital assessment: bloods, cultures, MRI.",
        sources=("IFOMPT", "SPINF2019"),
    ),
    RedFlag(
        "RF15a",
        "Dark urine with muscle risk (possible rhabdomyolysis)",
        tier=1,
        when=yes(sx.urine_dark)
        & (
            has(rx.current, "statin", "antipsychotic")
            | is_(sx.weakness, "new_or_progressive")
            | is_(pain.mechanism, "crush_or_cast", "overuse_unaccustomed", "long_lie")
            | yes(sx.out_of_proportion)
            | risky_alcohol
        ),
        action="Emergency bloods now (CK, U&E, potassium); consider pausing the statin until the result.",
        sources=("EAS2015",),
    ),
    RedFlag(
        "RF15b",
        "Statin with new weakness",
        tier=3,
        when=has(rx.current, "statin")
        & is_(sx.weakness, "new_or_progressive")
        & ~classic_claudication
        & ~neurogenic_claudication,
        action="CK and renal function within days; consider pausing statin.",
        sources=("EAS2015", "NG238"),
    ),
    RedFlag(
        "RF16",
        "Possible sepsis",
        tier=1,
        when=systemic_infection
        & (
            yes(sx.confusion_new)
            | sure((ex.rr >= 25) | (ex.sbp <= 90) | (ex.hr >= 131) | (ex.spo2 <= 91))
            | has(sx.skin, "mottled", "purple_spots")
        ),
        action="Emergency: sepsis pathway now (any single NEWS2 red-score value shown here is a prompt, calculate full NEWS2).",
        sources=("NG253",),
    ),
    RedFlag(
        "RF17a",
        "Suicide-safety question answered yes (item 9, ASQ, a past attempt, or recent self-harm)",
        tier=2,
        when=(phq.q9 >= 1) | yes(asq.q1) | yes(asq.q2) | yes(asq.q3) | yes(asq.q4) | yes(mh.selfharm_3mo),
        action="Speak with the person directly, in this contact, before they leave; full safety conversation and safety plan. Do not label risk low/medium/high.",
        sources=("SIMON2013", "LOUZON2016", "NG225"),
        physical=False,
        gives_contacts=True,
        alert_kind="safety",
    ),
    RedFlag(
        "RF17b",
        "Current suicidal thoughts, plan, intent or recent attempt",
        tier=1,
        when=suicidal_now,
        action="Do not leave the person alone; same-hour emergency mental-health assessment; agree how to make the surroundings safer.",
        sources=("ASQ", "NG225"),
        physical=False,
        gives_contacts=True,
    ),
    RedFlag(
        "RF17c",
        "Suicide or safety question declined or unanswered (low mood, or item 9 above 0)",
        tier=2,
        when=(refused(phq.q9) & ((phq2 >= 2) | (phq8 >= 5)))
        | (
            ((phq.q9 >= 1) | yes(asq.q1) | yes(asq.q2) | yes(asq.q3) | yes(asq.q4))
            & (refused(asq.q5) | refused(mh.plan) | refused(mh.intent))
        ),
        action="Ask in person in this contact; a declined answer is not a 'no'.",
        sources=("ASQ", "LOUZON2016"),
        physical=False,
        gives_contacts=True,
        alert_kind="safety",
        asks_for_answer=True,
    ),
    RedFlag(
        "RF18a",
        "Psychotic symptoms",
        tier=2,
        when=has(mh.psychosis, "voices", "paranoia", "other"),
        action="Same-day mental-health assessment.",
        sources=("NG222",),
        physical=False,
    ),
    RedFlag(
        "RF18b",
        "Psychotic symptoms with suicidal thoughts, or within 12 months of birth",
        tier=1,
        when=has(mh.psychosis, "voices", "paranoia", "other")
        & ((phq.q9 >= 1) | suicidal_now | is_(pt.pregnancy, "postnatal_le_6wk", "postnatal_7wk_12mo")),
        action="Emergency psychiatric assessment now.",
        sources=("CG192", "NG222"),
        physical=False,
    ),
    RedFlag(
        "RF18c",
        "Possible mania or hypomania",
        tier=2,
        when=has(mh.mania, "elevated_or_irritable") & has_number(mh.mania, 3),
        action="Same-day mental-health advice; do not start an antidepressant on the PHQ-9 alone.",
        sources=("CG185",),
        physical=False,
    ),
    RedFlag(
        "RF19",
        "Not eating, drinking or caring for self",
        tier=2,
        when=yes(mh.self_neglect),
        action="Same-day assessment of physical state, capacity and safeguarding.",
        sources=("NG222",),
        physical=False,
    ),
    RedFlag(
        "RF20",
        "Pregnant or within 12 months of birth with depressive symptoms",
        tier=3,
        when=perinatal & (phq9 >= 10),
        action="Perinatal mental-health pathway (assess within 2 weeks).",
        sources=("CG192",),
        physical=False,
    ),
    RedFlag(
        "RF21",
        "Feels unsafe at home",
        tier=2,
        when=yes(mh.unsafe_at_home),
        action="See the person alone; same-day safeguarding advice.",
        sources=("NG116",),
        physical=False,
        confidential=True,
    ),
    RedFlag(
        "RF22a",
        "Under 18 with hip, thigh or knee pain and limp or not weight-bearing",
        tier=2,
        when=minor
        & has(
            pain.sites,
            "groin",
            "hip_side",
            "buttock",
            "thigh_front",
            "thigh_inner",
            "thigh_outer",
            "knee_front",
            "knee_back",
        )
        & is_(sx.weight_bearing, "painful", "unable_4_steps", "unable_at_all"),
        action="Same-day paediatric/orthopaedic assessment (slipped upper femoral epiphysis, septic hip).",
        sources=("K-PAED",),
    ),
    RedFlag(
        "RF22b",
        "Under 18 with unprovoked night pain, bone-type pain or fever",
        tier=2,
        when=minor
        & (
            is_(pain.night, "wakes_unprovoked")
            | (has(pain.quality, "deep_bone") & ~injury_within_10_days)
            | fever
            | is_(sx.lump, "growing_or_gt5cm")
        ),
        action="X-ray and FBC within 48 h; same-day assessment if febrile.",
        sources=("NG12-CYP",),
    ),
    RedFlag(
        "RF23",
        "Tendon pain with a recent fluoroquinolone, or sudden calf or Achilles pain (rupture?)",
        tier=2,
        when=(has(rx.current, "fluoroquinolone_recent") & (has(pain.sites, "achilles_heel") | worst_over_tendon))
        | (
            has(pain.sites, "achilles_heel", "calf")
            & is_(pain.onset_speed, "sudden")
            & (
                is_(sx.weakness, "new_or_progressive")
                | is_(pain.mechanism, "twist_strain", "overuse_unaccustomed", "direct_blow")
            )
        ),
        action="Consider stopping the fluoroquinolone, rest the tendon, same-day assessment for rupture.",
        sources=("MHRA-FQ",),
    ),
    RedFlag(
        "RF24",
        "PHQ-9 in severe band or 'extremely difficult' function",
        tier=3,
        when=adult & ((phq9 >= 20) | ((phq9 >= 10) & phq.difficulty.equals(3))),
        action="Early clinician assessment and treatment planning (within 2 weeks; sooner if any safety concern).",
        sources=("KS2002",),
        physical=False,
    ),
    RedFlag(
        "RF25",
        "Opioid with benzodiazepine/gabapentinoid or risky alcohol, plus depressive symptoms",
        tier=3,
        when=adult
        & (
            (on_opioid & (on_sedative | risky_alcohol) & (phq9 >= 10))
            | (on_opioid & on_sedative & risky_alcohol)
            | ((on_opioid | has(rx.current, "tca")) & ((phq.q9 >= 1) | yes(asq.q3) | yes(asq.q5)))
        ),
        action="Medication-safety review within 2 weeks; overdose risk, naloxone where available.",
        sources=("CDC2022",),
        physical=False,
    ),
    RedFlag(
        "RF27",
        "Sickle cell disease with acute severe pain",
        tier=1,
        when=yes(hx.sickle_cell) & recent_onset & ((pain.nrs_worst >= 7) | fever),
        action="Treat as an acute medical emergency; contact the sickle cell team.",
        sources=("CG143",),
    ),
    RedFlag(
        "RF26",
        "Possible bleed on an anticoagulant",
        tier=2,
        when=has(rx.current, "anticoagulant")
        & (
            (injury & has(sx.swelling, "calf", "whole_leg", "thigh", "knee_joint"))
            | (
                recent_onset
                & has(pain.sites, "groin", "thigh_front")
                & is_(sx.weakness, "pain_limited", "new_or_progressive")
            )
        ),
        action="Same-day assessment for haematoma / compartment syndrome / haemarthrosis.",
        sources=("K-TRAUMA",),
    ),
    RedFlag(
        "RF01b",
        "Newly cold leg",
        tier=2,
        when=is_(sx.cold_leg, "one_leg_new", "both_new"),
        action="Feel the pulses and check feeling and power today; emergency if either is reduced.",
        sources=("ALI-RCEM",),
    ),
    RedFlag(
        "RF09e",
        "Cannot walk four steps without a recent injury, or with a cancer history",
        tier=2,
        when=(cannot_take_4_steps & ~injury_within_10_days & (acute | recent_onset))
        | (cannot_take_4_steps & any_cancer),
        action="Same-day assessment: hidden fracture, joint or deep infection, spinal or pathological cause.",
        sources=("K-TRAUMA",),
    ),
    RedFlag(
        "RF28",
        "New confusion or a dangerous vital sign",
        tier=1,
        when=yes(sx.confusion_new)
        | sure(
            (ex.rr >= 25)
            | (ex.rr <= 8)
            | (ex.sbp <= 90)
            | (ex.hr >= 131)
            | (ex.hr <= 40)
            | (ex.spo2 <= 91)
            | (ex.temp_c <= 35)
        ),
        action="Emergency assessment now: full NEWS2; think of sepsis, bleeding, clot, stroke, opioid or sedative toxicity. Mind the lower oxygen target in some lung disease.",
        sources=("NG253", "K-GEN"),
    ),
    RedFlag(
        "RF29",
        "Painful rash or blisters in one strip (possible shingles)",
        tier=2,
        when=has(sx.skin, "band_rash"),
        action="Same-day assessment; antiviral treatment works best within 72 h.",
        sources=("K-INFECT",),
    ),
    RedFlag(
        "RF30",
        "Possible stroke signs",
        tier=1,
        when=yes(sx.stroke_signs),
        action="Emergency ambulance now; note the time it began.",
        sources=("NG127",),
    ),
    RedFlag(
        "RF31a",
        "Possible emergency in the abdomen, groin or great artery",
        tier=1,
        when=(recent_onset & (yes(hx.aaa) | (pt.age_years >= 60)) & has(sx.belly_groin, "new_abdominal_or_flank_pain"))
        | (yes(hx.aaa) & recent_onset & has(pain.sites, "low_back", "groin", "buttock"))
        | has(sx.belly_groin, "pulsating_lump", "testicle_pain")
        | (has(sx.belly_groin, "tender_groin_lump") & has(sx.belly_groin, "vomiting", "new_abdominal_or_flank_pain"))
        | (
            has(sx.belly_groin, "vaginal_bleeding")
            & has(sx.belly_groin, "new_abdominal_or_flank_pain")
            & ~is_(pt.pregnancy, "not_applicable")
        ),
        action="Emergency assessment now: aneurysm, strangulated hernia, testicular torsion, ectopic pregnancy are to be excluded.",
        sources=("K-GEN",),
    ),
    RedFlag(
        "RF31b",
        "Sudden back pain at 60 or over",
        tier=2,
        when=recent_onset
        & (pt.age_years >= 60)
        & has(pain.sites, "low_back")
        & is_(pain.onset_speed, "sudden")
        & ~injury,
        action="Same-day assessment; examine the abdomen and think of aortic aneurysm and fracture.",
        sources=("K-GEN",),
    ),
    RedFlag(
        "RF32",
        "MAOI or linezolid together with a serotonergic medicine",
        tier=2,
        when=has(rx.current, "maoi", "linezolid") & has(rx.current, "ssri", "snri", "tca", "tramadol"),
        action="Same-day check with prescriber or pharmacist; this combination is contraindicated.",
        sources=("K-PHARM",),
        physical=False,
    ),
    RedFlag(
        "RF33",
        "Possible polymyalgia with jaw pain (giant cell arteritis?)",
        tier=2,
        when=(pt.age_years >= 50)
        & (pain.morning_stiffness_min >= 45)
        & both_legs
        & has(pain.sites, "hip_side", "groin", "buttock", "thigh_front", "thigh_outer")
        & has(pain.other_regions, "left_arm_shoulder", "right_arm_shoulder", "neck")
        & has(pain.other_regions, "jaw"),
        action="Same-day assessment: headache, jaw, scalp, vision; bloods and specialist advice.",
        sources=("K-RHEUM",),
    ),
    RedFlag(
        "RF33b",
        "Possible polymyalgia rheumatica",
        tier=3,
        when=(pt.age_years >= 50)
        & (pain.morning_stiffness_min >= 45)
        & both_legs
        & has(pain.sites, "hip_side", "groin", "buttock", "thigh_front", "thigh_outer")
        & has(pain.other_regions, "left_arm_shoulder", "right_arm_shoulder", "neck"),
        action="ESR and CRP; ask about headache, jaw and vision.",
        sources=("K-RHEUM",),
    ),
    RedFlag(
        "RF34",
        "Child under 2 with leg pain or injury",
        tier=2,
        when=(pt.age_years < 2) & (yes(pain.present) | injury),
        action="Same-day paediatric assessment; consider safeguarding (not yet mobile, unexplained injury, delay, changing story).",
        sources=("K-PAED",),
    ),
    RedFlag(
        "RF35",
        "Rapidly spreading numbness or tingling",
        tier=2,
        when=recent_onset
        & (has(sx.sensory, "numb_both_feet") | (has(sx.sensory, "pins_needles") & both_legs))
        & is_(pain.course, "worsening", "worsening_rapidly")
        & ~has(rx.current, "chemotherapy"),
        action="Same-day reflexes, gait and breathing; think of Guillain-Barre syndrome and cord.",
        sources=("NG127", "K-NEURO"),
    ),
    RedFlag(
        "RF16b",
        "Spots that do not fade when pressed",
        tier=2,
        when=has(sx.skin, "purple_spots"),
        action="Same-day assessment; emergency if unwell or feverish.",
        sources=("K-INFECT",),
    ),
    RedFlag(
        "RF27b",
        "Sickle cell disease with new pain",
        tier=2,
        when=yes(hx.sickle_cell) & recent_onset,
        action="Same-day contact with the sickle cell team.",
        sources=("CG143",),
    ),
    RedFlag(
        "RF36",
        "Thoughts of harming others",
        tier=1,
        when=yes(mh.harm_others),
        action="Emergency mental-health assessment now; consider who is at risk.",
        sources=("NG222", "K-PSYCH"),
        physical=False,
    ),
    RedFlag(
        "RF20b",
        "Perinatal red-flag signs",
        tier=1,
        when=has_number(mh.perinatal_red, 1),
        action="Emergency perinatal psychiatric assessment now.",
        sources=("CG192", "K-PSYCH"),
        physical=False,
    ),
)

TITLES = {flag.id: flag.title for flag in RED_FLAGS}
