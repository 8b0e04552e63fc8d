"""Anybody who holds a signed document can ask whether it is genuine, and learns nothing else."""

from __future__ import annotations

import re

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from intake.models import document_id
from intake.stored.verification import verify
from intake.views.access import roles_of


class CheckForm(forms.Form):
    document = forms.CharField(label="Document number", max_length=40)
    sha256 = forms.CharField(label="SHA-256 of the file", max_length=100)

    def clean_document(self) -> str:
        read = document_id.read(self.cleaned_data["document"])
        if read is None:
            raise forms.ValidationError("This is no document number. It stands at the foot of each page.")
        return read

    def clean_sha256(self) -> str:
        bare = re.sub(r"\s", "", self.cleaned_data["sha256"]).lower()
        if not re.fullmatch("[0-9a-f]{64}", bare):
            raise forms.ValidationError("A SHA-256 has 64 characters, each 0 to 9 or a to f.")
        return bare


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_document(request: HttpRequest) -> HttpResponse:
    """For everybody. By POST, so that neither number nor hash stands in an address or a log."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    verdict = verify(form.cleaned_data["document"], form.cleaned_data["sha256"]) if form.is_valid() else None
    request.roles = roles_of(request.user)  # type: ignore[attr-defined]
    frame = "intake/base.html" if request.user.is_authenticated else "base.html"
    context = {"form": form, "verdict": verdict, "frame": frame}
    return render(request, "intake/check_document.html", context, status=422 if form.errors else 200)


check_document.audience, check_document.reads = ("everybody",), None  # type: ignore[attr-defined]
