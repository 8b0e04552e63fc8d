"""People: taken on, changed and let go on one page each. Their passwords are their own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import display_for_value, unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from intake.actions.proposals import propose_way_in
from intake.actions.staff import change_person, give_one_time_password, take_on
from intake.models import StaffMember
from intake.stored.second_person import needs_second_person
from intake.views.account.invitation import LASTS_DAYS, send_invitation

from .people_forms import FirstSignInForm, NewPersonForm, PersonForm

WHO: Any = ("Who", {"fields": ["first_name", "last_name", "job_title", "registration_number", "email"]})
ROLES: Any = ("What for", {"fields": ["groups", "waiting", "is_active"]})
LIST = "admin:auth_user_changelist"
WAITS = "It waits for a clinical lead, under “Waiting for you”. Please tell one of them."


class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """People leave by being made inactive: what they signed or wrote keeps their name.

    Nobody is made a superuser here, nor given a single permission: an administrator could have made themselves one.
    """

    form = PersonForm
    fieldsets = [WHO, ROLES, ("Signing in", {"fields": ["username", "password_state", "last_sign_in"]})]
    readonly_fields = ["password_state", "last_sign_in", "waiting"]
    change_form_template = "admin/people/change.html"
    list_display = ["name", "roles", "is_active", "last_sign_in", "username", "job_title"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["last_name", "first_name", "username"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).select_related("staff_member").prefetch_related("groups", "proposals")

    def get_urls(self) -> list[URLPattern]:
        """Before those of Django, whose page of the same address lets an administrator choose somebody's password."""
        own = [
            path("add/", self.admin_site.admin_view(self.take_on), name="auth_user_add"),
            path("<id>/password/", self.admin_site.admin_view(self.first_sign_in), name="auth_user_password_change"),
        ]
        return own + super().get_urls()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Not by the hash of a password."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.actor = request.user
        return form

    # What the list and the page say

    @admin.display(description="name", ordering="last_name")
    def name(self, user: User) -> str:
        return user.get_full_name() or user.get_username()

    @admin.display(description="role")
    def roles(self, user: User) -> str:
        held = ", ".join(sorted(role.name for role in user.groups.all())) or "none: no page opens"
        # Of those that were read with the list.
        waiting = ", ".join(proposal.what for proposal in user.proposals.all() if not proposal.outcome)
        return f"{held} (to confirm: {waiting})" if waiting else held

    @admin.display(description="to confirm")
    def waiting(self, user: User) -> str:
        what = ", ".join(proposal.what for proposal in user.proposals.waiting())
        return f"{what}. {WAITS}" if what else "nothing"

    @admin.display(description="last sign-in", ordering="last_login")
    def last_sign_in(self, user: User) -> str:
        # As the list would tell it: the page of one person would print it in UTC.
        return display_for_value(user.last_login, "never")

    @admin.display(description="job title")
    def job_title(self, user: User) -> str:
        return _staff_member(user).job_title

    @admin.display(description="password")
    def password_state(self, user: User) -> str:
        if not user.has_usable_password():
            return "None yet. The person was invited to choose one, or it was ended."
        if _staff_member(user).must_change_password:
            return "A one-time password, which the person has not changed yet."
        return "The person's own."

    # Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        superusers = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not superusers and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # What is done

    @method_decorator(csrf_protect)
    def take_on(self, request: Any) -> HttpResponse:
        """The page for a new colleague."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewPersonForm(request.user, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            fieldsets = [WHO, ("What for", {"fields": ["groups"]}), ("Signing in", {"fields": ["username", "way"]})]
            return self._page(request, form, fieldsets, title="Add a person")
        user = take_on(actor=request.user, user=form.save(commit=False), **form.about)
        self.log_addition(request, user, "Taken on.")
        self._tell_what_waits(request, user)
        return self._begin(request, user, form.cleaned_data["way"])

    def save_model(self, request: Any, obj: User, form: Any, change: bool) -> None:
        change_person(actor=request.user, user=obj, **form.about)
        self._tell_what_waits(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Done with the person."""

    @method_decorator(csrf_protect)
    def first_sign_in(self, request: Any, id: str) -> HttpResponse:
        """The page for a lost password: a new invitation or one-time password."""
        user = self.get_object(request, unquote(id))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        form = FirstSignInForm(user, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            title = f"A new way in for {self.name(user)}"
            return self._page(request, form, [(None, {"fields": ["way"]})], title=title, user=user)
        self.log_change(request, user, f"New way in: {form.cleaned_data['way']}.")
        return self._begin(request, user, form.cleaned_data["way"])

    def _begin(self, request: Any, user: User, way: str) -> HttpResponse:
        """Outside a transaction: no other person waits while the mail server thinks."""
        if needs_second_person(user):
            propose_way_in(actor=request.user, user=user)
            self._tell_what_waits(request, user)
            return redirect(LIST)
        if way == FirstSignInForm.ONE_TIME:
            password = give_one_time_password(actor=request.user, user=user)
            context = {**self.admin_site.each_context(request), "opts": self.opts, "title": "One-time password"}
            shown = context | {"person": user, "name": self.name(user), "password": password}
            return TemplateResponse(request, "admin/people/one_time_password.html", shown)
        if send_invitation(request, user):
            messages.success(request, f"An invitation was sent to {user.email}. Its link works for {LASTS_DAYS} days.")
        else:
            failed = f"The account is there, but the mail to {user.email} was not sent."
            messages.error(request, f"{failed} Try again, or give a one-time password.")
        return redirect(LIST)

    def _tell_what_waits(self, request: HttpRequest, user: User) -> None:
        if what := [proposal.what for proposal in user.proposals.waiting()]:
            messages.warning(request, f"Not yet in force for {self.name(user)}: {', '.join(what)}. {WAITS}")

    def _page(
        self, request: HttpRequest, form: Any, fieldsets: Any, *, title: str, user: User | None = None
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "adminform": AdminForm(form, fieldsets, {}),
            "person": user,
        }
        return TemplateResponse(request, "admin/people/form.html", context)


def _staff_member(user: User) -> StaffMember:
    """Without a query where the list has joined it."""
    return getattr(user, "staff_member", None) or StaffMember(user=user)
