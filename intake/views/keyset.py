"""Pages by position: each begins behind a row, wherever that stands by now, and costs what its own rows cost.

Nothing is counted, and no row before the page is looked at. Whatever appears or vanishes meanwhile, no row is shown
twice or left out because of it. The position of a row is in the address: its times and ids, and nothing of a person.
"""

from __future__ import annotations

import datetime
import re
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from django.db import models
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.http import QueryDict

AFTER, BEFORE = "after", "before"
"""The words of an address."""
_START = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
_NUMBER = re.compile("[0-9]{1,18}")
Row = TypeVar("Row", bound=models.Model)
Position = tuple[Any, ...]


class KeysetPage(NamedTuple):
    rows: list[Any]
    before: str = ""
    """The position that the page before this one ends at; empty where there is none."""
    after: str = ""
    """That behind which the next page begins; empty where there is none."""


@dataclass(frozen=True)
class Order:
    """How a list is sorted, by columns that are never null and together tell each row from any other: all of them up,
    or all down, as an index of these columns gives them."""

    columns: tuple[str, ...]
    down: bool = False

    def sorted(self, rows: QuerySet[Row], *, backwards: bool = False) -> QuerySet[Row]:
        sign = "-" if self.down != backwards else ""
        return rows.order_by(*(sign + column for column in self.columns))

    def page(self, rows: QuerySet[Row], asked: QueryDict, size: int) -> KeysetPage:
        """The one that an address asks for; the first where it asks for none, or for what is no position.

        Three queries at most. Where nothing is left before the position, it is the first page; where nothing is left
        behind it, the last.
        """
        if before := self.read(rows.model, asked.get(BEFORE, "")):
            found = list(self.sorted(self._beyond(rows, before, backwards=True), backwards=True)[: size + 1])
            if len(found) > size:
                return self._page(found[:size][::-1], before=True, after=True)
        elif after := self.read(rows.model, asked.get(AFTER, "")):
            if found := list(self.sorted(self._beyond(rows, after))[: size + 1]):
                return self._page(found[:size], before=True, after=len(found) > size)
            found = list(self.sorted(rows, backwards=True)[: size + 1])
            return self._page(found[:size][::-1], before=len(found) > size, after=False)
        found = list(self.sorted(rows)[: size + 1])
        return self._page(found[:size], before=False, after=len(found) > size)

    def _page(self, rows: list[Any], *, before: bool, after: bool) -> KeysetPage:
        return KeysetPage(rows, self.position(rows[0]) if before else "", self.position(rows[-1]) if after else "")

    def _beyond(self, rows: QuerySet[Row], position: Position, *, backwards: bool = False) -> QuerySet[Row]:
        return rows.filter(RowCompared(rows.model, self.columns, position, "<" if self.down != backwards else ">"))

    def position(self, row: models.Model) -> str:
        """``209.1764489600123456.9f0c…``."""
        return ".".join(_text(row.pk if name == row._meta.pk.name else getattr(row, name)) for name in self.columns)

    def read(self, model: type[models.Model], text: str) -> Position | None:
        """None where this is no position in this order."""
        texts = text.split(".")
        if len(texts) != len(self.columns):
            return None
        try:
            return tuple(_value(_field(model, name), part) for name, part in zip(self.columns, texts, strict=True))
        except (ValueError, OverflowError):
            return None


def _text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return str((value - _START) // _MICROSECOND)
    return value.hex if isinstance(value, uuid.UUID) else str(value)


def _value(field: models.Field[Any, Any], text: str) -> Any:
    """Raises ValueError, OverflowError."""
    if isinstance(field, models.UUIDField):
        return uuid.UUID(text)
    if not _NUMBER.fullmatch(text):
        raise ValueError("no number")
    return _START + int(text) * _MICROSECOND if isinstance(field, models.DateTimeField) else int(text)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field: Any = model._meta.get_field(name)
    found: models.Field[Any, Any] = field.target_field if field.is_relation else field
    return found


class RowCompared(Func):
    """``(a, b) > (1, 2)``, which both databases look up in an index of these columns."""

    output_field = BooleanField()

    def __init__(self, model: type[models.Model], columns: tuple[str, ...], position: Position, compare: str) -> None:
        fields = [_field(model, name) for name in columns]
        values = (Value(value, output_field=field) for value, field in zip(position, fields, strict=True))
        super().__init__(*map(F, columns), *values)
        self.compare = compare

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **options: Any) -> tuple[str, list[Any]]:
        parts = [compiler.compile(expression) for expression in self.source_expressions]
        half = len(parts) // 2
        left, right = (", ".join(sql for sql, _ in side) for side in (parts[:half], parts[half:]))
        return f"({left}) {self.compare} ({right})", [given for _, params in parts for given in params]
