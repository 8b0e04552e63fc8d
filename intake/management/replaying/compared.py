"""What a replay tells of some of the stored intakes: each that changes, and how many there were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from intake.clinical.assessment import assess
from intake.clinical.language.answers import AnswerError
from intake.clinical.language.catalogue import id_of
from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.exchange.contract import as_contract
from intake.management.replaying.changes import UNPLACED, Document, changes
from intake.management.replaying.stored import Row
from intake.stored.assessments import stored_result

Replayed = tuple[Row, Document]
"""A row with what the rules say of its answers now, or why they refuse them."""


class Changed(NamedTuple):
    intake: str
    version: int
    found: Document


@dataclass
class Compared:
    """Of rows one after the other."""

    last: int = 0
    """The key of the last of them."""
    number: int = 0
    of_these_rules: int = 0
    before: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By rule set, fingerprint and settings that they were stored with."""
    after: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By rule set and settings that they were replayed with; the latter empty where they are the other rules' own."""
    changed: list[Changed] = field(default_factory=list)

    def add(self, row: Row, result: Document, fingerprint: str, given: dict[str, Any] | None) -> None:
        """``given``: the settings in place of those stored; None where the other rules have their own."""
        own, found = _settings_of(row), _found(row, result)
        self.last = row.pk
        self.number += 1
        self.of_these_rules += row.fingerprint == fingerprint != ""
        self.before[row.rule_set_version, row.fingerprint, settings_text(own)] += 1
        if "rule_set" in result:
            self.after[result["rule_set"], "" if given is None else settings_text(_with(own, **given))] += 1
        if found:
            self.changed.append(Changed(str(row.intake_id), row.number, found))


def by_own_rules(rows: Iterable[Row], given: dict[str, Any]) -> Generator[Replayed, None, None]:
    """By the rules of this program, with the settings of each row's day but for those given."""
    for row in rows:
        try:
            placed = CATALOGUE.place(row.answers)
        except AnswerError as error:  # no answers at all
            yield row, {"error": {"question": error.question, "reason": error.reason}}
        else:
            result = as_contract(assess(placed.answers, _with(_settings_of(row), **given)))
            yield row, result | {UNPLACED: sorted({id_of(each.key) for each in placed.unplaced})}


def _found(row: Row, result: Document) -> Document:
    """What changes, or why the answers were refused; never the answer itself."""
    if "error" in result:
        return {"refused": {part: result["error"].get(part) for part in ("question", "reason")}}
    unplaced = result.pop(UNPLACED, None)
    before = as_contract(stored_result(row))
    same = before | {"rule_set": result["rule_set"]} == result
    return ({} if same else changes(before, result)) | ({UNPLACED: unplaced} if unplaced else {})


def _settings_of(row: Row) -> SiteSettings:
    """Those it was worked out with; the defaults where it was stored before there were any."""
    return _with(DEFAULT, **{name: row.site_settings[name] for name in row.site_settings.keys() & _NAMES})


_NAMES = DEFAULT.as_document().keys()


@lru_cache
def _with(settings: SiteSettings, **others: Any) -> SiteSettings:
    """Nearly all intakes of a site have the same."""
    return replace(settings, **others)


@lru_cache
def settings_text(settings: SiteSettings) -> str:
    return ", ".join(f"{name}={value}" for name, value in settings.as_document().items())
