"""Who saw this person, and what did this user see: pages of events, and the same as a CSV file."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from intake.forms.csv_file import lines
from intake.models import AuditEvent, Patient
from intake.roles import PRIVACY_OFFICER
from intake.stored import seen
from intake.views.access import StaffRequest, audience
from intake.views.confirming import READING, fresh
from intake.views.privacy.forms import DaysForm, PersonForm, UserForm
from intake.views.throttled import throttled

COLUMNS = ("number", "at", "user", "name", "action", "record_type", "record_id", "address", "request_id")


@require_http_methods(["GET", "HEAD", "POST"])
@audience(PRIVACY_OFFICER, reads=None)
def start(request: StaffRequest) -> HttpResponse:
    """Search, by POST so that no record number stands in an address. Shows nobody."""
    posted = request.POST if request.method == "POST" else None
    person = PersonForm(posted if posted and "user" not in posted else None)
    member = UserForm(posted if posted and "user" in posted else None)
    if person.is_valid():
        return redirect("privacy-person", person.patient.pk)
    if member.is_valid():
        return redirect("privacy-user", member.cleaned_data["user"].pk)
    status = 422 if person.errors or member.errors else 200
    # Not "user": the head of the page says who is signed in by that name.
    return render(request, "intake/privacy/start.html", {"person": person, "member": member}, status=status)


@require_safe
@audience(PRIVACY_OFFICER, reads="patient")
def person(request: StaffRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Who saw this person. A record that was merged into another leads there."""
    patient = get_object_or_404(Patient.objects.select_related("merged_into__merged_into"), pk=patient_id)
    if patient.merged_into_id:
        return redirect("privacy-person", patient.record_in_use.pk)
    return _page(request, seen.of_person(patient), patient=patient)


@require_safe
@audience(PRIVACY_OFFICER, reads="user")
def user(request: StaffRequest, user_id: int) -> HttpResponse:
    """What this user saw and did."""
    about = get_object_or_404(User, pk=user_id)
    return _page(request, seen.of_user(about), about=about)


@require_safe
@audience(PRIVACY_OFFICER, reads="patient")
@throttled("export")
@fresh(*READING)
def person_csv(request: StaffRequest, patient_id: uuid.UUID) -> StreamingHttpResponse:
    return _csv(request, seen.of_person(get_object_or_404(Patient, pk=patient_id)))


@require_safe
@audience(PRIVACY_OFFICER, reads="user")
@throttled("export")
@fresh(*READING)
def user_csv(request: StaffRequest, user_id: int) -> StreamingHttpResponse:
    return _csv(request, seen.of_user(get_object_or_404(User, pk=user_id)))


def _page(request: StaffRequest, events: QuerySet[AuditEvent], **about: Any) -> HttpResponse:
    days = DaysForm(request.GET)
    page = seen.page(seen.between(events, *days.days), request.GET.get("after", ""))
    chosen = {name: request.GET[name] for name in days.fields if request.GET.get(name)}
    context = {"days": days, "page": page, "chosen": chosen, **about}
    return render(request, "intake/privacy/events.html", context, status=422 if days.errors else 200)


def _csv(request: StaffRequest, events: QuerySet[AuditEvent]) -> StreamingHttpResponse:
    """Of the days that are chosen on the page; written page by page, however many there are."""
    rows = seen.each(seen.between(events, *DaysForm(request.GET).days))
    headers = {"Content-Disposition": 'attachment; filename="audit-events.csv"'}
    return StreamingHttpResponse(
        lines(COLUMNS, map(_cells, rows)), content_type="text/csv; charset=utf-8", headers=headers
    )


def _cells(event: AuditEvent) -> list[str]:
    actor = event.actor
    who = (actor.get_username(), actor.get_full_name()) if actor else ("", "")
    at = localtime(event.at).isoformat(timespec="seconds")
    what = (event.action, event.record_type, event.record_id, event.address, event.request_id)
    return [str(event.number or ""), at, *who, *what]
