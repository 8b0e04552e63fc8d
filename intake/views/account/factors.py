"""A person's own factors: what they have, an authenticator app set up or replaced, new recovery codes."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from intake import passkeys
from intake.actions.factors import new_key, renew_recovery_codes, set_up_authenticator
from intake.actions.refused import NotPossibleError
from intake.actions.second_factor import AUTHENTICATOR
from intake.middleware.second_factor import CONFIRMED, mark_verified, must_verify
from intake.models.factor import fitting_step, typed_key
from intake.report.handout.qr import QUIET_ZONE, squares
from intake.sealing import UnreadableError, seal, unseal
from intake.stored.factors import factors_of
from intake.views.access import StaffRequest, next_page, signed_in
from intake.views.account.second_step import CodeForm, asks_first, gave_factor

SETTING_UP = "new_authenticator"
"""In the session: the sealed key of an authenticator that no code has come from yet."""
NAME = "Leg pain and mood intake"
"""What the app lists the codes under."""
NOT_ITS_CODE = "This is no code of that key. Is the clock of your phone right? Please type the next code it shows."


@require_safe
@signed_in
def show(request: StaffRequest) -> HttpResponse:
    context = {"factors": factors_of(request.user), "with_passkeys": passkeys.are_possible(request)}
    return render(request, "intake/second_factor/factors.html", context)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def authenticator(request: StaffRequest) -> HttpResponse:
    """The key, to scan or to type, and one code to see that it works."""
    if first := asks_first(request):
        return first
    key = _key(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    step = fitting_step(key, form.cleaned_data["code"].replace(" ", "")) if form.is_valid() else None
    if step is not None:
        return _set_up(request, key, step)
    if form.is_valid():
        form.add_error("code", NOT_ITS_CODE)
    return _key_page(request, form, key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """New ones, which end the earlier ones."""
    if first := asks_first(request):
        return first
    factors = factors_of(request.user)
    if not factors or not gave_factor(request):
        return redirect("factors")
    if request.method != "POST":
        return render(request, "intake/second_factor/new_codes.html", {"factors": factors})
    return _codes_page(request)


def _key(request: StaffRequest) -> bytes:
    """The same until it is used: a page that is opened again shows what was scanned already."""
    try:
        return unseal(request.session[SETTING_UP])
    except (KeyError, UnreadableError):
        key = new_key()
        request.session[SETTING_UP] = seal(key)
        return key


def _set_up(request: StaffRequest, key: bytes, step: int) -> HttpResponse:
    had_one = gave_factor(request)
    try:
        set_up_authenticator(user=request.user, key=key, step=step, is_first=not had_one)
    except NotPossibleError as error:
        messages.error(request, str(error))
        return redirect("second-step")
    for mark in (SETTING_UP, CONFIRMED):
        request.session.pop(mark, None)
    if must_verify(request):
        mark_verified(request, AUTHENTICATOR)
    if had_one:
        messages.success(request, "The new authenticator app counts from now on. You can delete the entry in the old.")
        return redirect("factors")
    return _codes_page(request)


def _codes_page(request: StaffRequest) -> HttpResponse:
    """The only time that they are shown."""
    request.session.pop(CONFIRMED, None)
    codes = renew_recovery_codes(user=request.user)
    context = {"codes": codes, "next": next_page(request, "home")}
    return render(request, "intake/second_factor/codes.html", context)


def _key_page(request: StaffRequest, form: CodeForm, key: bytes) -> HttpResponse:
    typed = typed_key(key)
    rows = squares(_address(request.user.get_username(), typed.replace(" ", "")))
    context = {
        "form": form,
        "typed": typed,
        "size": len(rows) + 2 * QUIET_ZONE,
        "path": _path(rows),
        "next": next_page(request, "home"),
        "frame": "base.html" if must_verify(request) else "intake/base.html",
        "with_passkeys": passkeys.are_possible(request) and not factors_of(request.user),
    }
    return render(request, "intake/second_factor/authenticator.html", context, status=422 if form.errors else 200)


def _address(username: str, key: str) -> str:
    """As apps read it: https://github.com/google/google-authenticator/wiki/Key-Uri-Format"""
    return f"otpauth://totp/{quote(f'{NAME}:{username}')}?{urlencode({'secret': key, 'issuer': NAME}, quote_via=quote)}"


def _path(rows: tuple[tuple[bool, ...], ...]) -> str:
    """The dark squares as one shape of an SVG picture, a unit each."""
    dark = ((x, y) for y, row in enumerate(rows, QUIET_ZONE) for x, is_dark in enumerate(row, QUIET_ZONE) if is_dark)
    return "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)
