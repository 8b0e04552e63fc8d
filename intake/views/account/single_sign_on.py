"""To the site's identity provider and back. What goes wrong on the way is said on a page, and nobody is signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from intake.actions.refused import NotPossibleError
from intake.actions.second_factor import IDENTITY_PROVIDER
from intake.actions.sign_ins import Where, note_sign_on_refused
from intake.actions.single_sign_on import LINKED, NOT_ACTIVE, TWO_PEOPLE
from intake.actions.throttle import give_back_address, spend
from intake.client_address import client_address, network_of
from intake.middleware.second_factor import mark_verified
from intake.single_sign_on import RefusedSignOnError
from intake.views.throttled import too_many

NOT_SET_UP = "This site has no single sign-on. Please sign in with your user name and password."
REFUSED = "The answer of the sign-in service did not fit, or it took too long. Nobody was signed in. Please try again."
NOT_THIS_ONE = {NOT_ACTIVE: "not active", TWO_PEOPLE: "role of two people", LINKED: "linked to another"}
"""Why an account is not to be used, in a word for the log and the audit trail."""
NOBODYS = 10 * 60
"""Seconds that the session of somebody who is still at the provider is kept."""
SAID_NO = "The sign-in service did not sign you in. Please try again, or ask your clinic's administrator."


@method_decorator(login_not_required, name="dispatch")
class SingleSignOn(OIDCAuthenticationRequestView):  # type: ignore[misc]
    """For everybody: to the provider's page."""

    audience, reads = ("everybody",), None

    def __init__(self, **kwargs: object) -> None:
        if settings.SINGLE_SIGN_ON:
            super().__init__(**kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.SINGLE_SIGN_ON:
            return refusal(request, NOT_SET_UP)
        wait = spend(kind="address", key=network_of(client_address(request)))  # each stores a session
        if wait:
            return too_many(request, wait)
        there: HttpResponse = super().get(request)
        if not request.user.is_authenticated:
            request.session.set_expiry(NOBODYS)
        return there


@method_decorator(login_not_required, name="dispatch")
class SingleSignOnBack(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """For everybody: who comes back from the provider."""

    audience, reads = ("everybody",), None

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.SINGLE_SIGN_ON:
            return refusal(request, NOT_SET_UP)
        if request.GET.get("error"):
            return noted_refusal(request, SAID_NO, "by the provider")
        try:
            back: HttpResponse = super().get(request)
        except (RefusedSignOnError, SuspiciousOperation) as error:
            return noted_refusal(request, REFUSED, type(error.__cause__ or error).__name__)
        except NotPossibleError as error:
            return noted_refusal(request, str(error), NOT_THIS_ONE.get(str(error), "not possible"))
        return back

    def login_success(self) -> HttpResponse:
        onward = self.success_url  # of the session before signing in
        login(self.request, self.user)
        give_back_address(network_of(client_address(self.request)))
        if self.user.gave_second_factor:
            mark_verified(self.request, IDENTITY_PROVIDER)
        return redirect(onward)

    def login_failure(self) -> HttpResponse:
        """Nobody asked for it, something is missing in it, or it names nobody."""
        return noted_refusal(self.request, REFUSED, "incomplete")


def noted_refusal(request: HttpRequest, why: str, reason: str) -> HttpResponse:
    note_sign_on_refused(where=Where(client_address(request), IDENTITY_PROVIDER), reason=reason)
    return refusal(request, why)


def refusal(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "intake/single_sign_on.html", {"why": why}, status=422)
