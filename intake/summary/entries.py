"""Steps as they are printed: those of a group together under its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from intake.clinical.working.findings import Assessment, StepFinding, StepGroup

SAFETY_NETTING = "Safety-netting"
LATER = "Later, once the emergency has been dealt with"


def is_safety_net(step: StepFinding) -> bool:
    return step.category == SAFETY_NETTING


class Entry(NamedTuple):
    """What is printed as one: steps under the heading of their group, or a step by itself, without one."""

    heading: str
    steps: list[StepFinding]

    @property
    def text(self) -> str:
        return f"{self.heading}." if self.heading else beginning(self.steps[0].text)


_BRACKETS = re.compile(r" \([^()]*\)")


def beginning(text: str) -> str:
    """Its first clause, without what stands in brackets; the whole step stands in the record.

    Nothing is cut inside a clause, which may hold an "if".
    """
    clause = re.split(r"[;.] ", _BRACKETS.sub("", text))[0].rstrip(".;")
    return f"{clause}." if len(clause) + 1 >= len(text) else f"{clause} …"


def entries(assessment: Assessment, groups: Iterable[StepGroup], *, later: bool = False) -> list[Entry]:
    """In the order given, with those of their steps that can wait for the end of an emergency, or with the others."""
    chosen = (
        Entry(group.heading, [step for step in assessment.steps_of(group) if step.later == later]) for group in groups
    )
    return [entry for entry in chosen if entry.steps]
