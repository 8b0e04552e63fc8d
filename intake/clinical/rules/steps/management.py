"""Assessment steps: management options. Source: rule book section G."""

from intake.clinical.language.conditions import has, is_, yes
from intake.clinical.rules.facts import adult, back_to_leg_pain, chronic, clinical_osteoarthritis, injury, on_opioid
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import phq9
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
            when=~any_flag(1) & chronic,
            why="Helps both pain and mood.",
            sources=("NG193", "NG226", "NG222"),
        ),
        Step(
            "T02",
            "routine",
            "Discuss mindfulness, yoga or other mind-body exercise if the person is interested.",
            when=chronic & ~any_physical_flag(1, 2) & ~any_possible_physical(1),
            why="Optional; evidence modest.",
            sources=("SEED", "NG59"),
        ),
        Step(
            "T03",
            "same contact",
            "If an SSRI/SNRI is taken with an NSAID, antiplatelet or anticoagulant, consider gastro-protection or an alternative.",
            when=has(rx.current, "ssri", "snri") & has(rx.current, "nsaid", "antiplatelet", "anticoagulant"),
            why="Bleeding.",
            sources=("CG91",),
        ),
        Step(
            "T04",
            "2 weeks",
            "If drug treatment is chosen for nerve pain with depression, consider whether one medicine could address both (e.g. duloxetine), after checking liver, kidney, blood pressure, interactions (among them MAOI, fluvoxamine, ciprofloxacin), bipolar history and overdose risk.",
            when=pattern("NEU") & (phq9 >= 10) & adult & ~flag("RF18c") & ~yes(hx.bipolar) & ~back_to_leg_pain,
            why="CG173 lists duloxetine; label excludes liver disease, eGFR <30, uncontrolled hypertension, MAOI.",
            sources=("CG173", "DULOX"),
            needs_known_age=True,
        ),
        Step(
            "T05",
            "2 weeks",
            "Avoid starting opioids for chronic pain; if taken, review benefit, harm and taper plan together.",
            when=on_opioid & chronic,
            why="Limited benefit, added risk with depression.",
            sources=("NG193", "CDC2022"),
        ),
        Step(
            "T06",
            "2 weeks",
            "If a gabapentinoid is used, review mood, sedation, dependence and breathing risk with opioids.",
            when=has(rx.current, "gabapentinoid"),
            why="Safety.",
            sources=("MHRA-GABA",),
        ),
        Step(
            "T07",
            "routine",
            "If TENS or acupuncture is asked about, explain that guideline advice differs by condition: not TENS in osteoarthritis, sciatica or chronic primary pain; acupuncture only in chronic primary pain.",
            when=chronic,
            why="Seed article recommends both; NICE does not for OA/sciatica.",
            sources=("NG193", "NG226", "NG59"),
        ),
        Step(
            "T08",
            "routine",
            "Discuss weight and diet if relevant and wanted.",
            when=(yes(hx.osteoarthritis) | (clinical_osteoarthritis & ~injury))
            & ~any_physical_flag(1, 2)
            & ~any_possible_physical(1),
            why="Weight loss helps hip/knee OA.",
            sources=("NG226",),
        ),
        Step(
            "T09",
            "routine",
            "Offer help to stop smoking.",
            when=is_(hx.smoking, "current"),
            why="Limb, bone, pain and mood benefit.",
            sources=("CG147",),
        ),
        Step(
            "T10",
            "2 weeks",
            "Review antiplatelet, statin and blood-pressure treatment.",
            when=yes(hx.pad) | pattern_strong("VAS"),
            why="Secondary prevention.",
            sources=("CG147", "NG238"),
        ),
        Step(
            "T11",
            "routine",
            "If restless legs is likely, review antidepressant/antipsychotic/antihistamine contribution before adding medicines.",
            when=yes(sx.urge_to_move) & has(rx.current, "ssri", "snri", "tca", "antipsychotic"),
            why="Drug-aggravated.",
            sources=("K-RLS",),
        ),
        Step(
            "T12",
            "routine",
            "For sciatica, NICE advises against gabapentinoids, oral steroids and benzodiazepines, and against opioids long term.",
            when=back_to_leg_pain,
            why="Limited benefit, known harm.",
            sources=("NG59",),
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
        ),
    ),
)
