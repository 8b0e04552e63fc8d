"""A CSV file with fixed columns: from bytes to rows of cells, and from rows to a file that spreadsheets open."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

BYTES_AT_MOST = 1024 * 1024
_FORMULA = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
"""A spreadsheet takes a cell that begins with one of these for a formula, and runs it; some, the wide forms too."""
_GUARDED = re.compile(rf"'+[{re.escape(_FORMULA)}]")
_TO_BE_GUARDED = re.compile(rf"'*[{re.escape(_FORMULA)}]")


class FileError(Exception):
    """The file as a whole cannot be taken. The message says why, and what to do."""


@dataclass(frozen=True)
class Columns:
    """What a file has to hold."""

    names: tuple[str, ...]
    rows_at_most: int
    too_many: str
    """What to do about more rows than that."""
    longest: Mapping[str, int] = field(default_factory=dict)
    of_many_lines: tuple[str, ...] = ()
    """Columns whose cells keep their lines; in the others a line's end is a space."""


class Row(NamedTuple):
    number: int
    """Of the line in the file where the row begins; the first has the names of the columns."""
    cells: dict[str, str]
    """By column, as typed, without space around it."""
    wrong: str = ""
    """Why the row cannot be read; empty where it can, as far as the columns say."""


def decoded(content: bytes) -> tuple[str, bool]:
    """The text of a file, and whether its encoding is a guess."""
    if len(content) > BYTES_AT_MOST:
        raise FileError("The file is larger than 1 MB. A list is much smaller. Is it the right file?")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise FileError("This is no CSV file, or one that cannot be read. Please save it as “CSV UTF-8”.")
    if content == codecs.BOM_UTF8:  # what a spreadsheet without a cell is saved as
        raise FileError("The file is empty.")
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), True
    except UnicodeDecodeError:
        raise FileError("Some of its letters cannot be read. Please save it as “CSV UTF-8”.") from None


def read_rows(text: str, columns: Columns) -> list[Row]:
    """Every row that is not blank, each with what is wrong with it.

    Raises:
        FileError: no CSV, too many rows, or other columns.
    """
    if not text.strip():
        raise FileError("The file is empty.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[Row] = []
    try:
        names = _names(next(reader, []), columns)
        before = reader.line_num
        for row in reader:
            if any(cell.strip() for cell in row):
                if len(rows) == columns.rows_at_most:
                    raise FileError(f"The file has more than {columns.rows_at_most:,} rows. {columns.too_many}")
                rows.append(_row(before + 1, row, names, columns))
            before = reader.line_num
    except csv.Error:
        told = f"Line {reader.line_num} cannot be read. Is a quotation mark not closed, or in the middle of a cell?"
        raise FileError(told) from None
    if not rows:
        raise FileError("The file has the names of the columns and no row below them.")
    return rows


def _separator(text: str) -> str:
    """Comma or semicolon: as the first line has it."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(",;", key=first.count)


def _names(head: list[str], columns: Columns) -> list[str]:
    expected = f"The first line has to be: {','.join(columns.names)}"
    names = [name.strip().casefold() for name in head]
    if unknown := [name for name in names if name not in columns.names]:
        shown = ", ".join(f"“{name[:40]}”" for name in unknown[:3])
        raise FileError(f"The first line has names of columns that are not known: {shown}. {expected}")
    if missing := [name for name in columns.names if name not in names]:
        raise FileError(f"A column is missing: {', '.join(missing)}. {expected}")
    if len(names) > len(columns.names):
        raise FileError(f"A column is there twice. {expected}")
    return names


def _row(number: int, row: list[str], names: list[str], columns: Columns) -> Row:
    cells = {name: _cell(cell, columns, name) for name, cell in zip(names, row, strict=False)}
    if len(row) != len(names):
        return Row(number, cells, f"It has {len(row)} cells, not {len(names)}.")
    if any(unicodedata.category(sign) in ("Cc", "Cs") for cell in cells.values() for sign in cell if sign != "\n"):
        return Row(number, cells, "It holds a character that cannot be shown.")
    for name, most in columns.longest.items():
        if len(cells[name]) > most:
            return Row(number, cells, f"{name} is longer than {most} characters.")
    return Row(number, cells)


def _cell(cell: str, columns: Columns, name: str) -> str:
    if name not in columns.of_many_lines:
        return " ".join(cell.split())
    return "\n".join(" ".join(line.split()) for line in cell.strip().splitlines())


def guarded(cell: str) -> str:
    """What a spreadsheet would take for a formula, with an apostrophe before it: there it is text."""
    return f"'{cell}" if _TO_BE_GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell that ``guarded`` wrote, as it was before."""
    return cell[1:] if _GUARDED.match(cell) else cell


def written(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """A file of these rows. The mark at its beginning tells spreadsheets that it is UTF-8."""
    return "".join(lines(names, ([row[name] for name in names] for row in rows))).encode()


def lines(names: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The same line by line, for as many rows as there are."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(names)
    for row in rows:
        yield writer.writerow([guarded(cell) for cell in row])


class _Echo:
    """Gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line
