"""The rule book as a page: to read, to search, to print. It shows rules and nothing of any person."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from intake.clinical.rules import rule_set
from intake.clinical.rules.synonyms import SYNONYMS
from intake.clinical.telling import rule_book as rules
from intake.fingerprint import rule_set_fingerprint
from intake.models import RuleSetApproval
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN
from intake.views.access import StaffRequest, audience

LONGEST = 100
"""Characters of a search. More are left out."""


@require_safe
@audience(CLINICAL_LEAD, CLINICIAN, ADMINISTRATOR, reads=None)
def rule_book(request: StaffRequest) -> HttpResponse:
    """All of it, or what holds every word searched for, which is no patient data and may stand in the address."""
    typed = " ".join(request.GET.get("q", "")[:LONGEST].split())
    chapters = rules.found(typed) if typed else rules.chapters()
    context = {
        "typed": typed,
        "synonyms": SYNONYMS,
        "chapters": chapters,
        "entries": sum(len(chapter.entries) for chapter in chapters),
        "body": _laid_out(chapters, book=reverse("rule-book")) if typed else _whole(),
        "version": rule_set.VERSION,
        "fingerprint": rule_set_fingerprint(),
        "status": "" if RuleSetApproval.holds_for(rule_set_fingerprint()) else rule_set.STATUS,
    }
    return render(request, "intake/rule_book.html", context)


@lru_cache
def _whole() -> str:
    """The rules do not change while the program runs, so the whole book is laid out once."""
    return _laid_out(rules.chapters())


def _laid_out(chapters: tuple[rules.Chapter, ...], *, book: str = "") -> str:
    """Links lead within the page, or to the whole book where only a part is shown."""
    return render_to_string("intake/rule_book/_chapters.html", {"chapters": chapters, "book": book})
