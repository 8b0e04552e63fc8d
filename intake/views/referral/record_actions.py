"""Recording what a page of a referral sent: the same way on the clinician's page and on the front desk's."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import QueryDict

from intake.actions.referrals import (
    NotCompleteError,
    OpenReferralError,
    StaleReferralError,
    hand_referral,
    note,
    note_contact,
    record_change,
    reopen_referral,
)
from intake.actions.referrals.events import is_recorded
from intake.actions.refused import NotPossibleError
from intake.models import Referral
from intake.views.posted import read_number, read_token_for
from intake.views.referral.record_forms import CONTACT, HAND, NOTE, ChangeForm, RecordForm
from intake.views.referral.recording import Outcome, all_forms

OPEN_THERE = "The person has an open referral to this service already."


def record_posted(user: User, referral: Referral, roles: Collection[str], posted: QueryDict) -> Outcome:
    """Record it, or say why not. Nothing that was typed is lost; what a page sends again stands recorded already."""
    revision, record = read_number(posted, "revision"), posted.get("record", "")
    sent = sorted((name, values) for name, values in posted.lists() if name != "csrfmiddlewaretoken")
    token = read_token_for(posted, referral.pk, sent)
    if is_recorded(referral, token):
        return Outcome(302)
    form = next((form for form in all_forms(referral, roles, posted) if form.record == record), None)
    if form is None and revision == referral.revision:
        raise BadRequest("nothing of this kind can be recorded")
    if form is None or revision != referral.revision:
        return Outcome(409, posted)
    if not form.is_valid():
        return Outcome(422, posted, form)
    try:
        _record(user, referral, revision, form, token)
    except StaleReferralError:
        return Outcome(409, posted)
    except NotCompleteError as wrong:
        for name, said in wrong.errors.items():
            form.add_error(name if name in form.fields else None, said)
    except OpenReferralError:
        form.add_error("service" if "service" in form.fields else None, OPEN_THERE)
    except NotPossibleError as refused:
        form.add_error(None, str(refused))
    return Outcome(422, posted, form) if form.errors else Outcome(302)


def _record(user: User, referral: Referral, revision: int, form: RecordForm, token: uuid.UUID) -> None:
    given: dict[str, Any] = {"actor": user, "referral": referral, "token": token}
    if isinstance(form, ChangeForm):
        record_change(**given, revision=revision, **form.given)
    elif form.record == CONTACT:
        note_contact(**given, **form.cleaned_data)
    elif form.record == NOTE:
        note(**given, **form.cleaned_data)
    elif form.record == HAND:
        hand_referral(**given, **form.cleaned_data)
    else:
        reopen_referral(**given, revision=revision, **form.cleaned_data)
