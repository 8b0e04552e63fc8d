"""What the queue lists: intakes that wait for a clinician, and drafts that ask for one already."""

from __future__ import annotations

from django.db.models import Case, F, OrderBy, Q, QuerySet, Value, When
from django.db.models.functions import NullIf

from intake.models import Intake


def waiting() -> QuerySet[Intake]:
    """Every intake with an assessment: by tier, then by what cannot be excluded, then the longest wait first."""
    return (
        Intake.objects.filter(current__isnull=False)
        .select_related("patient", "current__version")
        .defer("answers", "malformed", "current__result", "current__reasons", "current__version__answers")
        .order_by(_none_last("current__tier"), _none_last("current__tier_open"), "submitted_at", "pk")
    )


def calling() -> QuerySet[Intake]:
    """Drafts whose answers, not submitted yet, ask for a clinician: emergencies first, then the longest wait."""
    unseen = Q(current__isnull=True) | Q(saved_at__gt=F("current__made_at"))
    return (
        Intake.objects.filter(unseen, state=Intake.State.DRAFT)
        .exclude(call=Intake.Call.NONE)
        .select_related("patient", "author")
        .defer("answers", "malformed")
        .order_by(Case(When(call=Intake.Call.EMERGENCY, then=0), default=1), "saved_at", "pk")
    )


def _none_last(tier: str) -> OrderBy:
    """Tiers 1 to 4 in order, then 0: none."""
    return NullIf(tier, Value(0)).asc(nulls_last=True)
