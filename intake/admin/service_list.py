"""The directory of services as a CSV file: written, and read back with what it would change, service by service."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from intake.forms.csv_file import Columns, Row, read_rows, unguarded, written
from intake.models import Service
from intake.models.referral_limits import Urgency
from intake.stored.services import FIELDS, service_values

from .service_steps import referring_steps

COLUMNS = Columns(FIELDS, 2000, "Please take a part at a time.", of_many_lines=("wants", "limits"))
_LISTS, _MARKS = ("steps", "urgencies"), ("confidential", "active")
_YES, _NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
_WHERE_EMPTY = {"confidential": False, "active": True}


@dataclass(frozen=True)
class PlannedService:
    """A row of a file, and what would become of it."""

    number: int
    """Of its line in the file."""
    name: str
    wrong: str = ""
    """Why it cannot be read."""
    service: Service | None = None
    """As it would be kept; none where the row cannot be read."""
    before: dict[str, Any] = field(default_factory=dict)
    """As it is kept now; empty where it is new."""

    @property
    def is_new(self) -> bool:
        return self.service is not None and not self.before

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """The fields that would change, each with what it says now and what it would say."""
        if not self.service or not self.before:
            return []
        now, then = _cells(self.before), _cells(service_values(self.service))
        return [(name, now[name], then[name]) for name in FIELDS if now[name] != then[name]]

    @property
    def outcome(self) -> str:
        if self.service is None:
            return "cannot be read"
        return "new" if self.is_new else "changed" if self.changes else "unchanged"

    @property
    def is_taken(self) -> bool:
        return self.outcome in ("new", "changed")


def service_list() -> bytes:
    """The whole directory, those that are not used any more too."""
    return written(FIELDS, (_cells(service_values(service)) for service in Service.objects.all()))


def planned_services(text: str) -> list[PlannedService]:
    """What would become of each row, compared with the directory as it is. One query.

    Raises:
        FileError: the file is no such list.
    """
    there = {service.name.casefold(): service for service in Service.objects.all()}
    planned: list[PlannedService] = []
    lines: dict[str, int] = {}
    for row in read_rows(text, COLUMNS):
        one = _planned(row, there)
        key = one.name.casefold()
        if not one.wrong and key in lines:
            one = PlannedService(one.number, one.name, f"The name is in line {lines[key]} already.")
        lines.setdefault(key, one.number)
        planned.append(one)
    return planned


def stamp(planned: list[PlannedService]) -> str:
    """Of what would happen: another one as soon as something else would."""
    said = [
        (
            one.number,
            one.wrong,
            one.before,
            service_values(one.service) if one.service else None,
            one.service and one.service.pk,
        )
        for one in planned
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _planned(row: Row, there: dict[str, Service]) -> PlannedService:
    cells = {name: unguarded(cell) for name, cell in row.cells.items()}
    name = cells.get("name", "")
    old = there.get(name.casefold())
    if row.wrong:
        return PlannedService(row.number, name, row.wrong)
    try:
        given = {key: _value(key, cell, old) for key, cell in cells.items()}
        service = Service(pk=old.pk if old else None, **given)
        service._state.adding = old is None
        service.full_clean(validate_constraints=False)
    except ValidationError as error:
        return PlannedService(row.number, name, _words(error))
    return PlannedService(row.number, name, service=service, before=service_values(old) if old else {})


def _value(name: str, cell: str, old: Service | None) -> Any:
    """What is kept of a cell."""
    if name in _LISTS:
        allowed = Urgency.values if name == "urgencies" else list(referring_steps(old.steps if old else ()))
        given = cell.replace(",", " ").split()
        if unknown := [id_ for id_ in given if id_ not in allowed]:
            raise ValidationError({name: f"“{unknown[0][:40]}” is none of {', '.join(allowed)}."})
        return list(dict.fromkeys(given))
    if name in _MARKS:
        if cell.casefold() not in (*_YES, *_NO, ""):
            raise ValidationError({name: f"Write yes or no, not “{cell[:40]}”."})
        return cell.casefold() in _YES if cell else _WHERE_EMPTY[name]
    return cell


def _cells(kept: dict[str, Any]) -> dict[str, str]:
    """As a file says it."""
    return {name: _cell(kept[name]) for name in FIELDS}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else "\n".join(str(value).splitlines())


def _words(error: ValidationError) -> str:
    return " ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
