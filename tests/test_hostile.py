"""What nobody sends by accident is refused in words: never a page that says that something went wrong on our side."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given

from tests import lanes, test_access
from tests.factories import People
from tests.hostile import ODD, Sent, answer, requests, urlencoded
from tests.test_access import ADDRESSES, Visitors, patterns
from tests.views.browser import _read
from tests.views.pages import words

people, stored, visitors = test_access.people, test_access.stored, test_access.visitors
FORM = "application/x-www-form-urlencoded"
LARGE = b"a=" + b"x" * (1024 * 1024)


def at_the_door(path: str = "/sign-in/", body: bytes = b"", **heads: Any) -> tuple[int, str]:
    """No test client makes it neat first."""
    return answer(Sent("signed out", "POST", path, body=body, heads=heads))


# The edge


@pytest.mark.parametrize(
    ("heads", "status"),
    [
        ({}, 200),
        ({"CONTENT_TYPE": f"{FORM}; charset=utf-7"}, 400),
        ({"CONTENT_TYPE": f"{FORM}; charset=UTF-8"}, 200),
        ({"CONTENT_TYPE": "multipart/form-data; boundary=x; charset=idna"}, 400),
        ({"CONTENT_TYPE": "multipart/form-data; boundary=x"}, 400),
        ({"CONTENT_TYPE": "text/plain; charset=base64"}, 400),
        ({"SCRIPT_NAME": "/\xff"}, 200),
        ({"SCRIPT_NAME": "/elsewhere"}, 200),
        ({"SCRIPT_URL": "/\xff"}, 200),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "many"}, 400),
        ({"CONTENT_LENGTH": "٣"}, 400),
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 400),
        ({"HTTP_COOKIE": "sessionid=a\0b"}, 400),
        ({"HTTP_COOKIE": "sessionid=" + "a" * 100_000}, 200),
        ({"HTTP_COOKIE": '\xff="; =; sessionid'}, 200),
        ({"QUERY_STRING": "next=%00"}, 400),
        ({"QUERY_STRING": "next=%zz%ff%"}, 200),
        ({"QUERY_STRING": "a=1&" * 10_000}, 400),
        ({"QUERY_STRING": "a=1&" * 10_000, "CONTENT_TYPE": "a/b; charset=idna"}, 400),
        ({"CONTENT_TYPE": "a/b; charset=\0"}, 400),
        ({"PATH_INFO": "/sign-in/\0"}, 404),
        ({"PATH_INFO": "/\xff\xfe"}, 404),
        ({"REQUEST_METHOD": "TRACE"}, 405),
        ({"REQUEST_METHOD": "PUT"}, 405),
        ({"REQUEST_METHOD": "É"}, 405),
    ],
)
def test_v2_2_1_what_no_page_needs_is_refused(heads: dict[str, str], status: int, db: None) -> None:
    """Heads are validated before anything relies on them (ASVS V2.2.1)."""
    said, page = at_the_door(**heads)
    assert said == status
    assert status != 400 or "We could not understand that request" in page


def test_a_head_does_not_move_the_site(client: Client, db: None) -> None:
    assert client.get("/desk/", SCRIPT_NAME="/elsewhere").headers["Location"] == "/sign-in/?next=/desk/"


class Unread(io.BytesIO):
    def read(self, *args: Any) -> bytes:
        raise AssertionError("it was read")


@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=x", "application/json"])
def test_more_than_1_mb_is_refused_unread(content_type: str, db: None) -> None:
    heads: dict[str, Any] = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(LARGE)), "wsgi.input": Unread()}
    for path in ("/sign-in/", "/appointments/list/", "/admin/intake/clinicprofile/1/change/", "/no/such/page"):
        status, page = at_the_door(path, **heads)
        assert status == 413
        assert "That was too large to be taken" in page


def test_a_file_is_taken_where_a_page_asks_for_one(people: People) -> None:
    client = Client()
    client.force_login(people.front_desk)
    for name, taken in (("appointment-list", 422), ("patient-new", 400), ("desk", 400)):
        file = SimpleUploadedFile("a.csv", b"x")
        assert client.post(reverse(name), {"file": file}).status_code == taken
    large = SimpleUploadedFile("a.csv", b"x" * (1024 * 1024 + 1))
    page = client.post(reverse("appointment-list"), {"file": large})
    assert "The file is larger than 1 MB" in words(page)
    assert (
        client.post(reverse("appointment-list"), {"file": SimpleUploadedFile("a", b"x" * 4_000_000)}).status_code == 413
    )
    assert Client().post(reverse("appointment-list"), {"file": SimpleUploadedFile("a", b"x")}).status_code == 400


def test_more_fields_than_any_page_has_are_refused(people: People) -> None:
    client = Client()
    client.force_login(people.front_desk)
    many = urlencoded([(f"f{number}", b"1") for number in range(10_000)])
    assert client.generic("POST", "/desk/", many, FORM).status_code == 400
    assert client.generic("POST", "/desk/", b"person=a&" * 10_000, FORM).status_code == 400


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "\u202eadmin", "x" * 5000, "' OR 1=1 --"])
def test_an_odd_user_name_is_nobodys(name: str, db: None) -> None:
    sent = urlencoded([("username", name.encode("utf-8", "surrogatepass")), ("password", b"a\0b")])
    for path in ("/sign-in/", "/sign-in-again/", "/admin/login/"):
        assert Client().generic("POST", path, sent, FORM).status_code in (200, 302, 422)
    known = urlencoded([("username", b"front-desk"), ("password", "\0\ud800".encode("utf-8", "surrogatepass"))])
    assert Client().generic("POST", "/sign-in-again/", known, FORM).status_code == 422


# Every address, method and role


class Tried:
    """Sends to every address what its own pages send, and worse."""

    def __init__(self, visitors: Visitors) -> None:
        self.visitors = visitors
        self.number = 0

    def places(self, names: list[str] | None = None) -> list[Any]:
        forms: dict[str, dict[str, list[str]]] = {}
        routes = {pattern.name: pattern for pattern in patterns()}
        for name in names or ():
            forms |= self._forms(name)
        made = []
        for name, pattern in routes.items():
            address = self.visitors.address(name)
            keys = list(pattern.pattern.converters)
            route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
            ids = {key: _part(address, route, key) for key in keys}
            made.append((route, ids, forms.get(address, {})))
        return made

    def _forms(self, name: str) -> dict[str, dict[str, list[str]]]:
        """What every form of a page sends, by the address that it is sent to."""
        audience, methods = ADDRESSES[name]
        address = self.visitors.address(name)
        who = next((key for key, role in self.visitors.roles.items() if role in audience), "signed out")
        page = self.visitors.clients[who].get(address)
        if "GET" not in methods or page.status_code != 200 or "html" not in page.headers["Content-Type"]:
            return {}
        return {action or address: fields for action, fields in _read(page).forms}

    def send(self, sent: Sent) -> None:
        self.number += 1
        cookies = self.visitors.clients[sent.who].cookies
        status, _ = answer(sent, "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items()))
        assert status < 500


def _part(address: str, route: str, key: str) -> str:
    pattern = re.sub(
        r"\{(\w+)\}", lambda found: f"(?P<{found[1]}>[^/]+)", re.escape(route).replace(r"\{", "{").replace(r"\}", "}")
    )
    found = re.fullmatch("/" + pattern, address)
    assert found, (address, route)
    return found[key]


@pytest.mark.parametrize("examples", lanes.sweep((40, 6000), few=(40,)))
def test_no_address_breaks_whatever_is_sent(examples: int, visitors: Visitors) -> None:
    tried = Tried(visitors)
    pages = list(ADDRESSES) if examples > 1000 else ["desk", "review-sign", "alerts", "patient-new", "sign-in"]
    strategy = requests(list(visitors.clients), tried.places(pages))
    lanes.tried(examples)(given(strategy)(tried.send))()
    assert tried.number >= examples
    print(f"{tried.number} requests")  # noqa: T201 (with -s, for whoever counts)


@pytest.mark.parametrize("name", lanes.sweep(ADDRESSES, few=("intake-section", "appointment-new", "desk")))
def test_no_field_of_any_page_breaks(name: str, visitors: Visitors) -> None:
    """Each field of each page's forms in turn, with everything odd, as whom it is for (ASVS V2.2.1)."""
    tried = Tried(visitors)
    audience = ADDRESSES[name][0]
    who = next((key for key, role in visitors.roles.items() if role in audience), "signed out")
    for action, fields in tried._forms(name).items():
        if action.startswith("/admin/") or action == "/sign-out/":
            continue
        for number, field in enumerate(fields):
            odd = ODD[number % 4 :: 4] if lanes.all_of_them else ODD[number % 20 :: 20]
            for value in odd:
                pairs = [(key, v.encode()) for key, values in fields.items() for v in values if key != field]
                body = urlencoded([*pairs, (field, value.encode("utf-8", "surrogatepass"))])
                tried.send(Sent(who, "POST", action, FORM, body=body))
    print(f"{name}: {tried.number} requests")  # noqa: T201
