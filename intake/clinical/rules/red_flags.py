"""The red flags, as data, in the order of the catalogue. Source: rule book section E; thresholds favour sensitivity."""

from intake.clinical.language.conditions import (
    at_least_of,
    has,
    has_number,
    is_,
    no,
    refused,
    sure,
    ticked,
    worded,
    yes,
)
from intake.clinical.rules.facts import (
    acute,
    adult,
    altered_sensation,
    any_cancer,
    back_to_leg_pain,
    both_legs,
    both_legs_weak,
    cannot_take_4_steps,
    cauda_equina_picture,
    child_vital_sign_out_of_range,
    classic_claudication,
    clot_picture,
    fever,
    fragile_bone,
    hot_joint,
    injury,
    injury_within_10_days,
    ischaemic_rest_pain,
    late_cauda_equina_picture,
    low_oxygen,
    minor,
    neurogenic_claudication,
    neuropathic_words,
    new_motor_deficit,
    on_opioid,
    on_sedative,
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
from intake.clinical.rules.news2 import news2
from intake.clinical.rules.questions.context import PREGNANT_OR_RECENT_BIRTH, ctx, pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import SEROTONERGIC, hx, rx
from intake.clinical.rules.questions.mood import asq, auditc_score, mh, phq, phq2, phq8, phq9
from intake.clinical.rules.questions.pain import fn, pain
from intake.clinical.rules.questions.symptoms import sx

from .red_flag import RedFlag

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
        hint=recent_onset
        & (
            has(sx.sensory, "numb_one_area", "numb_both_feet", "pins_needles")
            | is_(sx.weakness, "new_or_progressive")
            | is_(pain.onset_speed, "sudden")
            | is_(ex.pulses, "absent", "reduced")
            | has(sx.skin, "pale", "mottled", "blue_dusky")
            | is_(sx.cold_leg, "one_leg_new", "both_new")
            | yes(hx.af)
        ),
        action="Emergency transfer; immediate call to on-call vascular surgery. Do not wait for tests.",
        sources=(
            "ALI-RCEM",
            "ALI-DEVON",
            "ALI-HIGHLAND",
        ),
    ),
    RedFlag(
        "RF01c",
        "Sudden leg pain with a missing pulse, or with numbness and weakness, or severe with artery disease or an irregular heartbeat (possible acute limb ischaemia)",
        tier=1,
        when=is_(pain.onset_speed, "sudden")
        & (pain.duration_days <= 14)
        & ~injury
        & (
            sure(is_(ex.pulses, "absent"))
            | ~back_to_leg_pain
            & (
                worded(
                    has(sx.sensory, "numb_one_area", "pins_needles", "numb_both_feet")
                    & (
                        is_(sx.weakness, "new_or_progressive")
                        | sure(is_(ex.power, "weak_one_leg", "weak_both_legs", "foot_drop"))
                    ),
                    "numbness or tingling comes with new weakness, told or found on examination",
                )
                | worded(
                    yes(sx.out_of_proportion) & (yes(hx.pad) | yes(hx.cvd) | yes(hx.af)),
                    "pain far beyond what would be expected comes with artery or heart disease, a stroke or an irregular heartbeat",
                )
            )
        ),
        hint=is_(pain.onset_speed, "sudden")
        & (altered_sensation | is_(sx.weakness, "new_or_progressive") | yes(sx.out_of_proportion) | yes(hx.af)),
        action="Feel the pulses and look at both feet now; emergency vascular call if a pulse is missing or the foot is cold or pale. Think of stroke and spine as well.",
        sources=(
            "ALI-RCEM",
            "ALI-DEVON",
        ),
    ),
    RedFlag(
        "RF02a",
        "Possible cauda equina syndrome",
        tier=1,
        when=cauda_equina_picture,
        hint=(spinal_pain | both_legs) & (altered_sensation | new_motor_deficit | has_number(sx.bladder_bowel, 1))
        | is_(sx.bladder_bowel, "declined", "unknown") & (spinal_pain | both_legs)
        | is_(sx.sensory, "declined", "unknown") & spinal_pain,
        open_mark="cauda equina question open",
        action="Emergency department with 24-h MRI now; MRI as soon as possible, within 4 h of request.",
        sources=(
            "CES-BMJBP",
            "CES-CSP",
            "GIRFT-CES",
            "IFOMPT",
        ),
    ),
    RedFlag(
        "RF02c",
        "New or progressive weakness of both legs (cord, cauda equina, Guillain-Barre, muscle)",
        tier=1,
        when=both_legs_weak,
        hint=is_(sx.weakness, "new_or_progressive")
        | is_(sx.weakness, "declined", "unknown")
        | is_(ex.power, "weak_both_legs"),
        action="Emergency neurological assessment now, including breathing and swallowing.",
        sources=(
            "NG127",
            "CES-BMJBP",
        ),
    ),
    RedFlag(
        "RF02b",
        "New or worsening leg pain from the back on both sides",
        tier=2,
        when=recent_onset & both_legs & (back_to_leg_pain | has(pain.sites, "low_back") & altered_sensation)
        | sure(is_(ex.slr, "positive_both")) & (acute | recent_onset),
        hint=both_legs & spinal_pain,
        action="Same-day clinician assessment for cauda equina features; low threshold for emergency MRI.",
        sources=(
            "CES-CSP",
            "IFOMPT",
        ),
    ),
    RedFlag(
        "RF02e",
        "Leg pain from the back on both sides, bladder question not answered",
        tier=2,
        when=back_to_leg_pain & both_legs & refused(sx.bladder_bowel),
        hint=both_legs & is_(sx.bladder_bowel, "declined", "unknown"),
        action="Ask about bladder, bowel and saddle feeling in person, today, before the person leaves; emergency MRI if any has changed.",
        sources=(
            "GIRFT-CES",
            "CES-CSP",
        ),
    ),
    RedFlag(
        "RF02f",
        "Bladder or sexual change for 15 days to 3 months with back or nerve symptoms, or a newer bladder change with altered feeling",
        tier=2,
        when=late_cauda_equina_picture,
        hint=has_number(sx.bladder_bowel, 1),
        action="Same-day discussion with the spinal service and urgent MRI; emergency if anything is new or getting worse.",
        sources=("GIRFT-CES",),
    ),
    RedFlag(
        "RF02d",
        "Bladder or bowel change without back or nerve symptoms, or a recent sexual change with back pain",
        tier=3,
        when=has(
            sx.bladder_bowel,
            "retention_or_hesitancy",
            "urinary_incontinence",
            "reduced_urine_sensation",
            "bowel_incontinence_or_loss",
        )
        & ~worded(
            sure(has(sx.bladder_bowel, "retention_or_hesitancy") & is_(sx.bladder_bowel_since, "within_14d")),
            "difficulty passing water is known to have begun in the last 14 days",
            "difficulty passing water is not known to have begun in the last 14 days",
        )
        & ~cauda_equina_picture
        & ~late_cauda_equina_picture
        | has(sx.bladder_bowel, "sexual_dysfunction")
        & spinal_pain
        & is_(sx.bladder_bowel_since, "within_14d", "to_3_months")
        & ~cauda_equina_picture
        & ~late_cauda_equina_picture,
        hint=has_number(sx.bladder_bowel, 1),
        action="Ask about prostate, pelvic floor, childbirth, medicines and mood; emergency if back pain, numbness or weakness begins.",
        sources=(
            "GIRFT-CES",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF02g",
        "New difficulty passing water without back or nerve symptoms",
        tier=2,
        when=has(sx.bladder_bowel, "retention_or_hesitancy")
        & is_(sx.bladder_bowel_since, "within_14d")
        & ~cauda_equina_picture,
        hint=has(sx.bladder_bowel, "retention_or_hesitancy"),
        action="Feel and scan the bladder today (retention); think of prostate, constipation and medicines (opioid, tricyclic, antihistamine); emergency if feeling is lost or the back hurts.",
        sources=(
            "K-GEN",
            "GIRFT-CES",
        ),
    ),
    RedFlag(
        "RF03",
        "Possible deep vein thrombosis",
        tier=2,
        when=clot_picture,
        hint=one_sided_calf_pain
        | has(sx.swelling, "calf", "whole_leg", "thigh", "ankle_foot")
        | is_(sx.swelling, "unknown", "declined") & vte_risk,
        action="Same-day assessment: two-level Wells score, then ultrasound or D-dimer per result; interim anticoagulation if scan delayed beyond 4 h. Pregnant/postnatal: obstetric VTE pathway, no Wells.",
        sources=("NG158",),
    ),
    RedFlag(
        "RF03b",
        "New one-sided calf pain without injury",
        tier=2,
        when=one_sided_calf_pain
        & ((pain.duration_days <= 28) | recent_onset)
        & ~injury
        & ~is_(pain.mechanism, "overuse_unaccustomed")
        & ~back_to_leg_pain
        & ~classic_claudication
        & ~sure(clot_picture),
        hint=one_sided_calf_pain,
        action="Look at and measure both calves today and complete the Wells score (not in pregnancy, 6 weeks after birth or under 18); no known risk does not exclude a clot.",
        sources=(
            "NG158",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF03c",
        "One-sided leg swelling for more than 90 days, unchanged",
        tier=3,
        when=is_(sx.swelling_side, "one")
        & has(sx.swelling, "calf", "whole_leg", "thigh", "ankle_foot")
        & (pain.duration_days > 90)
        & ~clot_picture,
        hint=has(sx.swelling, "calf", "whole_leg", "thigh", "ankle_foot"),
        action="Examine for venous disease, lymphoedema, a pelvic or abdominal cause; same-day assessment if it changes.",
        sources=("K-GEN",),
    ),
    RedFlag(
        "RF03d",
        "Both legs newly swollen with a clot risk",
        tier=2,
        when=is_(sx.swelling_side, "both")
        & has(sx.swelling, "calf", "whole_leg", "thigh")
        & ((pain.duration_days <= 14) | yes(sx.new_change_14d))
        & vte_risk,
        hint=is_(sx.swelling_side, "both")
        & (is_(hx.cancer, "unknown", "declined", "active") | (pain.duration_days <= 14)),
        action="Clot in both legs or the great vein, heart or kidney failure: examine, ultrasound and bloods today.",
        sources=(
            "NG158",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF04",
        "Breathlessness, chest pain, haemoptysis or collapse (possible PE or other emergency)",
        tier=1,
        when=has(sx.cardioresp, "breathless_new", "chest_pain", "coughing_blood", "fainted"),
        hint=one_sided_calf_pain | one_leg_swollen | yes(sx.stroke_signs) | is_(sx.cardioresp, "declined", "unknown"),
        action="Emergency assessment now.",
        sources=("NG158",),
    ),
    RedFlag(
        "RF05a",
        "Hot or newly swollen joint with systemic features, prosthesis or lowered defences (possible septic arthritis)",
        tier=1,
        when=hot_joint & (systemic_infection | yes(hx.prosthetic_joint) | yes(hx.immunosuppressed))
        | swollen_joint
        & recent_onset
        & ~injury
        & systemic_infection
        & (
            yes(hx.immunosuppressed)
            | yes(hx.inflammatory_arthritis)
            | yes(hx.prosthetic_joint)
            | yes(hx.ivdu)
            | yes(hx.diabetes)
        ),
        hint=hot_joint,
        action="Emergency hospital assessment; joint aspiration before antibiotics.",
        sources=(
            "BSR2006",
            "HOTJOINT-DARK",
        ),
    ),
    RedFlag(
        "RF05b",
        "Hot or newly swollen joint",
        tier=2,
        when=hot_joint
        | yes(hx.prosthetic_joint)
        & swollen_joint
        & (has(sx.skin, "red", "warm") | is_(pain.course, "worsening", "worsening_rapidly"))
        | swollen_joint
        & recent_onset
        & ~injury
        & (
            yes(hx.immunosuppressed)
            | yes(hx.inflammatory_arthritis)
            | yes(hx.prosthetic_joint)
            | yes(hx.ivdu)
            | yes(hx.diabetes)
            | systemic_infection
            | cannot_take_4_steps
        ),
        hint=swollen_joint,
        action="Same-day assessment; treat as septic until excluded even without fever. Clinician may downgrade classical recurrent big-toe gout without systemic features.",
        sources=(
            "BSR2006",
            "NG219",
            "HOTJOINT-DARK",
        ),
    ),
    RedFlag(
        "RF05c",
        "Fever or rigors with leg, hip or bone pain (possible septic hip, osteomyelitis or deep infection)",
        tier=2,
        when=fever,
        hint=hot_joint | has(sx.skin, "spreading_redness"),
        action="Same-day assessment; deep joints and bone can be infected without visible redness or swelling.",
        sources=(
            "BSR2006",
            "K-INFECT",
        ),
    ),
    RedFlag(
        "RF05d",
        "Joint replacement with new or worsening pain, or unwell",
        tier=2,
        when=yes(hx.prosthetic_joint)
        & (
            systemic_infection
            | is_(pain.course, "worsening_rapidly")
            | is_(pain.course, "worsening") & (pain.duration_days <= 90)
            | yes(sx.new_change_14d)
        )
        & has(pain.sites, "groin", "hip_side", "thigh_front", "buttock", "knee_front", "knee_back", "ankle"),
        hint=yes(hx.prosthetic_joint),
        action="Same-day orthopaedic advice; no antibiotics before it.",
        sources=(
            "BNSSG-PJI",
            "K-INFECT",
        ),
    ),
    RedFlag(
        "RF06",
        "Possible acute compartment syndrome",
        tier=1,
        when=(
            yes(sx.out_of_proportion)
            | sure(
                yes(ex.compartment_tense)
                | yes(ex.passive_stretch_pain) & has(sx.sensory, "numb_one_area", "pins_needles")
            )
        )
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
        hint=yes(sx.out_of_proportion) | yes(hx.leg_plaster),
        action="Emergency orthopaedic/surgical review now; release tight dressings/cast; a present pulse does not exclude it.",
        sources=("BOAST10",),
    ),
    RedFlag(
        "RF06b",
        "Leg in plaster or brace, and worse, numb, pale or blue",
        tier=2,
        when=yes(hx.leg_plaster)
        & recent_onset
        & (
            is_(pain.course, "worsening", "worsening_rapidly")
            | has(sx.sensory, "numb_one_area", "pins_needles")
            | has(sx.skin, "pale", "blue_dusky")
        ),
        hint=yes(hx.leg_plaster),
        action="Check or release the plaster today; think of compartment syndrome and of a clot.",
        sources=(
            "BOAST10",
            "NG158",
        ),
    ),
    RedFlag(
        "RF06c",
        "New severe pain out of proportion",
        tier=2,
        when=yes(sx.out_of_proportion) & ((pain.duration_days <= 14) | is_(pain.course, "worsening_rapidly")),
        hint=is_(sx.out_of_proportion, "unknown", "declined") & (pain.nrs_worst >= 9) & (pain.duration_days <= 14),
        action="Examine today, and again within hours: pulses, compartments, skin, vital signs; think of deep infection, ischaemia, compartment syndrome and clot; emergency if it grows.",
        sources=(
            "NF-BMJBP",
            "BOAST10",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF07",
        "Possible necrotising soft-tissue infection",
        tier=1,
        when=recent_onset
        & (
            worded(
                yes(sx.out_of_proportion)
                & (systemic_infection | has(sx.skin, "spreading_redness", "blisters", "blue_dusky", "black_tissue")),
                "pain far beyond what would be expected comes with a general sign of infection, or with skin that is hot and spreading, blistered, dusky or black",
            )
            | worded(
                (has(sx.skin, "blisters", "blue_dusky", "black_tissue") | sure(yes(ex.skin_crepitus))) & fever,
                "fever comes with skin that is blistered, dusky or black, or with crepitus under it",
            )
        )
        | recent_onset & sure(yes(ex.skin_crepitus)),
        hint=yes(sx.out_of_proportion) | systemic_infection,
        action="Emergency surgical review now; do not wait for test results.",
        sources=(
            "NF-BMJBP",
            "NF-PULSE",
        ),
    ),
    RedFlag(
        "RF07b",
        "Very painful dark, blue or blistered skin",
        tier=2,
        when=yes(sx.out_of_proportion)
        & has(sx.skin, "darker_or_purple_area", "blue_dusky", "black_tissue", "blisters"),
        hint=has(sx.skin, "darker_or_purple_area", "blue_dusky", "black_tissue", "blisters")
        | yes(sx.out_of_proportion) & yes(hx.ckd),
        action="Same-day senior assessment: dead or dying skin, calciphylaxis in kidney disease, loss of blood supply, deep infection.",
        sources=(
            "K-INFECT",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF08",
        "Possible cellulitis, spreading skin infection or superficial vein clot",
        tier=2,
        when=has(sx.skin, "spreading_redness")
        | has(sx.skin, "red", "warm") & fever
        | has(sx.skin, "red") & has(sx.skin, "warm") & recent_onset & ~swollen_joint,
        hint=has(sx.skin, "red", "warm"),
        action="Same-day clinical assessment; mark the margin; check for sepsis and DVT. A tender cord is a superficial vein clot: ultrasound; within 3 cm of the junction at the groin it is treated like a DVT.",
        sources=(
            "NG141",
            "SVT-SEC",
            "CG168",
        ),
    ),
    RedFlag(
        "RF09a",
        "Suspected hip or major limb fracture",
        tier=1,
        when=yes(sx.deformity)
        | injury_within_10_days
        & is_(sx.weight_bearing, "unable_at_all")
        & (is_(pain.mechanism, "high_energy") | has(pain.sites, "groin", "hip_side", "thigh_front"))
        | recent_onset
        & is_(sx.weight_bearing, "unable_at_all")
        & has(pain.sites, "groin", "hip_side", "thigh_front")
        & (fragile_bone | any_cancer)
        | recent_onset
        & is_(sx.weight_bearing, "unable_at_all")
        & fragile_bone
        & has(pain.sites, "buttock", "knee_front", "low_back"),
        hint=cannot_take_4_steps | injury_within_10_days,
        action="Emergency department now; nil further weight-bearing.",
        sources=(
            "K-TRAUMA",
            "CG124",
        ),
    ),
    RedFlag(
        "RF09b",
        "Injury meeting Ottawa knee/ankle/foot rule, tender over bone, or unable to walk 4 steps",
        tier=2,
        when=ottawa_knee
        | ottawa_ankle
        | ottawa_foot
        | injury_within_10_days & cannot_take_4_steps
        | injury_within_10_days & sure(has(ex.bony_tender, "tibia_focal", "other_focal"))
        | injury_within_10_days
        & has(pain.sites, "groin", "hip_side", "thigh_front", "buttock")
        & is_(sx.weight_bearing, "painful")
        & fragile_bone
        | injury_within_10_days
        & has(sx.sensory, "numb_both_feet")
        & has(pain.sites, "ankle", "foot_top", "foot_sole", "toes", "big_toe")
        | injury
        & (pain.injury_days_ago <= 42)
        & has(pain.sites, "groin", "hip_side", "thigh_front", "buttock")
        & is_(sx.weight_bearing, "painful", "unable_4_steps", "unable_at_all")
        & fragile_bone,
        hint=cannot_take_4_steps | injury_within_10_days,
        action="Same-day X-ray.",
        sources=(
            "OTTAWA",
            "NG38",
        ),
    ),
    RedFlag(
        "RF09c",
        "Possible femoral-neck bone stress injury",
        tier=2,
        when=has(pain.sites, "groin")
        & has(pain.aggravating, "impact_running")
        & (
            is_(pain.mechanism, "overuse_unaccustomed")
            | is_(pain.mechanism, "none_known") & ~yes(hx.osteoarthritis) & (pain.duration_days <= 180)
        ),
        hint=has(pain.sites, "groin") & has(pain.aggravating, "impact_running"),
        action="Stop impact and protect weight-bearing; same-day senior advice; MRI hip (X-ray can be normal).",
        sources=("K-BONE",),
    ),
    RedFlag(
        "RF09d",
        "Thigh, hip or groin pain on a long-term bisphosphonate or denosumab (atypical femoral fracture)",
        tier=3,
        when=has(rx.current, "bisphosphonate_ge3y")
        & has(pain.sites, "thigh_front", "thigh_outer", "groin", "hip_side"),
        hint=ticked(rx.current, "bisphosphonate_ge3y"),
        action="Full-length femur X-ray, both sides, urgently; review the bone medicine.",
        sources=("MHRA-BP",),
    ),
    RedFlag(
        "RF10a",
        "Past or active cancer with worsening or unprovoked night pain",
        tier=3,
        when=any_cancer & (is_(pain.night, "wakes_unprovoked") | is_(pain.course, "worsening", "worsening_rapidly")),
        hint=any_cancer | is_(hx.cancer, "unknown", "declined") & is_(pain.night, "wakes_unprovoked"),
        action="Urgent imaging and suspected-cancer pathway.",
        sources=(
            "SRG",
            "NG12",
        ),
    ),
    RedFlag(
        "RF10b",
        "Unprovoked night pain with weight loss or night sweats",
        tier=3,
        when=is_(pain.night, "wakes_unprovoked") & has(sx.systemic, "weight_loss", "night_sweats")
        | (pt.age_years >= 60) & has(pain.sites, "low_back") & has(sx.systemic, "weight_loss"),
        hint=is_(pain.night, "wakes_unprovoked") | has(sx.systemic, "weight_loss"),
        action="Urgent X-ray and bloods; suspected-cancer pathway.",
        sources=(
            "SRG",
            "NG12",
        ),
    ),
    RedFlag(
        "RF10c",
        "Enlarging or >5 cm lump",
        tier=3,
        when=is_(sx.lump, "growing_or_gt5cm"),
        hint=is_(sx.lump, "unknown", "declined"),
        action="Urgent ultrasound / sarcoma pathway (growing: NICE and Scottish guidance; over 5 cm: Scottish guidance).",
        sources=(
            "SRG",
            "NG12",
        ),
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
            | has(pain.sites, "low_back") & is_(pain.course, "worsening", "worsening_rapidly")
        ),
        hint=has(pain.quality, "deep_bone"),
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
            | has(sx.skin, "ulcer")
            & (systemic_infection | has(sx.skin, "spreading_redness") | ischaemic_rest_pain | is_(ex.pulses, "absent"))
        ),
        hint=has(sx.skin, "ulcer", "black_tissue"),
        action="Emergency hospital referral and multidisciplinary foot or vascular team now.",
        sources=(
            "NG19",
            "GVG2019",
        ),
    ),
    RedFlag(
        "RF11",
        "Possible chronic limb-threatening ischaemia or active diabetic foot problem",
        tier=2,
        when=ischaemic_rest_pain
        & (yes(hx.pad) | yes(hx.diabetes) | is_(hx.smoking, "current", "ex") | is_(ex.pulses, "reduced", "absent"))
        | has(sx.skin, "black_tissue")
        | has(sx.skin, "ulcer") & (yes(hx.diabetes) | yes(hx.pad) | is_(ex.pulses, "reduced", "absent"))
        | yes(hx.diabetes) & has(sx.swelling, "ankle_foot", "ankle_joint") & has(sx.skin, "red", "warm")
        | sure(ex.abpi_min < 0.5)
        | yes(hx.diabetes)
        & has(sx.swelling, "ankle_foot", "ankle_joint")
        & is_(sx.swelling_side, "one")
        & (
            has(sx.sensory, "numb_both_feet", "numb_one_area")
            | sure(is_(ex.sensation, "reduced_stocking"))
            | yes(hx.ckd)
            | has(sx.skin, "darker_or_purple_area", "spreading_redness")
        ),
        hint=yes(hx.diabetes) | yes(hx.pad) | ischaemic_rest_pain,
        action="Same-day contact with vascular or diabetic-foot service; where one foot is swollen and numb, keep weight off it until it is seen (possible Charcot foot).",
        sources=(
            "GVG2019",
            "NG19",
            "CHARCOT-AFP",
        ),
    ),
    RedFlag(
        "RF11c",
        "Leg or foot ulcer",
        tier=3,
        when=has(sx.skin, "ulcer"),
        hint=is_(sx.skin, "unknown", "declined")
        & (yes(hx.diabetes) | yes(hx.pad) | is_(ex.pulses, "reduced", "absent")),
        action="Pulses and ABPI before any compression; leg-ulcer service within 2 weeks; same day with diabetes, artery disease or infection.",
        sources=("CG168",),
    ),
    RedFlag(
        "RF12",
        "New or progressive leg weakness or foot drop",
        tier=2,
        when=new_motor_deficit,
        hint=is_(sx.weakness, "unknown", "declined")
        | is_(ex.power, "weak_one_leg", "weak_both_legs", "foot_drop")
        | is_(ex.gait, "foot_drop")
        | yes(sx.foot_drop)
        | is_(ex.reflexes, "reduced")
        | is_(ex.sensation, "reduced_one_area"),
        action="Same-day neurological examination and spinal/neurology advice.",
        sources=(
            "NG59",
            "NG127",
        ),
    ),
    RedFlag(
        "RF13a",
        "Cancer history with new neurological symptoms or pain running from the back into the leg (possible metastatic cord compression)",
        tier=1,
        when=any_cancer
        & (
            new_motor_deficit
            | has(sx.sensory, "saddle_numbness")
            | cannot_take_4_steps & spinal_pain
            | worded(
                back_to_leg_pain
                & (
                    altered_sensation & ((pain.duration_days <= 90) | recent_onset)
                    | is_(pain.course, "worsening", "worsening_rapidly")
                ),
                "pain that runs from the back into the leg is getting worse, or feeling is altered with it and it is recent or has lasted 3 months or less",
            )
            | spinal_pain & yes(sx.unsteady_new)
            | worded(
                has(sx.sensory, "numb_both_feet")
                & ((pain.duration_days <= 42) | is_(pain.course, "worsening", "worsening_rapidly")),
                "both feet are numb, and the pain has lasted 6 weeks or less or is getting worse",
            )
            | has(
                sx.bladder_bowel,
                "retention_or_hesitancy",
                "urinary_incontinence",
                "reduced_urine_sensation",
                "bowel_incontinence_or_loss",
            )
        ),
        hint=any_cancer | is_(hx.cancer, "unknown", "declined") & spinal_pain,
        action="Immediate contact with MSCC coordinator / emergency MRI whole spine.",
        sources=("NG234",),
    ),
    RedFlag(
        "RF13b",
        "Cancer history with spinal pain or new unsteadiness",
        tier=2,
        when=any_cancer
        & (
            back_to_leg_pain
            & ~worded(
                sure(
                    (pain.duration_days > 365)
                    & is_(pain.course, "stable", "improving", "fluctuating")
                    & is_(hx.cancer, "past")
                    & no(sx.new_change_14d)
                ),
                "it is known to have been stable for more than 1 year after a past cancer",
                "it is not known to have been stable for more than 1 year after a past cancer",
            )
            | worded(
                spinal_pain
                & (
                    is_(pain.night, "wakes_unprovoked")
                    | has(pain.aggravating, "cough_strain")
                    | is_(pain.course, "worsening", "worsening_rapidly")
                ),
                "pain in the back or neck, or from the back into the leg, wakes the person at night, is worse on coughing, or is getting worse",
            )
        )
        | any_cancer & (yes(sx.unsteady_new) | sure(is_(ex.gait, "unsteady"))),
        hint=any_cancer | is_(hx.cancer, "unknown", "declined") & spinal_pain,
        action="Contact MSCC coordinator within 24 h.",
        sources=("NG234",),
    ),
    RedFlag(
        "RF13f",
        "Past cancer with pain from the back into the leg for more than a year",
        tier=3,
        when=any_cancer & back_to_leg_pain & (pain.duration_days > 365),
        hint=any_cancer & back_to_leg_pain,
        action="Examine, and image the spine within 2 weeks; contact the MSCC coordinator at once if it changes.",
        sources=(
            "NG234",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF13c",
        "New unsteadiness or falls with back or neck pain, or with nerve, bladder or weakness signs (possible cord problem)",
        tier=2,
        when=spinal_pain & (yes(sx.unsteady_new) | sure(is_(ex.gait, "unsteady")))
        | spinal_pain
        & (fn.falls_12mo >= 2)
        & both_legs
        & altered_sensation
        & is_(pain.course, "worsening", "worsening_rapidly")
        | (yes(sx.unsteady_new) | sure(is_(ex.gait, "unsteady")))
        & (altered_sensation | has_number(sx.bladder_bowel, 1) | is_(sx.weakness, "new_or_progressive")),
        hint=spinal_pain
        & (
            (fn.falls_12mo >= 2)
            | both_legs & altered_sensation
            | has(pain.quality, "heavy")
            | is_(sx.unsteady_new, "unknown", "declined")
        ),
        action="Gait, tone, reflexes, plantar responses and sensory level today; emergency MRI of the whole spine if any is abnormal.",
        sources=(
            "NG234",
            "NG127",
            "K-NEURO",
        ),
    ),
    RedFlag(
        "RF13d",
        "Cord signs on examination",
        tier=1,
        when=sure(is_(ex.sensation, "sensory_level"))
        | sure(is_(ex.reflexes, "brisk"))
        & (
            new_motor_deficit
            | yes(sx.unsteady_new)
            | sure(is_(ex.gait, "unsteady"))
            | has(
                sx.bladder_bowel,
                "retention_or_hesitancy",
                "urinary_incontinence",
                "reduced_urine_sensation",
                "bowel_incontinence_or_loss",
            )
        ),
        hint=is_(ex.reflexes, "brisk"),
        action="Emergency MRI of the whole spine; call the spinal or MSCC service now.",
        sources=(
            "NG234",
            "NG127",
            "K-NEURO",
        ),
    ),
    RedFlag(
        "RF13e",
        "Newly unsteady on the feet",
        tier=3,
        when=yes(sx.unsteady_new) | sure(is_(ex.gait, "unsteady")),
        hint=(fn.falls_12mo >= 2) & is_(sx.unsteady_new, "unknown", "declined"),
        action="Gait, reflexes and plantar responses within 2 weeks; today if a nerve, bladder or back sign joins.",
        sources=(
            "NG127",
            "K-NEURO",
        ),
    ),
    RedFlag(
        "RF14",
        "Possible spinal infection",
        tier=2,
        when=fever & (has(pain.sites, "low_back") | back_to_leg_pain | has(pain.other_regions, "upper_back"))
        | spinal_pain
        & (
            worded(
                yes(hx.ivdu) & ((pain.duration_days <= 90) | is_(pain.course, "worsening", "worsening_rapidly")),
                "drugs are or were injected, and the pain has lasted 3 months or less or is getting worse",
            )
            | worded(
                (yes(hx.ivdu) | yes(hx.immunosuppressed) | yes(hx.diabetes))
                & (
                    has(sx.systemic, "unwell", "night_sweats", "weight_loss")
                    | is_(pain.night, "wakes_unprovoked") & (yes(hx.ivdu) | yes(hx.immunosuppressed))
                ),
                "somebody with injected drugs, a weak immune system or diabetes feels very unwell, sweats at night or loses weight, or with injected drugs or a weak immune system is woken by the pain",
            )
        ),
        hint=spinal_pain & (fever | yes(hx.ivdu) | yes(hx.immunosuppressed)),
        action="Same-day hospital assessment: bloods, cultures, MRI.",
        sources=(
            "IFOMPT",
            "SPINF2019",
        ),
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
        hint=yes(sx.urine_dark)
        | is_(sx.urine_dark, "unknown", "declined")
        & is_(pain.mechanism, "overuse_unaccustomed", "crush_or_cast", "long_lie"),
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
        hint=ticked(rx.current, "statin") & is_(sx.weakness, "unknown", "declined"),
        action="CK and renal function within days; consider pausing statin.",
        sources=(
            "EAS2015",
            "NG238",
        ),
    ),
    RedFlag(
        "RF16",
        "Possible sepsis",
        tier=1,
        when=systemic_infection
        & (
            yes(sx.confusion_new)
            | low_oxygen
            | ~sure(pt.age_years < 16) & sure((ex.rr >= 25) | (ex.sbp <= 90) | (ex.hr >= 131) | (news2 >= 5))
            | child_vital_sign_out_of_range
            | sure((pt.age_years >= 1) & (ex.sbp <= 70))
            | has(sx.skin, "mottled", "purple_spots")
        ),
        hint=systemic_infection,
        action="Emergency: sepsis pathway now (NEWS2 from 16 years; under 16 the paediatric chart for the age).",
        sources=(
            "NG253",
            "NG51",
            "NG254",
        ),
    ),
    RedFlag(
        "RF17a",
        "Suicide-safety question answered yes (item 9, ASQ, a past attempt, or recent self-harm)",
        tier=2,
        when=(phq.q9 >= 1) | yes(asq.q1) | yes(asq.q2) | yes(asq.q3) | yes(asq.q4) | yes(mh.selfharm_3mo),
        hint=(phq.q9 >= 1)
        | (phq9 >= 15)
        | phq.q2.equals(3)
        | is_(phq.q9, "declined", "unknown")
        | refused(phq.q9) & (phq2 >= 2)
        | yes(asq.q5)
        | yes(mh.plan),
        action="Speak with the person directly, in this contact, before they leave; full safety conversation and safety plan. Do not label risk low/medium/high.",
        sources=(
            "SIMON2013",
            "LOUZON2016",
            "NG225",
        ),
        physical=False,
        alert_kind="suicide_safety",
        gives_contacts=True,
    ),
    RedFlag(
        "RF17b",
        "Current suicidal thoughts, plan, intent or recent attempt",
        tier=1,
        when=suicidal_now,
        hint=(phq.q9 >= 1) | yes(asq.q1) | yes(asq.q2) | yes(asq.q3) | yes(asq.q4) | is_(phq.q9, "declined"),
        action="Do not leave the person alone; same-hour emergency mental-health assessment; agree how to make the surroundings safer.",
        sources=(
            "ASQ",
            "NG225",
        ),
        physical=False,
        alert_kind="suicide_safety",
        gives_contacts=True,
    ),
    RedFlag(
        "RF17c",
        "Suicide or safety question declined, or unanswered with low mood or item 9 above 0",
        tier=2,
        when=refused(phq.q9) & ((phq2 >= 2) | (phq8 >= 5))
        | ((phq.q9 >= 1) | yes(asq.q1) | yes(asq.q2) | yes(asq.q3) | yes(asq.q4))
        & (refused(asq.q5) | refused(mh.plan) | refused(mh.intent))
        | sure(is_(asq.q1, "declined"))
        | sure(is_(asq.q2, "declined"))
        | sure(is_(asq.q3, "declined"))
        | sure(is_(asq.q4, "declined")),
        hint=refused(phq.q9) & (phq2 >= 2) | is_(phq.q9, "declined") | (phq.q9 >= 1),
        action="Ask in person in this contact; a declined answer is not a 'no'.",
        sources=(
            "ASQ",
            "LOUZON2016",
        ),
        physical=False,
        alert_kind="suicide_safety",
        asks_for_answer=True,
        gives_contacts=True,
    ),
    RedFlag(
        "RF18a",
        "Psychotic symptoms",
        tier=2,
        when=has(mh.psychosis, "voices", "paranoia", "other"),
        hint=(phq.q9 >= 1)
        | (phq9 >= 10) & (yes(hx.bipolar) | ticked(rx.current, "antipsychotic"))
        | perinatal & ((phq9 >= 10) | phq.q3.equals(3)),
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
        hint=(phq.q9 >= 1) | perinatal & ((phq9 >= 10) | phq.q3.equals(3)),
        action="Emergency psychiatric assessment now.",
        sources=(
            "CG192",
            "NG222",
        ),
        physical=False,
        alert_kind="mental_health_emergency",
    ),
    RedFlag(
        "RF18c",
        "Possible mania or hypomania",
        tier=2,
        when=has(mh.mania, "elevated_or_irritable") & has_number(mh.mania, 3)
        | yes(hx.bipolar) & has_number(mh.mania, 3),
        hint=has(mh.mania, "elevated_or_irritable") | yes(hx.bipolar) & (phq9 >= 10),
        action="Same-day mental-health advice; do not start an antidepressant on the PHQ-9 alone.",
        sources=("CG185",),
        physical=False,
    ),
    RedFlag(
        "RF19",
        "Not eating, drinking or caring for self",
        tier=2,
        when=yes(mh.self_neglect),
        hint=(phq9 >= 20) | has(sx.systemic, "weight_loss") | phq.q5.equals(3),
        action="Same-day assessment of physical state, capacity and safeguarding.",
        sources=("NG222",),
        physical=False,
    ),
    RedFlag(
        "RF20",
        "Pregnant or within 12 months of birth with depressive symptoms",
        tier=3,
        when=perinatal & (phq9 >= 10),
        hint=perinatal & (phq2 >= 2),
        action="Perinatal mental-health pathway (assess within 2 weeks).",
        sources=("CG192",),
        physical=False,
    ),
    RedFlag(
        "RF21",
        "Feels unsafe at home",
        tier=2,
        when=yes(mh.unsafe_at_home),
        hint=is_(ctx.interpreter, "family"),
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
        & (is_(sx.weight_bearing, "painful", "unable_4_steps", "unable_at_all") | yes(sx.limp))
        | minor
        & sure(is_(ex.gait, "painful_limp", "cannot_walk"))
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
        ),
        hint=minor
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
        ),
        action="No weight on the leg; X-ray of both hips (no frog-leg view if it cannot be moved or stood on) and orthopaedic call today (slipped upper femoral epiphysis); with fever: septic hip.",
        sources=(
            "K-PAED",
            "SUFE-SJ",
        ),
    ),
    RedFlag(
        "RF22b",
        "Under 18 with unprovoked night pain, bone-type pain, fever, or pain of 14 days that worsens or swells",
        tier=2,
        when=minor
        & (
            is_(pain.night, "wakes_unprovoked")
            | has(pain.quality, "deep_bone") & ~injury_within_10_days
            | fever
            | is_(sx.lump, "growing_or_gt5cm")
        )
        | minor
        & ~injury
        & (pain.duration_days >= 14)
        & (is_(pain.course, "worsening", "worsening_rapidly") | has_number(sx.swelling, 1)),
        hint=minor & yes(pain.present),
        action="X-ray and FBC within 48 h; same-day assessment if febrile.",
        sources=("NG12-CYP",),
    ),
    RedFlag(
        "RF22c",
        "8 to 16 years: hip, thigh or knee pain for 7 days without injury",
        tier=3,
        when=(pt.age_years >= 8)
        & (pt.age_years <= 16)
        & has(pain.sites, "groin", "hip_side", "buttock", "thigh_front", "thigh_inner", "knee_front")
        & (pain.duration_days >= 7)
        & ~sure(injury),
        hint=minor & has(pain.sites, "groin", "hip_side", "buttock", "thigh_front", "thigh_inner", "knee_front"),
        action="Examine rotation of both hips; X-ray of the pelvis, two views, if it is limited or painful or there is hip, groin or thigh pain (a slipped epiphysis can hurt at the knee).",
        sources=(
            "SUFE-SJ",
            "K-PAED",
        ),
    ),
    RedFlag(
        "RF23",
        "Tendon pain with a recent fluoroquinolone, or sudden calf or Achilles pain (rupture?)",
        tier=2,
        when=ticked(rx.current, "fluoroquinolone_recent") & (has(pain.sites, "achilles_heel") | worst_over_tendon)
        | has(pain.sites, "achilles_heel", "calf")
        & is_(pain.onset_speed, "sudden")
        & (
            is_(sx.weakness, "new_or_progressive")
            | is_(pain.mechanism, "twist_strain", "overuse_unaccustomed", "direct_blow")
        ),
        hint=has(pain.sites, "achilles_heel", "calf") & is_(pain.onset_speed, "sudden"),
        action="Consider stopping the fluoroquinolone, rest the tendon, same-day assessment for rupture.",
        sources=("MHRA-FQ",),
    ),
    RedFlag(
        "RF24",
        "PHQ-9 in severe band or 'extremely difficult' function",
        tier=3,
        when=adult & ((phq9 >= 20) | (phq9 >= 10) & phq.difficulty.equals(3)),
        hint=(phq9 >= 10),
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
            on_opioid & (on_sedative | risky_alcohol) & (phq9 >= 10)
            | on_opioid & on_sedative & risky_alcohol
            | worded(on_opioid | has(rx.current, "tca"), "the person takes an opioid or a tricyclic antidepressant")
            & worded(
                (phq.q9 >= 1) | yes(asq.q3) | yes(asq.q5),
                "thoughts of being better off dead or of killing themselves are reported",
            )
        ),
        hint=ticked(rx.current, "opioid", "tramadol", "tca") & (phq2 >= 2),
        action="Medication-safety review within 2 weeks; overdose risk, naloxone where available.",
        sources=("CDC2022",),
        physical=False,
    ),
    RedFlag(
        "RF25b",
        "Opioid with a benzodiazepine, or with a gabapentinoid and alcohol or age 65 or over",
        tier=3,
        when=ticked(rx.current, "opioid", "tramadol")
        & (
            ticked(rx.current, "benzodiazepine_z")
            | ticked(rx.current, "gabapentinoid") & (risky_alcohol | (pt.age_years >= 65))
        ),
        hint=ticked(rx.current, "opioid", "tramadol") & ticked(rx.current, "gabapentinoid"),
        action="Medication-safety review within 2 weeks whatever the mood; naloxone where available; no abrupt stop.",
        sources=(
            "CDC2022",
            "FDA2016",
        ),
        physical=False,
    ),
    RedFlag(
        "RF27",
        "Sickle cell disease with acute severe pain or fever",
        tier=1,
        when=yes(hx.sickle_cell) & (fever | recent_onset & (pain.nrs_worst >= 7)),
        hint=yes(hx.sickle_cell),
        action="Treat as an acute medical emergency; contact the sickle cell team; pain relief within 30 minutes of arrival.",
        sources=("CG143",),
    ),
    RedFlag(
        "RF26",
        "Possible bleed on an anticoagulant",
        tier=2,
        when=has(rx.current, "anticoagulant")
        & (
            injury & has(sx.swelling, "calf", "whole_leg", "thigh", "knee_joint")
            | recent_onset
            & has(pain.sites, "groin", "thigh_front")
            & is_(sx.weakness, "pain_limited", "new_or_progressive")
        ),
        hint=ticked(rx.current, "anticoagulant"),
        action="Same-day assessment for haematoma / compartment syndrome / haemarthrosis.",
        sources=("K-TRAUMA",),
    ),
    RedFlag(
        "RF01b",
        "Newly cold or discoloured leg, or no pulse",
        tier=2,
        when=is_(sx.cold_leg, "one_leg_new", "both_new")
        | recent_onset & (sure(is_(ex.pulses, "absent")) | has(sx.skin, "mottled", "blue_dusky", "pale")),
        hint=recent_onset & (is_(pain.onset_speed, "sudden") | has(sx.sensory, "numb_one_area")),
        action="Feel the pulses and check feeling and power today; call the vascular service; emergency if feeling or power is reduced or a pulse is missing.",
        sources=("ALI-RCEM",),
    ),
    RedFlag(
        "RF09e",
        "Cannot walk: pain under 6 weeks, a recent change, or a cancer history",
        tier=2,
        when=(cannot_take_4_steps | sure(is_(ex.gait, "cannot_walk"))) & (acute | recent_onset | any_cancer),
        hint=cannot_take_4_steps,
        action="Same-day assessment: hidden fracture, joint or deep infection, spinal or pathological cause.",
        sources=("K-TRAUMA",),
    ),
    RedFlag(
        "RF09f",
        "New hip or groin pain that hurts on walking, in somebody frail",
        tier=2,
        when=~sure(injury_within_10_days)
        & ((pain.duration_days <= 14) | is_(pain.course, "worsening_rapidly"))
        & has(pain.sites, "groin", "hip_side", "thigh_front", "buttock")
        & (is_(sx.weight_bearing, "painful", "unable_4_steps") | sure(is_(ex.gait, "painful_limp", "cannot_walk")))
        & (
            (pt.age_years >= 75)
            | worded(
                (pt.age_years >= 65) | yes(hx.osteoporosis) | yes(hx.fragility_fracture),
                "the person is 65 or over, or has osteoporosis or had a bone broken by a minor fall",
            )
            & worded(
                sure(is_(ctx.respondent, "proxy") | is_(ctx.can_decide, "doubt")),
                "somebody else answers for them or there is doubt whether they are able to decide",
            )
        ),
        hint=(pt.age_years >= 75)
        & has(pain.sites, "groin", "hip_side", "thigh_front", "buttock")
        & ((pain.duration_days <= 14) | is_(pain.course, "worsening_rapidly")),
        action="X-ray of hip and pelvis today; a broken hip can be walked on and needs no known fall; MRI or CT if the film is normal.",
        sources=(
            "K-TRAUMA",
            "CG124",
            "HIP-OCCULT",
        ),
    ),
    RedFlag(
        "RF28",
        "New confusion, a dangerous vital sign, or NEWS2 of 7 or more",
        tier=1,
        when=yes(sx.confusion_new)
        | low_oxygen
        | sure((ex.rr <= 8) | (ex.hr <= 40) | (ex.temp_c <= 35))
        | ~sure(pt.age_years < 16) & sure((ex.rr >= 25) | (ex.sbp <= 90) | (ex.hr >= 131) | (news2 >= 7))
        | sure((pt.age_years >= 1) & (ex.sbp <= 70))
        | sure((pt.age_years >= 12) & (ex.sbp <= 90))
        | sure((pt.age_years >= 10) & (ex.sbp < 90)),
        hint=is_(sx.confusion_new, "unknown", "declined"),
        action="Emergency assessment now; complete NEWS2 (from 16 years). Think of sepsis, bleeding, clot, stroke, opioid or sedative toxicity.",
        sources=(
            "NG253",
            "NG51",
            "RCP-NEWS2",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF28b",
        "NEWS2 of 5 or more, or one value far out",
        tier=2,
        when=sure(news2 >= 5)
        | ~sure(pt.age_years < 16) & (sure(ex.sbp >= 220) | sure(yes(ex.spo2_scale2) & (ex.spo2 <= 87))),
        action="Urgent clinical review: complete NEWS2, find the cause; emergency at 7 or more or if it rises. Oxygen of 87 or less is below the target even where that is 88 to 92.",
        sources=(
            "NG51",
            "RCP-NEWS2",
        ),
    ),
    RedFlag(
        "RF28c",
        "Under 16: breathing or heart rate out of range for the age",
        tier=2,
        when=child_vital_sign_out_of_range,
        action="Use the paediatric early-warning chart for the age now; emergency if it says so. NEWS2 is not for under 16s.",
        sources=(
            "NG254",
            "K-PAED",
        ),
    ),
    RedFlag(
        "RF29",
        "Painful rash or blisters in one strip (possible shingles)",
        tier=2,
        when=has(sx.skin, "band_rash"),
        hint=is_(sx.skin, "unknown", "declined") & neuropathic_words,
        action="Same-day assessment; antiviral treatment works best within 72 h.",
        sources=("K-INFECT",),
    ),
    RedFlag(
        "RF30",
        "Possible stroke signs",
        tier=1,
        when=yes(sx.stroke_signs),
        hint=is_(sx.stroke_signs, "unknown", "declined"),
        action="Emergency ambulance now; note the time it began.",
        sources=("NG127",),
    ),
    RedFlag(
        "RF31a",
        "Possible emergency in the abdomen, groin or great artery",
        tier=1,
        when=recent_onset
        & (
            yes(hx.aaa)
            | worded(
                (pt.age_years >= 60)
                & (
                    has(pain.sites, "low_back", "groin", "buttock")
                    | has(sx.cardioresp, "fainted")
                    | is_(pain.onset_speed, "sudden")
                ),
                "the person is 60 or over and has pain in the low back, groin or buttock, a faint or a sudden start",
            )
        )
        & has(sx.belly_groin, "new_abdominal_or_flank_pain")
        | yes(hx.aaa) & recent_onset & has(pain.sites, "low_back", "groin", "buttock")
        | has(sx.belly_groin, "pulsating_lump", "testicle_pain")
        | has(sx.belly_groin, "tender_groin_lump") & has(sx.belly_groin, "vomiting", "new_abdominal_or_flank_pain")
        | has(sx.belly_groin, "vaginal_bleeding")
        & has(sx.belly_groin, "new_abdominal_or_flank_pain")
        & ~worded(
            is_(pt.pregnancy, "not_applicable"),
            "the question on pregnancy does not apply",
            "the question on pregnancy applies",
        ),
        hint=recent_onset
        & (yes(hx.aaa) | (pt.age_years >= 60))
        & (has(pain.sites, "low_back", "groin", "buttock") | is_(sx.belly_groin, "unknown", "declined")),
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
        "RF31c",
        "New abdominal or flank pain at 60 or over",
        tier=2,
        when=(pt.age_years >= 60) & recent_onset & has(sx.belly_groin, "new_abdominal_or_flank_pain"),
        hint=(pt.age_years >= 60) & is_(sx.belly_groin, "unknown", "declined"),
        action="Same-day abdominal examination; think of aneurysm before a simpler cause.",
        sources=("K-GEN",),
    ),
    RedFlag(
        "RF32",
        "MAOI or linezolid together with a serotonergic medicine",
        tier=2,
        when=ticked(rx.current, "maoi", "linezolid")
        & ticked(rx.current, "ssri", "snri", "tca", "tramadol", "other_antidepressant", "triptan", "st_johns_wort"),
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
        hint=has(pain.other_regions, "jaw"),
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
        hint=(pt.age_years < 2),
        action="Same-day paediatric assessment; consider safeguarding (not yet mobile, unexplained injury, delay, changing story).",
        sources=("K-PAED",),
    ),
    RedFlag(
        "RF35",
        "Rapidly spreading numbness or tingling",
        tier=2,
        when=recent_onset
        & (has(sx.sensory, "numb_both_feet") | has(sx.sensory, "pins_needles") & both_legs)
        & is_(pain.course, "worsening", "worsening_rapidly")
        & ~has(rx.current, "chemotherapy"),
        hint=recent_onset & (altered_sensation | is_(ex.reflexes, "reduced")),
        action="Same-day reflexes, gait and breathing; think of Guillain-Barre syndrome and cord.",
        sources=(
            "NG127",
            "K-NEURO",
        ),
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
        hint=yes(hx.sickle_cell),
        action="Same-day contact with the sickle cell team.",
        sources=("CG143",),
    ),
    RedFlag(
        "RF36",
        "Thoughts of harming others",
        tier=1,
        when=yes(mh.harm_others),
        hint=(phq.q9 >= 2) | has_number(mh.psychosis, 1),
        action="Emergency mental-health assessment now; consider who is at risk. After a birth unwanted intrusive thoughts are common: the perinatal team judges, and the child is kept safe meanwhile.",
        sources=(
            "NG222",
            "K-PSYCH",
        ),
        physical=False,
        alert_kind="mental_health_emergency",
    ),
    RedFlag(
        "RF20b",
        "Perinatal red-flag signs",
        tier=1,
        when=has_number(mh.perinatal_red, 1),
        hint=perinatal & ((phq9 >= 10) | (phq.q9 >= 1) | phq.q3.equals(3)),
        action="Emergency perinatal psychiatric assessment now.",
        sources=(
            "CG192",
            "K-PSYCH",
        ),
        physical=False,
        alert_kind="mental_health_emergency",
    ),
    RedFlag(
        "RF37",
        "Possible serotonin toxicity",
        tier=1,
        when=ticked(rx.current, *SEROTONERGIC)
        & (
            has(sx.toxic, "shaking_or_twitching", "agitated", "heavy_sweating") & sure(is_(ex.reflexes, "brisk"))
            | has(sx.toxic, "shaking_or_twitching") & (fever | has(sx.toxic, "stiff_or_rigid") | sure(ex.hr >= 110))
            | has(sx.toxic, "stiff_or_rigid") & fever
            | worded(
                sure(has_number(rx.current, 2, *SEROTONERGIC))
                & (
                    has(sx.toxic, "shaking_or_twitching") & has(sx.toxic, "heavy_sweating", "agitated", "diarrhoea")
                    | has(sx.systemic, "unwell", "fever", "rigors") & sure(ex.hr >= 110)
                ),
                "two or more of these medicines are taken, and shaking comes with sweating, agitation or diarrhoea, or a heart rate of 110/min or more with fever, chills or feeling very unwell",
            )
        ),
        hint=ticked(rx.current, *SEROTONERGIC)
        & (has(sx.systemic, "unwell", "fever", "rigors") | yes(sx.urge_to_move) | yes(mh.new_med_mood)),
        action="Check tone, reflexes, clonus, pupils and temperature now; emergency department if present. Do not give another serotonergic medicine.",
        sources=(
            "HUNTER",
            "K-PHARM",
        ),
        alert_kind="medicine_emergency",
    ),
    RedFlag(
        "RF37b",
        "Possible neuroleptic malignant syndrome",
        tier=1,
        when=ticked(rx.current, "antipsychotic")
        & fever
        & (
            yes(sx.confusion_new)
            | has(sx.toxic, "stiff_or_rigid", "agitated", "heavy_sweating")
            | yes(sx.out_of_proportion)
        ),
        hint=ticked(rx.current, "antipsychotic") & systemic_infection,
        action="Emergency assessment now: tone, temperature, creatine kinase; sepsis is the other thought.",
        sources=(
            "K-PHARM",
            "K-PSYCH",
        ),
        alert_kind="medicine_emergency",
    ),
    RedFlag(
        "RF37c",
        "Possible medicine reaction (serotonin toxicity or neuroleptic malignant syndrome) before it is examined",
        tier=2,
        when=ticked(rx.current, "antipsychotic")
        & has(sx.toxic, "stiff_or_rigid")
        & has(sx.toxic, "heavy_sweating", "agitated", "very_sleepy")
        | ticked(rx.current, *SEROTONERGIC)
        & has(sx.toxic, "shaking_or_twitching")
        & has(sx.toxic, "heavy_sweating", "agitated", "diarrhoea"),
        hint=(ticked(rx.current, "antipsychotic") | sure(has_number(rx.current, 2, *SEROTONERGIC)))
        & is_(sx.toxic, "unknown", "declined"),
        action="Temperature, heart rate, tone, reflexes and clonus today; emergency if one is abnormal. Do not add another serotonergic medicine.",
        sources=(
            "HUNTER",
            "K-PHARM",
        ),
    ),
    RedFlag(
        "RF38",
        "Possible lithium toxicity",
        tier=1,
        when=ticked(rx.current, "lithium")
        & (
            has(sx.toxic, "unsteady_or_slurred", "diarrhoea")
            | has(sx.belly_groin, "vomiting")
            | yes(sx.confusion_new)
            | at_least_of(2, has(sx.toxic, "shaking_or_twitching"), has(sx.toxic, "very_sleepy"), yes(sx.unsteady_new))
            | worded(
                has(sx.toxic, "shaking_or_twitching", "very_sleepy") | yes(sx.unsteady_new),
                "one of shaking, sleepiness and unsteadiness is newly reported",
            )
            & worded(
                ticked(rx.current, "nsaid", "diuretic") | yes(hx.ckd),
                "an NSAID, a diuretic or kidney disease makes more of it likely",
            )
        ),
        hint=ticked(rx.current, "lithium"),
        action="Lithium level, U&E and clinical assessment now; whether to withhold is the clinician's decision.",
        sources=(
            "HIGHLAND-LI",
            "LI-INTERACT",
        ),
        alert_kind="medicine_emergency",
    ),
    RedFlag(
        "RF38b",
        "Lithium with an NSAID, a diuretic or kidney disease",
        tier=2,
        when=ticked(rx.current, "lithium") & (ticked(rx.current, "nsaid", "diuretic") | yes(hx.ckd)),
        hint=ticked(rx.current, "lithium"),
        action="Ask about tremor, vomiting, unsteadiness; find the last lithium level and U&E today; advice from the prescriber or pharmacist.",
        sources=("LI-INTERACT",),
        physical=False,
    ),
    RedFlag(
        "RF38c",
        "Lithium with shaking, sleepiness or unsteadiness alone",
        tier=2,
        when=ticked(rx.current, "lithium")
        & (has(sx.toxic, "shaking_or_twitching", "very_sleepy") | yes(sx.unsteady_new)),
        hint=ticked(rx.current, "lithium"),
        action="Lithium level and U&E today; emergency if vomiting, diarrhoea, slurred speech or confusion joins.",
        sources=(
            "HIGHLAND-LI",
            "LI-INTERACT",
        ),
    ),
    RedFlag(
        "RF39",
        "Opioid and breathing slowly, or very sleepy with another sedative or much alcohol",
        tier=1,
        when=ticked(rx.current, "opioid", "tramadol")
        & (has(sx.toxic, "very_sleepy") & (on_sedative | (auditc_score >= 8)) | sure(ex.rr <= 10)),
        hint=ticked(rx.current, "opioid", "tramadol") & ticked(rx.current, "benzodiazepine_z", "gabapentinoid"),
        action="Alertness, breathing rate and oxygen now; naloxone at hand; emergency assessment.",
        sources=(
            "CDC2022",
            "FDA2016",
            "K-PHARM",
        ),
        alert_kind="medicine_emergency",
    ),
    RedFlag(
        "RF39b",
        "Very sleepy on a sedating medicine",
        tier=2,
        when=has(sx.toxic, "very_sleepy")
        & (
            ticked(rx.current, "opioid", "tramadol")
            | ticked(rx.current, "gabapentinoid", "benzodiazepine_z")
            & (
                (pt.age_years >= 65)
                | yes(hx.ckd)
                | has(sx.toxic, "unsteady_or_slurred")
                | worded(
                    ticked(rx.current, "gabapentinoid") & ticked(rx.current, "benzodiazepine_z"),
                    "both kinds of these medicines are taken",
                )
            )
        ),
        hint=ticked(rx.current, "opioid", "tramadol")
        & ((pt.age_years >= 75) | yes(hx.ckd))
        & is_(sx.toxic, "unknown", "declined"),
        action="Alertness, breathing rate, oxygen and kidney function today; emergency if breathing is slow. Dose and pause are the prescriber's decision; no abrupt stop.",
        sources=(
            "CDC2022",
            "MHRA-GABA",
            "K-PHARM",
        ),
    ),
    RedFlag(
        "RF45",
        "Signs of a medicine reaction, and the medicines are not all known",
        tier=2,
        when=(no(rx.list_complete) | refused(rx.list_complete))
        & (
            has(sx.toxic, "unsteady_or_slurred", "stiff_or_rigid")
            | has(sx.toxic, "shaking_or_twitching")
            & has(sx.toxic, "heavy_sweating", "agitated", "very_sleepy", "diarrhoea")
        ),
        hint=is_(sx.toxic, "unknown", "declined") & (yes(sx.unsteady_new) | (fn.falls_12mo >= 3)),
        action="Find out today what is taken (boxes, record, pharmacy, family): lithium, a serotonergic, antipsychotic or sedating medicine; then the rule for it.",
        sources=("K-PHARM",),
    ),
    RedFlag(
        "RF40",
        "Injecting drugs with new groin or leg pain or swelling",
        tier=2,
        when=yes(hx.ivdu)
        & recent_onset
        & (
            has(pain.sites, "groin", "thigh_front", "thigh_inner", "calf")
            | has(sx.belly_groin, "tender_groin_lump")
            | has_number(sx.swelling, 1)
        ),
        hint=yes(hx.ivdu),
        action="Same-day assessment for DVT, abscess and false aneurysm; nobody cuts a groin lump before ultrasound.",
        sources=(
            "K-GEN",
            "K-INFECT",
        ),
    ),
    RedFlag(
        "RF41",
        "Pregnant and taking an NSAID, a gabapentinoid, an opioid, lithium, a statin or a benzodiazepine",
        tier=3,
        when=is_(pt.pregnancy, "pregnant")
        & ticked(rx.current, "nsaid", "gabapentinoid", "opioid", "tramadol", "lithium", "statin", "benzodiazepine_z"),
        hint=is_(pt.pregnancy, "pregnant"),
        action="Review with the antenatal team or prescriber: NSAIDs not from 20 weeks, pregabalin only if clearly needed; lithium, statin and benzodiazepine by plan; nothing is stopped suddenly.",
        sources=("MHRA-PREG",),
        physical=False,
    ),
    RedFlag(
        "RF42",
        "Pregnant or within 6 weeks of birth: new swelling of both legs, new abdominal pain, bleeding, or systolic pressure of 140 or more",
        tier=2,
        when=is_(pt.pregnancy, *PREGNANT_OR_RECENT_BIRTH)
        & (
            is_(sx.swelling_side, "both") & (yes(sx.new_change_14d) | (pain.duration_days <= 14))
            | has(sx.belly_groin, "new_abdominal_or_flank_pain")
            | is_(pt.pregnancy, "pregnant") & has(sx.belly_groin, "vaginal_bleeding")
            | sure(ex.sbp >= 140)
        ),
        hint=is_(pt.pregnancy, *PREGNANT_OR_RECENT_BIRTH)
        & (is_(sx.belly_groin, "unknown", "declined") | is_(sx.swelling_side, "both")),
        action="Blood pressure, urine for protein, headache, sight and pain below the ribs today; call the maternity unit. In early pregnancy with pain or bleeding an ectopic pregnancy is to be excluded.",
        sources=(
            "NG133",
            "NG126",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF43",
        "Possible alcohol withdrawal",
        tier=2,
        when=(auditc_score >= 8) & has(sx.toxic, "shaking_or_twitching") & has(sx.toxic, "heavy_sweating", "agitated"),
        hint=has(sx.toxic, "shaking_or_twitching") & has(sx.toxic, "heavy_sweating", "agitated"),
        action="Same-day assessment (when was the last drink, fits, confusion, heart rate, temperature); emergency if confused, shaking badly or with a fit. Nobody dependent stops suddenly alone.",
        sources=(
            "CG100-ALC",
            "K-GEN",
        ),
    ),
    RedFlag(
        "RF44",
        "Steroid tablets and vomiting or unwell (possible adrenal crisis)",
        tier=2,
        when=ticked(rx.current, "corticosteroid_systemic")
        & (has(sx.belly_groin, "vomiting") | has(sx.systemic, "unwell", "fever", "rigors")),
        hint=ticked(rx.current, "corticosteroid_systemic"),
        action="Blood pressure, sodium, potassium and glucose today; sick-day steroid cover; emergency if the pressure is low or the person is drowsy.",
        sources=("K-GEN",),
    ),
    RedFlag(
        "RF42b",
        "Pregnant or within 6 weeks of birth, systolic blood pressure of 160 or more",
        tier=1,
        when=is_(pt.pregnancy, *PREGNANT_OR_RECENT_BIRTH) & sure(ex.sbp >= 160),
        hint=is_(pt.pregnancy, "unknown", "declined") & (ex.sbp >= 160),
        action="Emergency maternity assessment now (severe hypertension, pre-eclampsia): repeat the pressure, urine for protein, headache, sight, pain below the ribs.",
        sources=(
            "NG133",
            "K-GEN",
        ),
    ),
)

TITLES = {flag.id: flag.title for flag in RED_FLAGS}
