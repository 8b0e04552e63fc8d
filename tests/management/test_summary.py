"""``manage.py summary --record``: the same input with and without the record. The rest is in tests/report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from tests import factories

AT = "--at=2026-11-22T09:30+00:00"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(factories.example("V10")), encoding="utf-8")
    return file


def summary(answers: Path, *choice: str) -> Path:
    made = answers.with_name("summary.pdf")
    call_command("summary", str(answers), "--output", str(made), AT, *choice)
    return made.rename(answers.with_name(f"{len(list(answers.parent.iterdir()))}.pdf"))


def text(pdf: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def document_id(pdf: Path) -> str:
    return text(pdf).split(" Document ")[1].split()[0]


def test_the_record_is_there_unless_it_is_not_wanted(answers: Path) -> None:
    usual, with_record, without = (summary(answers, *choice) for choice in ((), ("--record=yes",), ("--record=no",)))
    assert usual.read_bytes() == with_record.read_bytes()
    assert "Record 1 of" in text(usual)
    assert "Record 1 of" not in text(without)
    assert "Without the record" in text(without)


def test_each_choice_has_its_own_id_and_the_same_bytes_again(answers: Path) -> None:
    whole, without, again = (summary(answers, f"--record={choice}") for choice in ("yes", "no", "no"))
    assert document_id(whole) != document_id(without)
    assert without.read_bytes() == again.read_bytes()


def test_another_choice_is_refused_and_nothing_is_written(answers: Path) -> None:
    with pytest.raises(CommandError, match=r"--record: invalid choice: 'maybe' \(choose from 'yes', 'no'\)"):
        summary(answers, "--record=maybe")
    assert list(answers.parent.iterdir()) == [answers]
