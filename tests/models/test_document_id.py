"""Ids of documents, typed from paper."""

from __future__ import annotations

import re

import pytest

from intake.models import document_id


def test_a_new_one_is_random_and_has_no_letter_that_is_taken_for_another() -> None:
    made = {document_id.new() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", id_) for id_ in made)


@pytest.mark.parametrize("typed", ["7K3M-9QTX-2B01", "7k3m9qtx2bol", " 7k3m 9qtx 2BOI ", "7K3M–9QTX‑2B01"])  # noqa: RUF001
def test_it_is_read_however_it_was_typed(typed: str) -> None:
    assert document_id.read(typed) == "7K3M-9QTX-2B01"


@pytest.mark.parametrize("typed", ["", "7K3M-9QTX", "7K3M-9QTX-2B0U", "7K3M-9QTX-2B011", "7K3M-9QTX-2B0\0"])
def test_what_is_no_id(typed: str) -> None:
    assert document_id.read(typed) is None
