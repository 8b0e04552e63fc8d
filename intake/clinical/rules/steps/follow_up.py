"""Assessment steps: follow-up. Source: rule book section G."""

from intake.clinical.rules.facts import adult
from intake.clinical.rules.mood_screen import mood_screen_is
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
            sources=("KS2002", "NG222"),
            needs_known_age=True,
            due=Due(14, 28),
        ),
        Step(
            "F02",
            "routine",
            "Active monitoring: repeat PHQ-9 at follow-up in 2-4 weeks; guided self-help if symptoms persist or the person wants it.",
            when=(phq9 >= 5) & (phq9 <= 9),
            why="Mild band action.",
            sources=("KS2002", "NG222"),
            needs_known_age=True,
            due=Due(14, 28),
        ),
        Step(
            "F03",
            "2 weeks",
            "If an antidepressant is started: review within 2 weeks, or after 1 week if aged 18-25 or there is concern about suicide, then by 4 weeks.",
            when=(phq9 >= 10) & adult,
            why="Early monitoring.",
            sources=("NG222",),
            needs_known_age=True,
            due=Due(7, 14),
        ),
        Step(
            "F04",
            "routine",
            "Review pain and function in about 6 weeks.",
            when=~any_physical_flag(1, 2) & ~any_possible_physical(1, 2),
            why="Expected recovery window for acute pain.",
            sources=("NG59",),
            due=Due(42, 42),
        ),
        Step(
            "F05",
            "routine",
            "Judge change: PHQ-9 drop of 5 or more points (50% = response, below 5 = remission); PEG drop of about 1 point or 30%.",
            when=(phq9 >= 10) | (peg_score >= 4),
            why="Interpretable change.",
            sources=("KS2002", "REED2023"),
            needs_known_age=True,
        ),
        Step(
            "F06",
            "routine",
            "Review claudication exercise programme at 3 months.",
            when=pattern("VAS") & ~flag_possible("RF01") & ~flag_possible("RF11") & ~flag("RF03"),
            why="Programme length.",
            sources=("CG147",),
            due=Due(91, 91),
        ),
        Step(
            "F07",
            "same contact",
            "Name who will obtain the missing answers and by when.",
            when=any_possible(1, 2)
            | any_pending(1, 2)
            | (~mood_screen_is("complete") & ~mood_screen_is("not_applicable")),
            why="Close the loop.",
            sources=("TOOL",),
            minor_ok=True,
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
        ),
    ),
)
