"""The page of the service view."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intake.roles import CLINICAL_LEAD
from intake.views.access import StaffRequest, audience
from intake.views.service_view import intakes
from intake.views.service_view.alerts import alert_waits
from intake.views.service_view.periods import PERIODS, period_of
from intake.views.service_view.referrals import referral_outcomes, referral_times
from intake.views.service_view.small_numbers import alone


@require_safe
@audience(CLINICAL_LEAD, reads=None)
def show(request: StaffRequest) -> HttpResponse:
    """How the service does, in numbers of many; nothing of a person."""
    period = period_of(request.GET.get("weeks", ""))
    counted = intakes.Counted(period)
    patterns, levels = intakes.by_pattern_and_level(counted)
    sections, unanswered = intakes.completeness(counted)
    context = {
        "period": period,
        "periods": PERIODS,
        "total": alone(counted.total),
        "counted": counted,
        "figures": [
            intakes.by_week(counted),
            intakes.by_tier(counted),
            patterns,
            levels,
            intakes.flags(counted),
            alert_waits(period),
            referral_times(period),
            referral_outcomes(period),
            sections,
            unanswered,
        ],
    }
    return render(request, "intake/service_view/page.html", context)
