"""What the queue is narrowed down to. Its address holds fixed words only, and nothing of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.http import urlencode

from intake.clinical.rules.red_flag import TIERS

WAITING, CORRECTING, SIGNED, VOID, IN_ERROR, EVERY = "waiting", "correcting", "signed", "void", "in-error", "all"
STATES = {
    WAITING: "waiting",
    CORRECTING: "being corrected",
    SIGNED: "signed",
    VOID: "void",
    IN_ERROR: "entered in error",
    EVERY: "all",
}
TICKS = {"alert": "with an open alert", "mine": "mine", "undecided": "with undecided key steps"}
"""What else can be asked of a row, each yes or not asked."""


class Choice(NamedTuple):
    """One way to narrow the queue down, or to widen it again."""

    words: str
    query: str
    chosen: bool
    number: object = None
    """How many there are, as it is written."""


@dataclass(frozen=True)
class Filters:
    state: str = WAITING
    tier: str = ""
    """A tier's number, ``0`` for none present; empty where any is shown."""
    alert: bool = False
    mine: bool = False
    undecided: bool = False
    usual: str = WAITING
    """The state that is meant where none is named: a search looks everywhere."""

    @classmethod
    def read(cls, asked: QueryDict, *, searched: bool = False) -> Filters:
        """From an address. What is not known is not a filter."""
        usual = EVERY if searched else WAITING
        state, tier = asked.get("state", ""), asked.get("tier", "")
        return cls(
            state=state if state in STATES else usual,
            tier=tier if tier in map(str, TIERS) else "",
            usual=usual,
            **{name: asked.get(name) == "1" for name in TICKS},
        )

    def query(self, **other: Any) -> str:
        """The query string that asks for this, with something else in its place; empty for the usual queue."""
        wanted = replace(self, **other)
        chosen = {name: "1" if value is True else value for name, value in asdict(wanted).items() if value}
        chosen.pop("usual")
        if wanted.state == wanted.usual:
            chosen.pop("state")
        return urlencode(chosen)

    def states(self) -> list[Choice]:
        return [Choice(words, self.query(state=state), state == self.state) for state, words in STATES.items()]

    def tiers(self, every: object, of_each: Mapping[int, object]) -> list[Choice]:
        """Any tier, then each with how many there are."""
        names = {str(tier): f"{tier} {name}" if tier else "none present" for tier, name in TIERS.items()}
        return [
            Choice("any", self.query(tier=""), not self.tier, every),
            *(
                Choice(name, self.query(tier=tier), tier == self.tier, of_each[int(tier)])
                for tier, name in names.items()
            ),
        ]

    def ticks(self) -> list[Choice]:
        """Each turned on by its query, and off again once it is on."""
        return [
            Choice(words, self.query(**{name: not getattr(self, name)}), getattr(self, name))
            for name, words in TICKS.items()
        ]

    @property
    def is_by_date(self) -> bool:
        """What is done with is listed by when, not by urgency."""
        return self.state in (SIGNED, VOID, IN_ERROR)

    @property
    def is_narrowed(self) -> bool:
        """By more than urgency."""
        return self.state != self.usual or self.alert or self.mine or self.undecided

    @property
    def is_waiting(self) -> bool:
        """All of it has a place in the queue."""
        return self.state in (WAITING, CORRECTING)

    def state_in_words(self) -> str:
        return STATES[self.state]

    def active(self) -> list[Choice]:
        """What narrows the queue down now, each with the query that lets go of it."""
        on = []
        if self.state != self.usual:
            on.append(Choice(f"state: {STATES[self.state]}", self.query(state=self.usual), chosen=True))
        if self.tier:
            words = TIERS[int(self.tier)] if self.tier != "0" else "none present"
            on.append(Choice(f"urgency: {words}", self.query(tier=""), chosen=True))
        return on + [tick for tick in self.ticks() if tick.chosen]
