"""Assessment steps: mental-health assessment. Source: rule book section G."""

from intake.clinical.language.conditions import answered_any, has, has_number, is_, refused, yes
from intake.clinical.language.instruments import ReachesClinicsLimit
from intake.clinical.rules.facts import chronic, on_opioid, perinatal
from intake.clinical.rules.mood_screen import major_depressive_pattern, mood_screen_is
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.mood import asq, auditc_score, gad, gad2, mh, phq, phq2, phq9, soc
from intake.clinical.rules.questions.pain import peg_score
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import flag, flag_pointed_to

from .step import Category, Step

_phq2_steps_up = ReachesClinicsLimit(phq2, lambda clinic: clinic.phq2_step_up, "2, or 3 where the clinic says so")

MENTAL_HEALTH = Category(
    "Mental-health assessment",
    (
        Step(
            "M01",
            "same contact",
            "Complete the full PHQ-9 if only PHQ-2 was done (PHQ-2 of 2 or more; site may set 3) or items are missing.",
            when=_phq2_steps_up & ~mood_screen_is("complete") | mood_screen_is("partial"),
            why="PHQ-2 of 2+ then PHQ-9 of 10+: sensitivity 82%, specificity 87%.",
            sources=("LEVIS2020",),
            group="mood",
        ),
        Step(
            "M02",
            "same contact",
            "Complete GAD-7.",
            when=(gad2 >= 3) | (phq9 >= 10),
            settled_when=~(
                refused(gad.q1)
                | refused(gad.q2)
                | refused(gad.q3)
                | refused(gad.q4)
                | refused(gad.q5)
                | refused(gad.q6)
                | refused(gad.q7)
            ),
            why="Pain with depression and anxiety carries the most disability.",
            sources=(
                "BAIR2008",
                "GAD7",
            ),
            group="mood",
        ),
        Step(
            "M03",
            "same contact",
            "Ask about suicidal thoughts, plans, intent, means, past attempts and what protects (ASQ, then a full psychosocial assessment).",
            when=flag_pointed_to("RF17a") | flag_pointed_to("RF17b") | flag_pointed_to("RF17c"),
            why="An answer, or a missing answer, points to it.",
            sources=(
                "ASQ",
                "NG225",
            ),
            minor_ok=True,
            lead=110,
        ),
        Step(
            "M03b",
            "same contact",
            "Ask directly about suicidal thoughts (ASQ).",
            when=((phq9 >= 10) | ~mood_screen_is("complete") & ~mood_screen_is("not_applicable") & ~(pt.age_years < 12))
            & ~flag_pointed_to("RF17a")
            & ~flag_pointed_to("RF17b")
            & ~flag_pointed_to("RF17c"),
            settled_when=answered_any(asq.q1)
            & ~(refused(asq.q1) | refused(asq.q2) | refused(asq.q3) | refused(asq.q4)),
            why="Low mood is likely or not known; item 9 alone does not settle it.",
            sources=(
                "ASQ",
                "NG225",
            ),
            minor_ok=True,
            group="mood",
        ),
        Step(
            "M04",
            "same contact",
            "Make a written collaborative safety plan with a follow-up contact; discuss means safety, including medicines at home.",
            when=flag("RF17a") | flag("RF17b"),
            why="In a cohort comparison a safety plan with telephone follow-up was linked with fewer suicidal acts.",
            sources=(
                "STANLEY2018",
                "NG225",
            ),
            minor_ok=True,
            lead=120,
        ),
        Step(
            "M05",
            "now",
            "Stay with the person and arrange emergency mental-health assessment.",
            when=flag("RF17b") | flag("RF18b") | flag("RF20b") | flag("RF36"),
            why="Imminent safety.",
            sources=(
                "ASQ",
                "NG225",
            ),
            minor_ok=True,
            lead=60,
        ),
        Step(
            "M06",
            "2 weeks",
            "Clinical interview for depression: symptoms, duration, function, course (not a symptom count alone).",
            when=(phq9 >= 10) | major_depressive_pattern | flag("RF24"),
            why="NICE: do not rely on a symptom count.",
            sources=("CG91",),
            needs_known_age=True,
            group="mood",
        ),
        Step(
            "M07",
            "same contact",
            "Go through PHQ-9 items 1, 3, 4, 5, 7 and 8: 'is that because of pain, or would it be there without the pain?'",
            when=(phq9 >= 5) & (peg_score >= 4),
            why="Somatic overlap.",
            sources=("AAGAARD2023",),
            needs_known_age=True,
            group="mood",
        ),
        Step(
            "M08",
            "same contact",
            "Ask about past periods of overactivity or disinhibited behaviour lasting 4 days or more before any antidepressant (an interview, not a questionnaire).",
            when=(phq9 >= 10) | has(mh.mania, "elevated_or_irritable") | yes(hx.bipolar),
            why="Avoid treatment-emergent mania.",
            sources=("CG185",),
            group="mood",
        ),
        Step(
            "M09",
            "same day",
            "Same-day mental-health assessment for psychosis or mania.",
            when=flag("RF18a") | flag("RF18c"),
            settled_when=flag("RF18b") | flag("RF20b"),
            why="Severe mental illness.",
            sources=(
                "NG222",
                "CG185",
            ),
            minor_ok=True,
            lead=560,
        ),
        Step(
            "M10",
            "2 weeks",
            "Perinatal mental-health assessment.",
            when=flag("RF20"),
            settled_when=flag("RF18b") | flag("RF20b") | flag("RF17b") | perinatal & (phq.q9 >= 1),
            why="Perinatal risk.",
            sources=("CG192",),
            lead=780,
        ),
        Step(
            "M10b",
            "same day",
            "Perinatal mental-health assessment today.",
            when=perinatal & (phq.q9 >= 1),
            settled_when=flag("RF18b") | flag("RF20b") | flag("RF17b"),
            why="Perinatal risk.",
            sources=("CG192",),
            lead=770,
        ),
        Step(
            "M11",
            "2 weeks",
            "Assess alcohol, opioid and sedative use (full AUDIT; opioid-use disorder criteria).",
            when=(auditc_score >= 5) | flag("RF25") | flag("RF25b") | on_opioid & (phq9 >= 10),
            why="Overdose and treatment failure.",
            sources=(
                "CDC2022",
                "AUDITC",
            ),
            group="medicines",
        ),
        Step(
            "M12",
            "same contact",
            "Offer the declined or unfinished screen again, in private, explaining why; record the choice without pressure.",
            when=mood_screen_is("declined") | mood_screen_is("not_done"),
            why="Declining is allowed and is not 'negative'.",
            sources=("CG91",),
            minor_ok=True,
            group="mood",
        ),
        Step(
            "M13",
            "routine",
            "Explore beliefs, fear of movement, pain-related worry and coping.",
            when=chronic & (peg_score >= 4),
            why="Psychosocial drivers of disability.",
            sources=("NG193",),
            group="self",
        ),
        Step(
            "M14",
            "same day",
            "Assess capacity and safeguarding needs.",
            when=flag("RF19") | flag("RF21") | is_(ctx.can_decide, "doubt") | yes(sx.confusion_new),
            why="Legal and safety duty.",
            sources=("NG116",),
            minor_ok=True,
            lead=570,
        ),
        Step(
            "M15",
            "same day",
            "Consider the needs and safety of children or adults in the person's care; offer a carer assessment.",
            when=has_number(soc.dependants, 1) | flag("RF36") & perinatal,
            why="Dependants are easily overlooked.",
            sources=("NG222",),
            minor_ok=True,
            group="mood",
        ),
    ),
)
