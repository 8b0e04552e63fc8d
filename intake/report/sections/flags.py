"""Every flag that is present or cannot be excluded: what to consider, its rule in words, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from intake.clinical.working.findings import Assessment, FlagFinding
from intake.report.engine.blocks import Block
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import ITEM
from intake.report.engine.text import capital
from intake.report.engine.words import NOTHING, Words, put, together
from intake.report.summary import Summary

from .lines import asked_once, labels_text, reasons_text
from .urgency import ACTION, tier_mark

ASK, EXAMINE = "Not answered: ask the person", "Not asked or examined: for the clinician"


def flags(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    if present := [_flag(flag, summary) for flag in assessment.present]:
        yield Section("Red flags present", [listed(present, ITEM)])
    if pointed_to := [_flag(flag, summary) for flag in assessment.pointed_to]:
        yield Section("Not excluded, and something points to it", [listed(pointed_to, ITEM)])
    quiet = (
        (ASK, [flag for flag in assessment.open_to_anyone if flag.is_quiet]),
        (EXAMINE, [flag for flag in assessment.open_to_clinician if flag.is_quiet]),
    )
    if groups := [_group(title, found, assessment) for title, found in quiet if found]:
        yield Section("Not excluded, nothing points to it", [listed(groups, ITEM)])


def rules(summary: Summary) -> Iterator[Block]:
    """The rules behind flags and pain with mood, in words, so that a clinician can judge each for themselves."""
    assessment = summary.assessment
    quiet = [flag for flag in assessment.flags if flag.is_quiet]
    found = (*assessment.combined.rules, *assessment.combined.undecided)
    entries = [_rule(flag.id, flag.condition, flag.sources, summary) for flag in quiet if flag.condition]
    entries += [_rule(rule.id, rule.held or rule.condition, rule.sources, summary) for rule in found]
    if entries:
        yield Section("Rules in words", [listed(entries, ITEM)])


def _flag(flag: FlagFinding, summary: Summary) -> Words:
    assessment = summary.assessment
    if not flag.condition:
        return put("{}  <b>{}.</b>", tier_mark(flag), flag.title)
    because = reasons_text(flag.because or flag.hint, assessment)
    missing = put(" <q>Open:</q> {}.", labels_text(flag.missing)) if flag.missing else NOTHING
    parts = [
        put("{}  <b>{}</b> <q>{}</q>.", tier_mark(flag), flag.title, flag.id),
        put("<q>{}:</q> {}.{}", "Because" if flag.because else "Points to it", because, missing),
        put("<q>{}:</q> {}", ACTION, flag.action),
        put("<q>Rule:</q> {} <q>{}</q>", flag.held or flag.condition, summary.cited(flag.sources)),
    ]
    return together(" ", parts)


def _rule(name: str, condition: str, sources: tuple[str, ...], summary: Summary) -> Words:
    return put("<b>{}</b> {} <q>{}</q>", name, condition, summary.cited(sources))


def _group(title: str, found: list[FlagFinding], assessment: Assessment) -> Words:
    parts = [put("<b><a>{} ({}).</a></b> {}", title, len(found), _titles(found))]
    if labels := labels_text(asked_once(assessment, (flag.missing for flag in found))):
        parts.append(put("<b>Open questions:</b> {}.", labels))
    return together(" ", parts)


def _titles(found: Iterable[FlagFinding]) -> Words:
    """By tier."""
    parts = []
    for tier, same in groupby(found, key=lambda flag: flag.tier_text):
        names = (put("{} <q>({})</q>", flag.title, flag.id) if flag.id else put("{}", flag.title) for flag in same)
        parts.append(put("<b>{}:</b> {}.", capital(tier), together("; ", names)))
    return together(" ", parts)
