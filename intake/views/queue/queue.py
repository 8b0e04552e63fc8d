"""The clinician sees what waits, most urgent first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from intake.models import Preferences
from intake.roles import CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.desk.patient_form import SearchForm
from intake.views.queue import worklist
from intake.views.queue.queue_filters import Filters

ROWS = 25
FOUND_AT_MOST = 100
"""A search has no pages: their addresses would have to say what was searched for."""


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN)
def queue(request: StaffRequest) -> HttpResponse:
    """Most urgent first. Search is by POST, so that no name stands in an address."""
    search = SearchForm(request.POST if request.method == "POST" else None)
    searched = search.is_valid()
    filters = Filters.read(request.GET, searched=searched)
    intakes = worklist.chosen(filters, request.user)
    if searched:
        intakes = intakes.filter(patient__in=search.found())
    listed = worklist.rows(intakes, filters)
    by_tier = worklist.by_tier(intakes)
    pages = Paginator(listed, FOUND_AT_MOST if searched else ROWS)
    # Counted already, without all that a row shows.
    pages.count = by_tier.get(int(filters.tier), 0) if filters.tier else sum(by_tier.values())
    context = {
        "search": search,
        "searched": searched,
        "page": pages.get_page(request.GET.get("page")),
        "calling": worklist.calling(),
        "filters": filters,
        "tiers": filters.tiers(by_tier),
        "keys": Preferences.of(request.user).single_keys,
    }
    return render(request, "intake/queue.html", context, status=422 if search.errors else 200)
