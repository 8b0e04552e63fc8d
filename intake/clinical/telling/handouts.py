"""Handouts as they are handed out: with a clinic's own numbers in their places; and which go with what is raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intake.clinical.rules.handouts import HANDOUTS, NUMBERS, Handout
from intake.clinical.rules.handouts.handout import PLACEHOLDER
from intake.clinical.working.findings import Findings


@dataclass(frozen=True)
class Number:
    """Whom to call. Empty where the clinic has not set it."""

    number: str
    service: str = ""
    """Whose it is, where the words beside it do not say so."""


Numbers = Mapping[str, Number]
"""By the names of ``NUMBERS``."""


@dataclass(frozen=True)
class Run:
    """Words, or a number to call."""

    text: str
    calls: bool = False


def runs(text: str, numbers: Numbers) -> tuple[Run, ...]:
    """The text with the numbers in place."""
    found: list[Run] = []
    # Split at a group, every second piece is the name of a number.
    for place, piece in enumerate(PLACEHOLDER.split(text)):
        if not place % 2:
            found += [Run(piece)] if piece else []
            continue
        put_in = numbers[piece]
        found.append(Run(put_in.number, calls=True))
        if put_in.service:
            found.append(Run(f" ({put_in.service})"))
    return tuple(found)


def missing(handout: Handout, numbers: Numbers) -> tuple[str, ...]:
    """What the clinic has to set before this handout is given, in words: one with a hole in it helps nobody."""
    return tuple(said for name, said in NUMBERS.items() if name in handout.numbers and not numbers[name].number)


def goes_with(handout: Handout, found: Findings) -> bool:
    """Something is raised beside which it is proposed."""
    raised = {flag.id for flag in found.present}
    raised.update(rule.id for rule in found.combined.rules)
    raised.update(step.id for step in found.steps)
    return not raised.isdisjoint(handout.goes_with)


def proposed_first(found: Findings) -> tuple[tuple[Handout, bool], ...]:
    """All of them, each with whether it is proposed: those first, in either part in their own order."""
    told = [(handout, goes_with(handout, found)) for handout in HANDOUTS.values()]
    return tuple(sorted(told, key=lambda each: not each[1]))
