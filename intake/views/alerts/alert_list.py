"""Open alerts as those on duty see them: how many, and by intake with the oldest first. Nothing is decided here."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from intake import mail
from intake.models import Alert, ClinicProfile, Heartbeat, Intake
from intake.models.alert import AlertQuerySet, overdue_since
from intake.models.heartbeat import JOBS
from intake.roles import CLINICIAN
from intake.stored import calls
from intake.views.alerts.alert_form import AcknowledgeForm

SHOWN_AT_MOST = 200

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
    """How many are open, how many of them climbed, and whether nobody is mailed; in one query, since it stands on every
    page."""
    limit = Subquery(ClinicProfile.objects.values("alert_minutes")[:1])
    default = ClinicProfile._meta.get_field("alert_minutes").default
    rows = Alert.objects.still_open().annotate(minutes=Coalesce(limit, Value(default))).order_by()
    beats = Heartbeat.objects.filter(name=JOBS).annotate(minutes=Value(_BEAT)).values_list("at", "minutes")
    found = list(rows.values_list("raised_at", "minutes").union(beats, all=True))
    waiting = [(raised_at, minutes) for raised_at, minutes in found if minutes != _BEAT]
    late = sum(raised_at <= overdue_since(minutes) for raised_at, minutes in waiting)
    counted = {"number": len(waiting) if CLINICIAN in roles else late, "late": late if CLINICIAN in roles else 0}
    return counted | watched([at for at, minutes in found if minutes == _BEAT])


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


def groups(alerts: AlertQuerySet, clinic: ClinicProfile, sent: AcknowledgeForm | None = None) -> list[Group]:
    """By intake, that of the oldest alert first. ``sent``: the form of one of them, with what is wrong with it."""
    rows = alerts.still_open().select_related("intake__patient", "intake__author").defer(*_HEAVY)[:SHOWN_AT_MOST]
    by_intake: dict[Intake, list[Alert]] = {}
    for alert in rows:
        by_intake.setdefault(alert.intake, []).append(alert)
    called = calls.of_intakes(by_intake)
    return [
        group(intake, together, clinic, sent)._replace(call=called[intake.pk]) for intake, together in by_intake.items()
    ]


def group(intake: Intake, alerts: list[Alert], clinic: ClinicProfile, sent: AcknowledgeForm | None = None) -> Group:
    """All are ticked, unless the form was sent with others."""
    mine = sent if sent and sent.intake.pk == intake.pk else None
    ticked = set(mine["alert"].value() or ()) if mine else {str(alert.pk) for alert in alerts}
    rows = [Row(alert, alert.is_overdue(clinic.alert_minutes), str(alert.pk) in ticked) for alert in alerts]
    return Group(intake, rows, mine or AcknowledgeForm(intake, alerts, clinic))
