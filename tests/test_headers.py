"""What browsers are told with every answer, and that the plain admin lives with it."""

from contextlib import closing

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from clinic_site.logs import WithoutValues
from tests import factories
from tests.factories import People
from tests.views.pages import as_posted, words

EVERYWHERE = ["/admin/login/", "/no/such/page", "/static/intake/site.css"]


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser("administrator", password="a long enough password")


@pytest.mark.parametrize("url", EVERYWHERE)
def test_v3_4_every_answer_carries_the_rules_for_browsers(url: str, client: Client, db: None) -> None:
    # Django looks after its connection when an answer is closed, so a test without the database would fail here after
    # any that had one.
    with closing(client.get(url)) as response:
        headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_v14_3_2_nothing_a_signed_in_person_saw_is_stored(client: Client, administrator: User) -> None:
    """In the admin and on error pages, too (ASVS V14.3.2)."""
    client.force_login(administrator)
    assert client.get("/admin/").headers["Cache-Control"] == "no-store"
    assert client.get("/no/such/page").headers["Cache-Control"] == "no-store"
    with closing(client.get("/static/intake/site.css")) as static_file:
        assert "no-store" not in static_file.headers["Cache-Control"]


def test_what_a_page_tells_next_stands_in_no_cookie(client: Client, people: People) -> None:
    """Such a message may name what was found of a patient. Signed or not, a cookie can be read on the machine."""
    intake = factories.submitted(people.front_desk, "V12")
    client.force_login(people.clinician)
    form = reverse("review-complete", args=[intake.pk])
    decided = {"revision": "0", "text": "Calm."}
    replies = [
        client.post(form, as_posted(client.get(form), **{"mh-plan": "true"})),
        client.post(reverse("review-decide", args=[intake.pk]), decided),
    ]
    assert [(reply.status_code, list(reply.cookies)) for reply in replies] == [(302, ["sessionid"])] * 2
    told = words(client.get(reverse("review", args=[intake.pk])))
    assert "Version 2 holds these answers: " in told
    assert "Decisions saved." in told
    assert settings.MESSAGE_STORAGE.endswith("SessionStorage")


@pytest.mark.any_database
@pytest.mark.parametrize("url", ["/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/no/such/page"])
def test_v3_4_3_pages_break_no_rule_in_a_real_browser(
    url: str, page: Page, base_url: str, client: Client, administrator: User
) -> None:
    """A browser that enforces the policy has no complaint (ASVS V3.4.3)."""
    client.force_login(administrator)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}])
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    response = page.goto(url)
    expected = 404 if url == "/no/such/page" else 200
    assert response is not None
    assert response.status == expected
    assert [text for text in complaints if "404 (Not Found)" not in text] == []


def test_v16_2_5_logs_leave_out_what_was_typed() -> None:
    """Messages of exceptions quote it (ASVS V16.2.5)."""
    name, birth_year = "Lovelace", 1815
    try:
        try:
            raise ValueError(f"no patient {name}")
        except ValueError as error:
            raise RuntimeError(f"born {birth_year}") from error
    except RuntimeError as error:
        text = WithoutValues().formatException((type(error), error, error.__traceback__))
    assert "builtins.RuntimeError, raised at:" in text
    assert "because of\nbuiltins.ValueError, raised at:" in text
    assert "test_headers.py" in text
    assert "no patient Lovelace" not in text
    assert "born 1815" not in text
