"""What the queue lists: intakes that wait for a clinician, and drafts that ask for one already."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, F, OrderBy, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from intake.models import Alert, AssessedScore, Intake
from intake.stored import corrections, details
from intake.views.queue.queue_filters import CORRECTING, EVERY, IN_ERROR, SIGNED, VOID, WAITING, Filters

_DRAFT = Q(state=Intake.State.DRAFT)
_IN_STATE = {
    WAITING: Q(state=Intake.State.SUBMITTED) | _DRAFT,
    CORRECTING: _DRAFT,
    SIGNED: Q(state=Intake.State.SIGNED),
    VOID: Q(state=Intake.State.VOID),
    IN_ERROR: Q(state=Intake.State.IN_ERROR),
    EVERY: Q(),
}
_PHQ9 = AssessedScore.objects.filter(assessment=OuterRef("current"), score="phq9")
"""The queue has a column for it: what is stored, whatever the rules follow today."""
_NEWEST_FIRST = {SIGNED: "-signature__signed_at", VOID: "-voiding__voided_at", IN_ERROR: "-submitted_at"}


def chosen(filters: Filters, clinician: User) -> QuerySet[Intake]:
    """Intakes with an assessment that pass the filters, whatever their tier."""
    intakes = Intake.objects.filter(_IN_STATE[filters.state], current__isnull=False)
    if filters.alert:
        intakes = intakes.filter(Exists(_open_alerts()))
    if filters.mine:
        intakes = intakes.filter(claimed_by=clinician)
    if filters.undecided:
        intakes = intakes.filter(undecided__gt=0)
    return intakes


def by_tier(intakes: QuerySet[Intake]) -> dict[int, int]:
    """How many there are of each tier."""
    return dict(intakes.order_by().values_list("current__tier").annotate(Count("pk")))


def rows(intakes: QuerySet[Intake], filters: Filters) -> QuerySet[Intake]:
    """With all that a row shows, in order: by tier, then by what cannot be excluded, then the longest wait first."""
    if filters.tier:
        intakes = intakes.filter(current__tier=int(filters.tier))
    counted = _open_alerts().order_by().values("intake").annotate(number=Count("pk")).values("number")
    urgency = (_none_last("current__tier"), _none_last("current__tier_open"), "submitted_at")
    newest = _NEWEST_FIRST.get(filters.state)
    return (
        intakes.select_related("patient", "current__version", "claimed_by")
        .defer("answers", "malformed", "changed", "current__result", "current__reasons", "current__version__answers")
        .annotate(
            open_alerts=Coalesce(Subquery(counted), 0),
            phq9=Subquery(_PHQ9.values("value")),
            signed_by=F("signature__name"),
            signed_at=F("signature__signed_at"),
            sent=corrections.last_sent(),
            **details.ASSESSED_WITH,
        )
        .order_by(*((newest,) if newest else urgency), "pk")
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


def _open_alerts() -> QuerySet[Alert]:
    return Alert.objects.filter(Alert.OPEN, intake=OuterRef("pk"))


def _none_last(tier: str) -> OrderBy:
    """Tiers 1 to 4 in order, then 0: none."""
    return NullIf(tier, Value(0)).asc(nulls_last=True)
