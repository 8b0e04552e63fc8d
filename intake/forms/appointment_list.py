"""A list of people who are expected, as a CSV file with fixed columns: from bytes to rows. It stores nothing."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from intake.forms.csv_file import Columns, Row, read_rows

COLUMNS = ("record_number", "family_name", "given_name", "date_of_birth", "time", "with")
LONGEST = {"record_number": 40, "family_name": 150, "given_name": 150, "with": 100}
_FILE = Columns(COLUMNS, 2000, "Please take a day at a time.", LONGEST)
OLDEST = 120
"""Years, as where a person is registered."""
SAMPLE = (
    "record_number,family_name,given_name,date_of_birth,time,with\r\n"
    "R1001,Nowak,Ewa,1976-04-18,09:00,Dr Lee\r\n"
    "R1002,O'Brien,Mary Ann,3/11/1958,09:20,Physiotherapy\r\n"
    ',"García López",Inés,,10:00,Dr Lee\r\n'
)


class Line(NamedTuple):
    number: int
    """Of the line in the file where the row begins; the first has the names of the columns."""
    cells: dict[str, str]
    """By column, as typed, without space around it."""
    date_of_birth: datetime.date | None = None
    time: datetime.time = datetime.time()
    wrong: str = ""
    """Why the row cannot be read, and birth date and time count for nothing; empty where it can."""


def read_list(text: str, today: datetime.date) -> list[Line]:
    """Every row, each with what is wrong with it.

    Raises:
        FileError: no CSV, too many rows, or other columns.
    """
    return [_line(row, today) for row in read_rows(text, _FILE)]


def _line(row: Row, today: datetime.date) -> Line:
    number, cells, wrong = row
    if wrong:
        return Line(number, cells, wrong=wrong)
    if not cells["family_name"]:
        return Line(number, cells, wrong="The family name is missing.")
    time = read_time(cells["time"])
    if time is None:
        given = cells["time"][:20]
        return Line(number, cells, wrong=f"“{given}” is no time such as 09:30." if given else "The time is missing.")
    born, wrong = _born(cells["date_of_birth"], today)
    return Line(number, cells, born, time, wrong)


def read_time(text: str) -> datetime.time | None:
    """``9:30``, ``09.30``, ``09:30:00``; none where it is no time of a day."""
    found = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})(?:[:.]00)?", text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return datetime.time(int(found[1]), int(found[2]))


def _born(text: str, today: datetime.date) -> tuple[datetime.date | None, str]:
    if not text:
        return None, ""
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
    day_first = re.fullmatch(r"([0-9]{1,2})([ ./-])([0-9]{1,2})\2([0-9]{4})", text)
    if iso:
        parts = iso[1], iso[2], iso[3]
    elif day_first:
        parts = day_first[4], day_first[3], day_first[1]
    else:
        return None, f"“{text[:20]}” is no date such as 1976-04-18 or 18/4/1976."
    try:
        born = datetime.date(*map(int, parts))
    except ValueError:
        return None, f"There is no such date as {text}."
    if born > today:
        return None, "The date of birth lies in the future."
    if today.year - born.year > OLDEST:
        return None, f"The date of birth is more than {OLDEST} years ago."
    return born, ""
