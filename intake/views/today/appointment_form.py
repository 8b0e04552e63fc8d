"""An appointment entered by hand."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake.forms.layout import bare_helper
from intake.models import Appointment
from intake.models.birth import Estimate
from intake.stored.expected import find_person
from intake.views.desk.meanwhile import OPENED, MeanwhileForm, held
from intake.views.desk.patient_form import BirthDateField, DatePartsField

PERSON = ("record_number", "family_name", "given_name", "date_of_birth")
LONGEST_AHEAD = datetime.timedelta(days=366)
_LINKED = (
    "Somebody linked this to a person of the register while the page was open: please look above, then save again."
)
_NOT_LINKED = "Somebody found that this is not the person it was linked to, while the page was open. Please look again."
_NO_TIME = "Write the time in hours and minutes, such as 09:30."


class KnownBirthDateField(BirthDateField):
    """The whole date, or nothing: a list of who is expected keeps no estimate."""

    def compress(self, data_list: list[str]) -> datetime.date | None:
        born = super().compress(data_list)
        if isinstance(born, Estimate):
            raise ValidationError("Write day, month and year, or leave all three empty.")
        known: datetime.date | None = born
        return known


class AppointmentForm(MeanwhileForm):
    """Of a person in the register it asks only when and with whom. Of a stored one it changes what its page changed."""

    helper = bare_helper()
    record_number = forms.CharField(
        required=False, max_length=40, help_text="If they have one: with the name it finds the person in the register."
    )
    date_of_birth = KnownBirthDateField(required=False)
    day = DatePartsField(error_messages={"required": "Write the day."})
    time = forms.TimeField(
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "text", "placeholder": "09:30"}),
        error_messages={"required": _NO_TIME, "invalid": _NO_TIME},
    )

    class Meta:
        model = Appointment
        fields = [*PERSON, "day", "time", "with_whom", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = not self.instance._state.adding
        # What was typed of a person who was linked meanwhile is kept.
        asked = "family_name" in self.data if stored and self.is_bound else not self.instance.patient_id
        if not asked:
            for name in PERSON:
                del self.fields[name]
        else:
            self.fields["family_name"].required = True
        for field in self.fields.values():
            field.widget.attrs |= {"autocomplete": "off"}
        if stored:
            self._open_stored()
        elif not self.is_bound:
            self.fields["time" if self.instance.patient else "record_number"].widget.attrs["autofocus"] = True

    def _open_stored(self) -> None:
        linked = str(self.instance.patient_id or "")
        self.open(on_record={name: " ".join(filter(None, held([self[name]]).values())) for name in self.fields})
        if self.data.get(f"{OPENED}patient", linked) != linked:
            self.is_stale = True
            self.add_error(None, _LINKED if linked else _NOT_LINKED)
        self.opened["patient"] = linked

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        today = timezone.localdate()
        if day < today and day != self.instance.day:
            raise ValidationError("This day is past.")
        if day > today + LONGEST_AHEAD:
            raise ValidationError("This day is more than a year ahead.")
        return day

    def clean(self) -> dict[str, Any]:
        """Who is meant. The number of somebody with another name or birth date is refused."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and "record_number" in self.fields and not self.instance.patient_id:
            meant = Appointment(**{name: cleaned[name] for name in PERSON})
            if wrong := find_person(meant):
                self.add_error("record_number", wrong)
            self.instance.patient = meant.patient
        return cleaned
