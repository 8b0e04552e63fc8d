"""The forms in which it is recorded what happened to a referral: a change of its state, and what else there is."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone

from intake.forms.long_text import LongText
from intake.models import Referral, ReferralEvent, Service
from intake.models.referral_details import LONGEST, MAY_TELL
from intake.models.referral_limits import Urgency
from intake.models.referral_reasons import OTHER, REASONS, REOPENED
from intake.models.referral_states import Change, ReferralState
from intake.roles import CLINICIAN
from intake.views.review.signing_forms import printed_name

S = ReferralState
CONTACT, NOTE, HAND, REOPEN = "contact", "note", "hand", "reopen"
TITLES = {
    S.SENT: "Sent",
    S.RECEIVED: "Received by the service",
    S.NEEDS_INFO: "More information asked for",
    S.ACCEPTED: "Accepted by the service",
    S.BOOKED: "Appointment booked",
    S.NOT_ATTENDED: "Not attended",
    S.APPOINTMENT_CANCELLED: "Appointment cancelled",
    S.SEEN: "Seen by the service",
    S.REPORT_BACK: "Report received",
    S.DECLINED: "Declined by the service",
    S.REDIRECTED: "Sent on to another service",
    S.CLOSED: "Close",
    S.CANCELLED: "Cancel the referral",
    S.ENTERED_IN_ERROR: "Entered in error",
}
BY_SOME_WAY = (S.SENT, S.RECEIVED, S.ACCEPTED, S.NEEDS_INFO, S.DECLINED, S.REDIRECTED, S.BOOKED, S.REPORT_BACK)
"""What was told to the clinic, or by it: asked is how."""
FIRST_YEAR, LAST_YEAR = 1900, 2999
RARE = (S.CANCELLED, S.ENTERED_IN_ERROR)
"""Offered last, folded."""


def _in_our_time(given: datetime.date) -> None:
    """A slip of the key makes a year to which no days can be added."""
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise forms.ValidationError("Please check the year.")


def local_moment(label: str, **options: Any) -> forms.DateTimeField:
    """A day and a time as the browser asks for them; typed as ``2026-12-03 14:30`` where it does not."""
    widget = forms.DateTimeInput({"type": "datetime-local", "class": "form-control"}, format="%Y-%m-%dT%H:%M")
    said = "Write day and time, such as 2026-12-03 14:30."
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
    messages = {"invalid": said, "required": said}
    given: dict[str, Any] = {"error_messages": messages, "validators": [_in_our_time], **options}
    return forms.DateTimeField(label=label, widget=widget, input_formats=formats, **given)


def local_day(label: str, **options: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date", "class": "form-control"}, format="%Y-%m-%d")
    said = "Write the day, such as 2026-12-03."
    messages = {"invalid": said, "required": said}
    return forms.DateField(label=label, widget=widget, error_messages=messages, validators=[_in_our_time], **options)


def _picked(label: str, choices: Any, **options: Any) -> forms.ChoiceField:
    widget = forms.Select({"class": "form-select"})
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], widget=widget, **options)


BY_PHONE = "Now: by phone, with the name of who took it."
AS_CLINICIAN = "A clinician records it where the service is a confidential one."
READ_AT_DESK = "The front desk reads this: a place that does not tell which service it is."
AFTER_CONTACT = "After an attempt to contact the person, which is recorded first."


class RecordForm(forms.Form):
    """Anything that happened: when, and in a few words."""

    title = ""
    """Of its fold."""
    hint = ""
    is_next = False
    """It may be what comes next."""
    happened_at = local_moment("When it happened")
    words = LongText(label="In a few words", max_length=LONGEST["words"], rows=2, required=False)

    def __init__(self, record: str, referral: Referral, posted: Any = None) -> None:
        self.record = record
        mine = posted if posted is not None and posted.get("record") == record else None
        super().__init__(mine, auto_id=f"id_{record}_%s", initial={"happened_at": timezone.localtime()})
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")

    def clean(self) -> dict[str, Any]:
        """Another reason than those of the list is said in words."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") == OTHER and not cleaned.get("words"):
            self.add_error("words", "Say the reason in a few words.")
        return cleaned


