"""What browsers are told with every answer of every address, of the admin site, of files and of error pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories, test_admin
from tests.test_access import ADDRESSES, Visitors, patterns

pytestmark = pytest.mark.django_db

KEPT = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control", "Content-Type")


class Answer:
    """The headers, cookies and first bytes of one response."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers = {name: response.headers.get(name, "") for name in KEPT}
        self.cookies = {name: dict(morsel) for name, morsel in response.cookies.items()}
        self.text = b"".join(response).decode(errors="replace")


@pytest.fixture
def answers(visitors: Visitors) -> dict[str, Answer]:
    """By address: of the site as its audience gets it, of the admin site, of a file, and of each kind of error."""
    desk = visitors.clients["front desk"]
    found = {}
    for name, (audience, methods) in ADDRESSES.items():
        client = visitors.of(audience)
        if "GET" in methods:
            found[name] = Answer(client.get(visitors.address(name)))
    administrator = visitors.clients["superuser without role"]
    for address in test_admin.ADDRESSES:
        if address != "/admin/logout/":
            found[address] = Answer(administrator.get(address))
    found["a file"] = Answer(desk.get("/static/intake/site.css"))
    return found | dict(errors(desk))


def errors(client: Client) -> Iterator[tuple[str, Answer]]:
    yield "400", Answer(client.get("/", headers={"host": "elsewhere.example"}))
    yield "403", Answer(client.get(reverse("queue")))
    yield "404", Answer(client.get("/no/such/page"))
    yield "405", Answer(client.get(reverse("sign-out")))
    pattern = next(pattern for pattern in patterns() if pattern.name == "health")
    with mock.patch.object(pattern, "callback", side_effect=ZeroDivisionError):
        client.raise_request_exception = False
        yield "500", Answer(client.get(reverse("health")))
        client.raise_request_exception = True


def without(answers: dict[str, Answer], header: str, *parts: str) -> list[str]:
    """The addresses whose header lacks one of these."""
    return [name for name, answer in answers.items() if not all(part in answer.headers[header] for part in parts)]


def test_every_answer_carries_the_rules_for_browsers(answers: dict[str, Answer]) -> None:
    """Scripts, styles and all else from this host alone, in no frame of another, never guessed to be another kind of
    file, and no address told to another site (ASVS V3.4.3, V3.4.4, V3.4.5, V3.4.6)."""
    assert len(answers) > len(test_admin.ADDRESSES) + 50
    assert {name: answers[name].status for name in ("400", "403", "404", "405", "500")} == {
        name: int(name) for name in ("400", "403", "404", "405", "500")
    }
    policy = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
    assert without(answers, "Content-Security-Policy", *policy) == []
    assert [name for name, answer in answers.items() if "unsafe" in answer.headers["Content-Security-Policy"]] == []
    assert without(answers, "X-Content-Type-Options", "nosniff") == []
    assert without(answers, "Referrer-Policy", "same-origin") == []
    kinds = {answer.headers["Content-Type"].partition(";")[0] for answer in answers.values()}
    assert kinds >= {"text/html", "application/pdf", "text/csv", "text/plain", "text/css"}


def test_no_cookie_goes_with_a_request_of_another_site_or_is_read_by_a_script(answers: dict[str, Answer]) -> None:
    """(ASVS V3.3.2, V3.3.4.)"""
    signing_in = {"username": "front-desk", "password": factories.PASSWORD}
    client = Client()
    coming = [Answer(client.get("/sign-in/")), Answer(client.post("/sign-in/", signing_in))]
    set_ = [(name, morsel) for answer in (*coming, *answers.values()) for name, morsel in answer.cookies.items()]
    assert {name for name, _ in set_} == {"sessionid", "csrftoken"}
    assert {morsel["samesite"] for _, morsel in set_} <= {"Lax", "Strict"}
    assert {bool(morsel["httponly"]) for _, morsel in set_} == {True}
    # A script takes the token from the page, where nobody else can read it.
    assert 'name="csrfmiddlewaretoken"' in coming[0].text


def test_no_error_page_tells_how_the_site_is_made(answers: dict[str, Answer]) -> None:
    """(ASVS V16.5.1.)"""
    for name in ("400", "403", "404", "405", "500"):
        for told in (
            "Traceback",
            "ZeroDivisionError",
            "elsewhere.example",
            "INSTALLED_APPS",
            "/work",
            ".py",
            "no/such",
        ):
            assert told not in answers[name].text, name
