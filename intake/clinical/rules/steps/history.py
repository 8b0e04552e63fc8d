"""Assessment steps: history. Source: rule book section G."""

from intake.clinical.language.conditions import always, has, is_, refused, sure, yes
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
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import auditc, phq, phq9
from intake.clinical.rules.questions.pain import pain, slp
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import any_pending, any_possible, flag, flag_possible, pattern

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
        ),
        Step(
            "H02",
            "same contact",
            "Ask every red-flag question left blank, 'unknown' or declined (listed in the report).",
            when=any_possible(1, 2),
            why="A blank is not a negative.",
            sources=("TOOL",),
            minor_ok=True,
        ),
        Step(
            "H03",
            "same contact",
            "Ask directly about bladder, bowel, saddle sensation and sexual function, and whether any change is new.",
            when=back_to_leg_pain | has(pain.sites, "low_back") | new_motor_deficit | (both_legs & pattern("NEU")),
            why="Cauda equina is missed when not asked.",
            sources=("CES-BMJBP", "IFOMPT"),
            minor_ok=True,
        ),
        Step(
            "H04",
            "same contact",
            "Review all medicines for causes and interactions (statin, fluoroquinolone, steroid, opioid, antidepressant, anticoagulant, NSAID).",
            when=~sure(has(rx.current, "none")),
            why="Common reversible contributor.",
            sources=("CG91", "MHRA-FQ"),
            minor_ok=True,
        ),
        Step(
            "H05",
            "routine",
            "Complete AUDIT-C; ask about other substances.",
            when=refused(auditc.q1) & ((phq9 >= 10) | on_opioid | on_sedative | (pattern("NEU") & ~yes(hx.diabetes))),
            why="Alcohol links pain, neuropathy and low mood.",
            sources=("AUDITC",),
        ),
        Step(
            "H06",
            "routine",
            "Take a sleep history (pattern, pain waking, snoring, caffeine, shift work).",
            when=(slp.nights_pain_disturbed >= 3) | (phq.q3 >= 2),
            why="Shared, treatable driver.",
            sources=("FINAN2013",),
        ),
        Step(
            "H07",
            "same contact",
            "Ask about past depression, mania or hypomania, psychosis, self-harm and family history.",
            when=(phq9 >= 10),
            why="Changes diagnosis and treatment.",
            sources=("CG91", "NG222"),
        ),
        Step(
            "H08",
            "same contact",
            "Ask about bereavement, losses, work, money and relationship strain.",
            when=(phq9 >= 5),
            why="Stress is linked to depression severity in pain beyond anxiety.",
            sources=("PMC2677657",),
        ),
        Step(
            "H09",
            "routine",
            "Agree activity, work and participation goals that matter to the person.",
            when=chronic,
            why="Care plans should be goal-based.",
            sources=("NG193",),
        ),
        Step(
            "H10",
            "routine",
            "Record smoking, blood pressure, lipids, diabetes and heart/stroke history.",
            when=pattern("VAS"),
            why="PAD marks cardiovascular risk.",
            sources=("CG147",),
        ),
        Step(
            "H11",
            "same contact",
            "Ask about past cancer, weight loss, night sweats and non-mechanical night pain.",
            when=(pattern("BON") & ~injury_within_10_days) | is_(pain.night, "wakes_unprovoked"),
            why="Bone malignancy pointers.",
            sources=("SRG",),
            minor_ok=True,
        ),
        Step(
            "H12",
            "same contact",
            "Ask about VTE risk: recent surgery, immobility, cancer, pregnancy/post-birth, oestrogen, previous clot.",
            when=flag_possible("RF03"),
            why="Needed for Wells score.",
            sources=("NG158",),
            minor_ok=True,
        ),
        Step(
            "H13",
            "routine",
            "Ask about falls, previous low-trauma fracture, steroids and early menopause; calculate fracture risk.",
            when=(pattern("BON") & (pt.age_years >= 50)) | yes(hx.osteoporosis) | yes(hx.fragility_fracture),
            why="Secondary prevention.",
            sources=("CG146",),
        ),
        Step(
            "H14",
            "same contact",
            "Ask about pregnancy possibility and contraception before X-ray or medicines.",
            when=is_(pt.sex, "female", "intersex")
            & (pt.age_years >= 12)
            & (pt.age_years <= 55)
            & is_(pt.pregnancy, "no", "unknown"),
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
        ),
        Step(
            "H16",
            "routine",
            "Take a training and work load history (recent change, footwear, surface).",
            when=pattern("MUS") | pattern("INF") | has(pain.aggravating, "impact_running"),
            why="Load change drives overuse injury.",
            sources=("K-MSK",),
        ),
        Step(
            "H17",
            "same contact",
            "Ask who is at home, support, caring duties and safety at home; see alone if possible.",
            when=(phq9 >= 10) | flag("RF19") | flag("RF21"),
            why="Support and safeguarding.",
            sources=("NG222", "NG116"),
        ),
        Step(
            "H18",
            "routine",
            "Clinician to apply 2016 fibromyalgia criteria (widespread pain index and symptom severity), noting they do not exclude other disease.",
            when=widespread_pain,
            why="Avoid missed chronic primary pain and false closure.",
            sources=("FM2016",),
        ),
        Step(
            "H20",
            "same contact",
            "Ask about eating, weight, periods and exercise (energy deficiency, eating disorder).",
            when=flag("RF09c") | (has(sx.systemic, "weight_loss") & (phq.q5 >= 2)),
            why="Bone stress and weight loss can share a cause.",
            sources=("K-GEN",),
        ),
        Step(
            "H21",
            "same contact",
            "Ask when the sexual difficulty began; consider mood, medicines and vascular disease.",
            when=has(sx.bladder_bowel, "sexual_dysfunction") & ~flag("RF02a"),
            why="Common with antidepressants; not by itself a cauda equina sign.",
            sources=("NG127",),
        ),
        Step(
            "H19",
            "same contact",
            "Ask or examine what is kept for the clinician, in private: voices or suspicion, elevated mood, self-neglect, safety at home, and the examination findings listed.",
            when=any_pending(1, 2),
            why="Some flags can only be settled by the clinician.",
            sources=("TOOL",),
            minor_ok=True,
            lead=True,
        ),
    ),
)