class ChangeForm(RecordForm):
    """A change of state, with what belongs to it and nothing else."""

    reason = _picked("Reason", (), error_messages={"required": "Choose a reason."})
    channel = _picked("How", ReferralEvent.Channel.choices, required=False)
    confirmation = forms.CharField(
        label="Their number, or who took it", max_length=LONGEST["confirmation"], required=False
    )
    service = _picked("To which service", ())
    appointment_at = local_moment("Appointment")
    appointment_where = forms.CharField(label="Where", max_length=LONGEST["appointment_where"], required=False)
    report = LongText(label="What came: a letter of which day, how many pages", max_length=LONGEST["report"], rows=2)
    question_answered = _picked(
        "Was the question answered?",
        ReferralEvent.Answered.choices,
        error_messages={"required": "Say whether the question was answered."},
    )
    advice = LongText(
        label="What they advise, and what is done about it", max_length=LONGEST["advice"], rows=3, required=False
    )
    told_on = local_day("The person was told on")

    def __init__(self, change: Change, referral: Referral, roles: Collection[str], posted: Any = None) -> None:
        self.change, self.title = change, TITLES[change.to]
        by_phone = change.to == S.SENT and referral.urgency == Urgency.NOW
        self.hint = BY_PHONE if by_phone else AFTER_CONTACT if change.contact else ""
        self.is_next = change.to not in RARE and not change.contact
        super().__init__(f"to-{change.to}", referral, posted)
        reasons = REASONS.get(change.to, {})
        # Of what was declined no report came.
        declined = change.to == S.CLOSED and referral.state == S.DECLINED
        specific = ("told_on",) if declined else MAY_TELL.get(change.to, ())
        way = ["channel"] if change.to in BY_SOME_WAY else []
        asked = (*(["reason"] if change.reason and reasons else []), "happened_at", *way, *specific, "words")
        self.fields = {name: self.fields[name] for name in asked}
        if "reason" in asked:
            self.fields["reason"].choices = [("", "—"), *reasons.items()]  # type: ignore[attr-defined]
        if "service" in asked:
            others = Service.objects.filter(active=True).exclude(pk=referral.service_id)
            if CLINICIAN not in roles:  # who cannot tell confidential services apart
                others = others.filter(confidential=False)
                self.fields["service"].help_text = AS_CLINICIAN
            self.fields["service"].choices = [("", "—"), *((each.pk, each.name) for each in others)]  # type: ignore[attr-defined]
        if "appointment_where" in asked and referral.service.confidential and CLINICIAN in roles:
            self.fields["appointment_where"].help_text = READ_AT_DESK
        if declined:  # they need not have been told of a question that nobody answered
            self.fields["told_on"].required = False
        if change.to == S.SENT:
            self.fields["channel"].required = True
            self.fields["channel"].error_messages["required"] = "Say how it was sent."
            self.fields["confirmation"].required = by_phone
            self.fields["confirmation"].error_messages["required"] = "Say who took it."

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes; what belongs to this kind of change as JSON."""
        cleaned = dict(self.cleaned_data)
        common = {name: cleaned.pop(name, "") for name in ("happened_at", "channel", "reason", "words")}
        details = {name: _as_json(value) for name, value in cleaned.items() if value not in (None, "")}
        return {**common, "to": self.change.to, "details": details}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


class ContactForm(RecordForm):
    """An attempt to reach the person."""

    title = "Attempt to contact the person"
    channel = _picked("How", ReferralEvent.Channel.choices, error_messages={"required": "Say how it was tried."})
    reached = _picked(
        "Was the person reached?",
        ReferralEvent.Reached.choices,
        error_messages={"required": "Say whether the person was reached."},
    )
    field_order = ("happened_at", "channel", "reached", "words")


class NoteForm(RecordForm):
    """Something to know, whenever it was."""

    title = "Note"
    words = LongText(label="Note", max_length=LONGEST["words"], rows=3, error_messages={"required": "Write the note."})
    field_order: tuple[str, ...] = ("words",)

    def __init__(self, record: str, referral: Referral, posted: Any = None) -> None:
        super().__init__(record, referral, posted)
        del self.fields["happened_at"]


class HandForm(NoteForm):
    """To a colleague, who decides whatever is to be decided of it from then on."""

    title = "Hand to a colleague"
    to = _picked("To", (), error_messages={"required": "Choose a colleague."})

    def __init__(self, record: str, referral: Referral, posted: Any = None) -> None:
        super().__init__(record, referral, posted)
        del self.fields["words"]
        others = User.objects.filter(is_active=True, groups__name=CLINICIAN).exclude(pk=referral.referrer_id)
        self.colleagues = {str(user.pk): user for user in others.order_by("last_name", "username")}
        names = [(key, printed_name(user)) for key, user in self.colleagues.items()]
        self.fields["to"].choices = [("", "—"), *names]  # type: ignore[attr-defined]

    def clean_to(self) -> User:
        return self.colleagues[self.cleaned_data["to"]]


class ReopenForm(NoteForm):
    """What was closed or cancelled goes on."""

    title = "Open again"
    reason = _picked("Reason", REOPENED.items(), error_messages={"required": "Choose a reason."})
    words = LongText(label="In a few words", max_length=LONGEST["words"], rows=2, required=False)
    field_order = ("reason", "words")
