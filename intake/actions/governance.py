"""A clinical lead decides on the rules that run here."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import Group, User

from intake.actions.audit import audited, record
from intake.clinical.rules import rule_set
from intake.fingerprint import rule_set_fingerprint
from intake.models import RuleSetApproval
from intake.roles import CLINICAL_LEAD


class StaleRulesError(Exception):
    """The rules, or the decisions on them, are not those that the page showed."""


@audited
def decide_rule_set(
    *,
    actor: User,
    fingerprint: str,
    number: int,
    approved: bool,
    name: str,
    role: str,
    decided_on: datetime.date,
    remarks: str,
) -> RuleSetApproval:
    """Approve the rules for use at this site, or withdraw that. Earlier decisions stay to be read.

    Args:
        fingerprint: of the rules that the page showed.
        number: of this decision, as the page announced it. Sent twice, it is written once.

    Raises:
        StaleRulesError: other rules run here by now, or somebody else has decided meanwhile.
    """
    # One lead after the other: they wait for the row of their role, since the decisions themselves are only added to.
    Group.objects.select_for_update(no_key=True).get(name=CLINICAL_LEAD)
    if fingerprint != rule_set_fingerprint():
        raise StaleRulesError
    said = {
        "rule_set_version": rule_set.VERSION,
        "fingerprint": fingerprint,
        "approved": approved,
        "name": name,
        "role": role,
        "decided_on": decided_on,
        "remarks": remarks,
        "made_by": actor,
    }
    so_far, newest = RuleSetApproval.objects.count(), RuleSetApproval.objects.first()
    if newest and number == so_far and RuleSetApproval.objects.filter(pk=newest.pk, **said).exists():
        return newest
    if number != so_far + 1:
        raise StaleRulesError
    decision = RuleSetApproval.objects.create(**said)
    record(actor=actor, action="approve" if approved else "withdraw approval", on=decision)
    return decision
