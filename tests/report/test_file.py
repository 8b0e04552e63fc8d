"""The file itself: fonts, properties, and the same bytes for the same summary."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from pypdf.generic import DictionaryObject
from reportlab.pdfbase.ttfonts import TTFontFace

from intake.report import Person
from tests.clinical.cases import EXAMPLES
from tests.report.printed import MADE_AT, Printed, example, printed


def fonts(shown: Printed) -> list[DictionaryObject]:
    objects: list[Any] = [shown.reader.get_object(number) for number in range(1, len(shown.reader.xref[0]) + 1)]
    return [o for o in objects if isinstance(o, DictionaryObject) and o.get("/Type") == "/Font"]


def test_every_font_is_embedded() -> None:
    found = fonts(example("V10"))
    assert len(found) >= 3
    for font in found:
        assert "FiraSans" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


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
    assert metadata["/CreationDate"] == metadata["/ModDate"] == "D:20261122093007+00'00'"


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


def test_threads_take_turns_with_the_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """ReportLab reads a font file through one shared cursor: two at once, and letters go missing in silence."""
    inside, most = 0, 0
    real = TTFontFace.makeSubset

    def slow(face: TTFontFace, subset: Any) -> Any:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.05)
        inside -= 1
        return real(face, subset)

    monkeypatch.setattr(TTFontFace, "makeSubset", slow)
    people = [Person(name, name, None, "") for name in ("Nguyễn", "Żółć", "Γιώργος", "Анна")]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda person: printed({}, person).pdf, people))
    assert together == [printed({}, person).pdf for person in people]
    assert most == 1
