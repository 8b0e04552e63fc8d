"""Assessment steps: follow-up. Source: rule book section G."""

from intake.clinical.language.conditions import yes
from intake.clinical.rules.facts import adult
from intake.clinical.rules.mood_screen import mood_screen_is
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.mood import phq9
from intake.clinical.rules.questions.pain import peg_score
from intake.clinical.rules.raised import (
    any_pending,
    any_physical_flag,
    any_possible,
    any_possible_physical,
    flag,
    flag_possible,
    pattern,
)

from .step import Category, Due, Step

FOLLOW_UP = Category(
    "Follow-up",
    (
        Step(
            "F01",
            "routine",
            "Repeat PHQ-9 and PEG in 2-4 weeks, same instrument and language.",
            when=(phq9 >= 10),
            why="Track change.",
            sources=(
                "KS2002",
                "NG222",
            ),
            needs_known_age=True,
            group="follow",
            due=Due(14, 28),
            repeats=(phq9, peg_score),
        ),
        Step(
            "F02",
            "routine",
            "Repeat PHQ-9 in 2-4 weeks; guided self-help if symptoms persist or the person wants it.",
            when=(phq9 >= 5) & (phq9 <= 9),
            why="PHQ-9 of 5 to 9.",
            sources=(
                "KS2002",
                "NG222",
            ),
            needs_known_age=True,
            group="follow",
            due=Due(14, 28),
            repeats=(phq9,),
        ),
        Step(
            "F03",
            "2 weeks",
            "If an antidepressant is started: review within 2 weeks, or after 1 week if aged 18-25 or there is concern about suicide, then by 4 weeks; in pregnancy or within 12 months of birth with the perinatal team.",
            when=(phq9 >= 10) & adult & ~yes(hx.bipolar),
            not_with=flag("RF18a") | flag("RF18c"),
            why="Early monitoring.",
            sources=("NG222",),
            needs_known_age=True,
            group="mood_plan",
            due=Due(7, 14),
        ),
        Step(
            "F04",
            "routine",
            "Review pain and function in about 6 weeks.",
            when=~any_physical_flag(1, 2) & ~any_possible_physical(1, 2),
            why="Expected recovery window for acute pain.",
            sources=("NG59",),
            group="follow",
            due=Due(42, 42),
        ),
        Step(
            "F05",
            "routine",
            "Judge change in mood: PHQ-9 drop of 5 or more points (50% = response, below 5 = remission).",
            when=(phq9 >= 10),
            why="Interpretable change.",
            sources=("KS2002",),
            needs_known_age=True,
            group="follow",
        ),
        Step(
            "F05b",
            "routine",
            "Judge change in pain: PEG drop of about 1 point or 30%.",
            when=(peg_score >= 4),
            why="Interpretable change.",
            sources=("REED2023",),
            group="follow",
        ),
        Step(
            "F06",
            "routine",
            "Review claudication exercise programme at 3 months.",
            when=pattern("VAS"),
            not_with=flag_possible("RF01")
            | flag_possible("RF11")
            | flag("RF01c", "RF03", "RF03b")
            | any_physical_flag(1)
            | any_possible_physical(1)
            | flag("RF11c"),
            why="Programme length.",
            sources=("CG147",),
            group="follow",
            due=Due(91, 91),
        ),
        Step(
            "F07",
            "same contact",
            "Name who will obtain the missing answers and by when.",
            when=any_possible(1, 2)
            | any_pending(1, 2)
            | ~mood_screen_is("complete") & ~mood_screen_is("not_applicable") & ~(pt.age_years < 12),
            why="Close the loop.",
            sources=("TOOL",),
            minor_ok=True,
            group="open",
            due=Due(0, 0),
        ),
        Step(
            "F08",
            "routine",
            "Re-screen mood if pain persists or function worsens, and at routine long-term-condition review.",
            when=(phq9 <= 4),
            why="Risk persists in chronic pain.",
            sources=("CG91",),
            needs_known_age=True,
            group="follow",
        ),
    ),
)
