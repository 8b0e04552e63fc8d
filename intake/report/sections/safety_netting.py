"""What to tell the person to look out for and whom to call, and when to meet again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY, ITEM
from intake.report.engine.words import put
from intake.report.summary import Summary, date_text
from intake.summary.entries import SAFETY_NETTING, beginning, is_safety_net

from .decision import shared_ids
from .item9 import contacts_text


def safety_netting(summary: Summary) -> Iterator[Block]:
    steps = [step for step in summary.assessment.steps if is_safety_net(step)]
    rows: list[Block] = [listed((put("{}", step.text) for step in steps), ITEM)] if steps else []
    if any(step.gives_contacts for step in steps) or summary.assessment.item9.contacts_due:
        rows.append(Paragraph(put("<b>Contacts:</b> {}", contacts_text(summary)), BODY))
    if given := summary.handouts:
        told = (f"{each.title} ({each.how}, {date_text(each.on)}, {each.by})" for each in given)
        rows.append(Paragraph(put("<b>Handouts given:</b> {}.", "; ".join(told)), BODY))
    if rows:
        yield Section(SAFETY_NETTING, rows)


def follow_up(summary: Summary) -> Iterator[Block]:
    """What was agreed, by its date: a line a day and person, each step by its first clause."""
    signed = summary.signed
    shared = shared_ids(summary)
    steps = (*(step for step in signed.steps if step.id in shared), *signed.own_steps) if signed else ()
    agreed = [(step.due, step.owner, step.text) for step in steps if step.due]
    agreed.sort(key=lambda each: each[:2])
    texts = []
    for (day, owner), same in groupby(agreed, key=lambda each: each[:2]):
        what = "; ".join(beginning(text).rstrip(".") for *_, text in same)
        texts.append(put("<b>{}, {}:</b> {}.", date_text(day), owner, what))
    if texts:
        yield Section("Follow-up", [listed(texts, ITEM)])
