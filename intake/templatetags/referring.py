"""Referrals in the frame of every page, and beside the steps of the review."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext
from django.urls import reverse

from intake.roles import CLINICIAN
from intake.stored.referrals.lists import overdue_count
from intake.views.referral.lists import OVERDUE
from intake.views.referral.proposed import Offer, Referring
from intake.views.review.decisions import Row

register = template.Library()


@register.inclusion_tag("intake/referral/_nav.html", takes_context=True)
def referral_count(context: RequestContext) -> dict[str, Any]:
    """The way to what is overdue of what the reader has to do, and how many; nothing where nothing is."""
    request: Any = context["request"]
    # The front desk's own list has what is overdue on top.
    address = f"{reverse('referrals')}?list={OVERDUE}" if CLINICIAN in request.roles else reverse("desk-referrals")
    return {"number": overdue_count(request.user, request.roles), "address": address}


@register.simple_tag(takes_context=True)
def refers(context: RequestContext, row: Row) -> bool:
    """The step sends the person to somebody else, and the reader may do so."""
    referring: Referring | None = context.get("referring")
    kind, _, step = row.key.partition(":")
    return referring is not None and kind == "step" and step in referring.steps


@register.simple_tag(takes_context=True)
def offer_of(context: RequestContext, row: Row) -> Offer | None:
    """To refer, or to track what is open already; None while the step is not accepted."""
    return context["referring"].offer(row)  # type: ignore[no-any-return]
