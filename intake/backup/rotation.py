"""Which backups stay: the newest of each of the last days, weeks and months, and always the newest of all."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

NAME = re.compile(r"clinic-(\d{8}T\d{6})Z(?:-\d+)?\.(?:sqlite3|dump)\.age")


class Keep(NamedTuple):
    """How many of each."""

    days: int
    weeks: int
    months: int


def name(at: datetime.datetime, kind: str) -> str:
    """Names sort by time, in UTC, and say nothing of anybody."""
    return f"clinic-{at:%Y%m%dT%H%M%S}Z.{kind}.age"


def made_at(file: Path) -> datetime.datetime | None:
    """By its name; None where it is no backup of ours."""
    match = NAME.fullmatch(file.name)
    try:
        return datetime.datetime.strptime(match[1], "%Y%m%dT%H%M%S").replace(tzinfo=datetime.UTC) if match else None
    except ValueError:
        return None


def superfluous(files: Iterable[Path], keep: Keep, *, newest: Path) -> list[Path]:
    """Those that may go; never ``newest``, the one just made, wherever its name sorts after a clock was set back."""
    dated = sorted(((at, file) for file in files if (at := made_at(file))), reverse=True)
    periods: tuple[tuple[int, Callable[[datetime.datetime], object]], ...] = (
        (keep.days, lambda at: at.date()),
        (keep.weeks, lambda at: at.isocalendar()[:2]),
        (keep.months, lambda at: (at.year, at.month)),
    )
    kept = {newest} | {file for number, period in periods for file in _newest_of_each(dated, number, period)}
    return [file for _, file in dated if file not in kept]


def _newest_of_each(
    dated: list[tuple[datetime.datetime, Path]], number: int, period: Callable[[datetime.datetime], object]
) -> list[Path]:
    first: dict[object, Path] = {}
    for at, file in dated:
        first.setdefault(period(at), file)
    return list(first.values())[:number]
