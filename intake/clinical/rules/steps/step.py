"""What a step is."""

from dataclasses import dataclass

from intake.clinical.language.condition import Condition
from intake.clinical.language.instruments import Score
from intake.clinical.rules.sources import cited

URGENCIES = {
    "now": "Now",
    "same contact": "Same contact",
    "same day": "Same day",
    "2 weeks": "Within 2 weeks",
    "routine": "Routine",
}
"""In words, most urgent first."""

GROUPS = {
    "always": "For every leg pain: history, examination, warning signs",
    "open": "Questions still open",
    "neuro": "Nerves of the legs, with bladder and saddle feeling",
    "widespread": "Widespread pain",
    "foot": "Feet and pulses",
    "joint": "Hip and knee examination",
    "sciatica": "Sciatica: advice and what not to do",
    "medicines": "Medicines and alcohol: review",
    "bloods": "Blood tests, in one sample",
    "bone": "Bone strength",
    "restless": "Restless legs",
    "artery": "Arteries: care of the whole person",
    "mood": "Low mood: the conversation",
    "mood_plan": "Low mood: what to offer",
    "sleep": "Sleep",
    "self": "Living with it: goals, activity, support",
    "follow": "Follow-up",
}
"""Steps that are printed as one entry, under one line."""
GENERAL_GROUPS = ("mood", "mood_plan", "open", "medicines")
"""Those of them that may close the key steps, in this order."""


@dataclass(frozen=True)
class Due:
    """When something is to be done, in days from the visit."""

    earliest: int
    latest: int

    def __post_init__(self) -> None:
        if not 0 <= self.earliest <= self.latest:
            raise ValueError(f"not a time to come: {self.earliest} to {self.latest} days")


TODAY = Due(0, 0)
TWO_WEEKS = Due(0, 14)
_BY_URGENCY = {"now": TODAY, "same contact": TODAY, "same day": TODAY, "2 weeks": TWO_WEEKS}


@dataclass(frozen=True, eq=False)
class Step:
    """Something for a clinician to consider: printed in the imperative, under "for consideration"."""

    id: str
    urgency: str
    text: str
    when: Condition
    why: str
    sources: tuple[str, ...]
    settled_when: Condition | None = None
    """It is answered or done already, or covered by a stronger step."""
    not_with: Condition | None = None
    """It would be unsafe or pointless beside this."""
    minor_ok: bool = False
    """May be raised for people under 18."""
    needs_known_age: bool = False
    """Not raised while the age is missing."""
    group: str = ""
    """A key of ``GROUPS`` where it is printed together with others."""
    lead: int = 0
    """Its place among the emergency, same-day and safety actions, which come first of the key steps; 0: it is none."""
    specific_to: tuple[str, ...] = ()
    """Patterns (their ids) of which it is a specific step while one of them leads."""
    specific_when: Condition | None = None
    """It is specific to this person."""
    refers: bool = False
    """It sends the person to somebody else."""
    gives_contacts: bool = False
    """Where it is raised, the crisis contacts are given."""
    due: Due | None = None
    """The time its text names; where that depends on the person, from the shorter time to the longer."""
    repeats: tuple[Score, ...] = ()
    """What it asks for again: a visit from when it is due, at which all of it is answered, closes it."""
    letter_reason: str = ""
    """Why somebody is referred, as a letter's first draft has it where no flag that may be told says so."""
    letter_question: str = ""
    """What a letter's first draft asks the service; else the step itself."""

    def __post_init__(self) -> None:
        cited(*self.sources)
        if self.urgency not in URGENCIES:
            raise ValueError(f"{self.id} has no urgency {self.urgency!r}")
        if self.group and (self.group not in GROUPS or self.lead):
            raise ValueError(f"{self.id} cannot stand in the group {self.group!r}")

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All that decides whether and where it is printed."""
        given = (self.when, self.settled_when, self.not_with, self.specific_when)
        return tuple(condition for condition in given if condition)


@dataclass(frozen=True, eq=False)
class Category:
    title: str
    steps: tuple[Step, ...]


def due_by_urgency(urgency: str) -> Due | None:
    """None for what is routine: it has no date."""
    return _BY_URGENCY.get(urgency)


def due_of(step: Step) -> Due | None:
    """When an accepted step is due: at the time it names, else by its urgency."""
    return step.due or due_by_urgency(step.urgency)
