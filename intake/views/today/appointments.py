"""Somebody is expected: entered by hand, corrected, marked as here, linked to a person of the register."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from intake.actions.appointments import (
    ChangedMeanwhileError,
    correct_appointment,
    enter_appointments,
    link_appointment,
    mark_appointment,
)
from intake.actions.refused import NotPossibleError
from intake.models import Appointment, Patient
from intake.roles import FRONT_DESK
from intake.stored.people_search import find_people
from intake.views.access import StaffRequest, audience
from intake.views.today.appointment_form import AppointmentForm

CANDIDATES = 5


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="patient")
def new(request: StaffRequest, patient_id: uuid.UUID | None = None) -> HttpResponse:
    """Enter one: for a person of the register where that is known, else for whom is typed."""
    patient = get_object_or_404(Patient, pk=patient_id).record_in_use if patient_id else None
    appointment = Appointment(patient=patient, day=timezone.localdate())
    if request.method != "POST":
        return _page(request, AppointmentForm(instance=appointment))
    form = AppointmentForm(request.POST, instance=appointment)
    if not form.is_valid():
        return _page(request, form)
    try:
        enter_appointments(actor=request.user, appointments=[form.instance])
    except NotPossibleError as refused:
        form.add_error(None, str(refused))
        return _page(request, form)
    messages.success(request, f"Entered for {_when(form.instance)}.")
    return _to_board(form.instance)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="appointment")
def show(request: StaffRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """One appointment: to correct, to mark, to link."""
    appointment = _appointment(appointment_id)
    if request.method != "POST":
        return _page(request, AppointmentForm(instance=appointment))
    seen = appointment.stamp
    form = AppointmentForm(request.POST, instance=appointment)
    if not form.is_valid():
        return _page(request, form)
    try:
        correct_appointment(actor=request.user, appointment=form.instance, seen=seen)
    except ChangedMeanwhileError:  # since it was read just now: what was sent is looked at beside it anew
        return show(request, appointment_id)
    except NotPossibleError as refused:
        form.add_error(None, str(refused))
        return _page(request, form)
    messages.success(request, "The appointment is saved.")
    return _to_board(form.instance)


@require_POST
@audience(FRONT_DESK, reads="appointment")
def mark(request: StaffRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """Here, did not come, cancelled, or expected after all."""
    status = request.POST.get("status", "")
    appointment = _appointment(appointment_id)
    if status not in Appointment.Status.values:
        raise BadRequest("no status")
    try:
        mark_appointment(actor=request.user, appointment=appointment, status=status)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
    return _to_board(appointment)


@require_POST
@audience(FRONT_DESK, reads="appointment")
def link(request: StaffRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """The one who is expected is this person; or, with no person named, not the one it was linked to."""
    appointment, chosen = _appointment(appointment_id), request.POST.get("patient", "")
    try:
        patient = get_object_or_404(Patient, pk=uuid.UUID(chosen)) if chosen else None
    except ValueError:
        raise BadRequest("no person") from None
    try:
        seen = request.POST.get("seen", "")
        link_appointment(actor=request.user, appointment=appointment, patient=patient, seen=seen)
    except NotPossibleError as refused:
        messages.warning(request, str(refused))
        return redirect("appointment", appointment.pk)
    messages.success(request, "Linked to the person." if patient else "Linked to nobody any more.")
    return _to_board(appointment) if patient else redirect("appointment", appointment.pk)


def _appointment(appointment_id: uuid.UUID) -> Appointment:
    people = Appointment.objects.select_related("patient__merged_into__merged_into", "entered_by")
    return get_object_or_404(people, pk=appointment_id)


def _page(request: StaffRequest, form: AppointmentForm) -> HttpResponse:
    stored = None if form.instance._state.adding else _appointment(form.instance.pk)
    patient = (stored or form.instance).patient if stored or "family_name" not in form.fields else None
    context = {
        "form": form,
        "stored": stored,
        "patient": patient.record_in_use if patient else None,
        "candidates": _candidates(stored) if stored and not stored.patient else [],
        "statuses": _statuses(stored) if stored else [],
    }
    status = 409 if form.is_stale else 422 if form.errors else 200
    return render(request, "intake/today/appointment.html", context, status=status)


def _statuses(stored: Appointment) -> list[Appointment.Status]:
    """What it can be marked as. Nobody is here on another day."""
    today = stored.day == timezone.localdate()
    here = Appointment.Status.HERE
    return [status for status in Appointment.Status if status != stored.status and (today or status != here)]


def _candidates(appointment: Appointment) -> list[Patient]:
    """People of the register who may be meant: by name and birth date, as the desk's search finds them, and spelt or
    born nearly so behind them."""
    born = f" {appointment.date_of_birth:%d/%m/%Y}" if appointment.date_of_birth else ""
    found = find_people(f"{appointment.given_name} {appointment.family_name}{born}")
    return [*found.people, *found.near][:CANDIDATES]


def _to_board(appointment: Appointment) -> HttpResponse:
    """To its row; of another day, which has no row, to its own page."""
    if appointment.day != timezone.localdate():
        return redirect("appointment", appointment.pk)
    return redirect(f"{reverse('desk')}#row-{appointment.pk}")


def _when(appointment: Appointment) -> str:
    return f"{date_format(appointment.day, 'j M Y')}, {appointment.time:%H:%M}"
