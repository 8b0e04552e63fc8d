"""The file itself: fonts, properties, and the same bytes for the same summary."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pypdf.generic import DictionaryObject

from tests.clinical.cases import EXAMPLES
from tests.report.printed import MADE_AT, SOMEBODY, Printed, example, printed
from tests.report.reading import FOOTER, HEADER, LAYOUT


def fonts(shown: Printed) -> list[DictionaryObject]:
    """All fonts that the pages can name."""
    found: dict[str, Any] = {}
    for page in shown.reader.pages:
        found |= page["/Resources"]["/Font"]
    return [font.get_object() for font in found.values()]


@pytest.mark.parametrize(("name", "count"), [("Okafor", 2), ("الأحمد", 3)])
def test_every_font_is_embedded(name: str, count: int) -> None:
    found = fonts(printed(EXAMPLES["V10"]["answers"], replace(SOMEBODY, family_name=name)))
    assert len(found) == count
    for font in found:
        (descendant,) = font["/DescendantFonts"]
        assert descendant.get_object()["/FontDescriptor"]["/FontFile2"].get_data()[:4] == b"\x00\x01\x00\x00"
        assert "+" in font["/BaseFont"]


@pytest.mark.parametrize("example_id", ["V02", "V31"])
def test_another_reader_finds_the_same_words(example_id: str) -> None:
    """The tests read pages with a reader of their own; pypdf's finds the same on them."""
    shown = example(example_id)
    for page, content in zip(shown.reader.pages, shown.contents, strict=True):
        drawn = f"{content.text} {content.said(HEADER, FOOTER, LAYOUT)}"
        theirs, ours = (Counter("".join(said.split())) for said in (page.extract_text(), drawn))
        assert theirs == ours


@pytest.mark.parametrize(("paper", "sides"), [("A4", [0, 0, 595, 842]), ("Letter", [0, 0, 612, 792])])
def test_a_page_is_as_large_as_the_paper(paper: str, sides: list[int]) -> None:
    for page in printed(EXAMPLES["V31"]["answers"], paper=paper).reader.pages:
        assert [round(float(side)) for side in page.mediabox] == sides


def test_the_properties_tell_nothing_about_the_person() -> None:
    reader = example("V10").reader
    assert reader.metadata is not None
    properties = " ".join(map(str, reader.metadata.values()))
    assert reader.metadata.title == "Intake summary"
    assert not [word for word in ("Okafor", "OKAFOR", "Ada", "1968", "004217") if word in properties]
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_time_in_the_properties_is_utc() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    metadata = printed({}, made_at=datetime(2026, 11, 22, 15, 0, 7, tzinfo=india)).reader.metadata
    assert metadata is not None
    assert metadata["/CreationDate"] == metadata["/ModDate"] == "D:20261122093007Z"


def test_no_links_no_scripts_no_attachments() -> None:
    reader = example("V10").reader
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(reader.root_object)
    assert not [page for page in reader.pages if "/Annots" in page]


def test_same_summary_same_bytes() -> None:
    answers = EXAMPLES["V31"]["answers"]
    assert printed(answers).pdf == printed(answers).pdf
    backwards = dict(reversed(answers.items()))
    assert printed(backwards).pdf == printed(answers).pdf
    assert printed(answers, made_at=MADE_AT + timedelta(minutes=1)).pdf != printed(answers).pdf


def test_the_producer_is_this_product() -> None:
    """It writes the bytes; ReportLab's canvas only draws."""
    assert example("V04").reader.metadata.producer == "Leg pain and mood intake"
