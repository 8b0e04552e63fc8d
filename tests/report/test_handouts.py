"""The handouts on paper: large print, as few pages as promised, whole, and with a QR code that leads to their page."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pikepdf
import pymupdf
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from intake.clinical.rules.handouts import HANDOUTS, Handout
from intake.clinical.rules.handouts.handout import Said
from intake.clinical.rules.rule_set import VERSION
from intake.clinical.telling.handouts import Number, runs
from intake.clinical.telling.notices import not_approved
from intake.report import Letterhead
from intake.report.engine.styles import PAPERS
from intake.report.handout.handout import HandoutDocument, handout_pdf
from intake.report.handout.qr import squares
from tests.clinical.test_handouts import FILLED, sources_of
from tests.report.reading import FOOTER, content

MADE_AT = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
CLINIC = Letterhead("Riverside Pain Clinic", "12 Quay Street", (("Emergency", "999"),), "020 7946 0123")
NOTICE = not_approved(VERSION).title
EVERY_ONE = pytest.mark.parametrize("handout", HANDOUTS.values(), ids=list(HANDOUTS))
ON_PAPER = pytest.mark.parametrize("paper", PAPERS)


def document(handout: Handout, paper: str = "A4", *, person: str = "", notice: str = "") -> HandoutDocument:
    address = f"https://intake.clinic.example/h/{handout.id}/"
    return HandoutDocument(handout, FILLED, CLINIC, address, MADE_AT, VERSION, person, notice, paper)


@cache
def pages(handout: Handout, paper: str = "A4", person: str = "", notice: str = "") -> list[str]:
    """The text of each page as it is read aloud, as one line."""
    pdf = handout_pdf(document(handout, paper, person=person, notice=notice))
    return [content(page).text for page in PdfReader(io.BytesIO(pdf)).pages]


@ON_PAPER
@EVERY_ONE
def test_it_takes_the_pages_it_is_meant_to(handout: Handout, paper: str) -> None:
    """At the worst: a name, a notice, and a crisis line with a long name."""
    assert len(pages(handout, paper)) == handout.pages
    assert len(pages(handout, paper, "Wilhelmina Featherstonehaugh-Okafor", NOTICE)) == handout.pages
    assert handout.pages == (2 if handout.id == "ten-questions" else 1)


@ON_PAPER
@EVERY_ONE
def test_the_print_is_large(handout: Handout, paper: str) -> None:
    pages = PdfReader(io.BytesIO(handout_pdf(document(handout, paper, notice=NOTICE)))).pages
    shown = [run for page in pages for run in content(page).runs if run.kind != FOOTER and run.text.strip()]
    small = " ".join(run.text.strip() for run in shown if run.size < 14)
    assert small == f"On your phone: https://intake.clinic.example/h/{handout.id}/ {NOTICE}"


@EVERY_ONE
def test_it_says_all_of_it_in_its_order(handout: Handout) -> None:
    text, at = " ".join(pages(handout)).replace("\u00a0", " "), 0
    for line in handout.lines:
        for said in (line.lead, *(part.text if isinstance(part, Said) else part.label for part in line.parts)):
            wanted = " ".join("".join(run.text for run in runs(said, FILLED)).split())
            found = text.find(wanted, at)
            assert found >= 0, wanted
            at = found + len(wanted)


@EVERY_ONE
def test_marks_of_sources_are_not_printed(handout: Handout) -> None:
    text = " ".join(pages(handout))
    assert [source for source in sources_of(handout) if source in text] == []
    assert "[" not in text
    assert "____" not in text


def test_a_name_stands_on_it_only_where_it_is_wished() -> None:
    one = HANDOUTS["foot-care"]
    assert "For Ada Okafor" in pages(one, person="Ada Okafor")[0]
    assert "For Ada" not in pages(one)[0]
    head = "Riverside Pain Clinic 020 7946 0123 Looking after your feet On your phone: https://intake.clinic.example/"
    assert pages(one)[0].startswith(head)


def test_words_that_are_not_approved_say_so() -> None:
    assert NOTICE in pages(HANDOUTS["foot-care"], notice=NOTICE)[0]
    assert "approved" not in pages(HANDOUTS["foot-care"])[0]


def test_the_foot_says_which_words_they_are() -> None:
    pdf = handout_pdf(document(HANDOUTS["ten-questions"]))
    feet = [content(page).said(FOOTER) for page in PdfReader(io.BytesIO(pdf)).pages]
    for number, foot in enumerate(feet, start=1):
        assert f"Version 1, rule set {VERSION}. 30 Nov 2026" in foot
        assert f"Page {number} of 2" in foot


def test_the_same_document_gives_the_same_bytes() -> None:
    one = document(HANDOUTS["who-to-call"])
    assert handout_pdf(one) == handout_pdf(one)


def test_what_finds_no_room_goes_on_to_another_page() -> None:
    """Nothing is made smaller than 14 points, and nothing is lost."""
    long = FILLED | {"crisis_line": Number("0800 111 222", "the crisis team of the whole valley, day and night " * 12)}
    pdf = handout_pdf(replace(document(HANDOUTS["who-to-call"]), numbers=long))
    read = [content(page).text for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(read) == 2
    assert read[1].endswith("tell us if your pain is bad.")


# The QR code --------------------------------------------------------------------------------------------------------


@ON_PAPER
@EVERY_ONE
def test_a_phone_reads_the_address_off_the_paper(handout: Handout, paper: str) -> None:
    one = document(handout, paper)
    assert read_off(one) == [one.address]


@pytest.mark.parametrize(
    "base", ["http://localhost:8000", "https://a.example", f"https://{'long.' * 12}name.of.a.clinic.example:8443"]
)
def test_however_long_the_address_is(base: str) -> None:
    one = replace(document(HANDOUTS["who-to-call"]), address=f"{base}/h/who-to-call/")
    assert read_off(one) == [one.address]


def read_off(document: HandoutDocument) -> list[str]:
    """What a reader of QR codes finds on the picture of the first page."""
    with pymupdf.open(stream=handout_pdf(document)) as opened:
        shown = opened[0].get_pixmap(dpi=150)
    picture = Image.frombytes("RGB", (shown.width, shown.height), shown.samples)
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def test_it_is_drawn_as_it_is_made_and_large_enough_to_be_read() -> None:
    one = document(HANDOUTS["foot-care"])
    (page,) = PdfReader(io.BytesIO(handout_pdf(one))).pages
    rows = squares(one.address)
    dark = [box for box in drawn_squares(page) if 1.5 < box[2] < 3 and box[2] == box[3]]
    assert len(dark) == sum(map(sum, rows))
    left, top = min(box[0] for box in dark), max(box[1] for box in dark)
    each = (max(box[0] for box in dark) - left) / (len(rows) - 1)
    assert each > 1.7  # points: 0.6 mm, which a phone reads at arm's length
    places = {(round((top - y) / each), round((x - left) / each)) for x, y, *_ in dark}
    assert places == {(y, x) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}


def drawn_squares(page: object) -> list[tuple[float, float, float, float]]:
    """Of every path on the page its boxes."""
    code = page.get_contents().get_data().decode("latin-1").split()  # type: ignore[attr-defined]
    found = [place for place, operator in enumerate(code) if operator == "re"]
    return [tuple(map(float, code[place - 4 : place])) for place in found]  # type: ignore[misc]


def test_its_words_say_where_it_leads() -> None:
    one = document(HANDOUTS["foot-care"])
    with pikepdf.open(io.BytesIO(handout_pdf(one))) as opened:
        told = [each.Alt for each in opened.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        assert [str(alt) for alt in told] == [f"QR code of {one.address}"]
