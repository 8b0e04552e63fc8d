"""How well each service answers: counts by service, in as many queries whatever there is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform

from intake.models import Referral, ReferralEvent
from intake.models.referral_states import ReferralState

S = ReferralState
KIND, ANSWERED = ReferralEvent.Kind, ReferralEvent.Answered


@dataclass(frozen=True)
class ServiceMeasures:
    """Of the referrals that were sent there, those entered in error left out.

    One that was redirected counts for the service that has it now.
    """

    sent: int = 0
    declined: int = 0
    """At least once, whatever came after."""
    not_attended: int = 0
    """At least once."""
    reported: int = 0
    closed: int = 0
    """After a report."""
    closed_on_time: int = 0
    """Within the limit that was set when the report came."""
    answered: int = 0
    partly_answered: int = 0
    not_answered: int = 0


def measures(since: datetime.datetime | None = None) -> dict[int, ServiceMeasures]:
    """By the key of each service that anybody was referred to. One query.

    Args:
        since: only what was sent from then on.
    """
    sent = Referral.objects.filter(sent_at__isnull=False).exclude(state=S.ENTERED_IN_ERROR)
    if since is not None:
        # Chosen first and grouped afterwards, or SQLite goes through all there are in the order of the services.
        sent = Referral.objects.filter(pk__in=sent.filter(sent_at__gte=since).values("pk"))
    counted = _with_events(sent).order_by().values("service").annotate(**_counts())
    names = [field.name for field in fields(ServiceMeasures)]
    return {row["service"]: ServiceMeasures(**{name: row[f"all_{name}"] for name in names}) for row in counted}


def _with_events(referrals: QuerySet[Referral]) -> QuerySet[Referral]:
    """What each of them came to, from its events."""
    events = ReferralEvent.objects.filter(referral=OuterRef("pk"), kind=KIND.CHANGED)
    closing = events.filter(after=S.CLOSED, before=S.REPORT_BACK).order_by("-number")
    limits = ReferralEvent.objects.filter(
        referral=OuterRef("referral"), number__lt=OuterRef("number"), due_at__isnull=False
    )
    closing = closing.annotate(limit=Subquery(limits.order_by("-number").values("due_at")[:1]))
    told: QuerySet[Referral] = referrals.annotate(
        reported_at=first(S.REPORT_BACK),
        closed_at=Subquery(closing.values("happened_at")[:1]),
        closed_by=Subquery(closing.values("limit")[:1]),
        answer=Subquery(closing.annotate(said=KeyTextTransform("question_answered", "details")).values("said")[:1]),
        was_declined=Exists(events.filter(after=S.DECLINED)),
        was_missed=Exists(events.filter(after=S.NOT_ATTENDED)),
    )
    return told


def first(state: ReferralState) -> Subquery:
    """When a referral came to this state first, as told; not where that was passed over."""
    changes = ReferralEvent.objects.filter(referral=OuterRef("pk"), kind=KIND.CHANGED, after=state)
    return Subquery(changes.order_by("number").values("happened_at")[:1])


def _counts() -> dict[str, Count]:
    closed = Q(state=S.CLOSED, closed_at__isnull=False)
    made = {
        "sent": Count("pk"),
        "declined": Count("pk", filter=Q(was_declined=True)),
        "not_attended": Count("pk", filter=Q(was_missed=True)),
        "reported": Count("pk", filter=Q(reported_at__isnull=False)),
        "closed": Count("pk", filter=closed),
        "closed_on_time": Count("pk", filter=closed & Q(closed_at__lte=F("closed_by"))),
        "answered": Count("pk", filter=closed & Q(answer=ANSWERED.YES)),
        "partly_answered": Count("pk", filter=closed & Q(answer=ANSWERED.PARTLY)),
        "not_answered": Count("pk", filter=closed & Q(answer=ANSWERED.NO)),
    }
    return {f"all_{name}": expression for name, expression in made.items()}
