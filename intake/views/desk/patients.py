"""The front desk finds a person before registering a new one."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from intake.actions.patients import BornLaterError, ChangedMeanwhileError, correct_patient, register_patient
from intake.actions.refused import NotPossibleError
from intake.models import Appointment, Patient
from intake.models.patient import RECORD_MERGED, RECORD_NUMBER_TAKEN
from intake.roles import FRONT_DESK
from intake.stored import corrections, merges
from intake.views.access import StaffRequest, audience
from intake.views.desk import duplicates
from intake.views.desk.beginning import begin_at
from intake.views.desk.patient_form import PatientForm
from intake.views.search_form import SearchForm
from intake.views.throttled import throttled
from intake.views.today import board

Writer = Callable[..., Patient]


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="list")
@throttled("search", methods=("POST",))
def desk(request: StaffRequest) -> HttpResponse:
    """Search, by POST so that no name stands in an address; and the board of today."""
    search = SearchForm(request.POST if request.method == "POST" else None)
    searched = search.is_valid()
    found = search.found() if searched else None
    if not searched:
        begin_at(search)
    context = {
        "search": search,
        "searched": searched,
        "found": found.people if found else [],
        "more": bool(found and found.more),
        "many": bool(found and found.many),
        "left_out": bool(found and found.left_out),
        **board.page(request.user),
        "near": found.near if found else [],
        "mismatches": found.mismatches if found else [],
    }
    return render(request, "intake/desk.html", context, status=422 if search.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="patient")
def new(request: StaffRequest) -> HttpResponse:
    """Register a person. What was searched for, or is listed of who is expected, comes along: nobody types it twice."""
    if request.method != "POST":
        return _form_page(request, PatientForm())
    if "from-search" in request.POST:
        searched = SearchForm(request.POST)
        searched.is_valid()
        return _form_page(request, PatientForm(initial=searched.details()))
    if expected := request.POST.get("from-appointment"):
        return _form_page(request, PatientForm(initial=_as_expected(expected)))
    return _saved(request, PatientForm(request.POST), register_patient, "The person is registered.")


def _as_expected(appointment_id: str) -> dict[str, Any]:
    try:
        appointment = get_object_or_404(Appointment, pk=uuid.UUID(appointment_id))
    except ValueError:
        raise BadRequest("no such appointment") from None
    return {
        name: getattr(appointment, name) for name in ("record_number", "family_name", "given_name", "date_of_birth")
    }


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="patient")
def details(request: StaffRequest, patient_id: uuid.UUID) -> HttpResponse:
    """Correct a person's details: what was changed on this page, and nothing else."""
    patient = get_object_or_404(Patient, pk=patient_id)
    if patient.merged_into_id:
        return redirect("patient", patient.pk)
    if request.method != "POST":
        return _form_page(request, PatientForm(instance=patient))
    write = partial(correct_patient, read=copy.copy(patient))
    try:
        return _saved(request, PatientForm(request.POST, instance=patient), write, "The details are saved.")
    except ChangedMeanwhileError:  # since the record was read just now: what was sent is looked at beside it anew
        return details(request, patient_id)


@require_safe
@audience(FRONT_DESK, reads="patient")
def show(request: StaffRequest, patient_id: uuid.UUID) -> HttpResponse:
    """A person, with their intakes. A record that was merged into another leads there."""
    patient = get_object_or_404(Patient, pk=patient_id)
    if patient.merged_into_id:
        messages.info(request, RECORD_MERGED)
        return redirect("patient", patient.record_in_use.pk)
    intakes = corrections.listed(patient.intakes.select_related("author")).order_by("-started_at")
    context = {
        "patient": patient,
        "intakes": intakes,
        "records": corrections.of_person(patient),
        "discarded": corrections.discarded(patient),
        "together": merges.of_person(patient),
    }
    return render(request, "intake/patient.html", context)


def _saved(request: StaffRequest, form: PatientForm, write: Writer, done: str) -> HttpResponse:
    """Stored, unless somebody has to be told apart from another person first. That warns, and never blocks."""
    if "change" in request.POST or not form.is_valid():
        return _form_page(request, form)
    if found := duplicates.not_told_apart(form, request.POST):
        not_typed = ("csrfmiddlewaretoken", duplicates.ANYWAY)
        posted = [(name, form.data[name]) for name in form.data if name not in not_typed]
        context = {"form": form, "found": found, "posted": posted}
        return render(request, "intake/duplicates.html", context, status=409)
    try:
        patient = write(actor=request.user, patient=form.instance)
    except IntegrityError:  # somebody took the record number since the form was checked
        form.add_error("record_number", RECORD_NUMBER_TAKEN)
        return _form_page(request, form)
    except NotPossibleError as refused:  # merged since the page was opened
        messages.warning(request, str(refused))
        return redirect("patient", form.instance.pk)
    except BornLaterError as refused:
        day = date_format(refused.assessed_on, "j M Y")
        form.add_error(
            "date_of_birth", f"An intake of this person is dated {day}, before this birth date. One is wrong."
        )
        return _form_page(request, form)
    messages.success(request, done)
    return redirect("patient", patient.pk)


def _form_page(request: StaffRequest, form: PatientForm) -> HttpResponse:
    """The form; where the record number is somebody's already, with that person beside it."""
    taken = RECORD_NUMBER_TAKEN in form.errors.get("record_number", [])
    begin_at(form)
    context = {"form": form, "found": duplicates.alike(form) if taken else []}
    status = 409 if form.is_stale else 422 if form.errors else 200
    return render(request, "intake/patient_form.html", context, status=status)
