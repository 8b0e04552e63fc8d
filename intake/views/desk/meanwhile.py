"""A page of details that was open for long: what it was opened with, what was sent, and what stands there now.

The page sends back beside each field what the field held when it was opened. So only what was changed on this page is
changed, and what a colleague saved meanwhile stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

OPENED = "opened-"
"""Before the name of a field: what it held when the page was opened."""


class MeanwhileForm(forms.ModelForm):  # type: ignore[type-arg]
    """Of something stored, for which ``open`` is called before anything is checked."""

    is_stale = False
    """Somebody changed the same detail differently, since the page was opened."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened: dict[str, str] = {}
        """What the page sends back as what it was opened with."""

    def open(self, *, on_record: Mapping[str, str], told_with: Mapping[str, str] | None = None) -> None:
        """Takes in what a colleague saved meanwhile, where this page left it alone. What both changed is told.

        Args:
            on_record: by field, what is stored now, in words.
            told_with: fields that are one detail with another one, by which they are known.
        """
        self.opened = held(self)
        if not self.is_bound:
            return
        details: dict[str, list[str]] = {}
        for name in self.fields:
            details.setdefault((told_with or {}).get(name, name), []).extend(held([self[name]]))
        posted = {name: self.data[name] for name in self.data}
        self.data, changed_twice = brought_up_to_date(posted, self.opened, details)
        for name in changed_twice:
            self.is_stale = True
            self.add_error(
                name,
                f"Somebody changed this while the page was open. On record now: {on_record[name] or 'nothing'}. "
                "Here stands what you typed: save again to store it.",
            )


def held(fields: Iterable[BoundField]) -> dict[str, str]:
    """What these fields hold before anybody types, by name, as a browser sends it."""
    sent: dict[str, str] = {}
    for bound in fields:
        widget = bound.field.widget
        if isinstance(widget, forms.MultiWidget):
            names = [bound.html_name + suffix for suffix in widget.widgets_names]  # type: ignore[attr-defined]
            sent |= zip(names, widget.decompress(bound.initial) or (), strict=True)
            continue
        shown = widget.format_value(bound.initial)
        sent[bound.html_name] = (shown[0] if isinstance(shown, list) else shown) or ""
    return sent


def brought_up_to_date(
    posted: Mapping[str, str], now: Mapping[str, str], details: Mapping[str, Iterable[str]]
) -> tuple[dict[str, str], list[str]]:
    """What was posted as if the page had been opened now; and the details that both changed, differently.

    Where a page does not say what it was opened with, it counts as opened now.

    Args:
        now: what the fields hold now, by name.
        details: by detail, the names of its fields, such as day, month and year.
    """
    sent, conflicts = dict(posted), []
    for detail, names in details.items():
        opened = [_plain(posted.get(OPENED + name, now[name])) for name in names]
        typed, stands = ([_plain(values.get(name, "")) for name in names] for values in (posted, now))
        if opened != stands and typed == opened:
            sent |= {name: now[name] for name in names}
        elif opened != stands and typed != stands:
            conflicts.append(detail)
    return sent | {OPENED + name: value for name, value in now.items()}, conflicts


def _plain(text: str) -> str:
    """Browsers send the end of a line as two signs, and forms leave spaces at the ends out."""
    return text.replace("\r\n", "\n").strip()
