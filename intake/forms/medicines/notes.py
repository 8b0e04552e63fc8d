"""What the front desk is told of a medicine whose name was chosen: what was ticked, what to check, what to ask."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from intake.clinical.rules.questions.history import rx

from .letters import letters_of
from .medicine import MEDICINES, Medicine

NOT_IN_THE_LIST = "Not in the list: nothing was ticked, the name is kept."


def notes(medicine: Medicine | None) -> list[str]:
    """Each a sentence. Of a name that is not in the list: that it is not."""
    if medicine is None:
        return [NOT_IN_THE_LIST]
    alike = look_alike_text(medicine)
    return [_ticked(medicine), *([f"Looks like {alike}: check the name."] if alike else []), *medicine.prompts]


def look_alike_text(medicine: Medicine) -> str:
    """``nortriptyline, a tricyclic antidepressant``; empty where no name is taken for this one."""
    return "; ".join(_ALIKE[letters_of(medicine.name)].values())


def _ticked(medicine: Medicine) -> str:
    labels = " and ".join(f"“{label}”" for label in medicine.class_labels)
    if not labels:
        return "Of no kind that is asked about: nothing was ticked."
    if medicine.tick_if:
        return f"Not ticked yet. Please ask, and tick {labels} if it is {medicine.tick_if}."
    return f"Ticked: {labels}."


def _with_class(name: str) -> str:
    """A name with what it is: in the list's own words, else by its classes, as far as they are asked about."""
    plain, _, said = name.partition(" (")
    if said:
        return f"{plain}, {said.rstrip(')')}"
    classes = (_SINCE_WHEN.sub("", rx.current.phrases[option]) for option in _CLASSES.get(letters_of(plain), ()))
    return ", ".join((plain, *(phrase for phrase in classes if phrase != plain)))


def _both_ways(medicines: Iterable[Medicine]) -> dict[str, dict[str, str]]:
    """By the letters of a name, the names that are taken for it: what one note says holds for both."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    for medicine in medicines:
        letters = letters_of(medicine.name)
        for other in medicine.look_alikes:
            others = letters_of(other.partition(" (")[0])
            alike[letters][others] = _with_class(other)
            if not medicine.another_name_for:
                alike[others].setdefault(letters, _with_class(medicine.name))
    return alike


_SINCE_WHEN = re.compile(r"(?:,? now or)? in the last 3 months$| for 3 years or more$")
_CLASSES = {letters_of(medicine.name): medicine.classes for medicine in MEDICINES}
_ALIKE = _both_ways(MEDICINES)
