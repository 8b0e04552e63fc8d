"""The citations: how far each was checked, and its reference in short."""

import pytest

from intake.clinical.language.sources import Source
from intake.clinical.rules.sources import SOURCES
from tests.clinical.cases import EXAMPLES, assessed
from tests.lanes import each

REFERENCES = {
    "NG222": "Depression in adults",
    "NG193": "",
    "CG143": "Sickle cell disease: acute painful episode",
    "NG158": "Table 1 and recs 1.1.2-1.1.4",
    "ASQ": "NIMH ASQ toolkit",
    "AUDITC": "LOINC 75626-2",
    "LEVIS2019": "Levis B et al. BMJ 2019;365:l1476",
    "K2001": "Kroenke K, Spitzer RL, Williams JB. PHQ-9. J Gen Intern Med 2001;16:606-13",
    "KS2002": "Kroenke K, Spitzer RL. Psychiatr Ann 2002;32:509-21",
    "K-MSK": "General clinical knowledge, standard textbooks",
    "TOOL": "Design decision made in this specification",
}


@pytest.mark.parametrize(("id_", "reference"), REFERENCES.items(), ids=REFERENCES)
def test_the_reference_of_a_source(id_: str, reference: str) -> None:
    assert SOURCES[id_].reference == reference


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("A short text: it is a reference as it is.", "A short text: it is a reference as it is"),
        (f"Author A, Author B, Title (2020): {'found ' * 9}", "Author A, Author B, Title"),
        (f"Author A, Author B. J 2020;1:2-3; {'found ' * 9}", "Author A, Author B. J 2020;1:2-3"),
        ("without a mark where it could end, " * 3, ("without a mark where it could end, " * 3).strip()),
        (f"NICE CG999: {'found ' * 12}", ""),
        (f"NICE CG999 Aches (2020): {'found ' * 12}", "Aches"),
    ],
)
def test_what_was_found_there_is_left_out(text: str, reference: str) -> None:
    assert Source("CG999", "verified", text).reference == reference


def test_a_name_of_its_own_comes_first() -> None:
    assert Source("X", "verified", "What was found.", named="The paper").reference == "The paper"


@each(SOURCES)
def test_a_reference_is_short_and_part_of_what_is_known(source: Source) -> None:
    reference = source.reference
    assert len(reference) <= 120
    assert not reference.endswith((".", ":", ";", ","))
    assert source.named or reference in source.text
    assert reference or source.text.startswith(f"NICE {source.id}")


@pytest.mark.parametrize(
    ("status", "mark"),
    [("verified", "V"), ("verified in part", "V"), ("knowledge", "K"), ("decision", "D"), ("given", "D")],
)
def test_marks(status: str, mark: str) -> None:
    assert Source("X", status, "").mark == mark


def test_an_assessment_carries_the_references() -> None:
    sources = assessed(EXAMPLES["V02"]["answers"]).sources
    assert {source.id: source.reference for source in sources} == {s.id: SOURCES[s.id].reference for s in sources}
