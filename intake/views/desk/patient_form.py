"""The person's details."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from intake.forms.layout import bare_helper
from intake.models import Patient
from intake.models.patient import OLDEST, RECORD_NUMBER_TAKEN


class DatePartsWidget(forms.MultiWidget):
    """Day, month and year as three short fields, which people type faster than they pick a date."""

    template_name = "intake/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self) -> None:
        sizes = {"day": 2, "month": 2, "year": 4}
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(
                attrs={"inputmode": "numeric", "maxlength": size, "size": size, "autocomplete": "off"}
            )
            for part, size in sizes.items()
        }
        super().__init__(parts)

    def decompress(self, value: datetime.date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0"


class DatePartsField(forms.MultiValueField):
    """A date as three short fields, from which it comes as one."""

    widget = DatePartsWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = tuple(forms.CharField(required=False) for _ in range(3))
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> datetime.date | None:
        if not any(data_list):
            return None
        if not re.fullmatch(r"[0-9]{1,2} [0-9]{1,2} [0-9]{4}", " ".join(data_list)):
            raise ValidationError("Write the date as day, month and year in numbers, such as 18 4 1968.")
        day, month, year = map(int, data_list)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise ValidationError("There is no such date. Check day and month.") from None


class BirthDateField(DatePartsField):
    def compress(self, data_list: list[str]) -> datetime.date | None:
        date = super().compress(data_list)
        today = timezone.localdate()
        if date is None:
            return None
        if date > today:
            raise ValidationError("The date of birth lies in the future.")
        if today.year - date.year > OLDEST:
            raise ValidationError(f"The date of birth is more than {OLDEST} years ago.")
        return date


def detail_text(patient: Patient, field: str) -> str:
    """A detail in words; empty where it is not given."""
    value = getattr(patient, field)
    if isinstance(value, datetime.date):
        return date_format(value, "j M Y")
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return patient.get_sex_at_birth_display() if field == "sex_at_birth" else value or ""


class PatientForm(forms.ModelForm):  # type: ignore[type-arg]
    helper = bare_helper()
    date_of_birth = BirthDateField(
        required=False, help_text="Without it no age-dependent result is worked out: leave it empty only if unknown."
    )
    sex_at_birth = forms.ChoiceField(
        label="Sex recorded at birth", choices=(("", "Not recorded"), *Patient.SexAtBirth.choices), required=False
    )
    interpreter_needed = forms.TypedChoiceField(
        choices=(("", "Not known"), ("True", "Yes"), ("False", "No")),
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )

    class Meta:
        model = Patient
        fields = [
            "record_number",
            "family_name",
            "given_name",
            "date_of_birth",
            "sex_at_birth",
            "phone",
            "preferred_language",
            "interpreter_needed",
        ]
        widgets = {
            field: forms.TextInput(attrs={"autocomplete": "off"})
            for field in ("record_number", "family_name", "given_name", "phone", "preferred_language")
        }

    def clean_record_number(self) -> str:
        """The constraint says the same, but not beside the field, and not who has it."""
        number: str = self.cleaned_data["record_number"]
        if Patient.objects.filter(record_number__iexact=number).exclude(pk=self.instance.pk).exists():
            raise ValidationError(RECORD_NUMBER_TAKEN)
        return number

    def as_typed(self) -> Patient:
        """The person as typed, as far as it can be read; stored nowhere."""
        number = str(self["record_number"].value() or "")
        return Patient(**self.cleaned_data | {"pk": self.instance.pk, "record_number": number.strip()})
