"""What a screen reader says, in its order: no words run together, tables row by row."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from tests.clinical.cases import EXAMPLES
from tests.lanes import sweep
from tests.report.aloud import read_aloud
from tests.report.checkers import plain_text
from tests.report.printed import CLINIC, SIGNED, SOMEBODY, Printed, example, printed, squeezed

pytestmark = pytest.mark.no_cover  # other tests run the same lines; traced, these take twice as long

GOLDEN = Path(__file__).with_name("V04.txt")
INTAKE = Path(__file__).resolve().parents[2] / "intake"

LONG = EXAMPLES["V10"]["answers"] | {"rx.treatments_tried": "long walks, then rest, " * 40}

SHOWN: dict[str, Callable[[], Printed]] = {
    **{id_: partial(example, id_) for id_ in ("V04", "V13", "V31", "EMPTY", "PROXY")},
    "signed, with a long text": lambda: printed(LONG, signed=SIGNED),
}


NAMES = sweep(SHOWN, few=("V04", "signed, with a long text"))


def test_one_summary_is_read_as_in_the_golden_file() -> None:
    """Meant to be read by people, too. After a change that is meant, write it anew and look at the difference:

    UPDATE_GOLDEN=1 .venv/bin/python -m pytest -n 0 tests/report/test_reading_order.py && git diff tests/report/V04.txt
    """
    said = "".join(f"{line}\n" for line in read_aloud(example("V04").pdf).lines())
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(said, encoding="utf-8")
    assert said.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


# No words run together


def words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}


JOINT = re.compile(r"[^\W\d_]{2}[.,;:!?)”]?\d|\d[.,;:!?)”]?[^\W\d_]{2}|[^\W\d_][.,;:!?)”][^\W\d_]")
"""Where a word and a number, or two sentences, touch."""


def joints(text: str) -> set[str]:
    return {re.sub(r"\d", "0", joint).casefold() for joint in JOINT.findall(text)}


@cache
def of_the_program() -> frozenset[str]:
    """What stands in the texts of the code of the medicine and of the report."""
    modules = [module for folder in ("clinical", "report", "summary") for module in INTAKE.glob(f"{folder}/**/*.py")]
    trees = (ast.parse(module.read_text(encoding="utf-8")) for module in modules)
    nodes = (node for tree in trees for node in ast.walk(tree))
    text = "\n".join(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return frozenset(words(text) | joints(text))


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        yield from (text for field in fields(value) for text in texts_in(getattr(value, field.name)))
    elif isinstance(value, tuple | list | frozenset):
        yield from (text for item in value for text in texts_in(item))
    elif isinstance(value, dict):
        yield from (text for item in value.items() for text in texts_in(item))


def unknown(printed_text: str, shown: Printed) -> set[str]:
    """Words and joints that stand in none of the texts that the summary was made from."""
    given = "\n".join(texts_in((shown.assessment, SOMEBODY, CLINIC, SIGNED, "0a1b2c3d4e5f")))
    return (words(printed_text) | joints(printed_text)) - words(given) - joints(given) - of_the_program()


@pytest.mark.parametrize("name", NAMES)
def test_no_words_run_together(name: str) -> None:
    shown = SHOWN[name]()
    assert unknown(plain_text(shown.pdf), shown) == set()
    assert unknown(read_aloud(shown.pdf).text, shown) == set()


def test_words_run_together_would_be_seen() -> None:
    shown = example("V04")
    assert unknown("Weakness was reported as new. Score: 12 of 27. Severe pain", shown) == set()
    assert unknown("Weakness was reportedas new", shown) == {"reportedas"}
    assert unknown("Score: 12of 27.Severe pain", shown) == {"0of", "0.se"}


# Tables


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_read_row_by_row_and_heads_first(name: str) -> None:
    shown = SHOWN[name]()
    drawn = squeezed(plain_text(shown.pdf))
    for table in read_aloud(shown.pdf).all("Table"):
        rows = list(table.all("TR"))
        heads = {cell.kind for cell in rows[0].kids}
        assert heads == {"TH"} or all(row.kids[0].kind == "TH" for row in rows), rows[0].text
        for row in rows:
            assert len(row.kids) == len(rows[0].kids), row.text
            assert squeezed(row.text) in drawn
