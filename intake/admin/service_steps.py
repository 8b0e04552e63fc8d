"""The assessment steps that send a person to somebody else: what a service can take."""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.rules.steps import CATEGORIES, URGENCIES

NOT_OF_TODAY = "Of earlier rules"


def referring_steps(kept: Iterable[str] = ()) -> dict[str, str]:
    """By id, their text, most urgent first; then those that a service keeps and the rules no longer have."""
    of_today = {id_: text for steps in _by_urgency().values() for id_, text in steps.items()}
    return of_today | {id_: "no step of today's rules" for id_ in kept if id_ not in of_today}


def step_choices(kept: Iterable[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """For a tick list, by urgency."""
    steps = referring_steps(kept)
    groups = {title: list(group) for title, group in _by_urgency().items()}
    of_today = {id_ for group in groups.values() for id_ in group}
    groups[NOT_OF_TODAY] = [id_ for id_ in steps if id_ not in of_today]
    return [(title, [(id_, f"{id_}: {steps[id_]}") for id_ in group]) for title, group in groups.items() if group]


def _by_urgency() -> dict[str, dict[str, str]]:
    steps = [step for category in CATEGORIES for step in category.steps if step.refers]
    return {
        title: {step.id: step.text for step in steps if step.urgency == urgency} for urgency, title in URGENCIES.items()
    }
