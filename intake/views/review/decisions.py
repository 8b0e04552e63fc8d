"""The fields in which a clinician decides: reading what was posted, and each field as the page shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.http import QueryDict

from intake.clinical.telling.closing_answers import closing_answers
from intake.clinical.working.findings import WholeAssessment
from intake.models import Review

CHOICES = [
    ("accepted", "Accept", "a"),
    ("done", "Done", "d"),
    ("not_needed", "Not needed", "n"),
    ("", "Leave open", "o"),
]
"""Each choice with its button and its key."""
LIMITS = {"reason": 500, "words": 1000, "own": 500, "text": 20_000}
_FIELD = re.compile(
    r"(?:(step|group|flag)-([A-Za-z0-9]{1,10})|(own)-([0-9a-f]{12}))-(choice|reason|steps|words|text)", re.ASCII
)
_STEP_IDS = re.compile(r"[A-Za-z0-9]{1,10}( [A-Za-z0-9]{1,10}){0,99}", re.ASCII)
_MIXED = "mixed"
"""In the place of a choice, where the steps of a group were not all decided alike."""
_MOST_OWN = 50

Value = dict[str, str]


class Posted(NamedTuple):
    """What a page sent: by key, its fields as typed, and what is wrong with them by field name."""

    typed: dict[str, Value]
    errors: dict[str, str]

    @property
    def changes(self) -> dict[str, Value]:
        """By key, what is to be kept. What cannot be kept is not in it, and stays on the page."""
        return {key: _value(key, typed) for key, typed in self.typed.items() if self._counts(key)}

    def _counts(self, key: str) -> bool:
        wrong = {_key(name) for name in self.errors}
        return key not in wrong and not key.startswith("group:")

    def errors_of(self, key: str) -> dict[str, str]:
        """What is wrong with each of its fields."""
        return {name.rpartition("-")[2]: error for name, error in self.errors.items() if _key(name) == key}

    def with_groups(self, review: Review) -> Posted:
        """What was chosen for a group stands for each step shown in it, unless that one was decided by itself."""
        typed = dict(self.typed)
        wrong = {_key(name) for name in self.errors}
        for key, chosen in self.typed.items():
            if not key.startswith("group:") or key in wrong or not {"choice", "steps"} <= chosen.keys():
                continue
            steps = [f"step:{id_}" for id_ in chosen["steps"].split()]
            value = {"choice": chosen["choice"], "reason": chosen.get("reason", "")}
            if all(review.value(step) == _value(step, value) for step in steps):
                continue
            for step in steps:
                if step not in self.typed or _value(step, self.typed[step]) == review.value(step):
                    typed[step] = value
        return Posted(typed, self.errors)


NOTHING_POSTED = Posted({}, {})


def read(posted: QueryDict) -> Posted:
    """Every field of ours that was posted; anything else is passed over."""
    typed: dict[str, Value] = {}
    errors: dict[str, str] = {}
    for name in posted:
        if key := _key(name):
            part = name.rpartition("-")[2]
            text = str(posted[name]).replace("\r\n", "\n").strip()
            typed.setdefault(key, {})[part] = text
            if problem := _problem(key, part, text):
                errors[name] = problem
    return Posted(typed, errors)


def read_seen(posted: QueryDict) -> dict[str, int]:
    """``12 step:H01 text``: to replace these, chosen after what revision 12 holds was shown."""
    revision, *keys = posted.get("replace", "").split() or [""]
    return (
        dict.fromkeys(keys, int(revision)) if revision.isascii() and revision.isdigit() and len(revision) < 10 else {}
    )


def _key(name: str) -> str:
    if name == "text":
        return "text"
    found = _FIELD.fullmatch(name)
    return f"{found[1] or found[3]}:{found[2] or found[4]}" if found else ""


def _problem(key: str, part: str, text: str) -> str:
    if re.search("[\x00\ud800-\udfff]", text):
        return "This holds a character that cannot be stored. Please type it again."
    if part == "choice":
        return "" if any(text == value for value, _, _ in CHOICES) else "Please choose one of these."
    if part == "steps":
        return "" if _STEP_IDS.fullmatch(text) else "These are no steps."
    limit = LIMITS["own" if key.startswith("own:") and part == "text" else part]
    return f"Up to {limit:,} characters; this has {len(text):,}." if len(text) > limit else ""


def _value(key: str, typed: Value) -> Value:
    """As it is stored: a step left open without a reason is nothing, nor is an own step without words."""
    kind = key.partition(":")[0]
    if kind == "step":
        value = {name: typed.get(name, "") for name in ("choice", "reason")}
        return value if any(value.values()) else {}
    if kind == "own":
        return {name: typed.get(name, "") for name in ("text", "choice", "reason")} if typed.get("text") else {}
    told = "words" if kind == "flag" else "text"
    return {told: typed[told]} if typed.get(told) else {}


@dataclass(frozen=True)
class Row:
    """One thing to decide, as the page shows it."""

    key: str
    typed: Value
    stored: Value
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the names of its fields begin with."""
        return self.key.replace(":", "-")

    @property
    def choices(self) -> list[tuple[str, str, str, bool]]:
        """Each choice with its button, its key, and whether it is the one made."""
        return [(*choice, choice[0] == self.typed.get("choice", "")) for choice in CHOICES]

    @property
    def messages(self) -> list[tuple[str, str]]:
        """Of each field that is typed into, what is wrong with it, if anything."""
        return [(part, self.errors.get(part, "")) for part in self.typed if part in ("reason", "words", "text")]

    @property
    def is_mixed(self) -> bool:
        """A group of which the steps were not all decided alike."""
        return self.typed.get("choice") == _MIXED

    @property
    def choice_text(self) -> str:
        """The stored choice in words."""
        return Review.Choice(self.stored.get("choice", "")).label

    @property
    def at(self) -> datetime | None:
        return datetime.fromisoformat(self.stored["at"]) if "at" in self.stored else None


