"""The day and the file of a list of appointments."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake.forms.appointment_list import read_list
from intake.forms.csv_file import BYTES_AT_MOST, FileError, decoded
from intake.views.desk.patient_form import DatePartsField
from intake.views.today.appointment_form import LONGEST_AHEAD


class ListForm(forms.Form):
    """The day and the file; or, when it is taken, the file's text as it was shown."""

    day = DatePartsField(label="The day of the list", error_messages={"required": "Write the day."})
    file = forms.FileField(required=False, label="CSV file", widget=forms.FileInput({"accept": ".csv,text/csv"}))
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if not timezone.localdate() <= day <= timezone.localdate() + LONGEST_AHEAD:
            raise ValidationError("The day has to be today or within a year from today.")
        return day

    def clean(self) -> None:
        """Adds ``text``, ``lines`` and whether the encoding is a guess."""
        data: dict[str, Any] = self.cleaned_data
        try:
            if data.get("file"):
                data["text"], data["guessed"] = decoded(data["file"].read(BYTES_AT_MOST + 1))
            elif not data.get("text") and "file" not in self.errors:
                raise FileError("Choose the file.")
            if data.get("text"):
                data["lines"] = read_list(data["text"], timezone.localdate())
        except FileError as wrong:
            self.add_error("file", str(wrong))
