"""Which entries of the rule book name which others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from intake.clinical.rules.body_mass import bmi
from intake.clinical.rules.data_quality import WARNINGS
from intake.clinical.rules.facts import FACTS
from intake.clinical.rules.news2 import PARAMETERS, news2
from intake.clinical.rules.questions import SCORES
from intake.clinical.rules.rule_set import conditions, further_conditions
from intake.clinical.working.wells import MINUS_TWO, ONE_POINT_EACH


@cache
def _users() -> dict[str, dict[str, None]]:
    """By id, the ids of the entries that name it, each once."""
    naming: list[tuple[str, Iterable[str]]] = [
        *((fact.id, fact.meaning.names()) for fact in FACTS),
        *((total.id, [asked.id for asked in total.asked_for()]) for total in (*SCORES, news2, bmi)),
        *(("news2", condition.names()) for parameter in PARAMETERS for condition, _ in parameter.points),
        *((id_, condition.names()) for id_, condition in (*conditions(), *further_conditions())),
        *(("wells", condition.names()) for condition in (*ONE_POINT_EACH, MINUS_TWO)),
        *((warning.id, [question.id for question in warning.questions]) for warning in WARNINGS),
    ]
    users: dict[str, dict[str, None]] = {}
    for user, ids in naming:
        for id_ in ids:
            users.setdefault(id_, {})[user] = None
    return users


def used_by(id_: str) -> tuple[str, ...]:
    return tuple(_users().get(id_, ()))
