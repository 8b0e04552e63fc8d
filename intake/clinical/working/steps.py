"""Which steps the rules raise, what is printed together, and which of it leads. Source: rule book section G."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from intake.clinical.language.condition import Condition
from intake.clinical.rules import confidential
from intake.clinical.rules.steps import CATEGORIES, GENERAL_GROUPS, GROUPS, URGENCIES, Step

from .case import Case
from .findings import PatternFinding, StepFinding, StepGroup, completed, leading_patterns

KEY_STEPS = 8
"""How many entries lead the report at most."""
_GENERAL = 2
"""How many of them at most are of the general groups."""
_NOT_LATER = ("now", "same contact", "same day")
"""What takes part among the key steps while an emergency is present."""

_RANK = {urgency: rank for rank, urgency in enumerate(URGENCIES)}


class _Told(NamedTuple):
    """A step, and how far it may be told on what is shared."""

    step: Step
    category: str
    looks_at_kept: bool
    flags_named: frozenset[str]
    masked: Condition


_STEPS = tuple(
    _Told(
        step,
        category.title,
        confidential.looks_at_kept(step.when) or any(map(confidential.looks_at_kept_answer, step.conditions)),
        frozenset().union(*map(confidential.flags_named, step.conditions)),
        confidential.masked(step.when),
    )
    for category in CATEGORIES
    for step in category.steps
)


class _Entry(NamedTuple):
    """What is printed as one: the raised steps of a group, or a step by itself."""

    group: str
    steps: list[Step]

    @property
    def most_urgent(self) -> str:
        return min((step.urgency for step in self.steps), key=_RANK.__getitem__)


def work_out_steps(
    case: Case, scope: str, tier: int, patterns: Sequence[PatternFinding]
) -> tuple[tuple[StepFinding, ...], tuple[StepGroup, ...], tuple[str, ...]]:
    """Every step raised, in catalogue order; the entries that are printed; and the key steps, each for its entry.

    Args:
        patterns: those worked out for every age, best first.
    """
    leading = {pattern.id for pattern in leading_patterns(patterns)}
    raised = [told for told in _STEPS if told.step.when.truth(case) is True and _may_be_raised(told.step, case, scope)]
    entries = _entries([told.step for told in raised])
    taking_part = [entry for entry in entries if tier != 1 or entry.most_urgent in _NOT_LATER]
    return (
        tuple([_finding(told, case, tier) for told in raised]),
        tuple(
            [
                StepGroup(entry.group, GROUPS.get(entry.group, ""), tuple([step.id for step in entry.steps]))
                for entry in entries
            ]
        ),
        tuple([entry.steps[0].id for entry in _key_entries(taking_part, case, leading)]),
    )


def _may_be_raised(step: Step, case: Case, scope: str) -> bool:
    """At this age, and neither settled nor unsafe beside something."""
    if not (step.minor_ok if scope == "minor" else scope == "adult" or not step.needs_known_age):
        return False
    settled, beside = step.settled_when, step.not_with
    return not (settled and settled.truth(case)) and not (beside and beside.truth(case))


def _entries(raised: Iterable[Step]) -> list[_Entry]:
    entries: dict[str, _Entry] = {}
    for step in raised:
        entries.setdefault(step.group or step.id, _Entry(step.group, [])).steps.append(step)
    return sorted(entries.values(), key=lambda entry: _RANK[entry.most_urgent])


def _key_entries(entries: Sequence[_Entry], case: Case, leading: Collection[str]) -> list[_Entry]:
    lead = sorted((e for e in entries if e.steps[0].lead), key=lambda entry: entry.steps[0].lead)[:KEY_STEPS]
    rest = [entry for entry in entries if not entry.steps[0].lead]
    specific = [entry for entry in rest if any(_is_specific(step, case, leading) for step in entry.steps)]
    general = sorted(
        (entry for entry in rest if entry.group in GENERAL_GROUPS and entry not in specific),
        key=lambda entry: GENERAL_GROUPS.index(entry.group),
    )
    room = KEY_STEPS - len(lead)
    general = general[: min(_GENERAL, room, len(specific) or _GENERAL)]
    return [*lead, *specific[: room - len(general)], *general] or [*lead, *rest][:1]


def _is_specific(step: Step, case: Case, leading: Collection[str]) -> bool:
    when = step.specific_when
    return any(pattern in leading for pattern in step.specific_to) or (when is not None and when.truth(case) is True)


def _finding(told: _Told, case: Case, tier: int) -> StepFinding:
    step, masked = told.step, None
    if told.masked is not step.when:
        masked = (told.masked.sentence, told.masked.held_sentence(case))
    return completed(
        _of_step(step, told.category),
        later=tier == 1 and step.urgency in ("2 weeks", "routine"),
        held=step.when.held_sentence(case),
        confidential=told.looks_at_kept
        or any(case.flags[id_].present for id_ in told.flags_named if id_ in case.flags),
        masked=masked,
    )


@cache
def _of_step(step: Step, category: str) -> StepFinding:
    """What it says of everybody."""
    return StepFinding(
        id=step.id,
        category=category,
        urgency=step.urgency,
        urgency_text=URGENCIES[step.urgency],
        rank=_RANK[step.urgency],
        text=step.text,
        condition=step.when.sentence,
        why=step.why,
        sources=step.sources,
        later=False,
        refers=step.refers,
        gives_contacts=step.gives_contacts,
    )
