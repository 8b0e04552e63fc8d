"""What people type survives, and does no harm."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.clinical.assessment import assess
from intake.clinical.working.findings import Assessment, WholeAssessment
from intake.exchange.contract import read_answers
from intake.report import Letterhead, Person
from intake.report.engine.text import capital, clipped, counted, printable
from intake.report.engine.words import NOTHING, Span, Words, put, together
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE
from tests.lanes import sweep
from tests.report.printed import SOMEBODY, example, printed, show, squeezed


@pytest.mark.parametrize(
    ("family", "given"),
    [("Nguyễn", "Thị Ánh"), ("Żółć", "Gęślą"), ("Παπαδόπουλος", "Γιώργος"), ("Щербакова", "Анна"), ("O’Brien", "Zoë")],
)
def test_names_in_many_scripts(family: str, given: str) -> None:
    shown = printed(NOTHING_POSITIVE, replace(SOMEBODY, family_name=family, given_name=given))
    assert f"{family.upper()}, {given}" in shown.pages[0]
    assert all(f"{family.upper()}, {given}" in said for said in shown.furniture[1:])


def test_names_from_the_right_are_read_as_they_were_written() -> None:
    shown = printed(NOTHING_POSITIVE, Person("الأحمد", "שרה", None, "1"))
    assert squeezed("الأحمد, שרה") in squeezed(shown.pages[0])


HOSTILE = ("<b>", '<img src="file:///etc/passwd"/>', "&", "</para>", "<!--", "<![CDATA[", "&lt;", "{}", "{0}", "%s")
OF_PDF = (") Tj ET Q endstream endobj", "\\", "(((", "\\051", "<</Type /Catalog>>", "EMC")


@pytest.mark.parametrize("text", ["<b>", " ".join(HOSTILE), " ".join(OF_PDF)])
def test_markup_from_people_is_text(text: str) -> None:
    person = Person(text, text, None, text)
    letterhead = Letterhead(text, text, ((text, text),))
    answers = EXAMPLES["V10"]["answers"] | {"rx.treatments_tried": text}
    shown = printed(answers, person, letterhead=letterhead, document_id=text)
    assert f"{text.upper()}, {text}" in shown.text
    assert f"Record number {text}" in shown.text
    assert f"Treatments already tried: {text}" in shown.text
    assert f"Crisis contacts: {text} {text}." in shown.text
    assert f"Document {clipped(text, 40)}" in shown.furniture[0]
    assert not [image for page in shown.reader.pages for image in page.images]
    assert len(shown.reader.pages) == len(printed(answers).reader.pages)


def test_a_character_without_a_glyph_is_named() -> None:
    shown = printed({}, Person("A\U0001f600", "漢", None, "\uffff"))
    assert "A[grinning face], [cjk unified ideograph-6f22]" in shown.pages[0]
    assert "Record number [U+FFFF]" in shown.pages[0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("e\u0301", "é"),
        ("a\x00\x07\x1bb", "ab"),
        ("a\u202eb\u200d\ufeff", "ab"),
        ("a\tb\r\nc\rd\u2028e", "a b\nc\nd\ne"),
        ("\ud800", "[U+D800]"),
        ("\U0001f600\ufe0f", "[grinning face]"),
        ("→ ≥ – “” ½ °", "→ ≥ – “” ½ °"),
        ("مر", "مر"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


# Words of the program, and text of people put into them


def test_put_takes_text_letter_by_letter_and_keeps_words() -> None:
    assert put("<b>{}</b> {}", "<i>&<b>", put("<q>x</q>")) == (Span("<i>&<b>", True), Span(" "), Span("x", False, "q"))
    assert put("<b>{}</b>", put("a <q>b</q>")) == (Span("a ", True), Span("b", True, "q"))
    assert put("<a>{}</a>", put("a <q>b</q>")) == (Span("a ", False, "a"), Span("b", False, "q"))
    assert put("{}{}", 4, 1.5).text == "41.5"
    assert put("{}", "") == put("{}", NOTHING) == NOTHING


@given(st.lists(st.text(), max_size=4))
def test_text_put_in_is_never_markup(texts: list[str]) -> None:
    words = together(" | ", (put("<q>{}</q>", text) for text in texts))
    assert words.text == " | ".join(map(printable, texts))
    assert {span.tone for span in words if span.text != " | "} <= {"q"}
    assert not any(span.bold for span in words)
    assert together(" | ", texts).text == words.text
    assert isinstance(words, Words)


def test_clipped() -> None:
    assert clipped("a  b\nc", 10) == "a b c"
    assert clipped("abcdef", 4) == "abc…"


def test_small_helpers() -> None:
    assert (capital("pHQ x"), capital("")) == ("PHQ x", "")
    assert (counted(1, "flag", "flags"), counted(0, "flag", "flags")) == ("1 flag", "0 flags")


# Long


def with_said(assessment: Assessment, question: str, said: str) -> WholeAssessment:
    """As if somebody had answered that, however long it is."""
    whole = assessment.whole()
    label, about = {"ctx.language": "Language"}.get(question), whole.circumstances
    told = tuple((name, said if name == label else text) for name, text in about.told)
    lines = tuple(
        replace(line, said=said, answer=said, state="answered") if line.question == question else line
        for line in whole.lines
    )
    return replace(whole, lines=lines, circumstances=replace(about, told=told))


@pytest.mark.parametrize("unit", sweep(("word ", "w", "<&>🙂 слово\n", "سلام "), few=("<&>🙂 слово\n",)))
def test_a_long_text_flows_over_pages(unit: str) -> None:
    long = (unit * 20_000)[:20_000]
    shown = show(with_said(assess(read_answers(NOTHING_POSITIVE)), "rx.treatments_tried", long))
    assert squeezed(printable(long)) in squeezed(shown.text)
    assert shown.number_of_pages > 2
    assert re.search(r"Record ([0-9]+) of \1$", shown.furniture[-1])
    for said in ("My assessment", "Limitations", "Rules in words", "Sources"):
        assert (said in shown.text) == (said in example("RF04-near-miss").text)


@pytest.mark.parametrize("length", sweep((2_000, 20_000), few=(2_000,)))
def test_a_long_name_flows_over_pages(length: int) -> None:
    long = ("name " * (length // 10)) + "n" * length
    shown = printed({}, Person(long, long, None, long), letterhead=Letterhead(long, long, ((long, long),)))
    text = squeezed(shown.text)
    assert text.count(squeezed(long)) >= 5  # given name, record number, clinic, address, service and number
    assert text.count(squeezed(long).upper()) == 1
    assert all("…" in said for said in shown.furniture[1:])
    assert all(len(said) < 400 for said in shown.furniture)


def test_a_name_of_usual_length_with_many_parts_takes_no_more_pages() -> None:
    person = Person(
        "Wolfeschlegelsteinhausenbergerdorff van der Meer-Okonkwo", "Anna Maria Theresia " * 3, None, "9" * 30
    )
    shown = printed(EXAMPLES["V04"]["answers"], person)
    assert shown.number_of_pages == example("V04").number_of_pages
    assert person.name in shown.pages[0]


@pytest.mark.parametrize("length", sweep((2_000, 20_000), few=(2_000,)))
def test_a_long_answer_that_raised_a_flag_flows_over_pages(length: int) -> None:
    assessment = assess(read_answers(EXAMPLES["V05"]["answers"])).whole()
    flag = assessment.present[0]
    long = replace(flag, because=(replace(flag.because[0], label="L" * length, said="vast " * (length // 5)),))
    shown = show(replace(assessment, flags=(long, *assessment.flags[1:])))
    brief_and_record = 2
    assert shown.text.count("vast") == length // 5 * brief_and_record
    assert squeezed(shown.text).count("L" * length) == brief_and_record
    for step in assessment.steps:
        assert shown.text.count(f"{step.urgency_text}: {step.text} Because:") == 1


def test_every_text_of_an_assessment_may_be_long() -> None:
    now = example("V10").whole
    long = "so much to say of it, " * 120
    flags = tuple(replace(flag, title=f"{flag.id} {long}", action=long, held=long) for flag in now.flags)
    steps = tuple(replace(step, text=f"{step.id}: {long}", why=long, held=long) for step in now.steps)
    warnings = tuple(replace(warning, text=long) for warning in now.warnings)
    shown = show(replace(now, flags=flags, steps=steps, warnings=warnings))
    for step in steps:
        assert squeezed(step.text) in squeezed(shown.text)
