"""Assessment steps: mental-health assessment. Source: rule book section G."""

from intake.clinical.language.conditions import has, has_number, is_, yes
from intake.clinical.language.instruments import ReachesClinicsLimit
from intake.clinical.rules.facts import chronic, on_opioid, perinatal, risky_alcohol
from intake.clinical.rules.mood_screen import major_depressive_pattern, mood_screen_is
from intake.clinical.rules.questions.context import ctx
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.mood import gad2, mh, phq, phq2, phq9, soc
from intake.clinical.rules.questions.pain import peg_score
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.rules.raised import flag, flag_possible

from .step import Category, Step

_phq2_steps_up = ReachesClinicsLimit(phq2, lambda settings: settings.phq2_step_up, "2, or 3 where the clinic says so")

MENTAL_HEALTH = Category(
    "Mental-health assessment",
    (
        Step(
            "M01",
            "same contact",
            "Complete the full PHQ-9 if only PHQ-2 was done (PHQ-2 of 2 or more; site may set 3) or items are missing.",
            when=(_phq2_steps_up & ~mood_screen_is("complete")) | mood_screen_is("partial"),
            why="PHQ-2 of 2+ then PHQ-9 of 10+: sensitivity 82%, specificity 87%.",
            sources=("LEVIS2020",),
        ),
        Step(
            "M02",
            "same contact",
            "Complete GAD-7.",
            when=(gad2 >= 3) | (phq9 >= 10),
            why="Pain with depression and anxiety carries the most disability.",
            sources=("BAIR2008", "GAD7"),
        ),
        Step(
            "M03",
            "same contact",
            "Ask about suicidal thoughts, plans, intent, means, past attempts and protective factors (ASQ then full psychosocial assessment).",
            when=flag_possible("RF17a")
            | flag_possible("RF17c")
            | (phq9 >= 10)
            | (~mood_screen_is("complete") & ~mood_screen_is("not_applicable")),
            why="Ask directly whenever low mood is likely or unknown; item 9 answered 0 is no reassurance.",
            sources=("ASQ", "NG225"),
            minor_ok=True,
            lead=True,
        ),
        Step(
            "M04",
            "same contact",
            "Make a written collaborative safety plan with a follow-up contact; discuss means safety, including medicines at home.",
            when=flag("RF17a") | flag("RF17b"),
            why="In a cohort comparison a safety plan with telephone follow-up was linked with fewer suicidal acts.",
            sources=("STANLEY2018", "NG225"),
            minor_ok=True,
            lead=True,
        ),
        Step(
            "M05",
            "now",
            "Stay with the person and arrange emergency mental-health assessment.",
            when=flag("RF17b") | flag("RF18b"),
            why="Imminent safety.",
            sources=("ASQ", "NG225"),
            minor_ok=True,
            lead=True,
        ),
        Step(
            "M06",
            "2 weeks",
            "Clinical interview for depression: symptoms, duration, function, course (not a symptom count alone).",
            when=(phq9 >= 10) | major_depressive_pattern | flag("RF24"),
            why="NICE: do not rely on a symptom count.",
            sources=("CG91",),
            needs_known_age=True,
            lead=True,
        ),
        Step(
            "M07",
            "same contact",
            "Go through PHQ-9 items 1, 3, 4, 5, 7 and 8: 'is that because of pain, or would it be there without the pain?'",
            when=(phq9 >= 5) & (peg_score >= 4),
            why="Somatic overlap.",
            sources=("AAGAARD2023",),
            needs_known_age=True,
        ),
        Step(
            "M08",
            "same contact",
            "Ask about past periods of overactivity or disinhibited behaviour lasting 4 days or more before any antidepressant (an interview, not a questionnaire).",
            when=(phq9 >= 10) | has(mh.mania, "elevated_or_irritable") | yes(hx.bipolar),
            why="Avoid treatment-emergent mania.",
            sources=("CG185",),
        ),
        Step(
            "M09",
            "same day",
            "Same-day mental-health assessment for psychosis or mania.",
            when=flag("RF18a") | flag("RF18c"),
            why="Severe mental illness.",
            sources=("NG222", "CG185"),
            minor_ok=True,
            lead=True,
        ),
        Step(
            "M10",
            "2 weeks",
            "Perinatal mental-health assessment (same day if item 9 is above 0; emergency if psychosis or suicidal thoughts).",
            when=flag("RF20") | (perinatal & (phq.q9 >= 1)),
            why="Perinatal risk.",
            sources=("CG192",),
        ),
        Step(
            "M11",
            "2 weeks",
            "Assess alcohol, opioid and sedative use (full AUDIT; opioid-use disorder criteria).",
            when=risky_alcohol | flag("RF25") | (on_opioid & (phq9 >= 10)),
            why="Overdose and treatment failure.",
            sources=("CDC2022", "AUDITC"),
        ),
        Step(
            "M12",
            "same contact",
            "Offer the declined or unfinished screen again, in private, explaining why; record the choice without pressure.",
            when=mood_screen_is("declined") | mood_screen_is("not_done"),
            why="Declining is allowed and is not 'negative'.",
            sources=("CG91",),
            minor_ok=True,
        ),
        Step(
            "M13",
            "routine",
            "Explore beliefs, fear of movement, pain-related worry and coping.",
            when=chronic & (peg_score >= 4),
            why="Psychosocial drivers of disability.",
            sources=("NG193",),
        ),
        Step(
            "M14",
            "same day",
            "Assess capacity and safeguarding needs.",
            when=flag("RF19") | flag("RF21") | is_(ctx.can_decide, "doubt") | yes(sx.confusion_new),
            why="Legal and safety duty.",
            sources=("NG116",),
            minor_ok=True,
            lead=True,
        ),
        Step(
            "M15",
            "same day",
            "Consider the needs and safety of children or adults in the person's care; offer a carer assessment.",
            when=has_number(soc.dependants, 1),
            why="Dependants are easily overlooked.",
            sources=("NG222",),
            minor_ok=True,
        ),
    ),
)
