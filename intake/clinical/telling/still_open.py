"""What nobody has settled yet, and a clinician who signs says a word on.

Open flags, urgent steps left undecided, and an assessment made with other rules than today's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from intake.clinical.language.kinds import inside_sentence
from intake.clinical.working.findings import WholeAssessment

URGENT = ("now", "same day")
"""The urgencies of steps that answer flags of tier 1 and tier 2."""

FLAG, STEP, RULES = "flag", "step", "rules"


@dataclass(frozen=True)
class StillOpen:
    kind: str
    """flag, step or rules."""
    id: str
    title: str
    missing: str
    """The questions that keep a flag open, each with what was said: not answered, not known ...; else empty."""

    @property
    def label(self) -> str:
        return f"{self.title}; open: {self.missing}" if self.missing else self.title

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.id}"


def still_open(
    assessment: WholeAssessment, decided: Collection[str], *, todays_rules: bool = True
) -> tuple[StillOpen, ...]:
    """Each flag that cannot be excluded, most urgent first; then urgent steps whose id is not among those decided.

    Before them, where it is so, that the assessment was made with other rules than those in use today.
    """
    found = []
    if not todays_rules:
        found.append(StillOpen(RULES, "rules", "Not assessed with the rules in use at the signature", ""))
    left_open = (*assessment.open_to_anyone, *assessment.open_to_clinician)
    for flag in sorted(left_open, key=lambda flag: flag.tier):
        missing = "; ".join(f"{line.label} ({inside_sentence(line.said)})" for line in flag.missing)
        found.append(StillOpen(FLAG, flag.id, f"Could not be excluded: {flag.title}", missing))
    urgent = [step for step in assessment.steps if step.urgency in URGENT and step.id not in decided]
    for step in sorted(urgent, key=lambda step: URGENT.index(step.urgency)):
        found.append(StillOpen(STEP, step.id, f"Not decided ({step.urgency}): {step.text}", ""))
    return tuple(found)
