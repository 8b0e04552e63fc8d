"""What the queue lists: intakes that wait for a clinician, and drafts that ask for one already."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from intake.models import Alert, AssessedScore, Assessment, Intake
from intake.models.queue_place import places_of, tier_of
from intake.stored import calls, corrections, details
from intake.views.queue.queue_filters import CORRECTING, EVERY, IN_ERROR, SIGNED, VOID, WAITING, Filters

_IN_STATE = {
    WAITING: Q(queue_place__isnull=False),
    CORRECTING: Q(queue_place__isnull=False, state=Intake.State.DRAFT),
    SIGNED: Q(state=Intake.State.SIGNED),
    VOID: Q(state=Intake.State.VOID),
    IN_ERROR: Q(state=Intake.State.IN_ERROR),
    EVERY: Q(current__isnull=False),
}
"""Each with an assessment: the database holds that of all that was submitted."""
_PHQ9 = AssessedScore.objects.filter(assessment=OuterRef("current"), score="phq9")
"""The queue has a column for it: what is stored, whatever the rules follow today."""
_HEAVY = (*Assessment.HEAVY, "version__answers")
_NEWEST_FIRST = {SIGNED: "-signature__signed_at", VOID: "-voiding__voided_at", IN_ERROR: "-submitted_at"}


def chosen(filters: Filters, clinician: User) -> QuerySet[Intake]:
    """Intakes that pass the filters, whatever their tier."""
    intakes = Intake.objects.filter(_IN_STATE[filters.state])
    if filters.alert:
        intakes = intakes.filter(Exists(_open_alerts()))
    if filters.mine:
        intakes = intakes.filter(claimed_by=clinician)
    if filters.undecided:
        intakes = intakes.filter(undecided__gt=0)
    return intakes


def by_tier(intakes: QuerySet[Intake], filters: Filters) -> dict[int, int]:
    """How many there are of each tier. Of those that wait, their places tell, without a look at a single assessment."""
    if not filters.is_waiting:
        return dict(intakes.order_by().values_list("current__tier").annotate(Count("pk")))
    counts: Counter[int] = Counter()
    for place, number in intakes.order_by().values_list("queue_place").annotate(Count("pk")):
        counts[tier_of(place)] += number
    return counts


def ordered(intakes: QuerySet[Intake], filters: Filters) -> QuerySet[Intake, uuid.UUID]:
    """Their ids: by urgency, then the longest wait first; what is done with stands behind, or by when.

    Without what a row shows, so that an index alone gives the order.
    """
    if filters.tier:
        tier = int(filters.tier)
        of_tier = Q(queue_place__range=places_of(tier)) if filters.is_waiting else Q(current__tier=tier)
        intakes = intakes.filter(of_tier)
    place = "queue_place" if filters.is_waiting else F("queue_place").asc(nulls_last=True)
    newest = _NEWEST_FIRST.get(filters.state)
    return intakes.order_by(*((newest,) if newest else (place, "submitted_at")), "pk").values_list("pk", flat=True)


def rows(ids: Collection[uuid.UUID]) -> list[Intake]:
    """These intakes with all that a row shows, in this order."""
    counted = _open_alerts().order_by().values("intake").annotate(number=Count("pk")).values("number")
    intakes = (
        Intake.objects.filter(pk__in=ids)
        .select_related("patient", "current__version", "claimed_by")
        .defer("answers", "malformed", "changed", *(f"current__{name}" for name in _HEAVY))
        .annotate(
            open_alerts=Coalesce(Subquery(counted), 0),
            phq9=Subquery(_PHQ9.values("value")),
            signed_by=F("signature__name"),
            signed_at=F("signature__signed_at"),
            sent=corrections.last_sent(),
            **details.ASSESSED_WITH,
        )
        .in_bulk()
    )
    return [intakes[id_] for id_ in ids]


def calling() -> list[tuple[Intake, calls.Call | None]]:
    """Drafts whose answers, not submitted yet, ask for a clinician, and no clinician has seen it: emergencies first,
    then the longest wait."""
    unsubmitted = Q(current__isnull=True) | Q(saved_at__gt=F("current__made_at"))
    present = _open_alerts().filter(lapsed_at=None)
    intakes = list(
        # What was saved before there were alerts has none.
        Intake.objects.filter(unsubmitted, Exists(present) | ~Exists(_alerts()), state=Intake.State.DRAFT)
        .exclude(call=Intake.Call.NONE)
        .select_related("patient", "author")
        .defer("answers", "malformed", "changed")
        .alias(
            urgent=Case(When(Exists(present.filter(tier=1)), then=0), default=1),
            since=Coalesce(Subquery(present.order_by("raised_at").values("raised_at")[:1]), "saved_at"),
        )
        .order_by("urgent", "since", "pk")
    )
    called = calls.of_intakes(intakes)
    return [(intake, called[intake.pk]) for intake in intakes]


def _open_alerts() -> QuerySet[Alert]:
    return _alerts().filter(Alert.OPEN)


def _alerts() -> QuerySet[Alert]:
    return Alert.objects.filter(intake=OuterRef("pk"))
