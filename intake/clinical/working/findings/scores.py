"""Scores with their words: what every face says and draws of them."""

from __future__ import annotations

from dataclasses import dataclass

from .line import Line


@dataclass(frozen=True)
class ScaleBand:
    """A named part of a score's scale, both ends included."""

    name: str
    lowest: int | float
    highest: int | float


@dataclass(frozen=True)
class ScoreFinding:
    id: str
    name: str
    min: int | float
    max: int | float
    missing: int
    greatest: int | float
    decimals: int
    """How many are shown."""
    is_scored: bool
    """There is a total or a range, and not only a reason why there is none."""
    value: str
    """``17``, ``12 to 18``, or why there is none."""
    text: str
    """``17 of 27``, ``12 to 18 of 27``, ``by proxy, not scored``."""
    full_text: str
    """The same with its band, as far as it has one."""
    band: str | None
    band_text: str
    """``moderate band``, ``band not decided``, ``cut-off 3 or 4, by sex at birth``; empty where there is no such thing."""
    bands: tuple[ScaleBand, ...]
    band_note: str
    """Where the bands are not validated, that they are not."""
    cut_offs: tuple[int | float, ...]
    advice: str
    estimate: int | None
    """Prorated total, only where the rule book allows a label "estimate". No rule reads it."""
    cautions: tuple[str, ...]
    """How far it can be relied on, each in a sentence."""
    statements: tuple[str, ...]
    """What else it says, each in a sentence."""
    part_of: str
    """The id of the score that this is a part or short form of; empty for one that leads."""
    unscored: str
    """Why it is not compared with others over time; empty where it is."""
    followed: bool
    """It is compared over time."""
    items: tuple[Line, ...]
    recall: str
    attribution: str
    limit: str
    sources: tuple[str, ...]

    @property
    def leads(self) -> bool:
        """Drawn, and told in full."""
        return not self.part_of

    @property
    def answered(self) -> int:
        """How many of the items count."""
        return len(self.items) - self.missing


@dataclass(frozen=True)
class RatingFinding:
    """One number that is drawn, and followed, as a score is."""

    id: str
    name: str
    value: int | float | None
    """None where there is no answer."""
    greatest: int | float
    text: str
    """``6 of 10``, or why there is none."""
    note: str
    """By whom, where it was not the person."""
    ends: tuple[str, str]
    """What 0 and the greatest stand for."""
    unscored: str
    """Why it is not compared with others over time; empty where it is."""


@dataclass(frozen=True)
class Item9Finding:
    """PHQ-9 item 9: in words, apart from the total, never imputed."""

    question: str
    """The item, word for word."""
    said: str
    """The person's own answer, or why there is none."""
    quoted: str
    """The same; an answer in quotation marks."""
    meaning: str
    """What that means, to be read by itself."""
    after: str
    """What that means, to be read after the answer."""
    conflict: str
    """Where a safety question says otherwise than an answer of "Not at all", in words, to be read before anything else."""
    attention: bool
    """Reported, not answered, or contradicted."""
    contacts_due: bool
    """The crisis contacts are given."""
    by_proxy: bool
    """Somebody else gave the answer."""


@dataclass(frozen=True)
class News2Finding:
    """At least so many points, of what was measured."""

    min: int
    missing: int
    """How many of the 6 parameters were not measured."""
    text: str
    """``NEWS2: at least 5``."""
    cautions: tuple[str, ...]
    """What was not measured, and what is not asked."""
    attribution: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class WellsFinding:
    valid: bool
    text: str
    """The points and what they come to, or why it is not used."""
    caution: str
    min: int | None = None
    max: int | None = None
    result: str | None = None
    """likely, unlikely or indeterminate."""
