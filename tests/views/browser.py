"""Fills in forms as a browser does: what a page's form holds is what comes back, unless somebody types over it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from tests.views.pages import words

Fields = dict[str, list[str]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, Fields]] = []
        """Each form's address, and its fields."""
        self.offered: Fields = {}
        """Every value that each field lets somebody choose."""
        self._select = self._textarea = ""
        self._takes_many = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        name = has.get("name", "")
        if tag == "form":
            self.forms.append((has.get("action", ""), {}))
        elif tag == "input" and name:
            self._choice(name, has, picked=has.get("type") not in ("radio", "checkbox") or "checked" in has)
        elif tag == "select":
            self._select, self._takes_many = name, "multiple" in has
        elif tag == "option":
            self._choice(self._select, has, picked="selected" in has)
        elif tag == "textarea":
            self._textarea = name
            self.offered[name] = []
            self._fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            if not self._takes_many:
                self._fields.setdefault(self._select, self.offered[self._select][:1])
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._fields[self._textarea] = [data.removeprefix("\n")]

    @property
    def _fields(self) -> Fields:
        return self.forms[-1][1]

    def _choice(self, name: str, has: dict[str, str], *, picked: bool) -> None:
        value = has.get("value", "on" if has.get("type") == "checkbox" else "")
        self.offered.setdefault(name, []).append(value)
        if picked:
            self._fields.setdefault(name, []).append(value)


def _read(page: Any) -> _Reader:
    reader = _Reader()
    reader.feed(page.content.decode())
    return reader


def form_with(page: Any, field: str) -> Fields:
    """What the form that has this field sends when nothing is changed."""
    return next(fields for _, fields in _read(page).forms if field in fields)


def form_to(page: Any, address: str) -> Fields:
    """What the form for this address sends when nothing is changed."""
    return next(fields for action, fields in _read(page).forms if action == address)


def offered(page: Any) -> Fields:
    """Every value that each field of the page lets somebody choose or holds."""
    return _read(page).offered


def error_beside(page: Any, field: str) -> str:
    """The message that the field names as its description."""
    found = re.search(rf'id="id_{re.escape(field)}_error"[^>]*>(.*?)</div>', page.content.decode(), re.DOTALL)
    return words(found[1]) if found else ""
