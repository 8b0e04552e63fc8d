"""The clinician sees what waits, most urgent first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from intake.models import ClinicProfile, Preferences
from intake.roles import CLINICIAN
from intake.views.access import StaffRequest, audience
from intake.views.keyset import KeysetPage
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
    entries = worklist.chosen(filters, request.user)
    found = search.found() if searched else None
    if found:
        entries = worklist.of_people(entries, found.listed)
    by_tier = worklist.by_tier(entries, filters)
    every = sum(by_tier.values(), worklist.Number(0))
    if filters.tier:
        entries = worklist.of_tier(entries, filters, int(filters.tier))
    page = worklist.order(filters).page(entries, request.GET, FOUND_AT_MOST if searched else ROWS)
    context = {
        "search": search,
        "searched": searched,
        "more": bool(found and found.more),
        "left_out": bool(found and found.left_out),
        "alike": bool(found and found.near and not found.people),
        "mismatches": found.mismatches if found else [],
        "page": page,
        "rows": _rows(page),
        "number": by_tier[int(filters.tier)] if filters.tier else every,
        "calling": worklist.calling(),
        "filters": filters,
        "found_at_most": FOUND_AT_MOST,
        "tiers": filters.tiers(every, by_tier),
        "keys": Preferences.of(request.user).single_keys,
    }
    return render(request, "intake/queue.html", context, status=422 if search.errors else 200)


def _rows(page: KeysetPage) -> list[Any]:
    """Each with the time it may wait."""
    clinic = ClinicProfile.load()
    intakes: list[Any] = worklist.rows([entry.pk for entry in page.rows])
    for intake in intakes:
        intake.target = target(intake.current.tier, intake.submitted_at, clinic)
    return intakes
