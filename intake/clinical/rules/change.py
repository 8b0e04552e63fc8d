"""Which change of a score is marked. Source: rule book sections A.1, A.5 and G (step F05)."""

from intake.clinical.language.change import Change, ChangeRule, Holds, fell_by, fell_by_share


def _of_low_mood(holds: Holds) -> Holds:
    """Below 5 at first, there was nothing to respond or remit."""
    return lambda earlier, later: earlier >= 5 and holds(earlier, later)


PHQ9_CHANGE = Change(
    rules=(
        ChangeRule("reliable change: down by 5 or more", "5 or more below the first whole score", fell_by(5)),
        ChangeRule(
            "response: down by half or more",
            "half of the first whole score or less, where that was 5 or more",
            _of_low_mood(fell_by_share(0.5)),
        ),
        ChangeRule(
            "remission: below 5",
            "below 5, where the first whole score was 5 or more",
            _of_low_mood(lambda _, later: later < 5),
        ),
        ChangeRule(
            "went up by 5 or more",
            "5 or more above the first whole score, or above the whole score before",
            lambda earlier, later: fell_by(5)(later, earlier),
            since_before=True,
        ),
    ),
    note="The total says nothing of item 9: read the person’s own answer in each intake.",
    sources=("KS2002",),
)
PEG_CHANGE = Change(
    rules=(
        ChangeRule("down by 30 % or more", "30 % or more below the first whole score, unrounded", fell_by_share(0.3)),
        ChangeRule(
            "down by 1 point or more",
            "1 point or more below it: the minimal important difference is about 1 (0.6 to 1.75)",
            fell_by(1),
        ),
    ),
    note="",
    sources=("REED2023",),
)
