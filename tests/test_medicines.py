"""The list of medicines, and the search for a name: every line of it, and what people type."""

from __future__ import annotations

import csv

import pytest
from hypothesis import strategies as st

from intake.clinical.language.condition import RuleError
from intake.clinical.rules.questions.history import rx
from intake.forms.medicines import medicine as module
from intake.forms.medicines.medicine import MEDICINES, NO_CLASS, REGIONS, Medicine
from intake.forms.medicines.notes import NOT_IN_THE_LIST, notes
from intake.forms.medicines.search import SHOWN, recognised, search
from tests.lanes import invented

BY_NAME = {medicine.name: medicine for medicine in MEDICINES}


def shown(typed: str, region: str = "") -> list[str]:
    return [found.written for found in search(typed, region).shown]


def test_every_line_ticks_what_the_question_offers_and_is_found_by_its_name() -> None:
    text = module.files(module.__package__).joinpath("list.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 652
    for row in rows:
        medicine = BY_NAME[row["name"]]
        named = [name for name in (row["class"], row["also"]) if name not in ("", NO_CLASS)]
        assert list(medicine.classes) == named
        assert set(named) <= rx.current.options.keys() - {"none"}
        assert medicine.regions <= REGIONS.keys()
        found = search(medicine.name)
        assert (found.exact, found.shown[0].medicine) == (True, medicine), medicine
        assert recognised(f"{medicine.name} 10 mg")[0] == medicine
        if medicine.contains or medicine.look_alikes or medicine.prompts:
            assert not {"[", "_"} & set("".join(notes(medicine))), medicine


def test_a_line_that_names_no_class_of_the_question_stops_the_site() -> None:
    row = {"name": "Xyz", "kind": "brand", "class": "glitter", "also": "", "regions": "uk", "note": "V"}
    with pytest.raises(RuleError, match="glitter"):
        module._read(row)
    with pytest.raises(RuleError, match="Xyz"):
        module._read(row | {"class": "other", "regions": "moon"})


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("amitrip", "amitriptyline"),
        ("AMITRIP", "amitriptyline"),
        ("amitriptyline 10mg at night", "amitriptyline 10mg at night"),
        ("amitrip 10 mg", "amitriptyline 10 mg"),
        ("amitryptiline", "amitriptyline"),  # two letters wrong
        ("wafarin 3 mg", "warfarin 3 mg"),  # one missing
        ("celbrex", "Celebrex"),
        ("setraline", "sertraline"),
        ("gabapnetin", "gabapentin"),  # two swapped
        ("co codamol", "co-codamol"),
        ("st johns", "St John's wort"),
        ("St John’s", "St John's wort"),
        ("paracetamol and codeine", ""),
        ("codeine with para", "codeine with paracetamol"),
        ("wort", "St John's wort"),
        ("aspirin 75", "aspirin 75 mg"),
        ("aspirin 300 mg", "aspirin 300 mg"),
        ("vitamin b12 1000 mcg", "vitamin B12 1000 mcg"),
        ("df118", "DF118"),
        ("albuterol", "albuterol"),  # another name of a line
        ("tylenol 3", "Tylenol 3"),
        ("foozle", ""),
        ("x", ""),
        ("", ""),
        ("10 mg", ""),
        ("\x00’-·", ""),
    ],
)
def test_what_is_typed_finds(typed: str, first: str) -> None:
    assert [*shown(typed), ""][0] == first


def test_what_begins_as_typed_is_sure_and_what_is_spelt_otherwise_is_not() -> None:
    assert all(found.sure for found in search("ser").shown)
    assert not any(found.sure for found in search("sertalin").shown)


def test_names_used_where_the_clinic_is_come_first() -> None:
    assert shown("cartia") == ["Cartia", "Cartia XT"]
    assert shown("pana", "uk")[0] == "Panadol"
    assert shown("alend", "us")[0] == "alendronate"
    assert shown("alend", "uk")[0] == "alendronic acid"


def test_only_some_are_shown_and_the_others_counted() -> None:
    found = search("co")
    assert len(found.shown) == SHOWN
    assert found.more == sum(name.lower().startswith("co") for name in BY_NAME) - SHOWN > 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("amitriptyline", "Looks like nortriptyline, a tricyclic antidepressant: check the name."),
        ("nortriptyline", "Looks like amitriptyline, a tricyclic antidepressant: check the name."),  # both ways
        ("Brilinta", "Looks like Brintellix, an antidepressant: check the name."),
        ("Treximet", "Ticked: “Triptan for migraine” and “Anti-inflammatory painkiller (NSAID)”."),
        ("paracetamol", "Of no kind that is asked about: nothing was ticked."),
        ("ibuprofen", "Ask which: tablets or gel."),
        ("aspirin", "Pain doses (300 mg or more at a time) count as “Anti-inflammatory painkiller (NSAID)”."),
        ("Urex", "Ask where bought: in the US Urex is methenamine (for urine infection)."),
        ("propranolol", "Tell the clinician that it is taken."),
        ("Panadol", "Check the name: Panadol Night also holds diphenhydramine."),
        (
            "Losec",
            "Not ticked yet. Please ask, and tick “Long-term acid blocker (PPI)” if it is taken long term.",
        ),
    ],
)
def test_the_desk_is_told(name: str, told: str) -> None:
    assert told in notes(BY_NAME[name])


def test_the_desk_is_told_no_more_than_that() -> None:
    """What a medicine may do, or what it is given for, is the clinician's."""
    said = " ".join(note for medicine in MEDICINES for note in notes(medicine))
    for word in ("serotonergic", "harm", "overdose", "clot", "dependence", "pregnan", "low mood", "raises"):
        assert word not in said
    assert notes(None) == [NOT_IN_THE_LIST]


def test_names_in_a_text_are_recognised_the_longest_first() -> None:
    text = "Amitriptyline 10 mg; codeine with paracetamol\nSt John’s wort, warfarins"
    assert {medicine.name for medicine in recognised(text)} == {
        "amitriptyline",
        "codeine with paracetamol",
        "St John's wort",
    }
    assert recognised("") == []


@invented(st.sampled_from(MEDICINES), st.integers(0, 30), st.sampled_from("aeioustrxy"), few=30, many=600)
def test_one_wrong_letter_still_suggests(medicine: Medicine, place: int, letter: str) -> None:
    name = medicine.name
    if len(name) < 4 or not name.isalpha():
        return
    at = place % len(name)
    wrong = name[:at] + letter + name[at + 1 :]
    found = search(wrong, "uk")
    assert medicine in [one.medicine for one in found.shown] or found.shown[0].sure
