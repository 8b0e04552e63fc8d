"""The list of a day from a file: first what would happen, row by row; taken only then."""

from __future__ import annotations

import datetime
import hashlib
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from intake.actions.appointments import enter_appointments
from intake.actions.refused import NotPossibleError
from intake.forms import appointment_list
from intake.forms.appointment_list import Line
from intake.forms.csv_file import BYTES_AT_MOST
from intake.models import Appointment
from intake.roles import FRONT_DESK
from intake.stored.expected import Judged, Outcome, judged
from intake.views.access import StaffRequest, audience, takes_files
from intake.views.today.list_form import ListForm


class Planned(NamedTuple):
    """One row of the file, and what would happen to it."""

    line: Line
    verdict: Judged | None
    """None where it cannot be read."""

    @property
    def reason(self) -> str:
        return self.verdict.reason if self.verdict else self.line.wrong

    @property
    def outcome(self) -> Outcome:
        return self.verdict.outcome if self.verdict else Outcome.REFUSED


@require_http_methods(["GET", "HEAD", "POST"])
@audience(FRONT_DESK, reads="appointment")
@takes_files(3 * BYTES_AT_MOST)
def take(request: StaffRequest) -> HttpResponse:
    """Says what would happen to each row; sent again with what it said, it happens, if it is still the same."""
    if request.method != "POST":
        return _page(request, ListForm(initial={"day": timezone.localdate()}))
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    planned = _planned(form.cleaned_data["day"], form.cleaned_data["lines"])
    if "take" not in request.POST:
        return _page(request, form, planned)
    if request.POST["take"] != _stamp(planned):
        messages.warning(request, "The register or the list has changed since. Nothing was taken: please look again.")
        return _page(request, form, planned, status=409)
    return _taken(request, form, planned)


def _taken(request: StaffRequest, form: ListForm, planned: list[Planned]) -> HttpResponse:
    new = [each.verdict.appointment for each in planned if each.verdict and each.verdict.is_taken]
    try:
        enter_appointments(actor=request.user, appointments=new)
    except NotPossibleError:  # by somebody else, at the same moment
        messages.warning(request, "Somebody entered one of these meanwhile. Nothing was taken: please look again.")
        return _page(request, form, _planned(form.cleaned_data["day"], form.cleaned_data["lines"]), status=409)
    day = date_format(form.cleaned_data["day"], "j M Y")
    messages.success(request, f"{len(new)} appointment{'' if len(new) == 1 else 's'} entered for {day}.")
    return redirect("desk")


@require_safe
@audience(FRONT_DESK, reads=None)
def sample(request: StaffRequest) -> HttpResponse:
    """A file as it has to be, of invented people. The mark at its beginning tells spreadsheets that it is UTF-8."""
    return HttpResponse(
        ("\ufeff" + appointment_list.SAMPLE).encode(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="appointments.csv"'},
    )


def _planned(day: datetime.date, lines: list[Line]) -> list[Planned]:
    read = [line for line in lines if not line.wrong]
    verdicts = iter(judged(day, [_appointment(day, line) for line in read]))
    return [Planned(line, None if line.wrong else next(verdicts)) for line in lines]


def _appointment(day: datetime.date, line: Line) -> Appointment:
    cells = line.cells
    return Appointment(
        day=day,
        time=line.time,
        record_number=cells["record_number"],
        family_name=cells["family_name"],
        given_name=cells["given_name"],
        date_of_birth=line.date_of_birth,
        with_whom=cells["with"],
    )


def _stamp(planned: list[Planned]) -> str:
    """Of what would happen: another one as soon as something else would."""
    said = []
    for line, verdict in planned:
        meant = (verdict.appointment.day, verdict.appointment.key) if verdict else ()
        said.append((line, verdict.outcome if verdict else None, meant))
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _page(
    request: StaffRequest, form: ListForm, planned: list[Planned] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "columns": appointment_list.COLUMNS, "sample": appointment_list.SAMPLE}
    if planned is not None:
        refused = [each for each in planned if each.outcome is Outcome.REFUSED]
        context |= {
            "planned": planned,
            "refused": refused,
            "others": [each for each in planned if each.outcome is not Outcome.REFUSED],
            "new": sum(bool(each.verdict and each.verdict.is_taken) for each in planned),
            "stamp": _stamp(planned),
            "text": form.cleaned_data["text"],
            "guessed": form.cleaned_data.get("guessed", False),
            "day": form.cleaned_data["day"],
        }
    return render(request, "intake/today/list_file.html", context, status=422 if form.errors else status)
