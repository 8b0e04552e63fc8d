"""What the follow-up list is narrowed down to. Its address holds fixed words only, and nothing of a person."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

from django.http import QueryDict
from django.utils.http import urlencode

STEP, QUESTIONNAIRE, REFERRAL = "step", "questionnaire", "referral"
_CHOICES = {
    "whose": {"": "everybody’s", "mine": "mine"},
    "kind": {"": "all", STEP: "steps", QUESTIONNAIRE: "questionnaires to repeat", REFERRAL: "referrals"},
    "when": {"": "due, and the next 4 weeks", "later": "later"},
}
_NAMES = {"whose": "Whose", "kind": "What", "when": "When"}


class Choice(NamedTuple):
    words: str
    query: str
    chosen: bool


@dataclass(frozen=True)
class Filters:
    """Each a key of its choices; empty where nothing is left out."""

    whose: str = ""
    kind: str = ""
    when: str = ""

    @classmethod
    def read(cls, asked: QueryDict) -> Filters:
        """From an address. What is not known is not a filter."""
        given = {name: asked.get(name, "") for name in _CHOICES}
        return cls(**{name: value if value in _CHOICES[name] else "" for name, value in given.items()})

    def query(self, **other: str) -> str:
        return urlencode({name: value for name, value in asdict(replace(self, **other)).items() if value})

    def rows(self) -> list[tuple[str, str, list[Choice]]]:
        """Id, name and choices of each, in the order shown."""
        return [(name, _NAMES[name], self._choices(name)) for name in _CHOICES]

    def _choices(self, name: str) -> list[Choice]:
        chosen = getattr(self, name)
        return [Choice(words, self.query(**{name: key}), key == chosen) for key, words in _CHOICES[name].items()]

    @property
    def has_steps(self) -> bool:
        return self.kind != REFERRAL

    @property
    def has_referrals(self) -> bool:
        return self.kind in ("", REFERRAL)
