"""Whether this site has approved the rule set, on every page."""

from __future__ import annotations

from typing import Any

from django import template

from intake.clinical.rules import rule_set
from intake.clinical.telling.notices import not_approved
from intake.fingerprint import rule_set_fingerprint
from intake.models import RuleSetApproval
from intake.roles import CLINICIAN
from intake.stored.waiting import number_waiting as how_many

register = template.Library()


@register.inclusion_tag("intake/_rule_set_notice.html", takes_context=True)
def rule_set_notice(context: dict[str, Any]) -> dict[str, Any]:
    """A notice while it is not approved; afterwards a quiet line, for clinicians alone."""
    roles = getattr(context.get("request"), "roles", ())
    return {
        "version": rule_set.VERSION,
        "not_approved": not_approved(rule_set.VERSION).title,
        "newest": RuleSetApproval.newest_about(rule_set_fingerprint()),
        "is_clinician": CLINICIAN in roles,
    }


@register.simple_tag(takes_context=True)
def number_waiting(context: dict[str, Any]) -> int:
    """How much waits for the reader as the second person."""
    return how_many(context["request"].user)
