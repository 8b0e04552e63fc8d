"""The person's details."""

from __future__ import annotations

import datetime
import re
from itertools import chain
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from intake.forms.layout import bare_helper
from intake.models import Patient
from intake.models.birth import GIVE_OR_TAKE, OLDEST, Estimate, Precision, about_age, about_year, in_month, in_year
from intake.models.patient import RECORD_NUMBER_TAKEN
from intake.views.desk.meanwhile import MeanwhileForm


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

    def decompress(self, value: datetime.date | Estimate | None) -> list[str]:
        if isinstance(value, Estimate):
            month = str(value.first.month) if value.precision == Precision.MONTH else ""
            return ["", month, str(value.first.year)]
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_0"


class DatePartsField(forms.MultiValueField):
    """A date as three short fields, from which it comes as one."""

    widget = DatePartsWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = tuple(forms.CharField(required=False) for _ in range(3))
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> Any:
        if not any(data_list):
            return None
        if not re.fullmatch(r"[0-9]{1,2} [0-9]{1,2} [0-9]{4}", " ".join(data_list)):
            raise ValidationError("Write the date as day, month and year in numbers, such as 18 4 1968.")
        day, month, year = map(int, data_list)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise ValidationError("There is no such date. Check day and month.") from None


class PastDateField(DatePartsField):
    def compress(self, data_list: list[str]) -> datetime.date | None:
        date: datetime.date | None = super().compress(data_list)
        if date and date > timezone.localdate():
            raise ValidationError("This date lies in the future.")
        return date


class BirthDateField(DatePartsField):
    """A date; or an ``Estimate`` where the day is left empty, or day and month are."""

    def compress(self, data_list: list[str]) -> Any:
        born = self._read(data_list)
        if born is None:
            return None
        first, today = born.first if isinstance(born, Estimate) else born, timezone.localdate()
        if first > today:
            raise ValidationError("The date of birth lies in the future.")
        if today.year - first.year > OLDEST:
            raise ValidationError(f"The date of birth is more than {OLDEST} years ago.")
        return born

    def _read(self, data_list: list[str]) -> Any:
        day, month, year = data_list or ["", "", ""]
        if day or not re.fullmatch("[0-9]{4}", year) or not re.fullmatch("[0-9]{0,2}", month):
            return super().compress(data_list)
        try:
            return in_month(int(year), int(month)) if month else in_year(int(year))
        except ValueError:
            raise ValidationError("There is no such month or year.") from None


class AboutField(forms.CharField):
    """An age or a year that is guessed, as an ``Estimate``."""

    def clean(self, value: Any) -> Estimate | None:
        text = super().clean(value)
        if not text:
            return None
        today, told = timezone.localdate(), _ABOUT.fullmatch(text)
        number = int(told[1]) if told else -1
        if 0 <= number <= OLDEST:
            return about_age(number, today)
        if today.year - OLDEST <= number <= today.year:
            return about_year(number)
        raise ValidationError("Write an age or a year, such as about 70 or about 1956.")


_ABOUT = re.compile(
    r"(?:born )?(?:about|around|ca\.?|approx\.?|approximately|~)? *([0-9]{1,4})(?: *(?:y|years)(?: old)?)?", re.I
)


def _choice(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=(("", "Not known"), ("True", "Yes"), ("False", "No")),
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )


def detail_text(patient: Patient, field: str) -> str:
    """A detail in words; empty where it is not given."""
    if field == "date_of_birth":
        return patient.birth_text if patient.born_from else ""
    value = getattr(patient, field)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        return date_format(value, "j M Y")
    return patient.get_sex_at_birth_display() if field == "sex_at_birth" else value or ""


COMPARED = (
    "record_number",
    "family_name",
    "given_name",
    "date_of_birth",
    "sex_at_birth",
    "phone",
    "preferred_language",
    "interpreter_needed",
)
"""What stands side by side where two people may be one; and first on the form, before its button."""
_CONSENT = ("may_phone", "may_message", "may_write")
_FOLDED = {
    "If the birth date is not known": ("born_about",),
    "Address and contact": ("address", "second_phone", "safe_contact"),
    "GP": ("gp_name", "gp_practice", "gp_phone", "gp_address"),
    "Next of kin or emergency contact": ("contact_name", "contact_relation", "contact_phone"),
    "Consent to contact": (*_CONSENT, "consent_asked_on"),
}
"""What nobody has to be asked at once, below the button."""
_LINES = ("address", "gp_address", "safe_contact")
"""Fields of several lines."""


class Group(NamedTuple):
    title: str
    fields: list[forms.BoundField]


