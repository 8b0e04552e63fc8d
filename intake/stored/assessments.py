"""A stored assessment's documents, to JSON and back: read as they were stored, whatever the rules say today."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from intake.clinical.telling.explanation import Reason, reasons
from intake.clinical.telling.settling import Settling, settling
from intake.clinical.working.case import Case
from intake.clinical.working.findings import Assessment, WholeAssessment
from intake.models import Assessment as StoredAssessment
from intake.stored import before_0_10, release_0_9_2
from intake.stored.as_json import as_json
from intake.stored.release_texts import unpacked

FORMAT = 4
"""Of what is written now, with ``intake.stored.release_texts``. Up to 3 the documents stand in the row as JSON; the
first had no number."""


@dataclass(frozen=True)
class _Rules:
    """A part of the reasons: what is not asked for is not made."""

    rules: dict[str, Reason] = field(default_factory=dict)


@dataclass(frozen=True)
class _Open:
    """The other part."""

    settling: tuple[Settling, ...] = ()


class StoredResult(Protocol):
    """The columns of a row that hold its result."""

    @property
    def result(self) -> Any: ...
    @property
    def result_packed(self) -> Any: ...
    @property
    def texts_id(self) -> Any: ...


_whole = msgspec.json.Decoder(WholeAssessment)
_rules, _open = msgspec.json.Decoder(_Rules), msgspec.json.Decoder(_Open)


def result_document(whole: WholeAssessment) -> bytes:
    """Everything as JSON, the confidential included."""
    return as_json(whole)


def read_result(document: dict[str, Any]) -> WholeAssessment:
    """What a release has written up to format 3."""
    written = document.get("format", 1)
    if written < 2:
        document = release_0_9_2.completed(document)
    if written < 3:
        document = before_0_10.completed(document)
    return msgspec.convert(document, WholeAssessment)


def stored_result(row: StoredResult) -> WholeAssessment:
    """What any release has written.

    Raises:
        UnreadableError: it refers to texts that are lost, or something is damaged.
    """
    if _is_packed(row):
        return _whole.decode(unpacked(row.result_packed, row.texts_id))
    return read_result(row.result)


def findings(stored: StoredAssessment) -> Assessment:
    """The result as it was when it was made; whoever may see what is confidential asks it for the whole."""
    return stored_result(stored).guarded()


def reasons_document(case: Case, whole: WholeAssessment) -> bytes:
    """As JSON, why each rule said what it said, and what would settle those that are open."""
    return as_json({"rules": reasons(case, whole), "settling": settling(case, whole)})


def read_reasons(stored: StoredAssessment) -> dict[str, Reason]:
    """By rule id; nothing in a row made before reasons were kept."""
    if stored.reasons_packed is None:
        return msgspec.convert(stored.reasons, _Rules).rules
    return _rules.decode(unpacked(stored.reasons_packed, stored.texts_id)).rules


def read_settling(stored: StoredAssessment) -> dict[str, Settling]:
    """By rule id, what would settle the rules that are open."""
    if stored.reasons_packed is None:
        kept = msgspec.convert(stored.reasons, _Open)
    else:
        kept = _open.decode(unpacked(stored.reasons_packed, stored.texts_id))
    return {settling.rule_id: settling for settling in kept.settling}


def stored_documents(stored: StoredAssessment) -> tuple[dict[str, Any], dict[str, Any]]:
    """Result and reasons as plain JSON, whichever form the row has."""
    if not _is_packed(stored):
        return stored.result, stored.reasons
    texts, kept = stored.texts_id, stored.reasons_packed
    result = stored.result | msgspec.json.decode(unpacked(stored.result_packed, texts))
    return result, msgspec.json.decode(unpacked(kept, texts)) if kept is not None else {}


def _is_packed(row: StoredResult) -> bool:
    return row.result.get("format", 1) >= FORMAT  # type: ignore[no-any-return]
