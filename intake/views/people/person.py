"""The clinician sees a person over time: how scores changed, all intakes, what is to be done."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.clinical.working import trend
from intake.models import FollowUp, Intake, Patient
from intake.models.patient import RECORD_MERGED
from intake.roles import CLINICIAN
from intake.stored import corrections, handouts, merges
from intake.stored.referrals import lists
from intake.views.access import StaffRequest, audience
from intake.views.follow_up import planned
from intake.views.people import over_time
from intake.views.referral.proposed import BEGUN_FROM


@require_safe
@audience(CLINICIAN, reads="patient")
def show(request: StaffRequest, patient_id: uuid.UUID) -> HttpResponse:
    """A record that was merged into another leads there."""
    patient = get_object_or_404(Patient, pk=patient_id)
    if patient.merged_into_id:
        messages.info(request, RECORD_MERGED)
        return redirect("person", patient.record_in_use.pk)
    intakes = list(over_time.intakes_of(patient))
    open_ones = list(planned.standing().filter(patient=patient))
    closed = planned.loaded().filter(patient=patient)
    closed = closed.exclude(state=FollowUp.State.OPEN) | closed.filter(intake__state__in=Intake.NOT_COUNTED)
    referrals = list(lists.of_person(patient))
    context = {
        "referrals": [referral for referral in referrals if referral.is_open],
        "ended_referrals": [referral for referral in referrals if not referral.is_open],
        "refers_from": next((each for each in intakes if each.current and each.state in BEGUN_FROM), None),
        "now": timezone.now(),
        "patient": patient,
        "intakes": intakes,
        "newest": _newest_of_several(intakes),
        "measured": over_time.measured(intakes),
        "caution": trend.CAUTION,
        "joined": trend.JOINED,
        "open": open_ones,
        "closed": list(closed),
        "today": timezone.localdate(),
        "handouts": handouts.of_person(patient),
        "newest_to_give": next((each for each in intakes if each.current and each.allows("give_handouts")), None),
        "records": corrections.of_person(patient),
        "together": merges.of_person(patient),
    }
    return render(request, "intake/person/person.html", context)


def _newest_of_several(intakes: list[Intake]) -> Intake | None:
    """The newest that counts, where there is one before it to compare it with."""
    counting = [one for one in intakes if one.current and one.state not in Intake.NOT_COUNTED]
    return counting[0] if len(counting) > 1 else None
