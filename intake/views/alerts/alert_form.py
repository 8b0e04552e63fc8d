"""What a clinician fills in to acknowledge alerts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from intake.clinical.rules.alert_kinds import EXAMINED
from intake.models import Alert, ClinicProfile, Intake
from intake.models.alert import LONGEST_WORDS


class AcknowledgeForm(forms.Form):
    """Which alerts of one intake, what was done, and words."""

    alert = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": "Tick what you acknowledge.",
            "invalid_choice": "That alert is not one of this intake.",
        },
    )
    outcome = forms.ChoiceField(
        label="What was done",
        error_messages={"required": "Choose what was done.", "invalid_choice": "Choose what was done from this list."},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    words = forms.CharField(
        label=f"In your words (optional; needed for “{EXAMINED}”)",
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )

    def __init__(
        self, intake: Intake, alerts: Iterable[Alert], clinic: ClinicProfile, posted: Any = None, **options: Any
    ) -> None:
        # Several of these forms can stand on one page.
        super().__init__(posted, auto_id=f"intake-{intake.pk}-%s", **options)
        self.intake = intake
        self.alerts = {alert.pk: alert for alert in alerts}
        self.outcomes = {pk: alert.outcomes(clinic) for pk, alert in self.alerts.items()}
        by_kind = {alert.kind_title: self.outcomes[pk] for pk, alert in self.alerts.items()}
        offered: list[Any] = [(kind, list(zip(fitting, fitting, strict=True))) for kind, fitting in by_kind.items()]
        if len(offered) == 1:
            offered = offered[0][1]
        self.fields["alert"].choices = [(str(pk), alert.title) for pk, alert in self.alerts.items()]  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [("", "Choose"), *offered]  # type: ignore[attr-defined]

    @property
    def what_was_done(self) -> list[forms.BoundField]:
        return [self["outcome"], self["words"]]

    def focus_on_error(self) -> None:
        """The page may be long: it opens where something is wrong."""
        wrong = next((name for name in ("outcome", "words") if name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"].replace("\r\n", "\n")  # browsers send two characters for a new line
        if len(words) > LONGEST_WORDS:
            raise forms.ValidationError(f"Please keep it to {LONGEST_WORDS} characters: these are {len(words)}.")
        return words

    def clean(self) -> None:
        outcome = self.cleaned_data.get("outcome", "")
        unfit = [self.alerts[pk].title for pk in self.cleaned_data.get("alert", ()) if outcome not in self.outcomes[pk]]
        if outcome and unfit:
            self.add_error("outcome", f"“{outcome}” does not fit “{unfit[0]}”. Please acknowledge the two one by one.")
        if outcome == EXAMINED and not self.cleaned_data.get("words", "x").strip():
            self.add_error("words", "Say in a line what you found.")
