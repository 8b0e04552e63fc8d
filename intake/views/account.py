"""Signing in, the first page, and one's own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from intake.roles import ADMINISTRATOR, CLINICIAN, FRONT_DESK, ROLES
from intake.views.access import audience, roles_of

FIRST_PAGES = ((CLINICIAN, "queue"), (FRONT_DESK, "desk"), (ADMINISTRATOR, "admin:index"))
"""Somebody with several roles begins at the first of theirs."""


@require_safe
@audience(*ROLES)
def home(request: HttpRequest) -> HttpResponse:
    roles = roles_of(request.user)
    return redirect(next(page for role, page in FIRST_PAGES if role in roles))


class SignIn(LoginView):
    """For everybody."""

    audience = ("everybody",)
    redirect_authenticated_user = True


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """For everybody: who is signed out already, in another tab or by time, stays so."""

    audience = ("everybody",)


class ChangePassword(PasswordChangeView):
    """For everybody who is signed in."""

    audience = ROLES
    template_name = "registration/password.html"
    success_url = reverse_lazy("home")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not roles_of(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def form_valid(self, form: object) -> HttpResponse:
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)
