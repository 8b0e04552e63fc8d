"""The form of a clinical lead's decision on the rule set."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake.forms.layout import bare_helper
from intake.forms.long_text import LongText
from intake.roles import CLINICAL_LEAD
from intake.views.desk.patient_form import DatePartsField

APPROVE, WITHDRAW = "approve", "withdraw"
LONGEST_AGO = datetime.timedelta(days=366)


class ApprovalForm(forms.Form):
    helper = bare_helper()
    decision = forms.ChoiceField(
        label="Your decision",
        choices=(
            (APPROVE, "Approved for use at this site"),
            (WITHDRAW, "No approval, or the approval is withdrawn"),
        ),
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="Your name", max_length=150)
    role = forms.CharField(label="Your role", max_length=100)
    decided_on = DatePartsField(label="Date of the decision")
    remarks = LongText(
        max_length=4000,
        required=False,
        rows=4,
        help_text="Conditions, or what was agreed on the list above. Needed where there is none.",
    )
    reviewed = forms.BooleanField(
        label="I have reviewed this rule set, its sources and what still needs confirming", required=False
    )
    # "new-password": the browser must not fill in a password it has kept, for whoever sits there.
    password = forms.CharField(
        label="Your password again",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, posted: Any = None) -> None:
        initial = {
            "name": user.get_full_name(),
            "role": CLINICAL_LEAD,
            "decided_on": timezone.localdate(),
        }
        super().__init__(posted, initial=initial)
        self.user = user

    def clean_decided_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise ValidationError("The date lies in the future.")
        if day < timezone.localdate() - LONGEST_AGO:
            raise ValidationError("The date lies more than a year ago. A rule set is reviewed at least once a year.")
        return day

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise ValidationError("That password is not right.")
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == APPROVE and not cleaned.get("reviewed"):
            self.add_error("reviewed", "Tick this once you have reviewed them: an approval rests on it.")
        if cleaned.get("decision") == WITHDRAW and "remarks" in cleaned and not cleaned["remarks"]:
            self.add_error("remarks", "Say why it is not approved.")
        return cleaned
