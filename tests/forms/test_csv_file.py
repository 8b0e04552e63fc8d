"""A CSV file with fixed columns, read and written: beside what the list of appointments tries of it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms.csv_file import Columns, FileError, decoded, guarded, read_rows, unguarded, written

COLUMNS = Columns(("name", "note"), 3, "Take fewer.", {"name": 10}, ("note",))
WIDE = "\uff1d\uff0b\uff0d\uff20"
FORMULAS = (
    "=1+1",
    "+44 113",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    *(f"{sign}1" for sign in WIDE),
    "=cmd|' /C calc'!A0",
    "--1",
)


def rows(content: bytes) -> list[dict[str, str]]:
    return [row.cells for row in read_rows(decoded(content)[0], COLUMNS)]


@pytest.mark.parametrize("cell", FORMULAS)
def test_v1_2_10_no_spreadsheet_takes_a_cell_for_a_formula(cell: str) -> None:
    """(ASVS V1.2.10)"""
    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["", "Vascular", "'quoted'", "1-2", "a=b", "'tis"])
def test_what_is_no_formula_stays(cell: str) -> None:
    assert guarded(cell) == unguarded(cell) == cell


@given(st.text(st.sampled_from(f"'=+-@\ta1{WIDE}"), max_size=6))
def test_whatever_is_written_is_read_back(cell: str) -> None:
    """What begins with an apostrophe before such a sign, too."""
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(tuple(f"=+-@\t\r{WIDE}"))


def test_a_file_begins_with_the_mark_of_utf_8_and_is_read_back() -> None:
    there = [{"name": "Ärzte", "note": "one\ntwo"}, {"name": "=1", "note": 'a "quoted", word'}]
    content = written(COLUMNS.names, there)
    assert content.startswith(b"\xef\xbb\xbf")
    assert [{name: unguarded(cell) for name, cell in row.items()} for row in rows(content)] == there
    assert next(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == ["name", "note"]


def test_only_some_columns_keep_their_lines() -> None:
    assert rows(b'name,note\n"a\nb","c  d \r\n e"\n') == [{"name": "a b", "note": "c d\ne"}]


def test_more_rows_than_allowed_and_longer_cells() -> None:
    with pytest.raises(FileError, match=r"more than 3 rows\. Take fewer\."):
        rows(b"name,note\n" + b"a,b\n" * 4)
    (row,) = read_rows("name,note\nabcdefghijk,x\n", COLUMNS)
    assert row.wrong == "name is longer than 10 characters."
