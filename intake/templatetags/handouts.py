"""Handouts on a page: their words, with numbers that a phone can call."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django import template

from intake.clinical.telling.handouts import Numbers, Run, runs

register = template.Library()

_NUMBER = re.compile(r"\+?\(?\d[\d\s).-]*(?:\(0\)[\d\s).-]*)?\d")
"""``999``, ``116 123``, ``(020) 7946 0123``, ``+44 (0)20 7946 0123``; of ``112 or 999`` each by itself."""


@register.filter
def in_place(text: str, numbers: Numbers) -> tuple[Run, ...]:
    """The text with the clinic's numbers in it."""
    return runs(text, numbers)


@register.filter
def callable_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Pieces of what a clinic wrote as a number, each with what a phone dials for it; nothing for words between."""
    end = 0
    for found in _NUMBER.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], ""
        plus = "+" if found[0].startswith("+") else ""
        yield found[0], plus + re.sub(r"\D", "", found[0].replace("(0)", ""))
        end = found.end()
    if end < len(text):
        yield text[end:], ""
