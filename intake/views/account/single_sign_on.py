"""To the site's identity provider and back. What goes wrong on the way is said on a page, and nobody is signed in."""

from __future__ import annotations

import logging

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
from intake.middleware.second_factor import mark_verified
from intake.single_sign_on import RefusedSignOnError

log = logging.getLogger(__name__)

NOT_SET_UP = "This site has no single sign-on. Please sign in with your user name and password."
REFUSED = "The answer of the sign-in service did not fit, or it took too long. Nobody was signed in. Please try again."
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
        there: HttpResponse = super().get(request)
        return there


@method_decorator(login_not_required, name="dispatch")
class SingleSignOnBack(OIDCAuthenticationCallbackView):  # type: ignore[misc]
    """For everybody: who comes back from the provider."""

    audience, reads = ("everybody",), None

    def get(self, request: HttpRequest) -> HttpResponse:
        if not settings.SINGLE_SIGN_ON:
            return refusal(request, NOT_SET_UP)
        if request.GET.get("error"):
            return refusal(request, SAID_NO)
        try:
            back: HttpResponse = super().get(request)
        except (RefusedSignOnError, SuspiciousOperation) as error:
            log.warning("Single sign-on refused: %s", type(error.__cause__ or error).__name__)
            return refusal(request, REFUSED)
        except NotPossibleError as error:
            return refusal(request, str(error))
        return back

    def login_success(self) -> HttpResponse:
        onward = self.success_url  # of the session before signing in
        login(self.request, self.user)
        if self.user.gave_second_factor:
            mark_verified(self.request, IDENTITY_PROVIDER)
        return redirect(onward)

    def login_failure(self) -> HttpResponse:
        return refusal(self.request, REFUSED)


def refusal(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "intake/single_sign_on.html", {"why": why}, status=422)
