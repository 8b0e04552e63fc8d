"""The person whom an intake is of, or whose other record it is: searched for as on the desk, and picked by a button.

Everything comes by POST: no name stands in an address.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from intake.models import Patient
from intake.views.desk.beginning import begin_at
from intake.views.search_form import SearchForm

PICKED = "picked"
"""The hidden field that says which record was picked."""


def picked(posted: QueryDict) -> Patient | None:
    """The very record that was picked, merged or not; none while one is searched for. Raises BadRequest, Http404."""
    if not (text := posted.get(PICKED)):
        return None
    try:
        picked_id = uuid.UUID(text)
    except ValueError:
        raise BadRequest("no such record") from None
    return get_object_or_404(Patient.objects.select_related("merged_into__merged_into"), pk=picked_id)


def search_page(posted: QueryDict, *, without: Patient) -> dict[str, Any]:
    """What ``_find_person.html`` shows: the search, and who was found beside this person."""
    search = SearchForm(posted if "person" in posted else None)
    searched = search.is_valid()
    if not searched:
        begin_at(search)
    found = search.found() if searched else None
    return {
        "search": search,
        "searched": searched,
        "found": [patient for patient in found.people if patient != without] if found else [],
        "near": [patient for patient in found.near if patient != without] if found else [],
        "mismatches": [each for each in found.mismatches if each.patient != without] if found else [],
        "more": bool(found and found.more),
        "many": bool(found and found.many),
        "left_out": bool(found and found.left_out),
        "reason": posted.get("reason", ""),
    }
