"""One worked example as every engine gets it: the finished summary, its blocks as data, and its calls.

Everything is made here once, before anything is measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from intake.clinical.assessment import assess
from intake.clinical.working.findings import Assessment
from intake.exchange.contract import read_answers
from intake.report import Letterhead, Person, story, summary_pdf
from intake.report.engine.faces import BOLD, REGULAR
from intake.report.engine.flow import pour
from intake.report.engine.page import draw_furniture

from .document_numbers import DOCUMENT, RECORD, filled

EXAMPLES = Path(__file__).parent.parent / "clinical" / "examples.jsonl"
MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CLINIC = Letterhead("Riverside Pain Clinic", "12 Quay Street", (("Emergency", "999"), ("Crisis line", "116 123")))


def assessments(wanted: Iterable[str]) -> dict[str, Assessment]:
    """Of these worked examples."""
    names = set(wanted)
    examples = map(json.loads, EXAMPLES.read_text(encoding="utf-8").splitlines())
    return {of["id"]: assess(read_answers(of["answers"])) for of in examples if of["id"] in names}


def made(assessment: Assessment, run: int) -> bytes:
    """The summary by this product."""
    person = Person("Okafor", "Ada", date(1968, 4, 18), filled(RECORD, run))
    return summary_pdf(assessment, person, made_at=MADE_AT, document_id=filled(DOCUMENT, run), letterhead=CLINIC)


def document(example: str) -> dict[str, Any]:
    """For the peers: the brief, and what follows it, each part on a page of its own."""
    from .calls import calls
    from .content import Content, page
    from .drawn import drawn

    assessment = assessments([example])[example]
    with _poured() as poured:
        pdf = made(assessment, 0)
    (first, *others), furniture = poured["pour"], poured["furniture"]
    finished = drawn(pdf)
    content = Content(finished)
    return {
        "example": example,
        "title": "Intake summary",
        "page": page(),
        "faces": {"F1": str(REGULAR.file), "F2": str(BOLD.file)},
        "calls": calls(finished),
        "first": content.nodes(first),
        "further": [node for part in others for node in ({"kind": "page"}, *content.nodes(part))],
        "styles": content.styles,
        "furniture": {name: getattr(furniture, name) for name in ("name", "about", "mark", "footer")},
    }


@contextmanager
def _poured() -> Iterator[dict[str, Any]]:
    """What the story lays out, caught on its way onto the pages."""
    caught: dict[str, Any] = {"pour": []}

    def catch(sheet: Any, blocks: Any, frames: Any) -> None:
        caught["pour"].append(list(blocks))
        pour(sheet, blocks, frames)

    def catch_furniture(sheet: Any, furniture: Any, numbers: Any) -> None:
        caught["furniture"] = furniture
        draw_furniture(sheet, furniture, numbers)

    with patch.object(story, "pour", catch), patch.object(story, "draw_furniture", catch_furniture):
        yield caught
