"""The rule book as a page: whole, searchable without a script, and light."""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.clinical.rules import rule_set
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.sources import SOURCES
from intake.clinical.telling.rule_book import chapters
from tests import factories
from tests.factories import People
from tests.views.pages import forbidden, one_line, title, words

MOST_QUERIES = 7
"""The session, who it is, their roles, and whether their password is to be changed first."""
HEAVIEST = 110_000
"""Bytes as sent."""


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


def anchors(page: object) -> set[str]:
    return set(re.findall(r'<article id="([^"]+)"', page.content.decode()))  # type: ignore[attr-defined]


def test_every_entry_stands_on_the_page_word_for_word(clinician: Client) -> None:
    page = clinician.get(reverse("rule-book"))
    shown = words(page)
    entries = [entry for chapter in chapters() for entry in chapter.entries]
    assert anchors(page) == {entry.id for entry in entries}
    texts = [text for entry in entries for text in (entry.title, *(part.text for part in entry.parts))]
    texts += [f"{source.id} [{source.mark}]" for source in SOURCES.values()]
    texts += [source.text for source in SOURCES.values()]
    texts += [paragraph for chapter in chapters() for paragraph in chapter.intro]
    assert [text for text in texts if one_line(text) not in shown] == []
    assert rule_set.VERSION in shown
    assert rule_set.STATUS in shown
    assert title(page) == "Rule book – Leg pain and mood intake"


def test_no_word_that_is_never_shown(clinician: Client) -> None:
    assert forbidden(clinician.get(reverse("rule-book"))) == []


def test_the_marks_are_explained(clinician: Client) -> None:
    shown = words(clinician.get(reverse("rule-book")))
    for said in ("[V] Read in the source", "[K] From general knowledge", "[D] A decision of this product"):
        assert said in shown


def test_every_link_on_the_page_leads_somewhere(clinician: Client) -> None:
    html = clinician.get(reverse("rule-book")).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {unescape(link) for link in re.findall(r'href="#([^"]+)"', html)} <= set(ids)


def test_it_is_light_and_asks_the_database_for_the_session_only(clinician: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = clinician.get(reverse("rule-book"))
    assert len(captured) <= MOST_QUERIES
    assert len(gzip.compress(page.content)) < HEAVIEST


@pytest.mark.parametrize("typed", ["rf17a", "RF17a", " rf17a "])
def test_a_search_needs_no_script(typed: str, clinician: Client) -> None:
    page = clinician.get(reverse("rule-book"), {"q": typed})
    assert "RF17a" in anchors(page)
    assert "RF01" not in anchors(page)
    assert f"{len(anchors(page))} of the book's entries hold “{typed.strip()}”." in words(page)


def test_a_search_for_one_step_finds_it(clinician: Client) -> None:
    assert STEPS[0].id in anchors(clinician.get(reverse("rule-book"), {"q": f"{STEPS[0].id} {STEPS[0].text[:40]}"}))


@pytest.mark.parametrize("typed", ["unicorn", "<script>alert(1)</script>", "x" * 5000, "'; drop table", "{{ 7 }}"])
def test_a_search_that_finds_nothing_says_so(typed: str, clinician: Client) -> None:
    page = clinician.get(reverse("rule-book"), {"q": typed})
    assert page.status_code == 200
    assert anchors(page) == set()
    assert "Nothing in the rule book holds all of these words." in words(page)
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("address", ["?q=", "?q=%20%20", "?q=%ED%A0%80&q=", "?other=1"])
def test_a_search_for_nothing_shows_everything(address: str, clinician: Client) -> None:
    assert len(anchors(clinician.get(reverse("rule-book") + address))) == sum(len(one.entries) for one in chapters())


@pytest.mark.parametrize("role", ["clinician", "clinical_lead", "administrator"])
def test_its_readers_find_it_in_the_navigation(role: str, client: Client, people: People) -> None:
    client.force_login(getattr(people, role))
    assert f'href="{reverse("rule-book")}"' in client.get(reverse("password")).content.decode()


def test_the_front_desk_neither_sees_nor_finds_it(client: Client, people: People) -> None:
    client.force_login(people.front_desk)
    assert client.get(reverse("rule-book")).status_code == 403
    assert reverse("rule-book") not in client.get(reverse("desk")).content.decode()


def test_the_review_leads_to_why_pain_and_mood_are_looked_at_together(clinician: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, "V02")
    link = f'href="{reverse("rule-book")}#why-together"'
    assert link in clinician.get(reverse("review", args=[intake.pk])).content.decode()
    assert 'id="why-together"' in clinician.get(reverse("rule-book")).content.decode()
