"""Passkeys: asked for at the second step, added and removed. The browser's part is static/intake/passkey.js."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from intake import passkeys
from intake.actions.factors import add_passkey, remove_passkey
from intake.actions.refused import NotPossibleError
from intake.actions.second_factor import PASSKEY, TooManyTriesError, use_passkey
from intake.middleware.second_factor import CONFIRMED, confirm_change, mark_verified, must_verify
from intake.passkeys import RefusedPasskeyError, SitePasskeys
from intake.stored.factors import factors_of
from intake.views.access import StaffRequest, next_page, signed_in
from intake.views.account.second_step import TOO_MANY, asks_first, gave_factor

ASKED, OFFERED = "passkey_asked", "passkey_offered"
"""In the session: what the browser was asked, until it answers."""
REFUSED = "This passkey does not fit. Please try again, or use a code."
NOT_ADDED = "The passkey was not added. It may be here already; please try again."


class NameForm(forms.Form):
    name = forms.CharField(label="Name", max_length=64, required=False)


@require_POST
@signed_in
def ask(request: StaffRequest) -> HttpResponse:
    """What the browser has to ask the person's key to sign."""
    options, request.session[ASKED] = SitePasskeys(request).authenticate_begin(
        request.user, require_user_verification=False
    )
    return JsonResponse(options)


@require_POST
@signed_in
def answer(request: StaffRequest) -> HttpResponse:
    """The second step, or the question before a change of factors."""
    try:
        state = request.session.pop(ASKED)
        use_passkey(
            user=request.user, passkeys=SitePasskeys(request), state=state, answer=request.POST.get("answer", "")
        )
    except (KeyError, RefusedPasskeyError):
        return JsonResponse({"error": REFUSED}, status=422)
    except TooManyTriesError:
        return JsonResponse({"error": TOO_MANY}, status=429)
    if must_verify(request):
        mark_verified(request, PASSKEY)
        return JsonResponse({"next": next_page(request, "home")})
    confirm_change(request)
    return JsonResponse({"next": next_page(request, "factors")})


@require_POST
@signed_in
def offer(request: StaffRequest) -> HttpResponse:
    """What the browser has to make a key for."""
    if asks_first(request):
        return JsonResponse({"next": reverse("passkey-new")}, status=422)
    options, request.session[OFFERED] = SitePasskeys(request).register_begin(request.user)
    return JsonResponse(options)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: StaffRequest) -> HttpResponse:
    """Somebody's first factor leads on to their recovery codes."""
    first = asks_first(request)
    if request.method != "POST":
        frame = "base.html" if must_verify(request) else "intake/base.html"
        context = {"form": NameForm(), "frame": frame, "is_possible": passkeys.are_possible(request)}
        return first or render(request, "intake/second_factor/passkey.html", context)
    return JsonResponse({"next": reverse("passkey-new")}, status=422) if first else _add(request)


def _add(request: StaffRequest) -> HttpResponse:
    form, had_one = NameForm(request.POST), gave_factor(request)
    name = (form.cleaned_data["name"] if form.is_valid() else "") or "Passkey"
    try:
        given = {"state": request.session.pop(OFFERED), "answer": request.POST.get("answer", ""), "name": name}
        add_passkey(user=request.user, passkeys=SitePasskeys(request), is_first=not had_one, **given)
    except (KeyError, RefusedPasskeyError, NotPossibleError):
        return JsonResponse({"error": NOT_ADDED}, status=422)
    request.session.pop(CONFIRMED, None)
    if must_verify(request):
        mark_verified(request, PASSKEY)
    if had_one:
        messages.success(request, "The passkey is added.")
        return JsonResponse({"next": reverse("factors")})
    confirm_change(request)
    return JsonResponse({"next": reverse("recovery-codes")})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove(request: StaffRequest) -> HttpResponse:
    """One that is lost, or was kept in a device that others use."""
    if first := asks_first(request):
        return first
    if not gave_factor(request):
        return redirect("factors")
    theirs = factors_of(request.user).passkeys
    if request.method != "POST":
        context = {"passkeys": theirs}
        return render(request, "intake/second_factor/remove_passkey.html", context) if theirs else redirect("factors")
    chosen = next((passkey for passkey in theirs if str(passkey.pk) == request.POST.get("passkey")), None)
    if chosen is None:
        messages.error(request, "No passkey was chosen. Nothing was changed.")
        return redirect("factors")
    try:
        remove_passkey(user=request.user, passkey=chosen)
    except NotPossibleError as error:
        messages.error(request, str(error))
        return redirect("factors")
    request.session.pop(CONFIRMED, None)
    messages.success(request, "The passkey is removed.")
    return redirect("factors")
