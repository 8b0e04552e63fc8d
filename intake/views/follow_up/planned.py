"""What is loaded of follow-ups: those to be done, by how urgent they are, and how their time is said."""

from __future__ import annotations

import datetime

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from intake.clinical.rules.rule_set import STEPS
from intake.models import FollowUp, Intake, Referral
from intake.models.follow_up import twins
from intake.models.referral_states import ReferralState

AHEAD = datetime.timedelta(days=28)
"""How far the worklist looks ahead. What is due later stands on a page of its own."""

VISIT = "intake__current__assessed_on"
"""The day of the visit at which it was agreed."""
OVERDUE, DUE, COMING, LATER = range(4)
HEADINGS = {OVERDUE: "Overdue", DUE: "Due now", COMING: "Coming in the next 4 weeks", LATER: "Later"}

QUESTIONNAIRES = Q(step__in=[step.id for step in STEPS if step.repeats])
"""Steps that ask for a questionnaire again."""


def loaded() -> QuerySet[FollowUp]:
    """With the person, the intake, the date of a newer intake, and the referral that carries it out.

    Never a stored result, answers or a letter.
    """
    newer = (
        Intake.objects.filter(patient=OuterRef("patient"), submitted_at__gt=OuterRef("intake__signature__signed_at"))
        .exclude(pk=OuterRef("intake"))
        .exclude(state__in=Intake.NOT_COUNTED)
        .order_by("-submitted_at")
        .values("submitted_at")[:1]
    )
    before = FollowUp.objects.standing().filter(twins(), _agreed("lt")).order_by(VISIT, "pk")
    carrying, closed = _carrying().order_by("-made_at"), _carried_out().order_by("-made_at")
    return (
        FollowUp.objects.select_related("patient", "closed_by", "owner")
        .annotate(
            newer_intake_at=Subquery(newer),
            intake_state=F("intake__state"),
            assessed_on=F(VISIT),
            agreed_before_on=Subquery(before.values(VISIT)[:1]),
            # Not the first by its date: the index of dates would be read from the beginning, once for each row.
            due_before=Subquery(before.order_by().values("patient").annotate(first=Min("due_by")).values("first")),
            referral_id=Subquery(carrying.values("pk")[:1]),
            referred_to=Subquery(carrying.values("service__name")[:1]),
            closed_referral_id=Subquery(closed.values("pk")[:1]),
            was_referred_to=Subquery(closed.values("service__name")[:1]),
        )
        .order_by("due_by", "pk")
    )


def standing() -> QuerySet[FollowUp]:
    """Open ones of intakes that count; of what was agreed at several visits, the row of the newest."""
    return loaded().filter(pk__in=newest().values("pk"))


def newest() -> QuerySet[FollowUp]:
    return _newest_of(FollowUp.objects.standing())


def _newest_of(standing: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return standing.filter(~Exists(FollowUp.objects.standing().filter(twins(), _agreed("gt"))))


def to_do() -> QuerySet[FollowUp]:
    """Of the newest, what no open referral carries out: that stands in the list in its place."""
    return not_carried_out(FollowUp.objects.standing())


def not_carried_out(standing: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return _newest_of(standing).filter(~Exists(_carrying()))


def _agreed(order: str) -> Q:
    """At an earlier visit than the row of the outer query ("lt"), or a later one ("gt"), whichever was signed first."""
    visits = Q(**{f"{VISIT}__{order}": OuterRef(VISIT)})
    return visits | Q(**{VISIT: OuterRef(VISIT), f"pk__{order}": OuterRef("pk")})


def _of_step() -> QuerySet[Referral]:
    """The person's referrals that name the step of the outer query."""
    steps = Referral.objects.alias(named=Cast("steps", TextField()))
    named = Concat(Value('"'), OuterRef("step"), Value('"'))
    return steps.filter(patient=OuterRef("patient"), named__contains=named)


def _carrying() -> QuerySet[Referral]:
    return _of_step().standing()  # type: ignore[attr-defined, no-any-return]


def _carried_out() -> QuerySet[Referral]:
    """Closed since the step was agreed, so that the step may be done."""
    return _of_step().filter(state=ReferralState.CLOSED, intake=OuterRef("intake"))


def by_time(today: datetime.date) -> Case:
    return Case(
        When(due_by__lt=today, then=Value(OVERDUE)),
        When(due_from__lte=today, then=Value(DUE)),
        When(due_from__lte=today + AHEAD, then=Value(COMING)),
        default=Value(LATER),
        output_field=IntegerField(),
    )


def in_group(group: int, today: datetime.date) -> Q:
    """The same as ``by_time``, as conditions that an index serves."""
    due, ahead = Q(due_by__gte=today), today + AHEAD
    return {
        OVERDUE: Q(due_by__lt=today),
        DUE: due & Q(due_from__lte=today),
        COMING: due & Q(due_from__gt=today, due_from__lte=ahead),
        LATER: due & Q(due_from__gt=ahead),
    }[group]
