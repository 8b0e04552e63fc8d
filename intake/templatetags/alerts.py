"""Safety alerts in the frame of every page, and on the review."""

from __future__ import annotations

import datetime
from typing import Any

from django import template
from django.template import RequestContext

from intake.models import ClinicProfile, Intake
from intake.roles import CLINICIAN
from intake.templatetags.clinical import length_text
from intake.views.alerts import alert_list

register = template.Library()


@register.inclusion_tag("intake/alerts/_nav.html", takes_context=True)
def alert_count(context: RequestContext) -> dict[str, Any]:
    """The way to the alerts, with how many are open."""
    request: Any = context["request"]
    here = request.resolver_match is not None and request.resolver_match.url_name == "alerts"
    return _counted(request) | {"here": here}


@register.inclusion_tag("intake/alerts/_silent.html", takes_context=True)
def silent_watcher(context: RequestContext) -> dict[str, Any]:
    """Above the page, where nobody is mailed any more; by the query of the count."""
    return _counted(context["request"])


def _counted(request: Any) -> dict[str, Any]:
    if not hasattr(request, "counted_alerts"):
        request.counted_alerts = alert_list.count(request.roles)
    return dict(request.counted_alerts)


@register.simple_tag(takes_context=True)
def open_alerts(context: RequestContext, intake: Intake) -> dict[str, Any]:
    """The open alerts of this intake that the reader is told of, with the form that acknowledges them."""
    alerts = list(intake.alerts.still_open())
    if not alerts:
        return {}
    clinic, request = ClinicProfile.load(), context["request"]
    if CLINICIAN not in request.roles:
        alerts = [alert for alert in alerts if alert.is_overdue(clinic.alert_minutes)]
    if not alerts:
        return {}
    return {"group": alert_list.group(intake, alerts, clinic), "clinic": clinic}


@register.filter
def lasted(time: datetime.timedelta | None) -> str:
    """``4 min``, ``2 h 10 min``, ``3 days 4 h``."""
    if time is None:
        return "–"
    return length_text(time) if time >= datetime.timedelta(minutes=1) else "under 1 min"
