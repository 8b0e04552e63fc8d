"""Assessment steps: safety-netting. Source: rule book section G."""

from intake.clinical.language.conditions import always, has, yes
from intake.clinical.rules.facts import back_to_leg_pain
from intake.clinical.rules.mood_screen import mood_screen_is
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.mood import phq, phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.raised import flag, flag_possible, pattern

from .step import Category, Due, Step

SAFETY_NETTING = Category(
    "Safety-netting",
    (
        Step(
            "S01",
            "same contact",
            "Give written cauda equina warning signs and what to do.",
            when=back_to_leg_pain | (pattern("NEU") & has(pain.sites, "low_back")),
            why="Deterioration can be rapid.",
            sources=("CES-BMJBP",),
        ),
        Step(
            "S02",
            "same contact",
            "Explain urgent warning signs: new swelling, cold or pale leg, spreading redness, fever, weakness, breathlessness.",
            when=always(),
            why="Standard safety-net.",
            sources=("TOOL",),
            minor_ok=True,
        ),
        Step(
            "S03",
            "same contact",
            "Give local crisis contact details.",
            when=(phq9 >= 5) | (phq.q9 >= 1) | flag_possible("RF17a") | mood_screen_is("declined"),
            why="71.6% of suicides in one cohort followed an item-9 answer of 'not at all'.",
            sources=("LOUZON2016",),
            gives_contacts=True,
            minor_ok=True,
        ),
        Step(
            "S04",
            "same contact",
            "After a negative DVT scan, explain when to return and whether repeat scan in 6-8 days is needed.",
            when=flag("RF03"),
            why="NICE sequence.",
            sources=("NG158",),
            due=Due(6, 8),
        ),
        Step(
            "S05",
            "same contact",
            "Give daily foot-check advice.",
            when=yes(hx.diabetes) | yes(hx.pad),
            why="Ulcer prevention.",
            sources=("NG19",),
        ),
    ),
)
