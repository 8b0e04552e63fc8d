"""Medicines by name where there is no script: the button beside the field does on the server what the script does."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.test import Client

from intake.models import ClinicProfile, Intake
from intake.views.medicine_names import with_name
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, now, save
from tests.views.pages import as_posted, asked_ids, words


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True, "rx.current": ["none"]})


def saved(intake: Intake) -> dict[str, Any]:
    return {id_: answer for id_, answer in now(intake).answers.items() if id_.startswith("rx.")}


def test_looking_up_saves_the_page_and_shows_what_the_name_may_be(desk: Client, draft: Intake) -> None:
    page = save(desk, draft, "medicines", {"rx.allergies": "none_known"}, **{"medicine-name": "amitrip 10 mg"})
    assert page.status_code == 200
    assert "“amitrip 10 mg” is not added yet. Choose what it is:" in words(page)
    assert re.findall(r'name="medicine-add" value="(.*?)"', page.content.decode()) == ["amitriptyline 10 mg"]
    assert saved(draft) == {"rx.current": ["none"], "rx.allergies": "none_known"}


def test_choosing_ticks_its_kind_in_place_of_none_and_writes_the_name(desk: Client, draft: Intake) -> None:
    page = save(desk, draft, "medicines", **{"medicine-add": "amitriptyline 10 mg", "medicine-name": "amitrip 10 mg"})
    assert page["Location"] == address(draft, "medicines")
    assert saved(draft) == {"rx.current": ["tca"], "rx.names": "amitriptyline 10 mg"}
    told = words(desk.get(page["Location"]))
    assert "Added to the names: amitriptyline 10 mg. Ticked: “Tricyclic antidepressant”. Looks like" in told
    save(desk, draft, "medicines", **{"medicine-add": "Treximet"})
    save(desk, draft, "medicines", **{"medicine-add": "Treximet"})
    assert saved(draft) == {
        "rx.current": ["nsaid", "tca", "triptan"],
        "rx.names": "amitriptyline 10 mg; Treximet",
    }


def test_a_name_that_is_not_in_the_list_ticks_nothing_and_is_kept(desk: Client, draft: Intake) -> None:
    page = save(desk, draft, "medicines", **{"medicine-name": "Foozle"})
    assert "“Foozle” is not in the list." in words(page)
    page = save(desk, draft, "medicines", **{"medicine-keep": "Foozle <b>"})
    assert saved(draft) == {"rx.current": ["none"], "rx.names": "Foozle <b>"}
    shown = desk.get(page["Location"]).content.decode()
    assert "Added to the names: Foozle &lt;b&gt;. Not in the list: nothing was ticked, the name is kept." in shown


def test_a_name_that_was_not_added_is_kept_when_the_page_is_left(desk: Client, draft: Intake) -> None:
    page = save(desk, draft, "medicines", **{"medicine-name": " Foozle 5 mg", "leave": "1"})
    assert page["Location"] == f"/intakes/{draft.pk}/"
    assert saved(draft) == {"rx.current": ["none"], "rx.names": "Foozle 5 mg"}
    assert "Kept among the names as it was typed: Foozle 5 mg." in words(desk.get(page["Location"]))


def test_what_holds_only_for_some_is_not_ticked(desk: Client, draft: Intake) -> None:
    save(desk, draft, "medicines", **{"medicine-add": "Fosamax"})
    assert saved(draft) == {"rx.current": ["none"], "rx.names": "Fosamax"}


@pytest.mark.parametrize("typed", ["warfarin 3 mg", "Foozle"])
def test_to_leave_for_now_a_name_in_the_field_is_kept_as_it_was_typed(typed: str, desk: Client, draft: Intake) -> None:
    page = save(desk, draft, "medicines", **{"medicine-name": f" {typed} ", "leave": "1"})
    assert page["Location"] == address(draft)
    assert saved(draft) == {"rx.current": ["none"], "rx.names": typed}
    told = words(desk.get(page["Location"]))
    assert f"Kept among the names as it was typed: {typed}. Nothing was ticked." in told


def test_taking_a_name_out_unticks_nothing_and_says_so(desk: Client, people: People) -> None:
    given = {"rx.names": "warfarin; Zocor; simvastatin", "rx.current": ["anticoagulant", "statin"]}
    draft = factories.draft(people.front_desk, given)
    page = save(desk, draft, "medicines", {"rx.names": "simvastatin"})
    told = words(desk.get(page["Location"]))
    assert "Taken out of the names: warfarin. Nothing was unticked: please untick “Blood thinner" in told
    assert "Zocor" not in told  # another of its kind stands there still
    assert saved(draft)["rx.current"] == ["anticoagulant", "statin"]


def test_more_names_than_there_is_room_for_are_kept_and_named_beside_the_field(desk: Client, people: People) -> None:
    draft = factories.draft(people.front_desk, {"rx.names": "x" * 995})
    page = save(desk, draft, "medicines", **{"medicine-add": "warfarin"})
    assert page.status_code == 422
    assert "warfarin" in now(draft).malformed["rx.names"]["rx-names"][0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "Zocor 10 mg"),
        ("warfarin;\n", "warfarin; Zocor 10 mg"),
        ("zocor 10 MG; warfarin", "zocor 10 MG; warfarin"),
        ("Zocor\nwarfarin", "Zocor 10 mg\nwarfarin"),  # it has its dose now
        ("warfarin; zocor", "warfarin; Zocor 10 mg"),
        ("☃", "☃; Zocor 10 mg"),
        ("Zocor Plus; Zocor 20 mg", "Zocor Plus; Zocor 20 mg; Zocor 10 mg"),
    ],
)
def test_a_name_is_added_once(text: str, names: str) -> None:
    assert with_name(text, "Zocor", "10 mg") == names


def test_a_name_without_its_dose_is_not_added_beside_one_that_has_it() -> None:
    assert with_name("warfarin 3 mg; Zocor 10 mg", "Zocor") == "warfarin 3 mg; Zocor 10 mg"
    assert with_name("codeine with paracetamol", "codeine") == "codeine with paracetamol; codeine"


def test_suggestions_are_for_front_desk_and_clinician_and_nothing_typed_is_logged(
    desk: Client, people: People, caplog: pytest.LogCaptureFixture, django_assert_num_queries: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    ClinicProfile(region="EU").save()
    with django_assert_num_queries(4):  # session, user, roles, the clinic's region
        page = desk.post("/medicines/suggestions/", {"medicine-name": "ser<b>"})
    assert "Keep “ser&lt;b&gt;” as it is typed" in page.content.decode()
    assert "ser" not in caplog.text.replace("server", "").replace("user", "")
    first = desk.post("/medicines/suggestions/", {"medicine-name": "ser"}).content.decode()
    assert first.index("Seroplex") < first.index("Keep")
    assert "sold under this name in the EU" not in first
    assert desk.post("/medicines/suggestions/").status_code == 200


def test_a_clinician_looks_up_where_answers_are_corrected(people: People) -> None:
    intake = factories.submitted(people.front_desk, {"rx.current": ["none"]})
    client = Client()
    client.force_login(people.clinician)
    where = f"/review/{intake.pk}/correct/medicines/"
    page = client.get(where)
    assert "rx.names" in asked_ids(page)
    page = client.post(where, as_posted(page) | {"medicine-name": "zolof", "rx-treatments_tried": "Ice"})
    assert "“zolof” is not added yet" in words(page)
    page = client.post(where, as_posted(page) | {"medicine-add": "Zoloft"})
    assert "Added to the names: Zoloft. Ticked: “SSRI antidepressant”." in words(page)
    client.post(where, as_posted(page))
    answers = now(intake).answers
    assert (answers["rx.current"], answers["rx.names"], answers["rx.treatments_tried"]) == (["ssri"], "Zoloft", "Ice")
