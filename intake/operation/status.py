"""What the operator of the site looks at: nothing of anybody, and no value of a setting."""

from __future__ import annotations

import datetime
import json
import logging
from pathlib import Path
from typing import Any

from django import db
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from intake import mail
from intake.database import accounts
from intake.models import AuditEvent, Heartbeat
from intake.models.heartbeat import JOBS
from intake.operation import readiness
from intake.operation.watching import nobody_to_mail

OLDEST_BACKUP = datetime.timedelta(hours=26)
"""One a day, and two hours for it to run late."""

LATEST_ANCHOR = datetime.timedelta(minutes=15)
"""run_jobs notes the newest audit event each minute."""

log = logging.getLogger(__name__)


def status_of_site() -> dict[str, Any]:
    """``wrong`` holds a sentence for each thing that needs somebody; empty where all is well."""
    backup, jobs = _backup(), _jobs()
    free = readiness.free_bytes()
    anchor = _anchor()
    wrong = [
        *readiness.faults(),
        *_of_the_backup(backup),
        *_of_the_jobs(jobs),
        *_of_the_anchor(anchor),
        *_of_the_account(),
    ]
    return {
        "wrong": wrong,
        "database": db.connection.vendor,
        "disk_free_mb": None if free is None else free // 1024**2,
        "mail": "set up" if mail.is_set_up() else "not set up: alerts are told on screen only",
        "jobs": jobs,
        "backup": backup,
        "anchor": {"at": anchor, "hours_ago": None if anchor is None else _hours_since(anchor)},
    }


def _jobs() -> dict[str, Any]:
    """When the jobs last went well, and how many seconds ago."""
    try:
        row = Heartbeat.objects.filter(name=JOBS).first()
    except db.Error:
        return {"at": None, "seconds_ago": None, "unknown": True}
    at = row.at if row else None
    return {"at": at, "seconds_ago": round((timezone.now() - at).total_seconds()) if at else None}


def _of_the_jobs(jobs: dict[str, Any]) -> list[str]:
    if "unknown" in jobs or not settings.JOBS_EXPECTED:
        return []
    if nobody := nobody_to_mail():
        return [nobody]
    if not Heartbeat(at=jobs["at"]).is_silent:
        return []
    since = f"since {jobs['at']:%Y-%m-%d %H:%M} UTC" if jobs["at"] else "ever"
    return [f"manage.py run_jobs has not gone well {since}: nobody is mailed about alerts. See its log."]


def _anchor() -> datetime.datetime | None:
    """When an audit event was last noted outside the database."""
    try:
        return datetime.datetime.fromtimestamp(Path(settings.AUDIT_ANCHOR).stat().st_mtime, datetime.UTC)
    except OSError:
        return None


def _of_the_anchor(at: datetime.datetime | None) -> list[str]:
    """Nothing new to note is no fault: only events that wait are."""
    waiting = Q(at__lt=timezone.now() - LATEST_ANCHOR) & (Q() if at is None else Q(at__gt=at))
    try:
        if not settings.JOBS_EXPECTED or not AuditEvent.objects.filter(waiting).exists():
            return []
    except db.Error:
        return []
    since = f"since {at:%Y-%m-%d %H:%M} UTC" if at else "ever"
    return [f"No audit event was noted outside the database {since}. May run_jobs write the file of AUDIT_ANCHOR?"]


def _hours_since(at: datetime.datetime) -> float:
    return round((timezone.now() - at).total_seconds() / 3600, 1)


def _of_the_account() -> list[str]:
    try:
        wrong = accounts.complaint(db.connection) if settings.JOBS_EXPECTED else ""
    except db.Error:
        return []
    return [wrong] if wrong else []


def _backup() -> dict[str, Any]:
    """What ``manage.py backup`` left word of; empty where it never did."""
    try:
        told = json.loads(Path(settings.BACKUP_STAMP).read_text(encoding="utf-8"))
        hours_ago = _hours_since(datetime.datetime.fromisoformat(told["at"]))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("The word that the backup left cannot be read.")
        return {}
    return {
        "at": told["at"],
        "hours_ago": hours_ago,
        "verified": told.get("verified") is True,
    }


def _of_the_backup(backup: dict[str, Any]) -> list[str]:
    if not settings.JOBS_EXPECTED:
        return []
    if not backup:
        return ["No backup has been made here. See manage.py backup."]
    if not backup["verified"]:
        return ["The last backup was not found whole, or not opened. Run manage.py backup, and keep the ones before."]
    if backup["hours_ago"] * 3600 > OLDEST_BACKUP.total_seconds():
        return [f"The last backup is {backup['hours_ago']} hours old."]
    return []
