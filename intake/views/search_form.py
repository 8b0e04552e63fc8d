"""The one field in which a person is searched for, at the front desk and in the queue. It is sent by POST."""

from __future__ import annotations

import contextlib
import datetime
from typing import Any

from django import forms
from django.utils import timezone

from intake.models.search_term import bare
from intake.stored.people_search import DATE, Found, day_first, find_people

_WHOLE_PHONE = 9
"""Digits: less than that is taken for a record number, when somebody new is registered."""


class SearchForm(forms.Form):
    person = forms.CharField(
        label="Name, record number, phone or year of birth",
        max_length=150,
        error_messages={"required": "Write a name, a record number, a phone number or a year of birth."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control", "spellcheck": "false"}),
    )

    def found(self) -> Found:
        return find_people(self.cleaned_data["person"])

    def details(self) -> dict[str, Any]:
        """What was typed as a new person's details, as far as it can be told apart; the form that follows shows it."""
        text = day_first(self.cleaned_data.get("person", ""))
        details: dict[str, Any] = {}
        if date := DATE.search(text):
            text = text.replace(date[0], " ")
            with contextlib.suppress(ValueError):  # no such day: it is asked for again
                details["date_of_birth"] = datetime.date(int(date["year"]), int(date["month"]), int(date["day"]))
        digits = bare(text)
        if digits.isdecimal() and (len(digits) >= _WHOLE_PHONE or text.lstrip().startswith(("+", "0"))):
            return details | {"phone": text.strip()}
        with_digits = {word for word in text.split() if any(map(str.isdecimal, word))}
        if numbers := [word for word in text.split() if word in with_digits and not _is_year_of_birth(word)]:
            details["record_number"] = numbers[0]
        family, comma, given = text.partition(",")
        names = [word for word in (family if comma else text).split() if word not in with_digits]
        if comma:
            return details | {"family_name": " ".join(names), "given_name": given.strip()}
        return details | {"family_name": " ".join(names[-1:]), "given_name": " ".join(names[:-1])}


def _is_year_of_birth(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1900 <= int(word) <= timezone.localdate().year
