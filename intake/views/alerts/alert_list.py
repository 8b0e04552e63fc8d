"""Open alerts as those on duty see them: how many, and by intake, the most urgent and newest first."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import models as accounts
from django.core.exceptions import PermissionDenied
from django.db.models import DateTimeField, Exists, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from intake import mail
from intake.models import Alert, ClinicProfile, Heartbeat, Intake
from intake.models.alert import AlertQuerySet
from intake.models.count_of import CountOf
from intake.models.heartbeat import JOBS
from intake.roles import CLINICIAN
from intake.stored import calls
from intake.views.alerts.alert_form import AcknowledgeForm

PER_PAGE = 12
"""Intakes, each with all its open alerts."""
COUNTED_AT_MOST = 1000
"""Beyond that it is said that there are more: every page asks, again and again."""

_URGENT = ("tier", "-raised_at", "-pk")
_HEAVY = ("intake__answers", "intake__malformed", "intake__changed")


class MinutesBefore(Func):
    """The time so many minutes before another, worked out by the database."""

    output_field = DateTimeField()

    def __init__(self, at: datetime.datetime, minutes: Any) -> None:
        # Without its fraction of a second, which SQLite would round.
        super().__init__(Value(at.replace(microsecond=0)), minutes)
        self.microseconds = at.microsecond

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "(%(expressions)s, secs => %(microseconds)s / 1000000.0))"
        joiner = " - make_interval(mins => "
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, microseconds=-self.microseconds)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        fraction = f".{self.microseconds:06}" if self.microseconds else ""
        template = "strftime('%%%%Y-%%%%m-%%%%d %%%%H:%%%%M:%%%%S', %(expressions)s || ' minutes') || '%(fraction)s'"
        return self.as_sql(compiler, connection, template=template, arg_joiner=", -", fraction=fraction)


class Row(NamedTuple):
    alert: Alert
    climbed: bool
    """Nobody acknowledged it in time."""
    ticked: bool


class Group(NamedTuple):
    """The open alerts of one intake, and the form that acknowledges them."""

    intake: Intake
    rows: list[Row]
    form: AcknowledgeForm
    call: calls.Call | None = None
    """What the front desk is told, and whom it told."""


def count(roles: frozenset[str]) -> dict[str, Any]:
    """How many are open, how many of them climbed, and whether nobody is mailed; in one query that costs the same
    however many there are, since it stands on every page. The database counts: no row of an alert is sent."""
    limit = Subquery(ClinicProfile.objects.values("alert_minutes")[:1])
    minutes = Coalesce(limit, Value(ClinicProfile._meta.get_field("alert_minutes").default))
    waiting = Alert.objects.still_open().order_by("raised_at")
    late = waiting.filter(raised_at__lte=MinutesBefore(timezone.now(), minutes))
    beat = Heartbeat.objects.filter(name=JOBS).values("at")[:1]
    # The role is a row that is always there.
    of_role = accounts.Group.objects.filter(name=CLINICIAN).annotate(
        waiting=CountOf(waiting.values("raised_at")[: COUNTED_AT_MOST + 1]),
        late=CountOf(late.values("raised_at")[: COUNTED_AT_MOST + 1]),
        beat=Subquery(beat),
    )
    waits, climbed, beat_at = of_role.values_list("waiting", "late", "beat").get()
    number = waits if CLINICIAN in roles else climbed
    said_late = _said(climbed) if climbed and CLINICIAN in roles else ""
    return {"number": number, "said": _said(number), "late": said_late} | watched([beat_at])


def _said(number: int) -> str:
    return f"over {COUNTED_AT_MOST}" if number > COUNTED_AT_MOST else str(number)


def watched(beats: list[datetime.datetime | None]) -> dict[str, Any]:
    """Whether the program that mails has gone silent, and when it last went well.

    A clinic without mail, which never ran it, misses nothing: it is told on screen only.
    """
    last = Heartbeat(at=beats[0] if beats else None)
    silent = settings.JOBS_EXPECTED and last.is_silent and (bool(last.at) or mail.is_set_up())
    return {"silent": silent, "silent_since": last.at}


def visible(roles: frozenset[str], clinic: ClinicProfile) -> AlertQuerySet:
    """A clinician is told of every alert; a clinical lead who is none, of those that climbed."""
    return Alert.objects.all() if CLINICIAN in roles else Alert.objects.overdue(clinic.alert_minutes)


def check_may_read(roles: frozenset[str], intake: Intake) -> None:
    """A clinician reads every review; a clinical lead who is none, where an alert of it climbed to them.

    Raises:
        PermissionDenied: neither.
    """
    if CLINICIAN not in roles and not intake.alerts.climbed(ClinicProfile.load().alert_minutes).exists():
        raise PermissionDenied


def page(alerts: AlertQuerySet, after: Alert | None) -> tuple[list[Intake], int | None]:
    """Intakes in the order of the most urgent, newest open alert of each; and the alert that the next page is after.

    Args:
        alerts: those that the reader is told of.
        after: the last one of the page before, open or not by now.
    """
    before = alerts.still_open().filter(intake=OuterRef("intake")).filter(_before(OuterRef))
    leading = alerts.still_open().filter(~Exists(before))
    if after:
        leading = leading.filter(_after(after))
    rows = leading.select_related("intake__patient", "intake__author").defer(*_HEAVY).order_by(*_URGENT)
    shown = list(rows[: PER_PAGE + 1])
    return [alert.intake for alert in shown[:PER_PAGE]], shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None


def _before(of: Any) -> Q:
    """More urgent; or as urgent, and newer."""
    same = Q(tier=of("tier"))
    return Q(tier__lt=of("tier")) | same & (
        Q(raised_at__gt=of("raised_at")) | Q(raised_at=of("raised_at"), pk__gt=of("pk"))
    )


def _after(alert: Alert) -> Q:
    later = Q(raised_at__lt=alert.raised_at) | Q(raised_at=alert.raised_at, pk__lt=alert.pk)
    # The first part lets the index begin there.
    return Q(tier__gte=alert.tier) & (Q(tier__gt=alert.tier) | later)


def groups(
    intakes: list[Intake], alerts: AlertQuerySet, clinic: ClinicProfile, sent: AcknowledgeForm | None = None
) -> list[Group]:
    """These intakes with all their open alerts. ``sent``: the form of one of them, with what is wrong with it."""
    by_intake: dict[uuid.UUID, list[Alert]] = {intake.pk: [] for intake in intakes}
    for alert in alerts.still_open().filter(intake__in=by_intake).order_by(*_URGENT):
        by_intake[alert.intake_id].append(alert)
    called = calls.of_intakes(intakes)
    return [
        group(intake, by_intake[intake.pk], clinic, sent)._replace(call=called[intake.pk])
        for intake in intakes
        if by_intake[intake.pk]
    ]


def group(intake: Intake, alerts: list[Alert], clinic: ClinicProfile, sent: AcknowledgeForm | None = None) -> Group:
    """All are ticked, unless the form was sent with others."""
    mine = sent if sent and sent.intake.pk == intake.pk else None
    ticked = set(mine["alert"].value() or ()) if mine else {str(alert.pk) for alert in alerts}
    rows = [Row(alert, alert.is_overdue(clinic.alert_minutes), str(alert.pk) in ticked) for alert in alerts]
    return Group(intake, rows, mine or AcknowledgeForm(intake, alerts, clinic))
