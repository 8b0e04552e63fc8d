"""What can be recorded of a referral now: the changes its state allows to a role, and what else there is."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from intake.models import Referral
from intake.models.referral_states import BESIDE, CHANGES, IN_ORDER, Change, ReferralState
from intake.roles import CLINICIAN
from intake.views.referral.record_forms import (
    CONTACT,
    HAND,
    NOTE,
    RARE,
    REOPEN,
    ChangeForm,
    ContactForm,
    HandForm,
    NoteForm,
    RecordForm,
    ReopenForm,
)

BESIDES: dict[str, tuple[str, type[RecordForm]]] = {
    CONTACT: ("note_contact", ContactForm),
    NOTE: ("note", NoteForm),
    HAND: ("hand_referral", HandForm),
    REOPEN: ("reopen_referral", ReopenForm),
}
"""What is recorded beside changes: by the name a page sends, its action and its form."""


@dataclass(frozen=True)
class Recordable:
    """One fold of the page."""

    form: RecordForm
    is_next: bool = False
    """What most often comes next: its fold stands open."""

    @property
    def is_open(self) -> bool:
        """Also where something sent with it is still to be put right."""
        return self.is_next or self.form.is_bound


@dataclass(frozen=True)
class Outcome:
    """What became of what a page sent. Where nothing was stored, the page is shown again with this status."""

    status: int
    posted: QueryDict | None = None
    form: RecordForm | None = None
    """With what is wrong in it."""

    @property
    def is_recorded(self) -> bool:
        return self.status == 302

    @property
    def page_status(self) -> int:
        return 200 if self.is_recorded else self.status


NOTHING_SENT = Outcome(302)


def changes_for(referral: Referral, roles: Collection[str]) -> list[Change]:
    """In the order in which they happen most often."""
    allowed = [change for change in CHANGES[ReferralState(referral.state)] if not set(roles).isdisjoint(change.roles)]
    return sorted(allowed, key=lambda change: change.to not in IN_ORDER)


def all_forms(referral: Referral, roles: Collection[str], posted: QueryDict | None = None) -> list[RecordForm]:
    """The changes that these roles may record now, and what goes beside them. No page of the front desk shows notes."""
    changes = [ChangeForm(change, referral, roles, posted) for change in changes_for(referral, roles)]
    forms: list[RecordForm] = [form for form in changes if form.change.to not in RARE]
    for record, (action, form) in BESIDES.items():
        may = referral.allows(action) and not set(roles).isdisjoint(BESIDE[action].roles)
        if may and (record != NOTE or CLINICIAN in roles):
            forms.append(form(record, referral, posted))
    return [*forms, *(form for form in changes if form.change.to in RARE)]


def offered(referral: Referral, roles: Collection[str], outcome: Outcome) -> dict[str, Any]:
    """The folds of the page. What was sent and not stored stands in its fold still, or in words where that is gone."""
    forms = all_forms(referral, roles, outcome.posted)
    if outcome.form is not None:
        forms = [outcome.form if form.record == outcome.form.record else form for form in forms]
    folds = [Recordable(form, is_next=place == 0 and form.is_next) for place, form in enumerate(forms)]
    kept = any(form.is_bound for form in forms)
    return {
        "folds": folds,
        "outcome": outcome,
        "kept": kept,
        "lost": "" if kept else _typed(outcome),
        "token": uuid.uuid4(),
    }


def _typed(outcome: Outcome) -> str:
    """The words of it; the rest is quickly chosen again."""
    names = ("words", "report", "advice", "confirmation", "appointment_where")
    if outcome.posted is None:
        return ""
    return "; ".join(text for name in names if (text := str(outcome.posted.get(name, "")).strip()))