class PatientForm(MeanwhileForm):
    """Of somebody on record it changes only what was changed on its page."""

    helper = bare_helper()
    date_of_birth = BirthDateField(
        required=False,
        help_text="Only the year known: leave day and month empty. Without any of it, nothing that depends on age is "
        "worked out.",
    )
    sex_at_birth = forms.ChoiceField(
        label="Sex recorded at birth", choices=(("", "Not recorded"), *Patient.SexAtBirth.choices), required=False
    )
    interpreter_needed = _choice("Interpreter needed")
    born_about = AboutField(
        label="About how old, or born about when?",
        max_length=40,
        required=False,
        help_text=f"Such as “about 70” or “about 1956”. It counts as {GIVE_OR_TAKE} years more or less, and is marked "
        "so everywhere.",
    )
    may_phone = _choice("May we phone?")
    may_message = _choice("May we send a text message?")
    may_write = _choice("May we send a letter?")
    consent_asked_on = PastDateField(
        label="Asked on", required=False, help_text="Left empty, today, once one of the three is answered."
    )

    class Meta:
        model = Patient
        fields = [name for name in (*COMPARED, *chain(*_FOLDED.values())) if name != "born_about"]
        widgets = {
            name: forms.Textarea(attrs={"rows": 2, "autocomplete": "off"})
            if name in _LINES
            else forms.TextInput(attrs={"autocomplete": "off"})
            for name in fields
            if name not in ("date_of_birth", "sex_at_birth", "interpreter_needed", *_CONSENT, "consent_asked_on")
        }
        labels = {
            "gp_name": "Name of the GP",
            "gp_practice": "Practice",
            "gp_phone": "Phone of the practice",
            "gp_address": "Address of the practice",
            "contact_name": "Name",
            "contact_relation": "Who they are to the person",
            "contact_phone": "Phone",
            "safe_contact": "How to contact them safely",
        }
        help_texts = {
            "contact_relation": "Such as daughter, neighbour, partner.",
            "safe_contact": "Such as “only in the morning”, “no messages on the answering machine”.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if estimate := self.instance.estimate:
            about = estimate.precision == Precision.ABOUT
            self.initial["born_about" if about else "date_of_birth"] = estimate.text if about else estimate
        if self.instance.registered_at:
            on_record = {name: detail_text(self.instance, name) for name in self.Meta.fields}
            self.open(on_record=on_record, told_with={"born_about": "date_of_birth"})
        if self.errors:
            wrong = next((name for name in self.fields if name in self.errors), "")
            self._focus_on(wrong)

    def _focus_on(self, name: str) -> None:
        """The first field that is wrong, wherever it stands, comes into view."""
        if name:
            widget = self.fields[name].widget
            first = widget.widgets[0] if isinstance(widget, forms.MultiWidget) else widget
            first.attrs["autofocus"] = True

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in COMPARED]

    @property
    def groups(self) -> list[Group]:
        return [Group(title, [self[name] for name in names]) for title, names in _FOLDED.items()]

    @property
    def is_unfolded(self) -> bool:
        """Something of it is known, or wrong."""
        names = chain(*_FOLDED.values())
        return any(name in self.errors or detail_given(self[name].value()) for name in names)

    def clean_record_number(self) -> str:
        """The constraint says the same, but not beside the field, and not who has it."""
        number: str = self.cleaned_data["record_number"]
        if Patient.objects.with_number(number).exclude(pk=self.instance.pk).exists():
            raise ValidationError(RECORD_NUMBER_TAKEN)
        return number

    def clean(self) -> dict[str, Any]:
        """The estimate goes to the person beside the date, which then is not known."""
        cleaned: dict[str, Any] = super().clean() or {}
        born, about = cleaned.get("date_of_birth"), cleaned.pop("born_about", None)
        if born and about:
            self.add_error("born_about", "A date of birth stands above. Please clear one of the two.")
        if about and "born_about" not in self.changed_data:
            about = self.instance.estimate  # as it was told then
        cleaned["date_of_birth"] = None if isinstance(born, Estimate) else born
        self.instance.estimate = born if isinstance(born, Estimate) else about if not born else None
        answered = [name for name in _CONSENT if cleaned.get(name) is not None]
        if answered and cleaned.get("consent_asked_on") is None and "consent_asked_on" not in self.errors:
            cleaned["consent_asked_on"] = timezone.localdate()
        return cleaned

    def as_typed(self) -> Patient:
        """The person as typed, as far as it can be read; stored nowhere."""
        number = str(self["record_number"].value() or "")
        typed = Patient(**self.cleaned_data | {"pk": self.instance.pk, "record_number": number.strip()})
        typed.estimate = self.instance.estimate
        return typed


def detail_given(value: Any) -> bool:
    return any(value) if isinstance(value, list) else value not in (None, "")
