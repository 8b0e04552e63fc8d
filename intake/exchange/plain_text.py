"""The summary as plain text, to be pasted into any record system: the brief, or the brief and the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from intake.exchange.plain import brief, head, plan
from intake.exchange.plain.columns import Part, laid_out
from intake.summary.content import Summary

BRIEF: tuple[Callable[[Summary], Iterator[Part]], ...] = (
    head.head,
    head.corrections,
    head.identity,
    brief.urgency,
    brief.case,
    brief.decision,
    brief.still_open,
    brief.item9,
    brief.scores,
    brief.where_it_hurts,
    brief.medicines,
    brief.signature,
)
PLAN: tuple[Callable[[Summary], Iterator[Part]], ...] = (
    plan.unread,
    plan.patterns,
    plan.combined,
    plan.examination,
    plan.history,
    plan.further_steps,
    plan.not_needed,
    plan.safety_netting,
    plan.follow_up,
    plan.over_time,
    plan.about_scores,
    plan.wells,
    plan.conflicts,
    plan.instruments,
)


def summary_text(summary: Summary, *, with_plan: bool) -> str:
    """Lines of at most 78 columns, each ended by a line feed. Nothing confidential is in it."""
    shared = replace(summary, assessment=summary.assessment.shared())
    parts = (*BRIEF, *(PLAN if with_plan else ()), brief.about)
    return laid_out(part for each in parts for part in each(shared))
