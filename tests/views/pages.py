"""Reading pages as people do: their words, without the markup."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse

_WORDS_NEVER_SHOWN = (
    r"no red flags(?! among the questions answered)",
    r"\b(low|medium|high) (suicide )?risk\b",
    r"suicide risk score",
    r"suicidal ideation score",
    r"not suicidal",
    r"\bdenies\b",
    r"non-compliant",
    r"\brules out\b",
    r"most likely",
    r"the patient has",
)


def words(page: HttpResponse | str) -> str:
    """The page's text, each run of space as one."""
    html = page if isinstance(page, str) else page.content.decode()
    return one_line(unescape(re.sub(r"<[^>]*>", " ", html)))


def one_line(text: str) -> str:
    """Without the space that markup leaves before a full stop or a bracket."""
    return re.sub(r" +(?=[.,:;)”])", "", " ".join(text.split()))


def title(page: HttpResponse) -> str:
    found = re.search(r"<title>(.*?)</title>", page.content.decode(), re.DOTALL)
    return words(found[1]) if found else ""


def section(page: HttpResponse, id_: str) -> str:
    """The words of the section with this id."""
    found = re.search(rf'<section id="{id_}".*?</section>', page.content.decode(), re.DOTALL)
    return words(found[0]) if found else ""


def forbidden(page: HttpResponse) -> list[str]:
    """What the rule book says never to show, as far as it stands on the page (section I.4)."""
    shown = words(page)
    return [found[0] for pattern in _WORDS_NEVER_SHOWN for found in re.finditer(pattern, shown, re.IGNORECASE)]


def asked_ids(page: Any) -> list[str]:
    """The questions of a page with a catalogue form, in its order."""
    return [question.id for question in page.context["form"].asked.values()]


def as_posted(page: Any, **typed: Any) -> dict[str, Any]:
    """What a browser sends back from a page with a catalogue form, with some of its fields typed over."""
    form, shown = page.context["form"], page.context
    fields = {name: form[name].value() for name in form.fields}
    hidden = {"revision": shown["intake"].revision, "token": shown["token"], "asked": asked_ids(page)}
    return {name: value for name, value in (hidden | fields | typed).items() if value is not None}
