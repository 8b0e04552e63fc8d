"""Why, and what would change it: on the review, and one click from answering."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake.actions import assessing
from intake.actions.intakes import complete_intake
from intake.clinical.rules.sources import SOURCES
from intake.clinical.telling import explanation, settling
from intake.clinical.working.findings import CANNOT_EXCLUDE
from intake.models import Assessment, Intake
from intake.stored.assessments import read_reasons, stored_documents
from tests import factories
from tests.factories import People
from tests.views.browser import form_to
from tests.views.pages import as_posted, asked_ids, forbidden, section, title, unfolded, words

SADDLE = "Numbness or odd feeling between the legs, around the back passage or genitals"


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


@pytest.fixture
def v12(people: People) -> Intake:
    return factories.submitted(people.front_desk, "V12", family_name="Kowalczyk")


def folded(client: Client, intake: Intake) -> Any:
    return client.get(reverse("review", args=[intake.pk]))


def review(client: Client, intake: Intake, *number: int) -> str:
    """With every fold opened."""
    page = client.get(reverse("review-version" if number else "review", args=[intake.pk, *number]))
    return unfolded(client, page)


def form_address(intake: Intake) -> str:
    return reverse("review-complete", args=[intake.pk])


def ask(client: Client, intake: Intake, *question_ids: str) -> Any:
    """Click "Answer these"."""
    return client.post(form_address(intake), {"ask": question_ids})


def answered(client: Client, intake: Intake, *question_ids: str, **answers: Any) -> Any:
    """Click, type these, and save."""
    page = ask(client, intake, *question_ids)
    return client.post(form_address(intake), as_posted(page, **answers) | {"narrowed": "1"})


# Why ------------------------------------------------------------------------------------------------------------------


def test_a_statement_opens_its_reason(clinician: Client, people: People) -> None:
    page = review(clinician, factories.submitted(people.front_desk, "V11"))
    why = section(page, "flags").partition("Why RF17a")[2]
    assert "any of: ✓ holds PHQ-9 item 9 was answered “Several days” or more" in why
    assert "Answered: Several days (1)" in why
    assert "? not known" in why
    assert f"SIMON2013 [{SOURCES['SIMON2013'].mark}]" in why
    assert "Rule RF17a, rule set LPD-CDS" in why
    assert forbidden(page) == []


def test_an_open_part_names_the_question_that_is_not_answered(clinician: Client, v12: Intake) -> None:
    shown = section(review(clinician, v12), "open")
    assert "? not known the person reports numbness or odd feeling in the saddle area Not answered" in shown
    assert "✗ does not hold" in shown
    assert "there is new or worsening weakness" in shown


@pytest.mark.parametrize("case", ["V02", "V05", "V12", "EMPTY", "PROXY", "AGE-8"])
def test_every_statement_on_the_page_has_its_tree(case: str, clinician: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, case)
    html, found = review(clinician, intake), intake.current
    assert found
    assert len(re.findall(r'<ul class="reason"><li', re.sub(r">\s+<", "><", html))) >= len(read_reasons(found))


def test_reasons_are_kept_and_read_the_same_after_the_rules_changed(
    clinician: Client, v12: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = section(review(clinician, v12), "open")
    monkeypatch.setattr(explanation, "_CONDITIONS", {})
    monkeypatch.setattr(settling, "_RULES", {})
    assert section(review(clinician, v12), "open") == before


def test_a_row_from_before_reasons_shows_the_plain_sentence(
    clinician: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assessing, "reasons_document", lambda case, result: b"{}")
    page = review(clinician, factories.submitted(people.front_desk, "V12"))
    shown = section(page, "open")
    assert stored_documents(Assessment.objects.get())[1] == {}
    assert "Rule in words: " in shown
    assert "? not known" not in shown
    assert "What would change this?" not in shown


def test_a_score_says_its_span_and_the_items_not_answered(clinician: Client, v12: Intake) -> None:
    shown = words(review(clinician, v12))
    assert "PHQ-9 is 10 or more (11 to 20) PHQ-9 item 5: Poor appetite or overeating: Not answered" in shown


def test_what_a_person_wrote_stays_text(clinician: Client, people: People) -> None:
    intake = factories.submitted(people.front_desk, factories.example("V12") | {"ctx.language": "<b>x</b>"})
    assert "<b>x</b>" not in review(clinician, intake)


# What would change this -----------------------------------------------------------------------------------------------


def test_each_open_flag_says_what_would_settle_it(clinician: Client, v12: Intake) -> None:
    shown = section(review(clinician, v12), "open")
    open_ = [flag for flag in factories.found(v12).flags if flag.status == CANNOT_EXCLUDE]
    assert shown.count("What would change this?") == len(open_)
    assert f"Change in feeling Would be present with: “{SADDLE}”" in shown
    assert "Would be excluded with these answers together: Change in feeling: “None of these”" in shown
    assert "(for the clinician) Would be present with: “Yes”" in shown


def test_each_undecided_rule_says_what_would_settle_it(clinician: Client, v12: Intake) -> None:
    shown = section(review(clinician, v12), "combined")
    assert "PEG: general activity Would apply with: 8 or more Would not apply with: 7 or less" in shown


def test_what_cannot_be_asked_here_is_said(clinician: Client, people: People) -> None:
    proxy = review(clinician, factories.submitted(people.front_desk, "PROXY"))
    assert "Questionnaires are scored only in the person's own answers" in section(proxy, "open")
    age = review(clinician, factories.submitted(people.front_desk, "AGE-MISSING"))
    assert "Age comes from the person's details, which the front desk keeps." in section(age, "open")


def test_one_click_asks_exactly_those_questions(clinician: Client, v12: Intake) -> None:
    posted = form_to(folded(clinician, v12), form_address(v12))
    suicide_safety = ["phq.q9", "asq.q1", "asq.q2", "asq.q3", "asq.q4", "mh.selfharm_3mo"]
    assert sorted(posted["ask"]) == sorted(suicide_safety)
    assert asked_ids(clinician.post(form_address(v12), {"ask": posted["ask"]})) == posted["ask"]
    page = ask(clinician, v12, "sx.sensory", "sx.bladder_bowel")
    assert page.status_code == 200
    assert asked_ids(page) == ["sx.sensory", "sx.bladder_bowel"]
    assert title(page).startswith("Answer what is open")
    assert "<h1>Answer what is open</h1>" in page.content.decode()
    assert "Go to all questions instead" in words(page)
    assert page.content.decode().count("autofocus") == 1
    (focused,) = re.findall(r"<input[^>]*autofocus[^>]*>", page.content.decode())
    assert 'id="id_sx-sensory_0"' in focused
    assert forbidden(page) == []


def test_nothing_of_it_stands_in_an_address(clinician: Client, v12: Intake) -> None:
    for page in (review(clinician, v12), ask(clinician, v12, "sx.sensory").content.decode()):
        addresses = re.findall(r'(?:href|action|src)="([^"#]*)"', page)
        others = [address.removesuffix("?record=no") for address in addresses]
        assert not [address for address in others if "?" in address or "sx." in address]


def test_a_typed_field_and_a_closed_question_can_be_asked(clinician: Client, v12: Intake) -> None:
    page = ask(clinician, v12, "ex.temp_c", "mh.plan")
    assert asked_ids(page) == ["mh.plan", "ex.temp_c"]
    assert page.context["closed_parts"] == []
    typed = ask(clinician, v12, "ex.temp_c").content.decode()
    assert re.search(r'<input[^>]*name="ex-temp_c"[^>]*autofocus', typed)


@pytest.mark.parametrize(
    "wrong", [[], [""], ["no.such"], ["sx.sensory", "pt.age_years"], ["sx.sensory\0"], ["x" * 9999]]
)
def test_questions_we_do_not_ask_are_refused(wrong: list[str], clinician: Client, v12: Intake) -> None:
    assert ask(clinician, v12, *wrong).status_code == 400


def test_saving_says_what_changed_and_keeps_the_old_version(clinician: Client, v12: Intake) -> None:
    done = answered(
        clinician,
        v12,
        *("sx.sensory", "sx.bladder_bowel", "mh.harm_others"),
        **{"sx-sensory": ["none"], "sx-bladder_bowel": ["none"], "mh-harm_others": "true"},
    )
    assert done["Location"] == reverse("review", args=[v12.pk])
    page = clinician.get(done["Location"])
    assert "Version 2 holds these answers: " in words(page)
    assert "Possible cauda equina syndrome" not in section(page, "open")
    first = review(clinician, v12, 1)
    assert "Possible cauda equina syndrome" in section(first, "open")
    assert "What would change this?" in section(first, "open")
    assert "Answer these" not in section(first, "open")


def test_what_was_not_asked_is_not_cleared(clinician: Client, v12: Intake) -> None:
    answered(clinician, v12, "sx.sensory", **{"sx-sensory": ["none"]})
    first, second = v12.versions.all()
    assert second.answers == first.answers | {"sx.sensory": ["none"]}


def test_an_error_keeps_the_few_questions(clinician: Client, v12: Intake) -> None:
    page = answered(clinician, v12, "ex.hr", "sx.sensory", **{"ex-hr": "fast", "sx-sensory": ["pins_needles"]})
    assert page.status_code == 422
    assert title(page).startswith("Error: Answer what is open")
    assert asked_ids(page) == ["sx.sensory", "ex.hr"]
    assert page.context["form"]["sx-sensory"].value() == ["pins_needles"]
    assert form_to(page, "")["narrowed"] == ["1"]
    assert v12.versions.count() == 1


def test_a_stale_page_keeps_the_few_questions(clinician: Client, v12: Intake) -> None:
    opened = ask(clinician, v12, "ex.hr")
    complete_intake(
        actor=factories.user("colleague", "Clinician"),
        intake=v12,
        revision=v12.revision,
        changes={"ex.hr": 120},
        token=uuid.uuid4(),
    )
    page = clinician.post(form_address(v12), as_posted(opened, **{"ex-hr": "88"}) | {"narrowed": "1"})
    assert page.status_code == 409
    assert "Answer what is open" in title(page)
    assert "Heart rate: Saved meanwhile: “120" in words(page)
    assert clinician.post(form_address(v12), as_posted(page) | {"narrowed": "1"}).status_code == 302
    assert v12.versions.order_by("number").last().answers["ex.hr"] == 88  # type: ignore[union-attr]


def test_only_clinicians_are_asked(client: Client, people: People, v12: Intake) -> None:
    for other in (people.front_desk, people.administrator):
        client.force_login(other)
        assert ask(client, v12, "sx.sensory").status_code == 403


@pytest.mark.parametrize("few_and_many", [("V01", "EMPTY")])
def test_reasons_cost_no_query(few_and_many: tuple[str, str], clinician: Client, people: People) -> None:
    counts = set()
    for case in few_and_many:
        intake = factories.submitted(people.front_desk, case)
        with CaptureQueriesContext(connection) as captured:
            folded(clinician, intake)
        counts.add(len(captured))
    assert len(counts) == 1
    assert max(counts) <= 18


def test_the_queue_does_not_load_reasons(clinician: Client, v12: Intake) -> None:
    with CaptureQueriesContext(connection) as captured:
        clinician.get(reverse("queue"))
    assert not [query["sql"] for query in captured if '"reasons_packed"' in query["sql"]]
