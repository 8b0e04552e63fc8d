"""A person over time, as the clinician sees it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.actions.intakes import reopen_intake
from intake.models import Addendum, Patient
from tests import factories, over_time
from tests.factories import People
from tests.over_time import answers, visit
from tests.views.pages import forbidden, section, title, words

MOST_QUERIES = 18
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def patient(people: People) -> Patient:
    return factories.patient(people.front_desk)


def show(client: Client, patient: Patient) -> Any:
    return client.get(reverse("person", args=[patient.pk]))


def measured(page: Any, measure: str) -> str:
    """The part of the page about one measure, as HTML."""
    found = re.search(
        rf'<article class="measured" aria-labelledby="{measure}-title">.*?</article>', page.content.decode(), re.DOTALL
    )
    assert found
    return found[0]


def drawn(page: Any, measure: str) -> tuple[int, int, int]:
    """Dots, ranges and lines of a chart."""
    chart = measured(page, measure)
    return tuple(chart.count(f'class="chart-{part}"') for part in ("dot", "range", "line"))  # type: ignore[return-value]


def table(page: Any, measure: str) -> list[str]:
    """The rows of the table, in words."""
    body = measured(page, measure).split("<tbody>")[1]
    return [words(row) for row in re.findall(r"<tr role=\"row\">.*?</tr>", body, re.DOTALL)]


def come(people: People, patient: Patient, *phq9: str) -> None:
    """A visit every 30 days, the last today."""
    for number, items in enumerate(reversed(phq9)):
        visit(people.front_desk, patient, 30 * number, answers(phq=items))


def test_whole_scores_are_dots_and_neighbours_are_joined(clinician: Client, people: People, patient: Patient) -> None:
    come(people, patient, "222222220", "111111110", "110110000")
    page = show(clinician, patient)
    assert drawn(page, "phq9") == (3, 0, 2)
    chart = measured(page, "phq9")
    for text in ("reliable change: down by 5 or more", "response: down by half or more", "remission: below 5"):
        assert text in words(chart)


def test_a_range_is_a_bar_that_no_line_passes(clinician: Client, people: People, patient: Patient) -> None:
    come(people, patient, "222222220", "2222222--", "111111110")
    page = show(clinician, patient)
    assert ">14 to 20</text>" in measured(page, "phq9")
    assert drawn(page, "phq9") == (2, 1, 0)
    rows = table(page, "phq9")
    assert "14 to 20 2 — — — not compared" in rows[1]
    assert "8 0 down 8 down 8 reliable change: down by 5 or more; response: down by half or more" in rows[2]


def test_the_chart_is_to_scale(clinician: Client, people: People, patient: Patient) -> None:
    for days_ago, items in ((100, "333333333"), (75, "333333333"), (0, "000000000")):
        visit(people.front_desk, patient, days_ago, answers(phq=items))
    dots = re.findall(r'class="chart-dot" cx="([0-9.]+)" cy="([0-9.]+)"', measured(show(clinician, patient), "phq9"))
    (x1, top), (x2, _), (x3, bottom) = [(float(x), float(y)) for x, y in dots]
    assert (x2 - x1) / (x3 - x1) == pytest.approx(0.25, abs=0.01)
    assert (top, bottom) == (20, 164)


def test_a_single_visit_is_one_dot_in_the_middle(clinician: Client, people: People, patient: Patient) -> None:
    come(people, patient, "111111110")
    assert drawn(show(clinician, patient), "phq9") == (1, 0, 0)


def test_nothing_answered_is_no_point_and_is_listed(clinician: Client, people: People, patient: Patient) -> None:
    said = answers(phq="111111110", gad="1111111", peg=(6, 6, 6), average=6)
    visit(people.front_desk, patient, 60, said)
    visit(people.front_desk, patient, 30, answers())
    visit(people.front_desk, patient, 0, {"pain.present": False, "pt.age_years": 50})
    page = show(clinician, patient)
    for measure in ("phq9", "gad7", "peg", "pain"):
        assert drawn(page, measure) == (1, 0, 0)
        assert table(page, measure)[1].endswith("not answered")
    for measure in ("peg", "pain"):
        assert table(page, measure)[2].endswith(
            "not asked: there was no pain in the back, buttock, hip, leg or foot in the past 7 days"
        )


def test_scores_by_proxy_and_of_minors_are_listed_and_not_drawn(clinician: Client, people: People) -> None:
    young = factories.patient(people.front_desk, age=15)
    visit(people.front_desk, young, 0, answers(phq="111111110", peg=(5, 5, 5)))
    assert "under 18, not scored" in words(measured(show(clinician, young), "phq9"))
    proxied = factories.submitted(people.front_desk, "PROXY")
    page = show(clinician, proxied.patient)
    assert "by proxy, not scored" in words(measured(page, "peg"))
    assert b"<svg" not in page.content
    assert "by proxy, not scored" in section(page, "intakes")


def test_a_void_intake_is_listed_and_not_drawn(clinician: Client, people: People, patient: Patient) -> None:
    come(people, patient, "111111110")
    wrong = over_time.signed(
        people.clinician, visit(people.front_desk, patient, 10, answers(phq="333333333")), days_ago=10
    )
    over_time.voided(people.clinician, wrong)
    page = show(clinician, patient)
    assert drawn(page, "phq9") == (1, 0, 0)
    assert "Void: entered for the wrong person" in section(page, "intakes")


def test_every_intake_says_its_state(clinician: Client, people: People, patient: Patient) -> None:
    come(people, patient, "111111110", "111111110", "111111110", "111111110")
    last, corrected, signed, amended = patient.intakes.order_by("-submitted_at")
    for intake in (signed, amended):
        over_time.signed(people.clinician, intake)
    Addendum.objects.create(
        intake=amended, number=1, reason="More", text="More", written_by=people.clinician, name="C", role="GP"
    )
    reopen_intake(actor=people.clinician, intake=corrected)
    factories.draft(people.front_desk, {}, patient=patient)
    page = show(clinician, patient)
    listed = section(page, "intakes")
    assert "Intakes: 5" in listed
    for text in (
        "Draft with the front desk, not submitted",
        "Submitted being corrected by the front desk",
        "Signed, amended",
    ):
        assert text in listed
    assert "Chris Clinician" in listed
    assert listed.count("front-desk") == 5
    links = re.findall(r'href="/review/([^/]+)/"', page.content.decode())
    assert links == [str(intake.pk) for intake in (last, corrected, signed, amended)]


def test_the_rules_and_their_sources_stand_on_the_page(clinician: Client, people: People, patient: Patient) -> None:
    come(people, patient, "111111110")
    shown = words(show(clinician, patient))
    for text in (
        "A score is not a diagnosis, and a change in a score is not a change in a diagnosis.",
        "they have not been validated in this product",
        "half of the first whole score or less, where that was 5 or more",
        "KS2002 [V, verified second-hand]",
        "REED2023 [V, verified]",
        "The rule book holds no rule for change here: none is marked.",
        "no line passes it",
    ):
        assert text in shown
    assert forbidden(show(clinician, patient)) == []


def test_somebody_without_intakes(clinician: Client, patient: Patient) -> None:
    page = words(show(clinician, patient))
    assert "None yet." in page
    assert "Nothing is planned." in page
    assert "No score yet." in page


def test_what_is_to_be_done_and_was_done(clinician: Client, people: People, patient: Patient) -> None:
    seen = visit(people.front_desk, patient, 20, answers(phq="111111110"))
    intake = over_time.signed(people.clinician, seen, days_ago=20)
    come(people, patient, "111111110")
    over_time.planned(intake, due_in=-6, window=14, text=f"Ring {SCRIPT}")
    done = over_time.planned(intake, step="F02", text="Look again")
    clinician.post(reverse("follow-up-close", args=[done.pk]), {"state": "done", "words": f"Rang {SCRIPT}"})
    page = show(clinician, patient)
    shown = section(page, "follow-up")
    assert "To be done: 1" in shown
    assert f"Ring {SCRIPT}" in shown
    assert "A new intake was submitted on" in shown
    assert "Done, not needed or closed by later answers: 1" in shown
    assert f"by clinician: Look again “Rang {SCRIPT}”" in shown
    assert SCRIPT not in page.content.decode()


def test_the_name_stays_out_of_the_title(clinician: Client, patient: Patient) -> None:
    assert title(show(clinician, patient)) == "Person over time – Leg pain and mood intake"


def test_the_review_leads_here(clinician: Client, people: People, patient: Patient) -> None:
    come(people, patient, "111111110")
    review = clinician.get(reverse("review", args=[patient.intakes.get().pk])).content.decode()
    assert f'<a href="{reverse("person", args=[patient.pk])}">Over time</a>' in review


def test_the_page_costs_the_same_for_3_and_for_30(clinician: Client, people: People, patient: Patient) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert show(clinician, patient).status_code == 200
        assert not any('"reasons"' in query["sql"] for query in captured)
        assert not any('"result"' in query["sql"] for query in captured)
        assert not any('_packed"' in query["sql"] for query in captured)
        return len(captured)

    def add(visits: int) -> None:
        come(people, patient, *["111111110"] * visits)
        for intake in patient.intakes.filter(signature=None):
            signed = over_time.signed(people.clinician, intake)
            over_time.planned(signed)

    add(3)
    few = queries()
    add(27)
    assert queries() == few <= MOST_QUERIES


def test_many_visits_are_drawn_and_labels_do_not_run_into_each_other(
    clinician: Client, people: People, patient: Patient
) -> None:
    for number in range(30):
        visit(people.front_desk, patient, number, answers(phq="222222220"))
    page = show(clinician, patient)
    assert drawn(page, "phq9") == (30, 0, 29)
    group = measured(page, "phq9").split('class="chart-labels"')[1]
    placed = re.findall(r'<text x="([0-9.]+)" y="([0-9.]+)" text-anchor="middle">16</text>', group)
    assert 10 < len(placed) < 30
    for height in {y for _, y in placed}:
        along = [float(x) for x, y in placed if y == height]
        assert min(later - earlier for earlier, later in pairwise(along)) >= 14  # two digits
