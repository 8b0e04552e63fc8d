"""Assessment steps: history. Source: rule book section G."""

from intake.clinical.language.conditions import always, has, has_number, is_, no, refused, sure, yes
from intake.clinical.rules.facts import (
    back_to_leg_pain,
    both_legs,
    chronic,
    injury_within_10_days,
    new_motor_deficit,
    on_opioid,
    on_sedative,
    widespread_pain,
)
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import auditc, mh, phq, phq9, soc
from intake.clinical.rules.questions.pain import pain, slp
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import (
    any_hint,
    any_pending,
    any_physical_flag,
    any_possible,
    flag,
    flag_pointed_to,
    pattern,
)

from .step import Category, Step

HISTORY = Category(
    "History",
    (
        Step(
            "H01",
            "same contact",
            "Confirm onset, mechanism, course, site and effect on daily life in the person's own words.",
            when=always(),
            why="Self-report forms miss context.",
            sources=("NG193",),
            minor_ok=True,
            group="always",
        ),
        Step(
            "H02",
            "same contact",
            "Ask every red-flag question left blank, 'unknown' or declined (listed in the report).",
            when=any_possible(1, 2),
            why="A blank is not a negative.",
            sources=("TOOL",),
            minor_ok=True,
            group="open",
        ),
        Step(
            "H03",
            "same contact",
            "Ask directly about bladder, bowel, saddle sensation and sexual function, and whether any change is new.",
            when=back_to_leg_pain
            | has(pain.sites, "low_back")
            | new_motor_deficit
            | both_legs & pattern("NEU")
            | sure(
                is_(ex.sensation, "reduced_one_area")
                | is_(ex.reflexes, "reduced")
                | is_(ex.slr, "positive_one", "positive_both")
            ),
            settled_when=flag("RF02a"),
            why="Cauda equina is missed when not asked.",
            sources=(
                "CES-BMJBP",
                "IFOMPT",
            ),
            minor_ok=True,
            group="neuro",
            specific_to=("NEU",),
            specific_when=back_to_leg_pain,
        ),
        Step(
            "H04",
            "same contact",
            "Review all medicines for causes and interactions (statin, fluoroquinolone, steroid, opioid, antidepressant, lithium, anticoagulant, NSAID).",
            when=has_number(rx.current, 1) | refused(rx.current) | refused(rx.list_complete) | no(rx.list_complete),
            why="Medicines are taken, or the list is not known; they are a common cause that can be changed.",
            sources=(
                "CG91",
                "MHRA-FQ",
            ),
            minor_ok=True,
            group="medicines",
            specific_when=has(rx.current, "statin") & pattern("MUS")
            | yes(sx.urge_to_move) & has(rx.current, "ssri", "snri", "tca", "antipsychotic", "other_antidepressant")
            | has(rx.current, "calcium_blocker") & has(sx.swelling, "ankle_foot"),
        ),
        Step(
            "H05",
            "routine",
            "Complete AUDIT-C; ask about other substances.",
            when=refused(auditc.q1) & ((phq9 >= 10) | on_opioid | on_sedative | pattern("NEU") & ~yes(hx.diabetes)),
            why="Alcohol links pain, neuropathy and low mood.",
            sources=("AUDITC",),
            group="medicines",
        ),
        Step(
            "H06",
            "routine",
            "Take a sleep history (pattern, pain waking, snoring, caffeine, shift work).",
            when=(slp.nights_pain_disturbed >= 3) | (phq.q3 >= 2),
            why="Shared, treatable driver.",
            sources=("FINAN2013",),
            group="sleep",
        ),
        Step(
            "H07",
            "same contact",
            "Ask about past depression, mania or hypomania, psychosis, self-harm and family history.",
            when=(phq9 >= 10),
            why="Changes diagnosis and treatment.",
            sources=(
                "CG91",
                "NG222",
            ),
            group="mood",
        ),
        Step(
            "H08",
            "same contact",
            "Ask about bereavement, losses, work, money and relationship strain.",
            when=(phq9 >= 5) | yes(soc.strain),
            settled_when=no(soc.strain) & no(mh.bereaved_2mo) & is_(soc.support, "yes"),
            why="Strain is linked with the severity of depression in people with pain.",
            sources=("PMC2677657",),
            group="mood",
        ),
        Step(
            "H09",
            "routine",
            "Agree activity, work and participation goals that matter to the person.",
            when=chronic,
            why="Care plans should be goal-based.",
            sources=("NG193",),
            group="self",
        ),
        Step(
            "H10",
            "routine",
            "Record smoking, blood pressure, lipids, diabetes and heart/stroke history.",
            when=pattern("VAS"),
            why="PAD marks cardiovascular risk.",
            sources=("CG147",),
            group="artery",
        ),
        Step(
            "H11",
            "same contact",
            "Ask about past cancer, weight loss, night sweats and non-mechanical night pain.",
            when=pattern("BON") & ~injury_within_10_days | is_(pain.night, "wakes_unprovoked"),
            settled_when=~(refused(hx.cancer) | refused(sx.systemic) | refused(pain.night)),
            why="Bone malignancy pointers.",
            sources=("SRG",),
            minor_ok=True,
        ),
        Step(
            "H12",
            "same contact",
            "Ask about VTE risk: recent surgery, immobility, cancer, pregnancy/post-birth, oestrogen, previous clot.",
            when=flag_pointed_to("RF03") | flag("RF03b"),
            settled_when=~(
                refused(hx.cancer)
                | refused(hx.immobile_3d)
                | refused(hx.surgery_12wk)
                | refused(hx.leg_plaster)
                | refused(hx.leg_paralysis)
                | refused(hx.dvt_pe)
            ),
            why="Needed for Wells score.",
            sources=("NG158",),
            minor_ok=True,
        ),
        Step(
            "H13",
            "routine",
            "Ask about falls, previous low-trauma fracture, steroids and early menopause; calculate fracture risk.",
            when=pattern("BON") & (pt.age_years >= 50) | yes(hx.osteoporosis) | yes(hx.fragility_fracture),
            why="Secondary prevention.",
            sources=("CG146",),
            group="bone",
            specific_to=("BON",),
        ),
        Step(
            "H14",
            "same contact",
            "Ask about pregnancy possibility and contraception before X-ray or medicines.",
            when=is_(pt.sex, "female", "intersex")
            & (pt.age_years >= 12)
            & (pt.age_years <= 55)
            & is_(pt.pregnancy, "no", "unknown")
            & (
                flag("RF09a", "RF09b", "RF09d", "RF10a", "RF10b", "RF10d")
                | pattern("BON") & (pain.duration_days >= 42)
                | pattern("NEU") & (phq9 >= 10)
                | (phq9 >= 16)
            ),
            why="Safety.",
            sources=("K-GEN",),
        ),
        Step(
            "H15",
            "routine",
            "Check restless-legs features: urge to move, worse at rest, relieved by moving, worse in evening.",
            when=yes(sx.urge_to_move),
            why="Common mimic.",
            sources=("K-RLS",),
            group="restless",
            specific_when=always(),
        ),
        Step(
            "H16",
            "routine",
            "Take a training and work load history (recent change, footwear, surface).",
            when=pattern("MUS") | pattern("INF") | has(pain.aggravating, "impact_running"),
            not_with=any_physical_flag(1, 2),
            why="Load change drives overuse injury.",
            sources=("K-MSK",),
            specific_to=(
                "MUS",
                "INF",
            ),
        ),
        Step(
            "H17",
            "same contact",
            "Ask who is at home, support, caring duties and safety at home; see alone if possible.",
            when=(phq9 >= 10) | flag("RF19") | flag("RF21") | is_(soc.support, "no"),
            settled_when=is_(soc.support, "yes") & ~refused(mh.unsafe_at_home) & ~refused(soc.dependants),
            why="Support and safeguarding.",
            sources=(
                "NG222",
                "NG116",
            ),
            group="mood",
        ),
        Step(
            "H18",
            "routine",
            "Clinician to apply 2016 fibromyalgia criteria (widespread pain index and symptom severity), noting they do not exclude other disease.",
            when=widespread_pain,
            why="Avoid missed chronic primary pain and false closure.",
            sources=("FM2016",),
            group="widespread",
            specific_when=always(),
        ),
        Step(
            "H20",
            "same contact",
            "Ask about eating, weight, periods and exercise (energy deficiency, eating disorder).",
            when=flag("RF09c") | has(sx.systemic, "weight_loss") & (phq.q5 >= 2),
            why="Bone stress and weight loss can share a cause.",
            sources=("K-GEN",),
        ),
        Step(
            "H21",
            "same contact",
            "Ask when the sexual difficulty began; consider mood, medicines and vascular disease.",
            when=has(sx.bladder_bowel, "sexual_dysfunction") & ~flag("RF02a") & ~flag("RF02d") & ~flag("RF02f"),
            why="Common with antidepressants; not by itself a cauda equina sign.",
            sources=("NG127",),
            specific_when=always(),
        ),
        Step(
            "H19",
            "same contact",
            "Ask or examine, in private, what is kept for the clinician (listed).",
            when=any_pending(1, 2),
            why="Some flags can only be settled by the clinician.",
            sources=("TOOL",),
            minor_ok=True,
            group="open",
        ),
        Step(
            "H22",
            "same contact",
            "Confirm the list of medicines against the record or the boxes.",
            when=no(rx.list_complete) | refused(rx.list_complete),
            why="The list of medicines is not confirmed: one that was not ticked may still be taken.",
            sources=("TOOL",),
            minor_ok=True,
            group="open",
        ),
        Step(
            "H23",
            "2 weeks",
            "Ask about prostate, pelvic floor, childbirth, medicines and constipation, and say when to come back at once (back pain, numbness, weakness).",
            when=flag("RF02d") | flag("RF02g"),
            why="Most bladder and sexual changes have a common cause; the exception must not be missed.",
            sources=(
                "GIRFT-CES",
                "K-GEN",
            ),
            minor_ok=True,
            lead=800,
        ),
        Step(
            "H24",
            "same contact",
            "Pregnant: go through the medicines with the antenatal team or prescriber (no NSAID from 20 weeks, pregabalin only if clearly needed, opioid, lithium, statin and benzodiazepine by plan).",
            when=flag("RF41"),
            why="Safety of the pregnancy.",
            sources=("MHRA-PREG",),
            minor_ok=True,
            lead=810,
        ),
        Step(
            "H25",
            "same contact",
            "Ask about allergies to medicines and what happened; record them.",
            when=refused(rx.allergies),
            why="A blank is not 'no allergies'.",
            sources=("TOOL",),
            minor_ok=True,
            group="open",
        ),
        Step(
            "H26",
            "same contact",
            "Settle first what points to something urgent: ask or examine what is still open (listed, with what points to it).",
            when=any_hint(1, 2),
            why="Something points to it, and it is not excluded.",
            sources=("TOOL",),
            minor_ok=True,
            lead=190,
        ),
        Step(
            "H27",
            "same day",
            "Find out today which medicines are taken (boxes, record, pharmacy, family): lithium, serotonergic, antipsychotic or sedating ones above all.",
            when=flag("RF45"),
            why="A reaction cannot be named without the medicine.",
            sources=("K-PHARM",),
            minor_ok=True,
            lead=430,
        ),
    ),
)