def new_own(id_: str) -> Row:
    """Somebody who writes down a step of their own means to do it."""
    return Row(f"own:{id_}", {"choice": Review.Choice.ACCEPTED.value}, {})


@dataclass(frozen=True)
class Deciding:
    """Everything a clinician decides about an intake, with what was typed into the page over it."""

    review: Review
    found: WholeAssessment
    editable: bool
    new_id: str = ""
    """The id of the next own step."""
    posted: Posted = NOTHING_POSTED

    def row(self, key: str) -> Row:
        if key.startswith("group:"):
            return self.group((self.posted.typed[key].get("steps") or key.partition(":")[2]).split())
        stored = self.review.kept(key)
        return Row(key, self.posted.typed.get(key, stored), stored, self.posted.errors_of(key))

    def group(self, steps: Sequence[str]) -> Row:
        """These steps as one: what all of them have in common."""
        key = f"group:{steps[0]}"
        values = [self.review.value(f"step:{step}") for step in steps]
        alike = all(value == values[0] for value in values)
        stored = self.review.kept(f"step:{steps[0]}") if alike else {}
        typed = stored if alike else {"choice": _MIXED}
        errors = self.posted.errors_of(key)
        return Row(key, typed | self.posted.typed.get(key, {}) | {"steps": " ".join(steps)}, stored, errors)

    @property
    def text(self) -> Row:
        return self.row("text")

    @property
    def own(self) -> list[Row]:
        """Own steps in the order added, those just typed, and an empty one."""
        typed = (key.partition(":")[2] for key in self.posted.typed if key.startswith("own:"))
        may_add = self.editable and self.new_id and len(self.review.own_steps) < _MOST_OWN
        ids = dict.fromkeys([*self.review.own_in_order, *typed, *([self.new_id] if may_add else [])])
        return [new_own(id_) if id_ == self.new_id else self.row(f"own:{id_}") for id_ in ids]

    @property
    def key_steps(self) -> int:
        return len(self.found.key_steps)

    @property
    def decided(self) -> int:
        return len(self.review.decided & set(self.found.key_steps))

    @property
    def no_longer_raised(self) -> list[tuple[Row, str]]:
        """Decided on earlier answers; the steps are not raised by these. Each with the answers that tell why.

        What a step looks at is known of today's rules only: of a signed or an older version it is not told.
        """
        raised = {step.id for step in self.found.steps}
        gone = [id_ for id_ in self.review.steps if id_ not in raised]
        return [(self.row(f"step:{id_}"), closing_answers(id_, self.found) if self.editable else "") for id_ in gone]

    @property
    def flags_no_longer_raised(self) -> list[Row]:
        raised = {flag.id for flag in self.found.flags}
        return [self.row(f"flag:{id_}") for id_ in self.review.flags if id_ not in raised]


def name_of(found: WholeAssessment) -> Callable[[str], str]:
    """What a key is about, in words."""
    steps = {f"step:{step.id}": step.text for step in found.steps}
    flags = {f"flag:{flag.id}": f"{flag.title}: clinically reviewed" for flag in found.flags}
    names = steps | flags | {"text": "Your assessment"}
    return lambda key: names.get(
        key, "An own step" if key.startswith("own:") else f"{key.partition(':')[2]}, not raised now"
    )
