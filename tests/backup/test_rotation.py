"""Which backups stay."""

from __future__ import annotations

import datetime
from pathlib import Path

from intake.backup.rotation import Keep, made_at, name, superfluous

NOON = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)


def every_day(days: int) -> list[Path]:
    """Newest first."""
    return [Path(name(NOON - datetime.timedelta(days=back), "dump")) for back in range(days)]


def kept(files: list[Path], keep: Keep, newest: Path) -> list[Path]:
    gone = superfluous(files, keep, newest=newest)
    return [file for file in files if file not in gone]


def days_back(files: list[Path]) -> list[int]:
    return [(NOON - at).days for file in files if (at := made_at(file))]


def test_the_newest_of_each_day_week_and_month_stays() -> None:
    files = every_day(400)
    stay = kept(files, Keep(days=3, weeks=3, months=3), files[0])
    # Monday 30 November, the 29th, 28th and 22nd; and as the newest of their months 31 October and 30 September.
    assert days_back(stay) == [0, 1, 2, 8, 30, 61]
    assert len(kept(files, Keep(days=0, weeks=0, months=24), files[0])) == 14


def test_of_several_in_a_day_the_newest_stays() -> None:
    morning, noon = (Path(name(NOON - datetime.timedelta(hours=hours), "sqlite3")) for hours in (4, 0))
    assert kept([morning, noon], Keep(7, 0, 0), noon) == [noon]


def test_a_clinic_that_paused_keeps_what_it_has() -> None:
    """Days without a backup do not count: three days are three backups."""
    files = [Path(name(NOON - datetime.timedelta(days=100 * back), "dump")) for back in range(4)]
    assert kept(files, Keep(3, 0, 0), files[0]) == files[:3]


def test_the_one_just_made_stays_even_where_the_clock_was_set_back() -> None:
    files = every_day(5)
    assert files[4] in kept(files, Keep(1, 0, 0), newest=files[4])
    assert files[0] in kept(files, Keep(1, 0, 0), newest=files[4])


def test_what_is_no_backup_of_ours_is_not_looked_at() -> None:
    others = [Path("notes.txt"), Path("clinic-latest.dump.age"), Path("clinic-20269930T000000Z.dump.age")]
    assert superfluous(others, Keep(0, 0, 1), newest=Path("x")) == []
    assert made_at(Path("clinic-20261130T120000Z-2.dump.age")) == NOON
