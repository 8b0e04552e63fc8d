"""A list of people who are expected, as a CSV file with fixed columns: from bytes to rows. It stores nothing."""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from typing import NamedTuple

COLUMNS = ("record_number", "family_name", "given_name", "date_of_birth", "time", "with")
LONGEST = {"record_number": 40, "family_name": 150, "given_name": 150, "with": 100}
BYTES_AT_MOST = 1024 * 1024
ROWS_AT_MOST = 2000
OLDEST = 120
"""Years, as where a person is registered."""
SAMPLE = (
    "record_number,family_name,given_name,date_of_birth,time,with\r\n"
    "R1001,Nowak,Ewa,1976-04-18,09:00,Dr Lee\r\n"
    "R1002,O'Brien,Mary Ann,3/11/1958,09:20,Physiotherapy\r\n"
    ',"García López",Inés,,10:00,Dr Lee\r\n'
)


class FileError(Exception):
    """The file as a whole cannot be taken. The message says why, and what to do."""


class Line(NamedTuple):
    number: int
    """Of the line in the file where the row begins; the first has the names of the columns."""
    cells: dict[str, str]
    """By column, as typed, without space around it."""
    date_of_birth: datetime.date | None = None
    time: datetime.time = datetime.time()
    wrong: str = ""
    """Why the row cannot be read, and birth date and time count for nothing; empty where it can."""


def decoded(content: bytes) -> tuple[str, bool]:
    """The text of a file, and whether its encoding is a guess."""
    if len(content) > BYTES_AT_MOST:
        raise FileError("The file is larger than 1 MB. A list of one day is much smaller. Is it the right file?")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise FileError("This is no CSV file, or one that cannot be read. Please save it as “CSV UTF-8”.")
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), True
    except UnicodeDecodeError:
        raise FileError("Some of its letters cannot be read. Please save it as “CSV UTF-8”.") from None


def read_list(text: str, today: datetime.date) -> list[Line]:
    """Every row, each with what is wrong with it.

    Raises:
        FileError: no CSV, too many rows, or other columns.
    """
    if not text.strip():
        raise FileError("The file is empty.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    lines: list[Line] = []
    try:
        columns = _columns(next(reader, []))
        before = reader.line_num
        for row in reader:
            if any(cell.strip() for cell in row):
                if len(lines) == ROWS_AT_MOST:
                    raise FileError(f"The file has more than {ROWS_AT_MOST:,} rows. Please take a day at a time.")
                lines.append(_line(before + 1, row, columns, today))
            before = reader.line_num
    except csv.Error:
        told = f"Line {reader.line_num} cannot be read. Is a quotation mark not closed, or in the middle of a cell?"
        raise FileError(told) from None
    if not lines:
        raise FileError("The file has the names of the columns and no row below them.")
    return lines


def _separator(text: str) -> str:
    """Comma or semicolon: as the first line has it."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(",;", key=first.count)


def _columns(head: list[str]) -> list[str]:
    names = [name.strip().casefold() for name in head]
    if unknown := [name for name in names if name not in COLUMNS]:
        shown = ", ".join(f"“{name[:40]}”" for name in unknown[:3])
        raise FileError(f"The first line has names of columns that are not known: {shown}. {_expected()}")
    if missing := [name for name in COLUMNS if name not in names]:
        raise FileError(f"A column is missing: {', '.join(missing)}. {_expected()}")
    if len(names) > len(COLUMNS):
        raise FileError(f"A column is there twice. {_expected()}")
    return names


def _expected() -> str:
    return f"The first line has to be: {','.join(COLUMNS)}"


def _line(number: int, row: list[str], columns: list[str], today: datetime.date) -> Line:
    cells = dict(zip(columns, (_squeezed(cell) for cell in row), strict=False))
    if len(row) != len(columns):
        return Line(number, cells, wrong=f"It has {len(row)} cells, not {len(columns)}.")
    if any(unicodedata.category(sign) in ("Cc", "Cs") for cell in cells.values() for sign in cell):
        return Line(number, cells, wrong="It holds a character that cannot be shown.")
    for name, most in LONGEST.items():
        if len(cells[name]) > most:
            return Line(number, cells, wrong=f"{name} is longer than {most} characters.")
    if not cells["family_name"]:
        return Line(number, cells, wrong="The family name is missing.")
    time = read_time(cells["time"])
    if time is None:
        given = cells["time"][:20]
        return Line(number, cells, wrong=f"“{given}” is no time such as 09:30." if given else "The time is missing.")
    born, wrong = _born(cells["date_of_birth"], today)
    return Line(number, cells, born, time, wrong)


def _squeezed(cell: str) -> str:
    return " ".join(cell.split())


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
