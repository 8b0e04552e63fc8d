"""Lists of people who are expected, as CSV: what programs write, and what people break."""

from __future__ import annotations

import datetime

import pytest

from intake.forms.appointment_list import COLUMNS, SAMPLE, Line, read_list
from intake.forms.csv_file import BYTES_AT_MOST, FileError, decoded

TODAY = datetime.date(2026, 11, 29)
HEAD = ",".join(COLUMNS) + "\n"


def read(content: bytes | str) -> list[Line]:
    return read_list(decoded(content.encode() if isinstance(content, str) else content)[0], TODAY)


def row(**cells: str) -> str:
    usual = {"family_name": "Nowak", "time": "09:00"} | cells
    return ",".join(usual.get(name, "") for name in COLUMNS) + "\n"


def test_the_sample_is_read() -> None:
    lines = read(SAMPLE)
    assert [line.wrong for line in lines] == ["", "", ""]
    assert [line.date_of_birth for line in lines] == [datetime.date(1976, 4, 18), datetime.date(1958, 11, 3), None]
    assert [line.time for line in lines] == [datetime.time(9), datetime.time(9, 20), datetime.time(10)]
    assert lines[2].cells["given_name"] == "Inés"


@pytest.mark.parametrize(
    "content",
    [
        SAMPLE.encode("utf-8-sig"),
        SAMPLE.encode("cp1252"),
        SAMPLE.replace(",", ";").encode(),
        SAMPLE.replace("\r\n", "\n").encode(),
        SAMPLE.replace("\r\n", "\r").encode(),
        SAMPLE.replace("\r\n", "\r\n\r\n , ,,,,\r\n").encode(),
        SAMPLE.replace("record_number", " Record_Number ").encode(),
    ],
    ids=["with a mark", "Windows letters", "semicolons", "Unix lines", "old Mac lines", "blank lines", "capitals"],
)
def test_what_other_programs_write_says_the_same(content: bytes) -> None:
    assert [line.cells for line in read(content)] == [line.cells for line in read(SAMPLE)]
    assert decoded(content)[1] is (content == SAMPLE.encode("cp1252"))  # whether it was guessed


def test_columns_may_stand_in_another_order() -> None:
    (line,) = read("time,with,family_name,given_name,date_of_birth,record_number\n10:15,Dr Lee,Nowak,Ewa,,R1\n")
    assert (line.time, line.cells["with"], line.cells["record_number"]) == (datetime.time(10, 15), "Dr Lee", "R1")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (HEAD.encode(), "no row below"),
        (b"\xff\xfe" + HEAD.encode("utf-16-le"), "no CSV file"),
        (b"PK\x03\x04\0\0", "no CSV file"),
        (HEAD.encode() + b"\x81\x8d,", "cannot be read"),
        (b"x" * (BYTES_AT_MOST + 1), "larger than 1 MB"),
        (b"family_name,time\nNowak,09:00\n", "A column is missing: record_number"),
        (b"surname,time\nNowak,09:00\n", "not known: “surname”"),
        (HEAD.replace("with", "time").encode(), "A column is missing: with"),
        ((HEAD.strip() + ",with\n").encode(), "A column is there twice"),
        ((HEAD + ',"Nowak').encode(), "Is a quotation mark not closed"),
        ((HEAD + ',"No"wak,,,09:00,\n').encode(), "in the middle of a cell"),
        ((HEAD + row() * 2001).encode(), "more than 2,000 rows"),
    ],
)
def test_a_file_that_is_no_such_list_says_why(content: bytes, told: str) -> None:
    with pytest.raises(FileError, match=told):
        read(content)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"family_name": ""}, "The family name is missing."),
        ({"family_name": "x" * 151}, "family_name is longer than 150 characters."),
        ({"record_number": "1" * 41}, "record_number is longer than 40 characters."),
        ({"family_name": "No\x07wak"}, "It holds a character that cannot be shown."),
        ({"time": ""}, "The time is missing."),
        ({"time": "24:00"}, "“24:00” is no time such as 09:30."),
        ({"time": "9"}, "“9” is no time such as 09:30."),
        ({"time": "noon"}, "“noon” is no time such as 09:30."),
        ({"time": "09:30:30"}, "“09:30:30” is no time such as 09:30."),
        ({"time": "٠٩:٣٠"}, "“٠٩:٣٠” is no time such as 09:30."),
        ({"date_of_birth": "31/02/1976"}, "There is no such date as 31/02/1976."),
        ({"date_of_birth": "11/18/1976"}, "There is no such date as 11/18/1976."),
        ({"date_of_birth": "18/4/76"}, "“18/4/76” is no date such as 1976-04-18 or 18/4/1976."),
        ({"date_of_birth": "18/4.1976"}, "“18/4.1976” is no date such as 1976-04-18 or 18/4/1976."),
        ({"date_of_birth": "2026-11-30"}, "The date of birth lies in the future."),
        ({"date_of_birth": "0001-01-01"}, "The date of birth is more than 120 years ago."),
        ({"with": "x,y"}, "It has 7 cells, not 6."),
    ],
)
def test_a_row_that_cannot_be_read_says_why_and_the_others_stand(cells: dict[str, str], told: str) -> None:
    lines = read(HEAD + row(**cells) + row())
    assert [line.wrong for line in lines] == [told, ""]
    assert [line.number for line in lines] == [2, 3]


def test_a_time_is_read_as_spreadsheets_write_it() -> None:
    lines = read(HEAD + "".join(row(time=time) for time in ("9:30", "09:30", "09.30", "09:30:00")))
    assert {(line.wrong, line.time) for line in lines} == {("", datetime.time(9, 30))}


def test_a_formula_is_text() -> None:
    (line,) = read(HEAD + row(family_name="=HYPERLINK(1)", given_name="+1", **{"with": "@SUM(1)"}))
    assert (line.wrong, line.cells["family_name"], line.cells["with"]) == ("", "=HYPERLINK(1)", "@SUM(1)")


def test_a_line_within_a_cell_is_a_space_and_rows_keep_the_line_they_begin_in() -> None:
    lines = read(HEAD + ',"Nowak\nSmith",,,09:00,\n' + row())
    assert [(line.number, line.cells["family_name"]) for line in lines] == [(2, "Nowak Smith"), (4, "Nowak")]
