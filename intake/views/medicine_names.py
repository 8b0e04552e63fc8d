"""A medicine found by its name: its kinds are ticked and the name is written down, as if done by hand."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from intake.clinical.rules.questions.history import rx
from intake.forms.fields import ALONE, field_name
from intake.forms.medicines.letters import words_of
from intake.forms.medicines.medicine import NAME_LENGTH
from intake.forms.medicines.notes import notes
from intake.forms.medicines.search import Search, recognised, search
from intake.forms.section import SectionForm
from intake.models import ClinicProfile
from intake.roles import CLINICIAN, FRONT_DESK
from intake.views.access import audience

TYPED, ADDED, KEPT = "medicine-name", "medicine-add", "medicine-keep"
"""The field, and the buttons that add a name of the list or keep one as it was typed."""
NAMES, TICKS = field_name(rx.names), field_name(rx.current)
_REGIONS = {"GB": "uk", "IE": "uk", "US": "us", "CA": "us", "EU": "eu", "AU": "au", "NZ": "au"}
"""By the clinic's region, whose names come first."""


@require_POST
@audience(FRONT_DESK, CLINICIAN, reads=None)
def suggest(request: HttpRequest) -> HttpResponse:
    """Names for the letters typed so far. By POST, since they may be a person's medicine."""
    return render(request, "intake/medicines/_options.html", {"search": _search(request.POST)})


@dataclass(frozen=True)
class LookUp:
    """The field for a name on the page of its questions, and what was found where the page itself was asked."""

    search: Search | None
    known: str
    """The medicines that stand among the names already, as JSON: name and kinds of each."""


def look_up(form: SectionForm, posted: QueryDict | None = None) -> LookUp | None:
    """None on a page that asks for no medicines. ``posted``: what came with the page that is answered."""
    if not {NAMES, TICKS} <= form.asked.keys():
        return None
    text = form[NAMES].value() or ""
    known = [{"name": medicine.name, "ticks": medicine.classes} for medicine in recognised(text)]
    return LookUp(_search(posted) if posted and is_asked(posted) else None, json.dumps(known))


def is_asked(posted: QueryDict) -> bool:
    """A name stands in the field and was not added: it would be lost with the page."""
    return bool(posted.get(TYPED, "").strip()) and not {ADDED, KEPT} & posted.keys()


def _search(posted: QueryDict) -> Search:
    return search(posted.get(TYPED, ""), _REGIONS.get(ClinicProfile.load().region, ""))


def with_chosen(posted: QueryDict) -> tuple[QueryDict, str]:
    """What was posted with the name that one of the buttons adds, and what is told of it; empty where none did.

    Who leaves the page with a name in the field has it kept as it was typed.
    """
    if "leave" in posted and is_asked(posted):
        name = " ".join(posted.get(TYPED, "").split())[:NAME_LENGTH]
        kept = posted.copy()
        kept[NAMES] = with_name(posted.get(NAMES, ""), name)
        return kept, f"Kept among the names as it was typed: {name}. Nothing was ticked."
    name = " ".join((posted.get(ADDED) or posted.get(KEPT) or "").split())[:NAME_LENGTH]
    if not name:
        return posted, ""
    found = next(iter(search(name).shown), None) if ADDED in posted else None
    medicine, dose = (found.medicine, found.dose) if found else (None, "")
    changed = posted.copy()
    changed[NAMES] = with_name(posted.get(NAMES, ""), medicine.name if medicine else name, dose)
    if medicine and medicine.classes and not medicine.tick_if:
        ticked = [option for option in posted.getlist(TICKS) if option not in ALONE]
        changed.setlist(TICKS, list(dict.fromkeys([*ticked, *medicine.classes])))
    return changed, " ".join([f"Added to the names: {name}.", *notes(medicine)])


def with_name(text: str, name: str, dose: str = "") -> str:
    """The names with one more, unless it stands among them. One that stood there without its dose has it now."""
    written, bare = f"{name} {dose}".strip(), words_of(name)
    wanted = words_of(written)
    parts = re.split(r"([;\n])", text)
    entries = [words_of(part) for part in parts]
    rests = ("".join(entry[len(wanted) :]) for entry in entries if entry[: len(wanted)] == wanted)
    if wanted and any(not rest or rest[0].isdigit() for rest in rests):
        return text  # with the dose that stands behind it, if one does
    if bare and bare in entries:
        parts[entries.index(bare)] = f" {written}" if entries.index(bare) else written
        return "".join(parts)
    return "; ".join(filter(None, (text.rstrip(" ;\n"), written)))


def left_ticked(form: SectionForm) -> list[str]:
    """What is told where a name was taken out and its kind stays ticked. After ``is_valid()``."""
    if rx.names.id not in form.changes:
        return []
    kept = recognised(form.changes[rx.names.id] or "")
    gone = [medicine for medicine in recognised(form.answers.get(rx.names.id) or "") if medicine not in kept]
    return [
        f"Taken out of the names: {', '.join(names)}. Nothing was unticked: please untick “{rx.current.labels[kind]}” "
        "if it is not taken."
        for kind in form.changes.get(rx.current.id) or ()
        if (names := [medicine.name for medicine in gone if kind in medicine.classes])
        and not any(kind in medicine.classes for medicine in kept)
    ]
