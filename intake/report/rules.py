"""The rules behind this report, in words, so that a clinician can judge each for themselves."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from intake.clinical.findings import Assessment

from . import confidential
from .lines import said_labels
from .parts import heading, paragraph, subheading
from .styles import FINE, PART, QUIET_FINE
from .summary import Summary
from .text import put

Entry = tuple[str, str, str, tuple[str, ...]]
"""A rule's id, title, condition and sources."""

_ABOUT = "Each rule that is present in this report or could not be decided. Rules of one wording stand together."


def rules(summary: Summary) -> Iterator[Flowable]:
    yield from heading("Rules in words")
    yield paragraph(QUIET_FINE, "{}", _ABOUT)
    for title, entries in _groups(summary.assessment):
        ids_of: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
        for id_, name, condition, sources in entries:
            ids_of.setdefault((name, condition, sources), []).append(id_)
        if ids_of:
            yield from subheading(PART, "{}", title)
        for (name, condition, sources), ids in ids_of.items():
            named = put(" {}.", name) if name else ""
            cited = put(" <i>{}</i>", summary.cited(sources)) if sources else ""
            yield paragraph(FINE, "<b>{}</b>{} {}{}", ", ".join(ids), named, confidential.unnamed(condition), cited)


def _groups(assessment: Assessment) -> Iterator[tuple[str, Iterator[Entry]]]:
    yield "Red flags", _flags(assessment)
    yield "Pain and mood", _combined(assessment)
    yield "Features of pain types", _features(assessment)
    yield "Steps", _steps(assessment)


def _flags(assessment: Assessment) -> Iterator[Entry]:
    for flag in assessment.flags:
        if flag.id != confidential.FLAG:
            present = flag in assessment.present
            still_open = put("") if present else put(" (cannot be excluded; open: {})", said_labels(flag.missing))
            yield flag.id, put("{}{}", flag.title, still_open), flag.condition, flag.sources


def _combined(assessment: Assessment) -> Iterator[Entry]:
    for rule in (*assessment.combined.rules, *assessment.combined.undecided):
        yield rule.id, rule.title, rule.condition, rule.sources


def _features(assessment: Assessment) -> Iterator[Entry]:
    for pattern in assessment.patterns or ():
        for feature in (*pattern.supports, *pattern.against):
            yield feature.id, "", feature.condition, feature.sources


def _steps(assessment: Assessment) -> Iterator[Entry]:
    """Their sources stand beside the steps."""
    for step in confidential.shared_steps(assessment, assessment.steps):
        yield step.id, "", step.condition, ()
