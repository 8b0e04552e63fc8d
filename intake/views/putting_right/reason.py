"""Why something is put right: asked on each of these pages, and kept with who did it and when."""

from __future__ import annotations

from django import forms

from intake.forms.layout import bare_helper
from intake.forms.long_text import LongText


class ReasonForm(forms.Form):
    helper = bare_helper()
    reason = LongText(
        label="Reason",
        max_length=1000,
        rows=3,
        error_messages={"required": "Please write why, in a few words."},
        help_text="In a few words. It is kept with your name and the time, and can be read by colleagues.",
    )

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Label, anchor and message of each field that is wrong; of a group to pick from, its first is the anchor."""
        return [
            (str(self[name].label), self[name].id_for_label or f"id_{name}_0", str(messages[0]))
            for name, messages in self.errors.items()
        ]
