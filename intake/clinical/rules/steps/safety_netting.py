"""Assessment steps: safety-netting. Source: rule book section G."""

from intake.clinical.language.conditions import always, has, is_, yes
from intake.clinical.rules.facts import back_to_leg_pain
from intake.clinical.rules.mood_screen import mood_screen_is
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.mood import phq, phq9
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.raised import any_physical_flag, flag, flag_pointed_to, pattern

from .step import Category, Due, Step

SAFETY_NETTING = Category(
    "Safety-netting",
    (
        Step(
            "S01",
            "same contact",
            "Give written cauda equina warning signs and what to do.",
            when=back_to_leg_pain
            | pattern("NEU") & has(pain.sites, "low_back")
            | is_(ex.slr, "positive_one", "positive_both"),
            why="Deterioration can be rapid.",
            sources=("CES-BMJBP",),
            group="sciatica",
            specific_when=always(),
        ),
        Step(
            "S02",
            "same contact",
            "Explain urgent warning signs: new swelling, cold or pale leg, spreading redness, fever, weakness, breathlessness.",
            when=always(),
            why="Standard safety-net.",
            sources=("TOOL",),
            minor_ok=True,
            group="always",
        ),
        Step(
            "S03",
            "same contact",
            "Give local crisis contact details.",
            when=(phq9 >= 5) | (phq.q9 >= 1) | flag_pointed_to("RF17a") | mood_screen_is("declined"),
            why="Whoever is low in mood should know where to turn in a crisis.",
            sources=("NG225",),
            minor_ok=True,
            group="mood",
            gives_contacts=True,
        ),
        Step(
            "S04",
            "same contact",
            "After a negative DVT scan, explain when to return and whether repeat scan in 6-8 days is needed.",
            when=flag("RF03"),
            not_with=any_physical_flag(1),
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
            group="foot",
        ),
    ),
)
