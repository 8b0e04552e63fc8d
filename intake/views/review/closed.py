"""What a page says that would change an intake on which nobody works any more, or which is with the front desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from intake.models import Intake
from intake.models.states import Stage

_WHY = {
    Stage.SIGNED: "This intake is signed: its answers do not change any more. Corrections are addenda.",
    Stage.VOID: "This intake is void: it does not change any more.",
    Stage.IN_ERROR: "This intake was entered in error: it does not change any more.",
}
_WITH_THE_DESK = "The front desk is correcting this intake. Nothing was changed."


def closed(request: HttpRequest, intake: Intake) -> HttpResponse:
    """Back to the review, which shows it as it is."""
    messages.warning(request, _WHY.get(intake.stage, _WITH_THE_DESK))
    return redirect("review", intake.pk)
