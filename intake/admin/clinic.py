"""The clinic profile: one page, with the logo that is printed."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from intake.actions.clinic import save_clinic
from intake.models import ClinicProfile
from intake.views.access import takes_files

from .logo_file import LARGEST_FILE, PictureError, printable_png

LARGEST_FORM = LARGEST_FILE + 1024 * 1024
"""Bytes of the picture, and of all else on the page."""


class ClinicProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    new_logo = forms.FileField(
        required=False,
        help_text="PNG or JPEG, up to 2 MB. Printed at the head of every document from now on, about 4 cm wide; what "
        "is signed keeps the letterhead it was signed with.",
        widget=forms.FileInput({"accept": "image/png, image/jpeg"}),
    )
    remove_logo = forms.BooleanField(required=False, label="Print no logo from now on")

    def clean_new_logo(self) -> bytes | None:
        """The picture as it will be printed."""
        file: UploadedFile | None = self.cleaned_data["new_logo"]
        if file is None:
            return None
        try:
            return printable_png(file)
        except PictureError as error:
            raise forms.ValidationError(str(error)) from error


class ClinicProfileAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ClinicProfileForm
    change_form_template = "admin/clinic/change.html"
    readonly_fields = ["time_zone"]
    fieldsets = [
        ("Letterhead", {"fields": ["name", "address", "phone", "email", "new_logo", "remove_logo", "paper"]}),
        ("Where and when", {"fields": ["region", "own_contacts", "time_zone"]}),
        ("What people read", {"fields": ["emergency_text", "safety_text", "crisis_text"]}),
        ("Alerts", {"fields": ["alert_outcomes", "alert_minutes", "alert_mail"]}),
        ("Queue", {"fields": ["urgent_days", "routine_days"]}),
        ("Referrals", {"fields": ["working_days", "closing_days", "referral_limits"]}),
        ("Rules", {"fields": ["phq2_step_up", "audit_drink_g", "audit_cut"]}),
    ]

    @admin.display(description="time zone")
    def time_zone(self, clinic: ClinicProfile) -> str:
        return (
            f"{settings.TIME_ZONE}. Every time on screen, paper and in mails is this one. Whoever runs the server sets "
            "it, as CLINIC_TIME_ZONE."
        )

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        clinic: ClinicProfile | None = context.get("original")
        if clinic and clinic.logo:
            context["logo"] = b64encode(clinic.logo.png).decode("ascii")
        return super().render_change_form(request, context, *args, **kwargs)

    @takes_files(LARGEST_FORM)
    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().add_view(request, *args, **kwargs)

    @takes_files(LARGEST_FORM)
    def change_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().change_view(request, *args, **kwargs)

    def save_model(self, request: Any, obj: ClinicProfile, form: Any, change: bool) -> None:
        chosen = form.cleaned_data
        save_clinic(actor=request.user, clinic=obj, logo=b"" if chosen["remove_logo"] else chosen["new_logo"])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not ClinicProfile.objects.exists() and super().has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
