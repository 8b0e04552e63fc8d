"""Which steps the rules raise, and which of them lead. Source: rule book section G."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from intake.clinical.language.conditions import Condition
from intake.clinical.rules import confidential
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.steps import CATEGORIES, URGENCIES, Step

from .case import Case
from .findings import CombinedFinding, StepFinding

KEY_STEPS = 10
"""How many steps lead the report, unless more than that are emergency, same-day or safety actions."""

_RANK = {urgency: rank for rank, urgency in enumerate(URGENCIES)}
_HIGHLIGHTS = {rule.id: rule.highlights for rule in COMBINED_RULES}


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
        confidential.looks_at_kept(step.when),
        confidential.flags_named(step.when),
        confidential.masked(step.when),
    )
    for category in CATEGORIES
    for step in category.steps
)


def work_out_steps(
    case: Case, scope: str, tier: int, combined: CombinedFinding
) -> tuple[tuple[StepFinding, ...], tuple[str, ...]]:
    """Every step raised, in catalogue order; and the ids of the key steps, in their order."""
    raised = [told for told in _STEPS if _is_raised(told.step, case, scope)]
    highlighted = {step_id for rule in combined.rules for step_id in _HIGHLIGHTS[rule.id]}
    key_steps = _key_steps([told.step for told in raised], highlighted, case)
    return tuple(_finding(told, case, tier) for told in raised), key_steps


def _is_raised(step: Step, case: Case, scope: str) -> bool:
    allowed = step.minor_ok if scope == "minor" else scope == "adult" or not step.needs_known_age
    return allowed and step.when.truth(case) is True


def _key_steps(raised: list[Step], highlighted: set[str], case: Case) -> tuple[str, ...]:
    lead = [step for step in raised if step.lead]
    # A flag that the condition names without "not" is part of what made it true.
    by_flag = {
        step.id for step in raised if any(part.on_flags for part in step.when.walk(lambda part: part.truth(case)))
    }
    others = [step for step in raised if not step.lead and step.id in by_flag | highlighted]
    room = max(0, KEY_STEPS - len(lead))
    return tuple(step.id for step in (*_by_urgency(lead), *_by_urgency(others)[:room]))


def _by_urgency(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: _RANK[step.urgency])


def _finding(told: _Told, case: Case, tier: int) -> StepFinding:
    step, masked = told.step, None
    if told.masked is not step.when:
        masked = (told.masked.sentence, told.masked.held_sentence(case))
    return StepFinding(
        id=step.id,
        category=told.category,
        urgency=step.urgency,
        urgency_text=URGENCIES[step.urgency],
        rank=_RANK[step.urgency],
        text=step.text,
        condition=step.when.sentence,
        why=step.why,
        sources=step.sources,
        later=tier == 1 and step.urgency in ("2 weeks", "routine"),
        held=step.when.held_sentence(case),
        refers=step.refers,
        gives_contacts=step.gives_contacts,
        confidential=told.looks_at_kept or any(case.flags[id_].present for id_ in told.flags_named & case.flags.keys()),
        masked=masked,
    )
