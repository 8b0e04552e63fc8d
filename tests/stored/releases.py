"""The clinics that earlier releases have left behind: a folder each, which is read and never written."""

from __future__ import annotations

import json
import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent

WRITTEN_ONCE = {
    "intake_assessment": "result",
    "intake_answerversion": "answers",
    "intake_signature": "decisions",
    "intake_document": "pdf",
    "intake_addendum": "text",
    "intake_voiding": "reason",
    "intake_rulesetapproval": "rule_set_version",
}
"""Tables whose rows no later release changes, each with a column that none may take away."""


class Result(NamedTuple):
    """An assessment as it is stored."""

    version: str
    """Whose, and which version of the answers."""
    result: dict[str, Any]
    reasons: dict[str, Any]


@dataclass(frozen=True)
class Release:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def manifest(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return document

    def unpack(self, folder: Path) -> Path:
        """The database as that release left it, where the demo looks for it in its DATA_DIR."""
        file = folder / "demo.sqlite3"
        file.write_bytes(lzma.decompress((self.folder / "clinic.sqlite3.xz").read_bytes()))
        return file

    def results(self, folder: Path) -> Iterator[Result]:
        """All stored assessments, straight from the file: no migration has touched them."""
        query = """
            SELECT p.record_number || ', version ' || v.number, a.result, a.reasons
            FROM intake_assessment a JOIN intake_answerversion v ON v.id = a.version_id
            JOIN intake_intake i ON i.id = v.intake_id JOIN intake_patient p ON p.id = i.patient_id ORDER BY a.id
        """
        with closing(sqlite3.connect(self.unpack(folder))) as database:
            for whose, result, reasons in database.execute(query):
                yield Result(whose, json.loads(result), json.loads(reasons))


RELEASES = [Release(folder) for folder in sorted(HERE.glob("release_*"))]


def differences(before: Path, after: Path, table: str, only: tuple[str, ...] = ()) -> set[tuple[Any, str]]:
    """Rows and columns of this table that are not the same in both files, but for columns that only one of them has.

    As they lie in the file: JSON is compared as text, a PDF as bytes.
    """
    with closing(sqlite3.connect(before)) as old, closing(sqlite3.connect(after)) as new:
        there = _columns(new, table)
        names = [name for name in _columns(old, table) if name in (only or there)]
        query = f"SELECT id, {', '.join(names)} FROM {table} ORDER BY id"  # noqa: S608
        pairs = list(zip_longest(old.execute(query), new.execute(query), fillvalue=()))
    return {
        ((was or now)[0], name)
        for was, now in pairs
        for name, left, right in zip_longest(names, was[1:], now[1:])
        if left != right
    }


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [name for _, name, *_ in database.execute(f"PRAGMA table_info({table})")]
