"""Where the next keystroke belongs, on a page with a form."""

from __future__ import annotations

from django import forms


def begin_at(form: forms.BaseForm) -> None:
    """The first field that has an error gets the focus; else the first that is empty."""
    wrong = [name for name in form.fields if name in form.errors]
    empty = [name for name in form.fields if not form[name].value()]
    for name in (wrong or empty)[:1]:
        widget = form.fields[name].widget
        part = widget.widgets[0] if isinstance(widget, forms.MultiWidget) else widget
        part.attrs["autofocus"] = True
