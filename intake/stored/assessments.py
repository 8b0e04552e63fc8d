"""A stored assessment's documents, to JSON and back: read as they were stored, whatever the rules say today."""

from __future__ import annotations

from typing import Any

import cattrs

from intake.clinical.telling.explanation import Reason, reasons
from intake.clinical.telling.settling import Settling, settling
from intake.clinical.working.case import Case
from intake.clinical.working.findings import Assessment, WholeAssessment
from intake.models import Assessment as StoredAssessment
from intake.stored import before_0_10, release_0_9_2

FORMAT = 3
"""Of what is written now; the first had no number."""

_converter = cattrs.Converter()
"""Findings to and from JSON."""
# A total of 11 comes back as 11, not as 11.0: it was a whole number when it was stored.
_converter.register_structure_hook(float, lambda number, _: number)
_compact = cattrs.Converter(omit_if_default=True)
"""Reasons to and from JSON: most parts of a condition are leaves, and say little."""


def result_document(whole: WholeAssessment) -> dict[str, Any]:
    """Everything, the confidential included."""
    return {"format": FORMAT, **_converter.unstructure(whole)}


def read_result(document: dict[str, Any]) -> WholeAssessment:
    """What any release has written."""
    written = document.get("format", 1)
    if written < 2:
        document = release_0_9_2.completed(document)
    if written < 3:
        document = before_0_10.completed(document)
    return _converter.structure(document, WholeAssessment)


def findings(stored: StoredAssessment) -> Assessment:
    """The result as it was when it was made; whoever may see what is confidential asks it for the whole."""
    return read_result(stored.result).guarded()


def reasons_document(case: Case, whole: WholeAssessment) -> dict[str, Any]:
    """Why each rule said what it said, and what would settle those that are open."""
    return {
        "rules": _compact.unstructure(reasons(case, whole)),
        "settling": _compact.unstructure(settling(case, whole)),
    }


def read_reasons(stored: StoredAssessment) -> dict[str, Reason]:
    """By rule id; nothing in a row made before reasons were kept."""
    return {id_: _compact.structure(kept, Reason) for id_, kept in stored.reasons.get("rules", {}).items()}


def read_settling(stored: StoredAssessment) -> dict[str, Settling]:
    """By rule id, what would settle the rules that are open."""
    kept = _compact.structure(stored.reasons.get("settling", []), list[Settling])
    return {settling.rule_id: settling for settling in kept}
