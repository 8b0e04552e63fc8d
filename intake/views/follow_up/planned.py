"""What is loaded of follow-ups: those to be done, by how urgent they are, and how their time is said."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from intake.models import FollowUp, Intake
from intake.models.follow_up import twins

AHEAD = datetime.timedelta(days=28)
"""How far the worklist looks ahead. What is due later stands on a page of its own."""

VISIT = "intake__current__assessed_on"
"""The day of the visit at which it was agreed."""
OVERDUE, DUE, COMING, LATER = range(4)
HEADINGS = {OVERDUE: "Overdue", DUE: "Due now", COMING: "Coming in the next 4 weeks", LATER: "Later"}


def loaded() -> QuerySet[FollowUp]:
    """With the person, the intake and the date of a newer intake, and never a stored result or answers."""
    newer = (
        Intake.objects.filter(patient=OuterRef("patient"), submitted_at__gt=OuterRef("intake__signature__signed_at"))
        .exclude(pk=OuterRef("intake"))
        .exclude(state__in=Intake.NOT_COUNTED)
        .order_by("-submitted_at")
        .values("submitted_at")[:1]
    )
    before = FollowUp.objects.standing().filter(twins(), _agreed("lt")).order_by(VISIT, "pk")
    return (
        FollowUp.objects.select_related("patient", "closed_by", "owner")
        .annotate(
            newer_intake_at=Subquery(newer),
            intake_state=F("intake__state"),
            assessed_on=F(VISIT),
            agreed_before_on=Subquery(before.values(VISIT)[:1]),
            due_before=Subquery(before.order_by("due_by").values("due_by")[:1]),
        )
        .order_by("due_by", "pk")
    )


def standing() -> QuerySet[FollowUp]:
    """Open ones of intakes that count; of what was agreed at several visits, the row of the newest."""
    return loaded().filter(pk__in=_newest())


def _newest() -> QuerySet[Any]:
    later = FollowUp.objects.standing().filter(twins(), _agreed("gt"))
    return FollowUp.objects.standing().filter(~Exists(later)).values("pk")


def _agreed(order: str) -> Q:
    """At an earlier visit than the row of the outer query ("lt"), or a later one ("gt"), whichever was signed first."""
    visits = Q(**{f"{VISIT}__{order}": OuterRef(VISIT)})
    return visits | Q(**{VISIT: OuterRef(VISIT), f"pk__{order}": OuterRef("pk")})


def _group(today: datetime.date) -> Case:
    return Case(
        When(due_by__lt=today, then=Value(OVERDUE)),
        When(due_from__lte=today, then=Value(DUE)),
        When(due_from__lte=today + AHEAD, then=Value(COMING)),
        default=Value(LATER),
        output_field=IntegerField(),
    )


def to_do(today: datetime.date) -> QuerySet[Any]:
    """What is to be done, overdue first. What a void intake or one entered in error asked for has left it."""
    return standing().annotate(group=_group(today)).order_by("group", "due_by", "pk")


def counts(today: datetime.date) -> dict[int, int]:
    """How many there are in each group."""
    groups = FollowUp.objects.filter(pk__in=_newest()).annotate(group=_group(today)).order_by()
    return dict.fromkeys(HEADINGS, 0) | dict(groups.values_list("group").annotate(Count("pk")))
