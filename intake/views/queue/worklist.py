"""What the queue lists: intakes that wait for a clinician, and drafts that ask for one already."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from intake.clinical.rules.red_flag import TIERS
from intake.models import Alert, AssessedScore, Assessment, Intake, Patient, QueueEntry
from intake.models.queue_entry import DONE
from intake.models.queue_place import places_of
from intake.stored import calls, corrections, details
from intake.stored.counted import counted
from intake.views.keyset import Order
from intake.views.queue.queue_filters import CORRECTING, EVERY, IN_ERROR, SIGNED, VOID, WAITING, Filters

MANY = 1000
"""Of a tier no more than these are counted: how many there are beyond costs as much as there are."""
BY_URGENCY = Order(("place", "since", "intake"))
"""By urgency, then the longest wait first; what is done with stands behind."""
BY_DATE = Order(("done_at", "intake"), down=True)
_IN_STATE = {
    WAITING: Q(place__lt=DONE),
    CORRECTING: Q(state=QueueEntry.State.CORRECTING),
    SIGNED: Q(state=QueueEntry.State.SIGNED),
    VOID: Q(state=QueueEntry.State.VOID),
    IN_ERROR: Q(state=QueueEntry.State.IN_ERROR),
    EVERY: Q(),
}
_PHQ9 = AssessedScore.objects.filter(assessment=OuterRef("current"), score="phq9")
"""The queue has a column for it: what is stored, whatever the rules follow today."""
_HEAVY = (*Assessment.HEAVY, "version__answers")


@dataclass(frozen=True)
class Number:
    """How many there are, as far as they are counted: ``12``, ``1000+``."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else str(self.number)

    def __add__(self, others: Number) -> Number:
        return Number(self.number + others.number, self.more or others.more)


def chosen(filters: Filters, clinician: User) -> QuerySet[QueueEntry]:
    """What passes the filters, whatever its tier. For each of them, alone, an index holds just these in their order."""
    entries = QueueEntry.objects.filter(_IN_STATE[filters.state])
    if filters.alert:
        entries = entries.filter(alert=True)
    if filters.mine:
        # Only what waits is anybody's; so that nobody's signed ones are looked through.
        entries = entries.none() if filters.is_by_date else entries.filter(claimed_by=clinician, place__lt=DONE)
    if filters.undecided:
        entries = entries.filter(undecided=True)
    return entries


def of_people(entries: QuerySet[QueueEntry], people: Collection[Patient]) -> QuerySet[QueueEntry]:
    """Their intakes are looked up first: few, by an index, whatever else is asked of them."""
    return entries.filter(pk__in=list(Intake.objects.filter(patient__in=people).values_list("pk", flat=True)))


def order(filters: Filters) -> Order:
    return BY_DATE if filters.is_by_date else BY_URGENCY


def of_tier(entries: QuerySet[QueueEntry], filters: Filters, tier: int) -> QuerySet[QueueEntry]:
    return entries.filter(place__range=places_of(tier)) if filters.is_waiting else entries.filter(tier=tier)


def by_tier(entries: QuerySet[QueueEntry], filters: Filters) -> dict[int, Number]:
    """How many there are of each tier, in one query."""
    first = [order(filters).sorted(of_tier(entries, filters, tier)).values("pk")[: MANY + 1] for tier in TIERS]
    return {tier: Number(min(number, MANY), number > MANY) for tier, number in zip(TIERS, counted(*first), strict=True)}


def rows(ids: Collection[uuid.UUID]) -> list[Intake]:
    """These intakes with all that a row shows, in this order."""
    number = _open_alerts().order_by().values("intake").annotate(number=Count("pk")).values("number")
    intakes = (
        Intake.objects.filter(pk__in=ids)
        .select_related("patient", "current__version", "claimed_by")
        .defer("answers", "malformed", "changed", *(f"current__{name}" for name in _HEAVY))
        .annotate(
            open_alerts=Coalesce(Subquery(number), 0),
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
