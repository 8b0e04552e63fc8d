"""What stands on the first screen of the intake page: in few words, with nothing left out."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from intake.clinical.working.findings import WholeAssessment
from intake.views.review import decisions
from intake.views.review.first_screen import FirstScreen
from tests import factories
from tests.clinical.cases import EXAMPLES, assessed
from tests.factories import People
from tests.views.pages import forbidden, section, words


def found(case: str) -> WholeAssessment:
    return assessed(EXAMPLES[case]["answers"])


def because(case: str, flag: str) -> list[str]:
    urgent = FirstScreen(found(case)).urgent
    lines = next(lines for one, lines in urgent if flag in one.title)
    return [f"{line.label}: {line.said}" for line in lines]


def test_a_whole_questionnaire_is_said_by_its_score_and_item_9_apart() -> None:
    assert because("V12", "declined or unanswered") == ["PHQ-9 item 9: Not answered", "PHQ-9: 11 to 20 of 27"]


def test_single_items_stay_what_they_are() -> None:
    assert because("V11", "Suicide-safety question")[0] == "PHQ-9 item 9: Several days (1)"


@pytest.mark.parametrize("case", list(EXAMPLES))
def test_every_flag_present_is_there_with_its_reasons_and_every_open_question_is_named_or_counted(case: str) -> None:
    result = found(case)
    first = FirstScreen(result)
    assert [flag for flag, _ in first.urgent] == list(result.present)
    assert all(lines for _, lines in first.urgent)
    for open_, flags in (
        (first.open_to_anyone, result.open_to_anyone),
        (first.open_to_clinician, result.open_to_clinician),
    ):
        asked = {line.question for flag in flags for line in flag.missing}
        assert open_.flags == len(flags)
        assert len(open_.named) + open_.more == len(asked)
        assert bool(open_.named) == bool(flags)


def gauge(case: str, score_id: str) -> str:
    template = Template("{% load reviewing %}{% gauge score %}")
    return template.render(Context({"score": found(case).score(score_id)}))


def test_a_total_fills_the_bar_as_far_as_it_goes() -> None:
    drawn = gauge("V02", "phq9")  # 17 of 27
    assert re.search(r'class="gauge-fill" x="0" y="1.5" width="151\.1"', drawn)
    assert 'aria-label="PHQ-9: 17 of 27"' in drawn


def test_missing_items_are_a_range_and_not_a_total() -> None:
    drawn = gauge("V12", "phq9")  # 11 to 20 of 27
    assert re.search(r'class="gauge-range" x="97\.8" y="1.5" width="80\.0"', drawn)
    assert "gauge-fill" not in drawn


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        ("V12", ["PHQ-9 11 to 20 of 27, 3 items missing", "GAD-7 0 of 21 minimal band"]),
        ("V14", ["PHQ-9 6 of 27", "GAD-7 0 of 21"]),
        ("V15", ["PHQ-9 not answered"]),
        ("PROXY", ["PHQ-9 by proxy, not scored", "AUDIT-C by proxy, not scored"]),
        ("EMPTY", ["PHQ-9 not answered", "PEG not answered"]),
        ("AGE-8", ["PHQ-9 not asked"]),
    ],
)
def test_each_score_is_said_in_words(case: str, shown: list[str], client: Client, people: People) -> None:
    client.force_login(people.clinician)
    page = client.get(reverse("review", args=[factories.submitted(people.front_desk, case).pk]))
    for text in shown:
        assert text in section(page, "gauges")
    assert forbidden(page) == []
    assert "%" not in words(page).partition("All answers")[0].partition("Key steps")[0]


def test_what_cannot_be_decided_gives_no_reasons_for_it(client: Client, people: People) -> None:
    client.force_login(people.clinician)
    page = client.get(reverse("review", args=[factories.submitted(people.front_desk, "V12").pk]))
    assert "Cannot be decided from the answers given; what stands out: Nerve-type pain" in section(page, "together")
    assert "Cannot be decided yet: 2" in section(page, "together")


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "fine \udfff"])
def test_characters_that_cannot_be_stored_are_refused(bad: str) -> None:
    posted = QueryDict(mutable=True)
    posted["text"] = bad
    read = decisions.read(posted)
    assert "cannot be stored" in read.errors["text"]
    assert read.changes == {}
