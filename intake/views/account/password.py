"""One's own password: changed, or chosen through the link of an invitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy

from intake.actions.staff import choose_password
from intake.middleware import MUST_CHANGE_PASSWORD, must_change_password
from intake.models import Preferences
from intake.roles import ROLES
from intake.views.access import roles_of, without_role
from intake.views.account.sessions import sign_ins_of
from intake.views.password_check import Checked, check_password


class NewPasswordForm(PasswordChangeForm):
    """The old one again would leave a one-time password in use."""

    request: HttpRequest

    checked: Checked | None = None

    def clean_old_password(self) -> str:
        """Somebody else at an open screen must not find it out by trying."""
        old: str = self.cleaned_data["old_password"]
        self.checked = check_password(self.request, self.user.get_username(), old)
        if self.checked.user != self.user:
            raise ValidationError(self.checked.words)
        return old

    def clean_new_password1(self) -> str:
        chosen: str = self.cleaned_data["new_password1"]
        if chosen == self.cleaned_data.get("old_password"):  # which is there only where it was right
            raise ValidationError("This is the password that you have now. Please choose another.")
        return chosen


class ChangePassword(PasswordChangeView):
    """For everybody who is signed in. Nothing else opens while it has to be changed."""

    audience, reads = ROLES, None
    form_class = NewPasswordForm
    template_name = "registration/password.html"
    success_url = reverse_lazy("home")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        roles = request.roles = roles_of(request.user)  # type: ignore[attr-defined]
        if not roles and not must_change_password(request):
            return without_role(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_form(self, form_class: type[NewPasswordForm] | None = None) -> NewPasswordForm:
        form: NewPasswordForm = super().get_form(form_class)
        form.request = self.request
        form.fields["old_password"].widget.attrs.pop("autofocus", None)  # the field stands in the middle of the page
        if must_change_password(self.request):
            form.fields["old_password"].label = "The one-time password"
        return form

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        own = {
            "preferences": Preferences.of(self.request.user),  # type: ignore[arg-type]
            "must_change": must_change_password(self.request),
            "sign_ins": sign_ins_of(self.request),
        }
        return super().get_context_data(**kwargs) | own

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        return form.checked.on(response) if form.checked else response

    def form_valid(self, form: Any) -> HttpResponse:
        new = form.cleaned_data["new_password1"]
        user = choose_password(user=form.user, password=new, session_key=self.request.session.session_key)
        update_session_auth_hash(self.request, user)  # this one knows the password by its hash
        self.request.session[MUST_CHANGE_PASSWORD] = False
        messages.success(self.request, "Your password is changed.")
        return HttpResponseRedirect(self.get_success_url())


class ChoosePassword(PasswordResetConfirmView):
    """For everybody: whoever holds the link of an invitation, which works once and not for long."""

    audience, reads = ("everybody",), None
    template_name = "registration/choose_password.html"
    success_url = reverse_lazy("sign-in")

    def get_user(self, uidb64: str) -> User | None:
        user: User | None = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form: Any) -> HttpResponse:
        choose_password(user=form.user, password=form.cleaned_data["new_password1"])
        logout(self.request)  # somebody else may be signed in at this screen
        messages.success(self.request, "Your password is set. Sign in with it.")
        return HttpResponseRedirect(self.get_success_url())
