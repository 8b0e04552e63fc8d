"""Before the rule set is approved here every page says so, and afterwards none does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from intake.actions.governance import decide_rule_set
from intake.fingerprint import rule_set_fingerprint
from intake.models import RuleSetApproval
from tests.factories import People
from tests.test_access import ADDRESSES, Visitors
from tests.test_access import own_visitors as visitors
from tests.views.pages import words

__all__ = ["visitors"]  # the fixture

AS_SIGNED = {"referral-copy"}
"""They show what was signed, and what was so then: of these here, before the approval."""
NOT_APPROVED = re.compile(r"not( \w+)? approved", re.IGNORECASE)


def pages(visitors: Visitors) -> Iterator[tuple[str, str]]:
    """Every page there is to read, with what it says to the first of those it is for."""
    for name, (audience, methods) in ADDRESSES.items():
        if "GET" not in methods:
            continue
        answer = visitors.of(audience).get(visitors.address(name))
        if name not in AS_SIGNED and answer.status_code == 200 and not answer.streaming and b"<main" in answer.content:
            yield name, words(answer)


def approve(people: People) -> None:
    decide_rule_set(
        actor=people.clinical_lead,
        fingerprint=rule_set_fingerprint(),
        number=RuleSetApproval.objects.count() + 1,
        approved=True,
        name="Dr Lee",
        role="Medical director",
        decided_on=timezone.localdate(),
        remarks="",
    )


@pytest.mark.parametrize("approved", [False, True])
def test_every_page_says_whether_the_rules_are_approved(approved: bool, visitors: Visitors, people: People) -> None:
    if approved:
        approve(people)
    told = {name: bool(NOT_APPROVED.search(said)) for name, said in pages(visitors)}
    assert len(told) >= 20
    assert [name for name, says_so in told.items() if says_so == approved] == []
