"""``manage.py summary``, run as a script would run it."""

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from tests.clinical.cases import EXAMPLES

ROOT = Path(__file__).resolve().parents[2]
AT = "--at=2026-11-22T09:30+00:00"
PATIENT = {"given_name": "Thị Ánh", "family_name": "Nguyễn", "date_of_birth": "1968-04-18", "record_number": "RVS-1"}
INPUT = json.dumps(EXAMPLES["V10"]["answers"] | {"patient": PATIENT}).encode()


def summary(*arguments: str, data: bytes = INPUT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """In an environment of its own: the command works without the settings of a clinic."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CLINIC_", "DJANGO_", "DATABASE_"))
    }
    command = [sys.executable, "-W", "error", str(ROOT / "manage.py"), "summary", *arguments]
    return subprocess.run(command, input=data, capture_output=True, check=False, env=kept | environment)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.pdf"


Run = Callable[..., str]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The same in this process, which is faster: the message, with status 2 and nothing on stdout."""

    def run(*arguments: str, data: bytes = INPUT) -> str:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        with pytest.raises(CommandError) as caught:
            call_command("summary", *arguments)
        assert caught.value.returncode == 2
        assert capsys.readouterr().out == ""
        return str(caught.value)

    return run


def written(*arguments: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    call_command("summary", *arguments)


def test_a_refusal_as_a_script_sees_it(out: Path) -> None:
    done = summary("--output", str(out), data=b'{"phq.q9": 7, "patient": {}}')
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().strip().endswith("phq.q9: 7 is refused: a whole number from 0 to 3 is allowed")
    assert summary().returncode == 2


def test_writes_a_pdf_and_says_nothing(out: Path) -> None:
    done = summary("--output", str(out), AT)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(out).pages[:2]).split())
    assert "NGUYỄN, Thị Ánh" in text
    assert "Overall: emergency now" in text
    assert "Made 22 Nov 2026, 09:30 UTC" in text
    assert list(out.parent.iterdir()) == [out]


def test_same_input_same_bytes_in_any_process(out: Path, tmp_path: Path) -> None:
    file = tmp_path / "in.json"
    file.write_bytes(INPUT)
    summary("--output", str(out), AT, PYTHONHASHSEED="1", TZ="Asia/Kolkata", LANG="C")
    first = out.read_bytes()
    summary(str(file), "--output", str(out), AT, PYTHONHASHSEED="2", TZ="America/New_York", SOURCE_DATE_EPOCH="77")
    assert out.read_bytes() == first
    summary("-", "--output", str(out), "--at=2026-11-22T09:31+00:00")
    assert out.read_bytes() != first


