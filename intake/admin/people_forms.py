"""What an administrator types about a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from intake import mail
from intake.actions.role_changes import is_first_set_up
from intake.models import StaffMember
from intake.roles import ADMINISTRATOR, CONFIRMED, ROLES
from intake.stored.second_person import confirmed_roles, needs_second_person

USER_NAME_TAKEN = "Somebody has this user name already."
NOT_FOR_YOURSELF = (
    "Nobody gives this role to themselves, or proposes it: {}. Ask another administrator, or whoever runs the server."
)
BY_THE_LEAD = "This person has a clinical role: a clinical lead confirms the new way in, then mails or hands it over."
NO_ADDRESS = "An invitation needs an e-mail address."


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    actor: User
    """Who fills it in."""
    job_title = forms.CharField(
        max_length=StaffMember._meta.get_field("job_title").max_length,
        required=False,
        help_text="As a signature prints it, for example Physiotherapist.",
    )
    registration_number = forms.CharField(
        max_length=StaffMember._meta.get_field("registration_number").max_length,
        required=False,
        help_text="With the body that gave it. Printed after the job title.",
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.filter(name__in=ROLES).order_by("pk"),
        label="Role",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Without one, no page opens. An administrator looks after people and the clinic, not patients. "
        "A privacy officer reads who saw whose data. "
        f"A clinical lead confirms what you propose: {', '.join(CONFIRMED)}; and {ADMINISTRATOR}, "
        "once a clinical lead is there.",
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "email", "username", "groups", "is_active"]
        labels = {"username": "User name", "is_active": "Active"}
        help_texts = {
            "username": "What the person types to sign in.",
            "is_active": "Whoever leaves is made inactive: they cannot sign in, and what they signed keeps their name.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            known = StaffMember.of(self.instance)
            self.initial.update(job_title=known.job_title, registration_number=known.registration_number)
            self.initial["groups"] = Group.objects.filter(name__in=self._has_or_waits_for()).values_list(
                "pk", flat=True
            )

    def _has_or_waits_for(self) -> set[str]:
        held = self.instance.groups.values_list("name", flat=True)
        return {*held, *self.instance.proposals.waiting().values_list("role", flat=True)}

    def clean_groups(self) -> Any:
        """The action refuses it, too."""
        chosen = self.cleaned_data["groups"]
        if self.instance.pk == self.actor.pk:
            new = {role.name for role in chosen} - self._has_or_waits_for()
            if is_first_set_up(self.actor):
                new = new.intersection(confirmed_roles())
            if new:
                raise ValidationError(NOT_FOR_YOURSELF.format(", ".join(sorted(new))))
        return chosen

    def clean_username(self) -> str:
        """Two names that differ in capitals alone are taken for one another."""
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise ValidationError(self.user_name_taken(username))
        return username

    def user_name_taken(self, username: str) -> str:
        return USER_NAME_TAKEN

    @property
    def about(self) -> dict[str, Any]:
        """What is stored beside the account."""
        given = self.cleaned_data
        return {
            "roles": given["groups"],
            "job_title": given["job_title"],
            "registration_number": given["registration_number"],
        }


class FirstSignInForm(forms.Form):
    """How somebody signs in who has no password of their own."""

    INVITATION, ONE_TIME = "invitation", "one-time password"
    way = forms.ChoiceField(
        label="First sign-in",
        choices=[
            (INVITATION, "Mail an invitation"),
            (ONE_TIME, "Show a one-time password"),
        ],
        widget=forms.RadioSelect,
        help_text="The invitation holds a link to choose a password, which works once. A one-time password is shown "
        "here, to hand over, and has to be changed at the first sign-in.",
    )

    def __init__(self, user: User, posted: Any = None) -> None:
        super().__init__(posted)
        self.user = user
        offer_only_what_can_be_done(self.fields["way"])
        if needs_second_person(user):
            self.fields["way"].help_text = BY_THE_LEAD

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == self.INVITATION and not self.user.email:
            self.add_error("way", NO_ADDRESS)
        return cleaned


class NewPersonForm(PersonForm):
    way = FirstSignInForm.base_fields["way"]

    class Meta(PersonForm.Meta):
        fields = ["first_name", "last_name", "email", "username", "groups"]

    def __init__(self, actor: User, posted: Any = None) -> None:
        self.actor = actor
        super().__init__(posted)
        for name in ("first_name", "last_name", "groups"):
            self.fields[name].required = True
        offer_only_what_can_be_done(self.fields["way"])

    def user_name_taken(self, username: str) -> str:
        """Pressed twice, the first time has made the account, and its one-time password was never read."""
        holder = User.objects.filter(username__iexact=username).latest("date_joined")
        return format_html(
            "{} If you have added this person a moment ago, the account is there: give them "
            '<a href="{}">a new one-time password or invitation</a>.',
            USER_NAME_TAKEN,
            reverse("admin:auth_user_password_change", args=[holder.pk]),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") == FirstSignInForm.INVITATION and not cleaned.get("email"):
            self.add_error("email", NO_ADDRESS)
        return cleaned


def offer_only_what_can_be_done(way: Any) -> None:
    if not mail.is_set_up():
        way.choices = way.choices[1:]
        way.help_text = "No invitation can be mailed: this site has no mail server (EMAIL_HOST)."
