"""The admin site has no door of its own: signing in and out, and changing a password, are the site's."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache


@never_cache
@login_not_required
def sign_in(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """Whoever is signed in already may not open the admin site, and no other password of theirs would help."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"), settings.LOGIN_URL)


def sign_out(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """The form of the admin's pages is sent on, as it was posted."""
    return HttpResponse(status=307, headers={"Location": reverse("sign-out")})


def change_password(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    return redirect("password")
