"""What stands in the closed folds of the review comes when one is opened, and nothing is lost by it."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.models import AuditEvent, Intake, Review
from intake.templatetags.reviewing import choices, decided_by
from intake.views.review.decisions import CHOICES, Row
from tests import factories
from tests.clinical.cases import VIGNETTES
from tests.factories import People
from tests.lanes import sweep
from tests.stored.told import told
from tests.views.browser import form_to
from tests.views.pages import forbidden, one_line, section, title, unfolded, words

NEARLY_EMPTY: list[dict[str, Any]] = [
    {},
    {"pt.age_years": 60, "pt.sex": "female", "pain.present": True},
    {"pt.age_years": 70, "ctx.respondent": "proxy", "pain.present": False},
]
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def v12(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V12")


def part(intake: Intake, kind: str, place: int = 0) -> str:
    return reverse("review-part", args=[intake.pk, 1, kind, place])


def review(client: Client, intake: Intake) -> Any:
    return client.get(reverse("review", args=[intake.pk]))


CASES = ["V12", "EMPTY", "PROXY", "AGE-8"]


@pytest.mark.parametrize("case", sweep([*CASES, *(name for name in VIGNETTES if name not in CASES)], few=CASES[:2]))
def test_page_and_parts_tell_all_that_the_result_holds(case: str, clinician: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, case)
    page = unfolded(clinician, review(clinician, intake))
    shown = words(page)
    assert intake.current
    assert [text for text in told(intake.current) if one_line(text) not in shown] == []
    assert forbidden(page) == []


@pytest.mark.parametrize("answers", NEARLY_EMPTY)
def test_a_nearly_empty_intake_has_a_short_page(answers: dict[str, Any], clinician: Client, people: People) -> None:
    html = review(clinician, factories.submitted(people.front_desk, answers)).content
    assert len(html) < 120_000
    assert len(re.findall(rb"<[a-z]", html)) < 2500


def test_what_two_minutes_are_for_stands_in_the_page(clinician: Client, v12: Intake) -> None:
    page, found = review(clinician, v12), factories.found(v12)
    assert [flag.title for flag in (*found.present, *found.pointed_to) if flag.title not in words(page)] == []
    assert [line.label for flag in found.pointed_to for line in flag.missing if line.label not in words(page)] == []
    assert [step.text for step in found.steps if step.text not in words(page)] == []


@pytest.mark.parametrize("kind", ["open", "answers", "patterns", "undecided", "why", "settling"])
def test_without_javascript_a_part_is_a_page_with_a_way_back(kind: str, clinician: Client, v12: Intake) -> None:
    place = {"settling": [flag.status for flag in factories.found(v12).flags].index("cannot_exclude")}.get(kind, 0)
    alone = clinician.get(part(v12, kind, place))
    fragment = clinician.get(part(v12, kind, place), headers=SCRIPT)
    assert words(fragment) in words(alone)
    assert "<html" not in fragment.content.decode()
    assert title(alone) == "Part of the review – Leg pain and mood intake"
    back = re.search(r'<p class="back"><a href="([^#"]+)#([a-z-]+)">Review</a>', alone.content.decode())
    assert back
    assert f'id="{back[2]}"' in clinician.get(back[1]).content.decode()


def test_a_flag_is_marked_on_the_page_of_its_part(clinician: Client, v12: Intake) -> None:
    page = clinician.get(part(v12, "open"))
    flag = next(flag for flag in factories.found(v12).flags if flag.is_quiet)
    fields = form_to(page, reverse("review-decide", args=[v12.pk]))
    done = clinician.post(reverse("review-decide", args=[v12.pk]), fields | {f"flag-{flag.id}-words": "Looked at."})
    assert done.status_code == 302
    assert Review.objects.get().value(f"flag:{flag.id}") == {"words": "Looked at."}
    assert "Looked at." in clinician.get(part(v12, "open")).content.decode()


def test_words_that_could_not_be_kept_are_shown_where_they_were_typed(clinician: Client, v12: Intake) -> None:
    flag = next(flag for flag in factories.found(v12).flags if flag.is_quiet)
    fields = form_to(clinician.get(part(v12, "open")), reverse("review-decide", args=[v12.pk]))
    typed = {f"flag-{flag.id}-words": "long " * 300}
    page = clinician.post(reverse("review-decide", args=[v12.pk]), fields | typed)
    assert page.status_code == 422
    assert ("long " * 300).strip() in words(page)
    assert "Up to 1,000 characters" in section(page, "open")


@pytest.mark.parametrize("address", [("why", 999), ("settling", 999), ("nothing", 0)])
def test_what_the_result_does_not_hold_is_not_found(address: tuple[str, int], clinician: Client, v12: Intake) -> None:
    assert clinician.get(part(v12, *address)).status_code == 404


def test_no_address_of_a_part_names_a_rule(clinician: Client, v12: Intake) -> None:
    addresses = re.findall(r'<a href="([^"]+)" data-part', review(clinician, v12).content.decode())
    assert addresses
    assert [each for each in addresses if not re.search(r"/1/part/[a-z]+/\d+/$", each)] == []


@pytest.mark.parametrize("kind", ["why", "open", "answers", "undecided"])
def test_a_part_costs_the_same_for_little_and_for_much(kind: str, clinician: Client, people: People) -> None:
    counts = set()
    for case in ("V05", "EMPTY"):
        intake = factories.submitted(people.front_desk, case)
        clinician.get(part(intake, kind), headers=SCRIPT)
        with CaptureQueriesContext(connection) as captured:
            assert clinician.get(part(intake, kind), headers=SCRIPT).status_code == 200
        counts.add(len(captured))
    assert len(counts) == 1
    assert max(counts) <= 9


def test_opening_many_parts_is_noted_once_a_minute(clinician: Client, v12: Intake) -> None:
    for place in range(4):
        clinician.get(part(v12, "why", place), headers=SCRIPT)
    read = AuditEvent.objects.filter(action="read review-part", record_id=str(v12.pk))
    assert read.count() == 1
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        clinician.get(part(v12, "answers"), headers=SCRIPT)
    assert read.count() == 2


# The fields of a row, laid out once


@pytest.mark.parametrize("choice", [*(value for value, _, _ in CHOICES), "mixed"])
@pytest.mark.parametrize("reason", ["", 'seen <b>"last"</b> & week', "\ue000\ue001"])
def test_the_fields_of_a_row_are_as_its_template_lays_them_out(choice: str, reason: str) -> None:
    row = Row("step:H01", {"choice": choice, "reason": reason}, {})
    assert choices(row) == render_to_string("intake/deciding/_choice.html", {"row": row})


@pytest.mark.parametrize("stored", [{}, {"choice": "done", "by": "Dr <i>Lee</i>", "at": "2026-11-30T09:00:00+00:00"}])
@pytest.mark.parametrize("choice", ["", "mixed"])
def test_who_decided_is_said_as_its_template_says_it(stored: dict[str, str], choice: str) -> None:
    row = Row("group:H01", {"choice": choice}, stored)
    assert decided_by(row) == render_to_string("intake/deciding/_by.html", {"row": row})


def test_what_is_wrong_with_a_row_stands_in_it() -> None:
    row = Row("step:H01", {"choice": "x", "reason": ""}, {}, {"choice": "Please choose one of these."})
    assert "Please choose one of these." in choices(row)
