"""Open alerts as those on duty see them: how many, and by intake, the most urgent and newest first."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from intake import mail
from intake.models import Alert, ClinicProfile, Heartbeat, Intake
from intake.models.alert import AlertQuerySet, overdue_since
from intake.models.heartbeat import JOBS
from intake.roles import CLINICIAN
from intake.stored import calls
from intake.views.alerts.alert_form import AcknowledgeForm

PER_PAGE = 50
"""Intakes, each with all its open alerts."""
COUNTED_AT_MOST = 1000
"""Beyond that it is said that there are more: every page asks, again and again."""

_URGENT = ("tier", "-raised_at", "-pk")
_BEAT = -1
"""In the place of the minutes: a row that is the beat of the jobs, and no alert."""
_HEAVY = ("intake__answers", "intake__malformed", "intake__changed")


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
    however many there are, since it stands on every page."""
    limit = Subquery(ClinicProfile.objects.values("alert_minutes")[:1])
    default = ClinicProfile._meta.get_field("alert_minutes").default
    oldest = Alert.objects.still_open().order_by("raised_at").values("pk")[: COUNTED_AT_MOST + 1]
    rows = Alert.objects.filter(pk__in=oldest).annotate(minutes=Coalesce(limit, Value(default))).order_by()
    beats = Heartbeat.objects.filter(name=JOBS).annotate(minutes=Value(_BEAT)).values_list("at", "minutes")
    found = list(rows.values_list("raised_at", "minutes").union(beats, all=True))
    waiting = [(raised_at, minutes) for raised_at, minutes in found if minutes != _BEAT]
    late = sum(raised_at <= overdue_since(minutes) for raised_at, minutes in waiting)
    number = len(waiting) if CLINICIAN in roles else late
    counted = {"number": number, "said": _said(number), "late": _said(late) if late and CLINICIAN in roles else ""}
    return counted | watched([at for at, minutes in found if minutes == _BEAT])


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
