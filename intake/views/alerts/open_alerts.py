"""Those on duty see the open safety alerts and acknowledge them; how long that takes is reported."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from intake import mail
from intake.actions.alerts import acknowledge_alerts
from intake.models import Alert, ClinicProfile, Intake
from intake.roles import CLINICAL_LEAD, CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.alerts import alert_list, alert_times
from intake.views.alerts.alert_form import AcknowledgeForm


@require_safe
@audience(CLINICIAN, CLINICAL_LEAD, reads="list")
def show(request: StaffRequest) -> HttpResponse:
    """The open alerts, by intake, the most urgent and newest first."""
    return _list(request, ClinicProfile.load())


@require_safe
@audience(CLINICIAN, CLINICAL_LEAD, reads=None)
def count(request: StaffRequest) -> HttpResponse:
    """How many are open, for every page to renew. Writes nothing, not even that somebody is still there."""
    return render(request, "intake/alerts/_renewed.html", alert_list.count(request.roles))


@require_safe
@audience(CLINICIAN, CLINICAL_LEAD, reads=None)
def times(request: StaffRequest) -> HttpResponse:
    """How long alerts waited to be acknowledged."""
    clinic = ClinicProfile.load()
    periods = alert_times.periods(clinic.alert_minutes)
    return render(request, "intake/alerts/times.html", {"periods": periods, "clinic": clinic})


@require_POST
@audience(CLINICIAN, CLINICAL_LEAD, reads="list")
def acknowledge(request: StaffRequest, intake_id: uuid.UUID) -> HttpResponse:
    """These alerts of this intake were seen, and this was done."""
    intake, clinic = get_object_or_404(Intake, pk=intake_id), ClinicProfile.load()
    known = alert_list.visible(request.roles, clinic).filter(intake=intake)
    form = AcknowledgeForm(intake, known, clinic, request.POST)
    if not form.is_valid():
        form.focus_on_error()
        return _list(request, clinic, form)
    chosen = form.cleaned_data
    done = acknowledge_alerts(
        actor=request.user,
        intake=intake,
        alert_ids=chosen["alert"],
        outcome=chosen["outcome"],
        words=chosen["words"],
    )
    if done.now:
        messages.success(request, f"{done.now} alert{'s' * (done.now > 1)} acknowledged.")
    for alert in done.before:
        messages.warning(request, _closed_before(alert))
    return redirect("review", intake.pk) if "from-review" in request.POST and intake.current_id else redirect("alerts")


def _closed_before(alert: Alert) -> str:
    if alert.acknowledged_by is None or alert.acknowledged_at is None:
        return "An alert had closed by itself: the answer it asked for has come."
    who = alert.acknowledged_by.get_full_name() or alert.acknowledged_by.get_username()
    when = localtime(alert.acknowledged_at)
    return f"Already acknowledged by {who}, {when:%H:%M}: {alert.outcome}. Yours was not stored."


def _list(request: StaffRequest, clinic: ClinicProfile, sent: AcknowledgeForm | None = None) -> HttpResponse:
    """What was sent and is wrong stands first, wherever it was on the page it came from."""
    alerts = alert_list.visible(request.roles, clinic)
    after = _last_of_page_before(request)
    intakes, following = alert_list.page(alerts, after)
    if sent:
        intakes = [sent.intake, *(intake for intake in intakes if intake.pk != sent.intake.pk)]
    groups = alert_list.groups(intakes, alerts, clinic, sent)
    if sent and all(sent is not group.form for group in groups):
        messages.warning(request, "These alerts are not open any more. What you sent was not stored.")
    context = {"groups": groups, "clinic": clinic, "sent": sent, "after": after, "following": following}
    context["per_page"] = alert_list.PER_PAGE
    context |= {"counted": alert_list.count(request.roles) if following or after else {}}
    context["on_screen_only"] = not mail.is_set_up()
    return render(request, "intake/alerts/list.html", context, status=422 if sent else 200)


def _last_of_page_before(request: StaffRequest) -> Alert | None:
    """None of an address that nobody was given: the first page."""
    text = request.GET.get("after", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    return Alert.objects.filter(pk=int(text)).only("tier", "raised_at").first()
