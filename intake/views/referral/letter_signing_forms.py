"""What a clinician types to sign a letter, or to amend one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from intake.models import ClinicProfile, Patient, StaffMember
from intake.stored.referrals.printed import Signer
from intake.views.review.signing_forms import ClinicianForm, password_field, printed_name, usual_role


def usual_signer(user: User) -> Signer:
    """As the account says."""
    known = StaffMember.of(user)
    return Signer(printed_name(user), known.job_title or usual_role(user), known.registration_number)


def missing_of(patient: Patient) -> list[str]:
    """What a letter prints, and neither the record of the person nor the clinic's own has."""
    wanted = {
        "birth date": patient.date_of_birth or patient.birth_estimate,
        "sex": patient.sex_at_birth,
        "address": patient.address,
        "phone number": patient.phone,
        "phone number of the clinic": ClinicProfile.load().phone,
    }
    return [name for name, value in wanted.items() if not value]


class SignLetterForm(ClinicianForm):
    """Role and registration number, as printed. What is not recorded is printed as such, once somebody says so."""

    registration_number = forms.CharField(label="Your registration number, as printed", max_length=30, required=False)
    not_recorded = forms.BooleanField(label="Sign all the same: it is printed as “not recorded”", required=False)
    password = password_field()

    def __init__(self, request: HttpRequest, missing: Sequence[str], posted: Any = None) -> None:
        super().__init__(request, posted)
        usual = usual_signer(request.user)  # type: ignore[arg-type]
        self.initial.update(role=usual.role, registration_number=usual.registration_number)
        number = posted.get("registration_number", "") if posted is not None else usual.registration_number
        self.missing = [*missing, *([] if number.strip() else ["registration number"])]
        self.order_fields(["role", "registration_number", "not_recorded", "password"])

    def clean(self) -> dict[str, Any]:
        if self.missing and not self.cleaned_data.get("not_recorded"):
            self.add_error("not_recorded", f"Not recorded: {', '.join(self.missing)}. Add it, or tick this.")
        return super().clean()

    @property
    def signature(self) -> dict[str, Any]:
        return {**self.signer, "registration_number": self.cleaned_data["registration_number"]}

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        """The tick only where something is missing."""
        names = ("role", "registration_number", *(["not_recorded"] if self.missing else []), "password")
        return [self[name] for name in names]
