"""What is loaded of follow-ups: those to be done, by how urgent they are, and how their time is said."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from intake.models import FollowUp, Intake

AHEAD = datetime.timedelta(days=28)
"""How far the worklist looks ahead. What is due later stands on a page of its own."""

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
    return (
        FollowUp.objects.select_related("patient", "closed_by")
        .annotate(
            newer_intake_at=Subquery(newer),
            intake_state=F("intake__state"),
            assessed_on=F("intake__current__assessed_on"),
        )
        .order_by("due_by", "pk")
    )


def _group(today: datetime.date) -> Case:
    return Case(
        When(due_by__lt=today, then=Value(OVERDUE)),
        When(due_from__lte=today, then=Value(DUE)),
        When(due_from__lte=today + AHEAD, then=Value(COMING)),
        default=Value(LATER),
        output_field=IntegerField(),
    )


def to_do(today: datetime.date) -> QuerySet[Any]:
    """Open ones, overdue first. Those of a void intake stay, and say so: what was agreed may still be owed."""
    return loaded().filter(state=FollowUp.State.OPEN).annotate(group=_group(today)).order_by("group", "due_by", "pk")


def counts(today: datetime.date) -> dict[int, int]:
    """How many there are in each group."""
    groups = FollowUp.objects.filter(state=FollowUp.State.OPEN).annotate(group=_group(today)).order_by()
    return dict.fromkeys(HEADINGS, 0) | dict(groups.values_list("group").annotate(Count("pk")))
