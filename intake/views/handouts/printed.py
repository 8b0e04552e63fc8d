"""A handout as it is printed today: for whom, and with which address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from intake.clinical.rules import rule_set
from intake.clinical.rules.handouts import Handout
from intake.clinical.telling.notices import not_approved
from intake.fingerprint import rule_set_fingerprint
from intake.models import ClinicProfile, RuleSetApproval
from intake.report.handout.handout import HandoutDocument, handout_pdf
from intake.stored.printing import letterhead_of


def public_address(request: HttpRequest, handout_id: str) -> str:
    """Of its page for a phone: where the site says it is reached, else as it was reached now.

    Django has checked that against ALLOWED_HOSTS, so nobody's header gets onto a paper.
    """
    path = reverse("handout", args=[handout_id])
    return f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


def approval_notice() -> str:
    """Empty where this site has approved the rule set, and with it the words of the handouts."""
    approved = RuleSetApproval.holds_for(rule_set_fingerprint())
    return "" if approved else not_approved(rule_set.VERSION).title


def printed_today(request: HttpRequest, handout: Handout, clinic: ClinicProfile, person: str = "") -> bytes:
    """``person``: their name, where they wished it."""
    return handout_pdf(
        HandoutDocument(
            handout,
            clinic.handout_numbers,
            letterhead_of(clinic),
            public_address(request, handout.id),
            timezone.localtime(),
            rule_set.VERSION,
            person,
            approval_notice(),
            clinic.paper,
        )
    )
