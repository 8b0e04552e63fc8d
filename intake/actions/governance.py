"""A clinical lead decides on a rule set version."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import User
from django.db import transaction

from intake.actions.audit import record
from intake.models import RuleSetApproval


@transaction.atomic
def decide_rule_set(
    *,
    actor: User,
    rule_set_version: str,
    approved: bool,
    name: str,
    role: str,
    decided_on: datetime.date,
    remarks: str,
) -> RuleSetApproval:
    """Approve this version for use at this site, or withdraw that. Earlier decisions stay to be read."""
    decision = RuleSetApproval.objects.create(
        rule_set_version=rule_set_version,
        approved=approved,
        name=name,
        role=role,
        decided_on=decided_on,
        remarks=remarks,
        made_by=actor,
    )
    record(actor=actor, action="approve" if approved else "withdraw approval", on=decision)
    return decision
