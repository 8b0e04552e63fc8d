"""What the privacy officer asks for."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User

from intake.models import Patient, SearchTerm
from intake.models.search_term import record_term

UNKNOWN = "Nobody has this record number."
SEVERAL = "Several records have a number like this. Please write it exactly as it is on record."


class PersonForm(forms.Form):
    """By record number and nothing else: a privacy officer looks for nobody by name."""

    record_number = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Please type a record number."},
    )
    patient: Patient

    def clean_record_number(self) -> str:
        typed: str = self.cleaned_data["record_number"]
        terms = SearchTerm.objects.filter(term=record_term(typed)).select_related("patient__merged_into__merged_into")
        found = {term.patient.record_number: term.patient for term in terms}
        if typed not in found and len(found) != 1:
            raise forms.ValidationError(SEVERAL if found else UNKNOWN)
        self.patient = found.get(typed, next(iter(found.values()))).record_in_use
        return typed


class Users(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, user: Any) -> str:
        name = user.get_full_name()
        return f"{name} ({user.username})" if name else user.username


class UserForm(forms.Form):
    user = Users(
        User.objects.order_by("last_name", "first_name", "username"),
        label="User",
        empty_label="Choose",
        error_messages={"required": "Please choose somebody."},
    )


class DaysForm(forms.Form):
    """Both are optional: without them, all there is."""

    first = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", "This day is before the first.")
        return given

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """What can be read of them."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return given.get("first"), given.get("last")
