"""What people type survives, and does no harm."""

from dataclasses import replace

import pytest

from intake.clinical.assessment import assess
from intake.clinical.findings import Assessment
from intake.contract import read_answers
from intake.report import Letterhead, Person
from intake.report.text import Markup, clipped, printable, put
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE
from tests.report.printed import SOMEBODY, printed, show


@pytest.mark.parametrize(
    ("family", "given"),
    [("Nguyễn", "Thị Ánh"), ("Żółć", "Gęślą"), ("Παπαδόπουλος", "Γιώργος"), ("Щербакова", "Анна"), ("O’Brien", "Zoë")],
)
def test_names_in_many_scripts(family: str, given: str) -> None:
    shown = printed(NOTHING_POSITIVE, replace(SOMEBODY, family_name=family, given_name=given))
    assert all(f"{family.upper()}, {given}" in page for page in shown.pages)
    assert "[U+" not in shown.text


HOSTILE = ("<b>", '<img src="file:///etc/passwd"/>', "&", "</para>", "<!--", "<![CDATA[", "&lt;", "{}", "{0}", "%s")


@pytest.mark.parametrize("text", ["<b>", " ".join(HOSTILE)])
def test_markup_from_people_is_text(text: str) -> None:
    person = Person(text, text, None, text)
    letterhead = Letterhead(text, text, ((text, text),))
    answers = EXAMPLES["V10"]["answers"] | {"rx.treatments_tried": text}
    shown = printed(answers, person, letterhead=letterhead, document_id=text)
    assert f"{text.upper()}, {text}" in shown.text
    assert f"Record number {text}" in shown.text
    assert f"Treatments already tried {text}" in shown.text
    assert f"Document {clipped(text, 40)}" in shown.pages[0]
    assert not [image for page in shown.reader.pages for image in page.images]


def test_a_character_without_a_glyph_is_named() -> None:
    shown = printed({}, Person("A\U0001f600", "漢", None, "\uffff"))
    assert "A[U+1F600], [U+6F22]" in shown.text
    assert "Record number [U+FFFF]" in shown.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("e\u0301", "é"),
        ("a\x00\x07\x1bb", "ab"),
        ("a\u202eb\u200d\ufeff", "ab"),
        ("a\tb\r\nc\rd\u2028e", "a b\nc\nd\ne"),
        ("\ud800", "[U+D800]"),
        ("\U0001f600\ufe0f", "[U+1F600][U+FE0F]"),
        ("→ ≥ – “” ½ °", "→ ≥ – “” ½ °"),
        ("مر", "[U+0645][U+0631]"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_put_escapes_text_and_keeps_markup() -> None:
    assert put("<b>{}</b> {}", "<i>&", Markup("<i>x</i>")) == "<b>&lt;i&gt;&amp;</b> <i>x</i>"
    assert put("{}", "a\nb") == "a<br/>b"


def test_clipped() -> None:
    assert clipped("a  b\nc", 10) == "a b c"
    assert clipped("abcdef", 4) == "abc…"


def with_said(assessment: Assessment, question: str, said: str) -> Assessment:
    lines = tuple(
        replace(line, said=said, answer=said, state="answered") if line.question == question else line
        for line in assessment.lines
    )
    return replace(assessment, lines=lines)


@pytest.mark.parametrize("unit", ["word ", "w", "<&>🙂 слово\n"])
def test_a_long_text_flows_over_pages(unit: str) -> None:
    long = (unit * 20_000)[:20_000]
    shown = show(with_said(assess(read_answers(NOTHING_POSITIVE)), "ctx.language", long))
    assert "".join(shown.text.split()).count("".join(printable(unit).split())) >= 19_900 // len(unit)
    assert "Clinician-only page" in shown.pages[-1]


def test_a_long_name_flows_over_pages() -> None:
    long = ("name " * 2_000) + "n" * 10_000
    shown = printed({}, Person(long, long, None, long), letterhead=Letterhead(long, long, ((long, long),)))
    assert shown.text.count("NAME") > 1_990
    assert len(shown.pages) > 15
    assert all("…" in page for page in shown.pages[1:])


def test_a_long_answer_that_raised_a_flag_flows_over_pages() -> None:
    assessment = assess(read_answers(EXAMPLES["V05"]["answers"]))
    flag = assessment.present[0]
    long = replace(flag, because=(replace(flag.because[0], label="L" * 9_000, said="vast " * 4_000),))
    shown = show(replace(assessment, flags=(long, *assessment.flags[1:])))
    assert shown.text.count("vast") == 4_000