def test_the_id_follows_from_the_content(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = set()
    for more in ({}, {"hx.gout": True}, {"patient": PATIENT | {"record_number": "RVS-2"}}):
        document = EXAMPLES["V10"]["answers"] | {"patient": PATIENT} | more
        written("--output", str(out), AT, data=json.dumps(document).encode(), monkeypatch=monkeypatch)
        footer = PdfReader(out).pages[0].extract_text().split("Document ")[1]
        ids.add(footer.split()[0])
    assert len(ids) == 3
    assert all(len(id_) == 12 for id_ in ids)


@pytest.mark.parametrize("patient", [{}, None, {"given_name": None}, {"family_name": "<b>"}])
def test_every_key_of_the_patient_is_optional(
    out: Path, patient: dict[str, Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("--output", str(out), data=json.dumps({"patient": patient}).encode(), monkeypatch=monkeypatch)
    assert out.exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", ["not JSON"]),
        (b"{", ["not JSON"]),
        (b"\xff\xfe", ["UTF-8"]),
        (b"[1]", ["one object"]),
        (b"[" * 100_000, ["nested too deep"]),
        (b'{"phq.q9": 7}', ["phq.q9", "7", "from 0 to 3"]),
        (b'{"phq.q9": NaN}', ["phq.q9", "from 0 to 3"]),
        (b'{"nosuch": 1}', ["nosuch", "no such question"]),
        (b'{"hx.gout": true, "hx.gout": false}', ["hx.gout", "given twice"]),
        (b'{"patient": []}', ["patient", "[]", "family_name, given_name, date_of_birth, record_number"]),
        (b'{"patient": {"nhs": 1}}', ["patient.nhs", "1", "family_name, given_name, date_of_birth, record_number"]),
        (b'{"patient": {"given_name": 5}}', ["patient.given_name", "5", "text"]),
        (b'{"patient": {"given_name": "a\\u0000"}}', ["patient.given_name", "NUL"]),
        (b'{"patient": {"family_name": "\\ud800"}}', ["patient.family_name", "surrogate"]),
        (b'{"patient": {"record_number": true}}', ["patient.record_number", "true"]),
        (b'{"patient": {"date_of_birth": "2020-13-01"}}', ["patient.date_of_birth", "2020-13-01", "YYYY-MM-DD"]),
        (b'{"patient": {"date_of_birth": "20200101"}}', ["patient.date_of_birth", "YYYY-MM-DD"]),
        (b'{"patient": {"date_of_birth": 5}}', ["patient.date_of_birth", "YYYY-MM-DD"]),
        (b'{"patient": {"\\ud800": 5}}', ["patient", "no such key"]),
        (b'{"ctx.encounter_date": "1526-03-01"}', ["ctx.encounter_date", '"1526-03-01"', "a date from 1900-01-01"]),
        (b'{"ctx.encounter_date": "9999-03-01"}', ["ctx.encounter_date", '"9999-03-01"', "a date from 1900-01-01"]),
        (b'{"patient": {"date_of_birth": "9999-01-01"}}', ["patient.date_of_birth", '"9999-01-01"', "a date up to"]),
        (
            b'{"ctx.encounter_date": "2026-03-01", "patient": {"date_of_birth": "2026-03-02"}}',
            ["patient.date_of_birth", '"2026-03-02"', "a date up to 2026-03-01 is allowed"],
        ),
        (
            b'{"ctx.encounter_date": "2026-03-01", "pt.age_years": 17, "patient": {"date_of_birth": "1963-03-02"}}',
            ["pt.age_years", "17", "62 is allowed with patient.date_of_birth 1963-03-02"],
        ),
    ],
)
def test_wrong_input_is_told_and_nothing_is_written(out: Path, data: bytes, told: list[str], refused: Run) -> None:
    message = refused("--output", str(out), AT, data=data)
    assert not [words for words in told if words not in message]
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize(
    "answers",
    [
        {"ctx.encounter_date": "2026-03-01", "pt.age_years": 62},
        {"ctx.encounter_date": "2026-03-01"},
        {"ctx.encounter_date": "2026-03-01", "pt.age_years": "declined"},
        {"pt.age_years": 17},
    ],
)
def test_an_age_that_fits_or_has_nothing_to_fit_is_printed(
    answers: dict[str, Any], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = answers | {"patient": {"date_of_birth": "1963-03-02"}}
    written("--output", str(out), AT, data=json.dumps(document).encode(), monkeypatch=monkeypatch)
    assert out.exists()


@pytest.mark.parametrize(
    "time", ["2026-11-22T09:30", "2026-11-22", "yesterday", "", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"]
)
def test_a_time_needs_a_zone_and_a_place_in_the_calendar(out: Path, time: str, refused: Run) -> None:
    assert "with its time zone" in refused("--output", str(out), f"--at={time}")
    assert not out.exists()


def test_files_that_cannot_be_read_or_written(out: Path, tmp_path: Path, refused: Run) -> None:
    assert "nofile.json" in refused(str(tmp_path / "nofile.json"), "--output", str(out))
    assert str(tmp_path) in refused(str(tmp_path), "--output", str(out))
    assert "No such file or directory" in refused("--output", str(tmp_path / "no" / "out.pdf"))
    assert "not a file" in refused("--output", str(tmp_path))
    assert "not a file" in refused("--output", "/dev/null")
    assert "cannot be written" in refused("--output", str(tmp_path / ("n" * 300)))
    assert list(tmp_path.iterdir()) == []


def test_what_was_there_stays_when_something_goes_wrong(
    out: Path, refused: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    out.write_bytes(b"before")
    refused("--output", str(out), data=b'{"phq.q9": 7}')
    assert out.read_bytes() == b"before"
    written("--output", str(out), data=INPUT, monkeypatch=monkeypatch)
    assert out.read_bytes().startswith(b"%PDF")


def test_a_link_stays_a_link(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = tmp_path / "link.pdf"
    link.symlink_to(out)
    written("--output", str(link), data=INPUT, monkeypatch=monkeypatch)
    assert link.is_symlink()
    assert PdfReader(out).pages


@pytest.mark.skipif(os.name == "nt", reason="no modes on Windows")
def test_others_on_the_machine_cannot_read_it(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written("--output", str(out), data=INPUT, monkeypatch=monkeypatch)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
