"""Lines of text that somebody types or pastes, of which nothing goes unsaid."""

from __future__ import annotations

from typing import Any

from django import forms


class LongText(forms.CharField):
    """Text of several lines. Too long, it is refused and stands there still.

    A browser that knows the limit cuts off what is pasted, without a word. And it sends two characters for a new line,
    which nobody typed.
    """

    def __init__(self, *, rows: int, max_length: int, **options: Any) -> None:
        super().__init__(max_length=max_length, widget=forms.Textarea({"rows": rows}), **options)
        self.error_messages["max_length"] = "Please keep it to %(limit_value)d characters: these are %(show_value)d."

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
