"""The form of a clinical lead's decision on the rule set."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from intake.forms.layout import bare_helper
from intake.forms.long_text import LongText
from intake.roles import CLINICAL_LEAD
from intake.views.access import StaffRequest
from intake.views.desk.patient_form import DatePartsField
from intake.views.password_check import CODE_LABEL, Checked, check_own_password

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

    checked = Checked(None)
    """The password, once it was looked at: ``checked.on`` tells whoever has to wait."""

    def __init__(self, request: StaffRequest, posted: Any = None) -> None:
        initial = {
            "name": request.user.get_full_name(),
            "role": CLINICAL_LEAD,
            "decided_on": timezone.localdate(),
        }
        super().__init__(posted, initial=initial)
        self.request = request
        if not request.user.has_usable_password():
            self.fields["password"].label = CODE_LABEL

    def clean_decided_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise ValidationError("The date lies in the future.")
        if day < timezone.localdate() - LONGEST_AGO:
            raise ValidationError("The date lies more than a year ago. A rule set is reviewed at least once a year.")
        return day

    def clean(self) -> dict[str, Any]:
        """The password last: it is not looked at while anything else is wrong."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == APPROVE and not cleaned.get("reviewed"):
            self.add_error("reviewed", "Tick this once you have reviewed them: an approval rests on it.")
        if cleaned.get("decision") == WITHDRAW and "remarks" in cleaned and not cleaned["remarks"]:
            self.add_error("remarks", "Say why it is not approved.")
        if not self.errors:
            self.checked = check_own_password(self.request, cleaned["password"])
            if self.checked.user is None:
                self.add_error("password", self.checked.words)
        return cleaned
