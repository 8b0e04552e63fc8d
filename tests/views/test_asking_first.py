"""A form in which something is typed asks first: the browser's error page would take its place, with what was typed."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "intake"
TYPED = re.compile(
    r"{% crispy form|as_crispy_field|<textarea|<select|type=\"(text|radio|checkbox)\"|form-control|(?<!\"){{ field }}"
)
ASKS = re.compile(r"data-asks-first|hx-post")
NOTHING_TO_LOSE = {
    "_code_form.html": "a code",
    "_find_person.html": "a search",
    "_sign_in_again.html": "a password",
    "authenticator.html": "a code",
    "check_document.html": "two numbers from a paper, and the page is for everybody",
    "confirm.html": "a password, and what it carries on stands in it",
    "desk.html": "a search, and how names are shown",
    "list_file.html": "a file, which is still there",
    "passkey.html": "a word for a key",
    "queue.html": "a search",
    "remove_passkey.html": "which key",
    "take_back.html": "a password",
}
"""Pages whose forms are sent plainly, and why."""


def plain_forms(template: Path) -> list[str]:
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", template.read_text(encoding="utf-8"), re.DOTALL)
    return [form for form in forms if TYPED.search(form) and not ASKS.search(form.partition("\n")[0])]


def test_each_form_with_something_typed_asks_first_or_says_why_not() -> None:
    plain = {template.name for template in TEMPLATES.rglob("*.html") if plain_forms(template)}
    assert plain - set(NOTHING_TO_LOSE) == set()
