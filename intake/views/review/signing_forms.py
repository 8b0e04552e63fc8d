"""What a clinician types to sign, to add an addendum, and to declare an intake void."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest

from intake.clinical.telling.still_open import StillOpen
from intake.forms.long_text import LongText
from intake.models import Signature, StaffMember, Voiding
from intake.summary.signed import PARTS
from intake.views.password_check import CODE_LABEL, Checked, check_own_password

NO_WORD = "Please say a word on this."
_LONGEST_NAME = Signature._meta.get_field("name").max_length
"""An account can hold a longer one, in its two parts."""


def printed_name(user: User) -> str:
    return (user.get_full_name() or user.get_username())[:_LONGEST_NAME]


def usual_role(user: User) -> str:
    """As the account says, or else as this person signed last."""
    if known := StaffMember.of(user).printed_role:
        return known
    last = Signature.objects.filter(signed_by=user).order_by("-signed_at").values_list("role", flat=True).first()
    return last or "Clinician"


class ClinicianForm(forms.Form):
    """Name as of the account, role as typed. Where a password is asked, it is that of whoever is signed in."""

    required_css_class = "required"
    checked = Checked(None)
    """The password, once it was looked at: ``checked.on`` tells whoever has to wait."""
    role = forms.CharField(label="Your role, as printed", max_length=100)

    def __init__(self, request: HttpRequest, posted: Any = None) -> None:
        self.request = request
        super().__init__(posted)
        self.initial["role"] = usual_role(request.user)  # type: ignore[arg-type]
        if "password" in self.fields and not request.user.has_usable_password():  # type: ignore[union-attr]
            self.fields["password"].label = CODE_LABEL
        self.order_fields([*(name for name in self.fields if name not in ("role", "password")), "role", "password"])

    def clean(self) -> dict[str, Any]:
        """The password last: it is not looked at while anything else is wrong."""
        cleaned = super().clean() or {}
        if "password" in self.fields and not self.errors:
            self.checked = check_own_password(self.request, cleaned["password"])
            if self.checked.user is None:
                self.add_error("password", self.checked.words)
        return cleaned

    @property
    def signer(self) -> dict[str, str]:
        return {"name": printed_name(self.request.user), "role": self.cleaned_data["role"]}  # type: ignore[arg-type]

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Label, anchor and message of each field that is wrong."""
        return [(str(self[name].label), f"id_{name}", str(messages[0])) for name, messages in self.errors.items()]


def password_field() -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": "current-password"})
    return forms.CharField(label="Your password", strip=False, max_length=4096, widget=widget)


class SignForm(ClinicianForm):
    """A word on each thing that is still open, or one for all that are left empty; and the password.

    Where the review says nothing, whoever signs is asked once whether that is meant.
    """

    nothing_decided = forms.BooleanField(
        label="Nothing was decided and nothing was written on this intake. I sign it as it is.",
        error_messages={"required": "Nothing was decided and nothing was written. Is that meant? Then tick this."},
    )
    same_words = LongText(label="The same words for all that are empty", max_length=500, required=False, rows=2)
    password = password_field()

    def __init__(
        self, request: HttpRequest, left: Iterable[StillOpen], posted: Any = None, *, says_nothing: bool = False
    ) -> None:
        super().__init__(request, posted)
        if not says_nothing:
            del self.fields["nothing_decided"]
        self.left = {f"word-{item.kind}-{item.id}": item for item in left}
        words = {
            name: LongText(
                label=item.title,
                help_text=f"Open: {item.missing}." if item.missing else "",
                max_length=500,
                required=False,
                rows=2,
            )
            for name, item in self.left.items()
        }
        others = {name: field for name, field in self.fields.items() if words or name != "same_words"}
        self.fields = words | others

    def clean(self) -> dict[str, Any]:
        same = self.cleaned_data.get("same_words", "")
        for name in self.left:
            if name not in self.errors and not self.cleaned_data.get(name) and not same:
                self.add_error(name, NO_WORD)
        return super().clean()

    @property
    def words(self) -> dict[str, str]:
        given = self.cleaned_data
        return {item.key: given[name] or given["same_words"] for name, item in self.left.items()}

    @property
    def word_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.left]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("nothing_decided", "role", "password") if name in self.fields]


class AddendumForm(ClinicianForm):
    reason = forms.CharField(
        label="Reason", max_length=300, help_text="Why something has to be added or corrected, in a few words."
    )
    text = LongText(label="Addendum", max_length=10_000, rows=8)
    corrects = forms.MultipleChoiceField(
        label="This corrects what page 1 says about",
        choices=tuple(PARTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick whatever nobody should read without the addendum. Page 1 of the new PDF refers to it there.",
    )


class VoidForm(ClinicianForm):
    kind = forms.ChoiceField(label="What is wrong", choices=Voiding.Kind, widget=forms.RadioSelect)
    reason = LongText(label="Reason", max_length=1000, rows=4)
    confirmed = forms.BooleanField(
        label="I understand that this intake stays readable, marked as void, and that this cannot be undone."
    )
    password = password_field()
