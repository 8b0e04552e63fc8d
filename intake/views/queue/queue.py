"""The clinician sees what waits, most urgent first."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from intake.models import ClinicProfile, Preferences
from intake.roles import CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.queue import worklist
from intake.views.queue.queue_filters import Filters
from intake.views.queue.waiting import target
from intake.views.search_form import SearchForm
from intake.views.throttled import throttled

ROWS = 25
FOUND_AT_MOST = 100
"""A search has no pages: their addresses would have to say what was searched for."""


@require_http_methods(["GET", "HEAD", "POST"])
@audience(CLINICIAN, reads="list")
@throttled("search", methods=("POST",))
def queue(request: StaffRequest) -> HttpResponse:
    """Most urgent first. Search is by POST, so that no name stands in an address."""
    search = SearchForm(request.POST if request.method == "POST" else None)
    searched = search.is_valid()
    filters = Filters.read(request.GET, searched=searched)
    intakes = worklist.chosen(filters, request.user)
    found = search.found() if searched else None
    if found:
        intakes = intakes.filter(patient__in=found.listed)
    by_tier = worklist.by_tier(intakes, filters)
    pages = Paginator(worklist.ordered(intakes, filters), FOUND_AT_MOST if searched else ROWS)
    # The tiers say how many there are: nothing is counted twice.
    pages.count = by_tier.get(int(filters.tier), 0) if filters.tier else sum(by_tier.values())
    page = pages.get_page(request.GET.get("page"))
    context = {
        "search": search,
        "searched": searched,
        "more": bool(found and found.more),
        "alike": bool(found and found.near and not found.people),
        "mismatches": found.mismatches if found else [],
        "page": page,
        "rows": _rows(page),
        "calling": worklist.calling(),
        "filters": filters,
        "tiers": filters.tiers(by_tier),
        "keys": Preferences.of(request.user).single_keys,
    }
    return render(request, "intake/queue.html", context, status=422 if search.errors else 200)


def _rows(page: Page[Any]) -> list[Any]:
    """Each with the time it may wait."""
    clinic = ClinicProfile.load()
    intakes: list[Any] = worklist.rows(list(page.object_list))
    for intake in intakes:
        intake.target = target(intake.current.tier, intake.submitted_at, clinic)
    return intakes
