"""Assessment steps: management options. Source: rule book section G."""

from intake.clinical.language.conditions import always, has, is_, sure, yes
from intake.clinical.rules.body_mass import bmi
from intake.clinical.rules.facts import (
    adult,
    back_to_leg_pain,
    cannot_take_4_steps,
    chronic,
    clinical_osteoarthritis,
    hot_joint,
    injury,
    injury_within_10_days,
    neurogenic_claudication,
    on_opioid,
    perinatal,
    swollen_joint,
    widespread_pain,
)
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.questions.pain import act, pain
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import (
    any_flag,
    any_physical_flag,
    any_possible_physical,
    flag,
    pattern,
    pattern_strong,
)

from .step import Category, Step

MANAGEMENT = Category(
    "Management options",
    (
        Step(
            "T01",
            "routine",
            "Discuss graded activity and exercise matched to the person's goals.",
            when=chronic | (act.active_days <= 1),
            not_with=any_flag(1) | any_physical_flag(2) | any_possible_physical(1),
            why="Helps both pain and mood.",
            sources=(
                "NG193",
                "NG226",
                "NG222",
            ),
            group="self",
        ),
        Step(
            "T02",
            "routine",
            "Discuss breathing or relaxation, mindfulness, yoga or other mind-body exercise if the person is interested.",
            when=chronic,
            not_with=any_physical_flag(1, 2) | any_possible_physical(1),
            why="Optional; evidence modest.",
            sources=(
                "SEED",
                "NG59",
            ),
            group="self",
        ),
        Step(
            "T03",
            "same contact",
            "If an SSRI/SNRI is taken with an NSAID, antiplatelet or anticoagulant, consider gastro-protection or an alternative.",
            when=has(rx.current, "ssri", "snri") & has(rx.current, "nsaid", "antiplatelet", "anticoagulant"),
            why="Bleeding.",
            sources=("CG91",),
            group="medicines",
        ),
        Step(
            "T04",
            "2 weeks",
            "If drug treatment is chosen for nerve pain with depression, consider whether one medicine could address both (e.g. duloxetine), after checking liver, kidney (not with a creatinine clearance under 30), blood pressure, glaucoma, an antidepressant already taken, interactions (among them MAOI, fluvoxamine, ciprofloxacin), bipolar history and overdose risk.",
            when=pattern("NEU")
            & (phq9 >= 10)
            & adult
            & ~perinatal
            & ~flag("RF18c")
            & ~yes(hx.bipolar)
            & ~back_to_leg_pain
            & ~sure(has(rx.current, "maoi", "linezolid")),
            why="CG173 lists duloxetine; its label excludes an MAOI, liver disease, severe kidney disease and uncontrolled high blood pressure.",
            sources=(
                "CG173",
                "DULOX",
            ),
            needs_known_age=True,
            specific_to=("NEU",),
        ),
        Step(
            "T05",
            "2 weeks",
            "Avoid starting opioids for chronic pain; if taken, review benefit and harm together and plan any reduction slowly; never stop suddenly.",
            when=on_opioid & chronic,
            why="Limited benefit, added risk with depression.",
            sources=(
                "NG193",
                "CDC2022",
            ),
            group="medicines",
        ),
        Step(
            "T06",
            "2 weeks",
            "If a gabapentinoid is used, review mood, sedation, dependence and breathing risk with opioids.",
            when=has(rx.current, "gabapentinoid"),
            why="Safety.",
            sources=("MHRA-GABA",),
            group="medicines",
            specific_to=("NEU",),
        ),
        Step(
            "T07",
            "routine",
            "If TENS or acupuncture is asked about, explain that guideline advice differs by condition: not TENS in osteoarthritis, sciatica or chronic primary pain; acupuncture only in chronic primary pain.",
            when=chronic,
            why="Seed article recommends both; NICE does not for OA/sciatica.",
            sources=(
                "NG193",
                "NG226",
                "NG59",
            ),
            group="self",
        ),
        Step(
            "T08",
            "routine",
            "If the person would like to talk about it: food, weight and activity as a help for joints and mood, without blame.",
            when=(yes(hx.osteoarthritis) | clinical_osteoarthritis & ~injury | (bmi >= 30))
            & ~any_physical_flag(1, 2)
            & ~any_possible_physical(1),
            why="Losing some weight can help painful hips and knees, where the person wants it.",
            sources=("NG226",),
            group="self",
        ),
        Step(
            "T09",
            "routine",
            "Offer help to stop smoking.",
            when=is_(hx.smoking, "current"),
            why="Limb, bone, pain and mood benefit.",
            sources=("CG147",),
            group="artery",
            specific_to=("VAS",),
        ),
        Step(
            "T10",
            "2 weeks",
            "Review antiplatelet, statin and blood-pressure treatment.",
            when=yes(hx.pad) | pattern_strong("VAS"),
            why="Secondary prevention.",
            sources=(
                "CG147",
                "NG238",
            ),
            group="artery",
            specific_to=("VAS",),
        ),
        Step(
            "T11",
            "routine",
            "If restless legs is likely, review the part of antidepressant (mirtazapine above all), antipsychotic or antihistamine before adding medicines.",
            when=yes(sx.urge_to_move) & has(rx.current, "ssri", "snri", "tca", "antipsychotic", "other_antidepressant"),
            why="Drug-aggravated.",
            sources=("K-RLS",),
            group="restless",
            specific_when=always(),
        ),
        Step(
            "T12",
            "routine",
            "For sciatica, NICE advises against gabapentinoids, oral steroids and benzodiazepines, and against opioids long term.",
            when=back_to_leg_pain,
            not_with=any_physical_flag(1),
            why="Limited benefit, known harm.",
            sources=("NG59",),
            group="sciatica",
            specific_when=always(),
        ),
        Step(
            "T13",
            "2 weeks",
            "Review the NSAID: kidney, heart, stomach and interactions.",
            when=has(rx.current, "nsaid")
            & (
                has(rx.current, "anticoagulant", "diuretic", "corticosteroid_systemic")
                | yes(hx.ckd)
                | yes(hx.cvd)
                | yes(hx.pad)
                | (pt.age_years >= 65)
            ),
            why="Common avoidable harm.",
            sources=("K-PHARM",),
            group="medicines",
            specific_when=swollen_joint | clinical_osteoarthritis,
        ),
        Step(
            "T14",
            "routine",
            "Osteoarthritis, if a medicine is wanted: a topical NSAID first; not routinely paracetamol or strong opioids, and no glucosamine.",
            when=clinical_osteoarthritis & ~injury,
            not_with=any_physical_flag(1, 2) | is_(pt.pregnancy, "pregnant") | has(sx.skin, "ulcer", "blisters"),
            why="NICE's order of medicines in osteoarthritis.",
            sources=("NG226",),
            specific_to=("JNT",),
        ),
        Step(
            "T15",
            "routine",
            "If this is chronic primary pain: exercise, CBT or ACT, an antidepressant may be considered; do not start gabapentinoids, NSAIDs, paracetamol, opioids or benzodiazepines.",
            when=widespread_pain,
            why="NICE on chronic primary pain.",
            sources=("NG193",),
            group="widespread",
            specific_when=always(),
        ),
        Step(
            "T16",
            "2 weeks",
            "Opioid with another sedative, alcohol or low mood: review each medicine, offer naloxone where available, agree who holds the tablets; no abrupt stop.",
            when=flag("RF25") | flag("RF25b"),
            why="Overdose.",
            sources=(
                "CDC2022",
                "FDA2016",
            ),
            minor_ok=True,
            lead=790,
        ),
        Step(
            "T17",
            "routine",
            "Night cramps: stretching before bed; review diuretic, statin and salts; quinine is not a routine treatment.",
            when=yes(sx.night_cramps),
            not_with=any_physical_flag(1),
            why="Simple measures first.",
            sources=(
                "MHRA-QUIN",
                "K-GEN",
            ),
            specific_when=always(),
        ),
        Step(
            "T18",
            "routine",
            "Numb or burning outer thigh alone (meralgia paraesthetica?): loosen belts and clothes, explain, no routine imaging.",
            when=is_(pain.main_region, "thigh_outer") & has(sx.sensory, "numb_one_area") & ~back_to_leg_pain,
            not_with=any_physical_flag(1, 2),
            why="A common nerve entrapment that usually settles.",
            sources=("K-NEURO",),
            specific_when=always(),
        ),
        Step(
            "T19",
            "routine",
            "Heel pain worst with the first steps: calf and foot stretches, cushioned footwear, load; most settle within a year; no imaging at first.",
            when=is_(pain.main_region, "heel_under") & has(pain.aggravating, "first_steps_morning", "weight_bearing"),
            not_with=any_physical_flag(1, 2),
            why="Plantar heel pain.",
            sources=("K-MSK",),
            specific_when=always(),
        ),
        Step(
            "T20",
            "routine",
            "Side-of-hip pain: strengthen, avoid lying on it and crossing the legs; injection only after exercise.",
            when=is_(pain.main_region, "hip_side") & has(pain.aggravating, "lying_on_side"),
            not_with=any_physical_flag(1, 2),
            why="Greater trochanteric pain.",
            sources=("K-MSK",),
            specific_when=always(),
        ),
        Step(
            "T21",
            "2 weeks",
            "If gout is likely: NSAID, colchicine or a short steroid course by kidney, heart, stomach and anticoagulant; review the diuretic; discuss urate-lowering treatment.",
            when=yes(hx.gout) | is_(pain.main_region, "big_toe") & hot_joint,
            not_with=flag("RF05a") | flag("RF05b") & ~is_(pain.main_region, "big_toe"),
            why="Gout.",
            sources=("NG219",),
            specific_when=always(),
        ),
        Step(
            "T22",
            "routine",
            "Leg pain when upright that eases on sitting or bending: bending-based exercise, walking aid; MRI when surgery is considered.",
            when=neurogenic_claudication & chronic,
            not_with=any_physical_flag(1, 2),
            why="Neurogenic claudication picture.",
            sources=("LSS",),
            specific_when=always(),
        ),
        Step(
            "T23",
            "routine",
            "Sprain or strain without a fracture sign: protect, raise, early movement; back if it cannot be walked on within a week.",
            when=injury_within_10_days & ~any_physical_flag(1),
            not_with=any_physical_flag(1) | flag("RF09b") | cannot_take_4_steps,
            why="Most heal with early movement.",
            sources=("K-MSK",),
            minor_ok=True,
            specific_when=always(),
        ),
        Step(
            "T24",
            "same day",
            "Shingles: antiviral treatment today, best within 72 hours; earlier advice if the immune system is weak or the eye is near.",
            when=flag("RF29"),
            why="Shorter illness, less lasting nerve pain.",
            sources=("K-INFECT",),
            minor_ok=True,
            lead=490,
        ),
    ),
)
