"""Reading pages as people do: their words, without the markup."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

_WORDS_NEVER_SHOWN = (
    r"no red flags(?! among the questions answered)",
    r"(?<!7 or more )\b(low|medium|high) (suicide )?risk\b",  # of sepsis, in what NICE says of NEWS2
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


def title(page: HttpResponse | str) -> str:
    html = page if isinstance(page, str) else page.content.decode()
    found = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return words(found[1]) if found else ""


def section(page: HttpResponse | str, id_: str) -> str:
    """The words of the section with this id."""
    html = page if isinstance(page, str) else page.content.decode()
    found = re.search(rf'<section id="{id_}".*?</section>', html, re.DOTALL)
    return words(found[0]) if found else ""


def forbidden(page: HttpResponse | str) -> list[str]:
    """What the rule book says never to show, as far as it stands on the page (section I.4)."""
    shown = words(page)
    return [found[0] for pattern in _WORDS_NEVER_SHOWN for found in re.finditer(pattern, shown, re.IGNORECASE)]


_FOLDED = re.compile(r'<a href="([^"]+)" data-part[^>]*>[^<]*</a>')
"""The link in a closed fold of the review, in whose place its content comes when it is opened."""


def unfolded(client: Any, page: HttpResponse | str) -> str:
    """The review with every fold of it opened, those within another, too."""
    html = page if isinstance(page, str) else page.content.decode()

    def opened(link: re.Match[str]) -> str:
        part = client.get(link[1], headers={"HX-Request": "true"})
        assert part.status_code == 200, (link[1], part.status_code)
        return unfolded(client, part)

    return _FOLDED.sub(opened, html)


def asked_ids(page: Any) -> list[str]:
    """The questions of a page with a catalogue form, in its order."""
    return [question.id for question in page.context["form"].asked.values()]


def as_posted(page: Any, **typed: Any) -> dict[str, Any]:
    """What a browser sends back from a page with a catalogue form, with some of its fields typed over."""
    form, opened = page.context["form"], page.context["opened"]
    fields = {name: form[name].value() for name in form.fields}
    hidden = {
        "revision": opened.revision,
        "page": opened.page,
        "shown": opened.opened_with_as_json,
        "token": opened.token,
        "asked": asked_ids(page),
    }
    return {name: value for name, value in (hidden | fields | typed).items() if value is not None}


class _Seen(HTMLParser):
    """The text of one part of a page that is seen before anything is opened."""

    _NO_END = frozenset({"br", "hr", "img", "input", "link", "meta", "rect"})

    def __init__(self, part: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self._part = part
        self._open: list[tuple[str, bool, bool]] = []
        """Each element that is open: its name, whether it is in the part, whether it is hidden."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._NO_END:
            return
        has = {name: value or "" for name, value in attrs}
        named = {has.get("id", ""), *has.get("class", "").split()}
        parent, inside, hidden = self._open[-1] if self._open else ("", False, False)
        if parent == "details (closed)" and tag != "summary":
            hidden = True
        hidden = hidden or "visually-hidden" in named or "hidden" in has or tag in ("script", "style", "dialog", "svg")
        name = "details (closed)" if tag == "details" and "open" not in has else tag
        self._open.append((name, inside or self._part in named, hidden))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._NO_END:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] and not self._open[-1][2]:
            self.text.append(data)


def seen(html: str, part: str) -> list[str]:
    """The words of the part with this id or class that are seen before anything is opened. A lone sign is none."""
    reader = _Seen(part)
    reader.feed(html)
    assert not reader._open, f"not closed: {reader._open}"
    return [word for word in "".join(reader.text).split() if any(sign.isalnum() for sign in word)]
