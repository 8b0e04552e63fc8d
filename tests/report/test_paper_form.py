"""The intake form on paper: the screen's questions, once each, in its order and words; with answers or without."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from itertools import groupby
from typing import Any

import pytest
from django import forms
from pypdf import PdfReader
from pypdf.generic import ArrayObject

from intake.clinical.language.answers import Answers, NotAnswered
from intake.clinical.language.kinds import CLINICIAN, Choices, Control, Question, Sites, Text
from intake.clinical.rules.questions import QUESTIONS, SCORES
from intake.clinical.rules.site_settings import DRINKS, SiteSettings
from intake.forms.fields import BLANK, STATES
from intake.forms.section import SectionForm
from intake.models import Patient
from intake.report import Person, paper_form_pdf
from intake.report.engine.styles import A4_SHEET, WIDTH
from intake.report.paper.answer import is_ticked
from intake.report.paper.form import PRIVATE
from intake.report.paper.person import SEX
from intake.report.paper.question import STATES as ON_PAPER
from intake.report.paper.ticks import BOX
from intake.views.desk.form_pages import NUMBER, QUESTIONS_OF, SECTION
from tests.clinical.cases import EXAMPLES
from tests.lanes import each
from tests.report.printed import squeezed
from tests.report.reading import FOOTER, PageContent, content

ASKING = [(SECTION[id_], questions) for id_, questions in QUESTIONS_OF.items()]
ASKED = [question for _, questions in ASKING for question in questions]
TABLES = [
    group
    for _, questions in ASKING
    for (control, _), same in groupby(questions, key=lambda question: (question.control, question.choices_offered))
    if len(group := list(same)) > 2 and control is Control.WORDS
]
"""Three or more items answered in the same printed words stand in a grid, and the words once above it."""
GRIDS = [question for group in TABLES for question in group]
MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SOMEBODY = Person("Okafor", "Ada", date(1968, 4, 18), "RVS-004217")
SCRIPT = "<b>bold</b><img src='file:///etc/passwd'/>&amp;"


@dataclass(frozen=True)
class Form:
    pdf: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.pdf))

    @cached_property
    def contents(self) -> list[PageContent]:
        return [content(page) for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        """Without what stands at heads and feet."""
        pages = (page.extract_text() for page in self.reader.pages)
        lines = [line for page in pages for line in page.splitlines() if not re.match(r"Makes no diag|Page \d", line)]
        return " ".join(" ".join(lines).split())

    @cached_property
    def squeezed(self) -> str:
        return squeezed(self.text)

    def question(self, question: Question) -> str:
        """From its words to the next question's, or to the next section's title."""
        number = NUMBER[question.id]
        after = self.squeezed.split(squeezed(f"{number} {question.wording}"), 1)[1]
        ends = [squeezed(f"{number + 1} {ASKED[number].wording}")] if number < len(ASKED) else []
        ends += [squeezed(section.title) for section, questions in ASKING if question not in questions]
        return min((after.split(end, 1)[0] for end in ends), key=len)


def form(answers: dict[str, Any] | None = None, person: Person | None = None, **more: Any) -> Form:
    given = {"clinic": "Riverside Pain Clinic", "made_at": MADE_AT} | more
    return Form(paper_form_pdf(ASKING, Answers.parse(answers or {}, QUESTIONS), person, **given))


@cache
def blank() -> Form:
    return form()


# The screen's questions


def test_every_question_of_the_screen_stands_on_paper_once_in_its_order_and_number() -> None:
    text, place = blank().squeezed, 0
    for number, question in enumerate(ASKED, 1):
        said = squeezed(f"{number} {question.wording}")
        assert text.count(said) == 1, said
        assert text.index(said) > place
        place = text.index(said)
        assert NUMBER[question.id] == number


@each({question.id: question for question in ASKED})
def test_each_has_the_screens_options_in_its_order_and_its_help(question: Question) -> None:
    said = blank().question(question)
    assert squeezed(question.help) in said
    labels = [label for _, label in question.choices_offered]
    if isinstance(question, Sites):
        labels = [f"{name} {'Left Right' if id_ != 'low_back' else 'Middle'}" for id_, name in question.regions.items()]
        assert all(squeezed(label) in said for label in labels)
    elif question not in GRIDS:
        assert squeezed(" ".join(labels)) in said


def offered(question: Question) -> list[tuple[str, str]]:
    """What the screen lets somebody pick."""
    field = next(iter(SectionForm([question], {}, {}).fields.values()))
    return list(field.choices) if isinstance(field, forms.ChoiceField) else []  # type: ignore[arg-type]


@each({question.id: question for question in ASKED})
def test_what_can_be_ticked_is_what_can_be_picked_on_the_screen(question: Question) -> None:
    on_screen = [(label, value) for value, label in offered(question) if (value, label) not in (*STATES, BLANK)]
    on_paper = [
        (label, str(answer).lower() if isinstance(answer, bool) else answer)
        for answer, label in question.choices_offered
    ]
    assert [(label, str(value)) for label, value in on_paper] == on_screen


def test_the_words_for_no_answer_are_the_screens() -> None:
    assert {state.value: label for state, label in ON_PAPER.items()} == dict(STATES)
    assert list(SEX.values()) == list(Patient.SexAtBirth.labels)


@each({question.id: question for question in ASKED if question not in GRIDS})
def test_beside_every_question_stand_does_not_know_and_declined(question: Question) -> None:
    stands = "Doesnotknow" in blank().question(question) and "Declined" in blank().question(question)
    assert stands is not isinstance(question, Text)


def test_the_questionnaires_stand_word_for_word_in_a_grid() -> None:
    text = blank().squeezed
    for section, _ in ASKING:
        assert squeezed(section.title) in text
        assert squeezed(section.intro) in text
        assert squeezed(section.note) in text
    for group in TABLES:
        heads = " ".join((*(label for _, label in group[0].choices_offered), "Does not know", "Declined"))
        alike = [other for other in TABLES if other[0].choices_offered == group[0].choices_offered]
        alone = [q for q in ASKED if q not in GRIDS and q.choices_offered == group[0].choices_offered]
        assert text.count(squeezed(heads)) == len(alike) + len(alone)


def test_several_ticks_are_allowed_where_the_screen_allows_them() -> None:
    several = {q.id for q in ASKED if "Tickall" in blank().question(q)}
    assert several == {q.id for q in ASKED if isinstance(q, Choices)}


def test_private_questions_are_for_the_person_to_fill_in() -> None:
    text = blank().squeezed
    wholly = [section for section, questions in ASKING if all(question.private for question in questions)]
    assert {section.id for section in wholly} >= {"mood", "worry", "alcohol", "around-mood"}
    assert text.count(squeezed(PRIVATE)) == len(wholly)
    for section, questions in ASKING:
        for question in questions:
            if section not in wholly:
                assert ("Private:forthepersontofillin." in blank().question(question)) is question.private


def test_private_sections_begin_a_sheet_of_their_own() -> None:
    pages = [page.extract_text() for page in blank().reader.pages]
    with_mood = next(page for page in pages if "Mood: PHQ-9" in page)
    assert "Tests already done" not in with_mood


@pytest.mark.parametrize("written", ["", "\n".join("x" for _ in range(70))])
def test_the_private_sheet_is_one_of_its_own_even_printed_on_both_sides(written: str) -> None:
    shown = form({"rx.treatments_tried": written}, SOMEBODY) if written else blank()
    pages = [page.extract_text() for page in shown.reader.pages]
    first = next(place for place, page in enumerate(pages) if "Mood: PHQ-9" in page)
    assert first % 2 == 0
    assert ("left empty" in pages[first - 1]) is bool(written)
    assert not any(PRIVATE in page for page in pages[:first])


def test_a_questionnaire_of_a_private_section_stands_on_one_page() -> None:
    pages = [page.extract_text() for page in blank().reader.pages]
    for section, questions in ASKING:
        if all(question.private for question in questions):
            page = squeezed(next(page for page in pages if section.title in page))
            assert all(squeezed(question.wording) in page for question in questions)


def test_it_takes_five_sheets() -> None:
    """Four, and one to hand over, in type of fixed size; with more questions it takes more."""
    assert len(blank().reader.pages) == 10


@pytest.mark.parametrize("case", ["", "V31"])
def test_questions_and_answers_are_10_points_and_nothing_is_under_9(case: str) -> None:
    shown = form(EXAMPLES[case]["answers"], SOMEBODY) if case else blank()
    runs = [run for page in shown.contents for run in page.runs if run.text.strip()]
    assert min(run.size for run in runs) == 9
    for question in ASKED:
        first = " ".join(question.wording.split()[:2])
        assert {run.size for run in runs if run.text.startswith(first)} <= {10, 12.5}, "12.5 is a title's"


def test_no_box_and_no_word_stands_over_another_or_beside_the_page() -> None:
    for page in blank().contents:
        boxes = [fill.box for fill in page.boxes if fill.box[2] == fill.box[3] == BOX]
        assert boxes
        shown = [run for run in page.runs if run.text.strip()]
        for run in shown:
            assert A4_SHEET.margin - 0.3 <= run.left <= run.right <= A4_SHEET.margin + WIDTH + 0.3, run.text
            for x, y, wide, high in boxes:
                beside = run.right <= x - 1 or x + wide + 1 <= run.left
                apart = run.y >= y + high or run.y + 0.5 * run.size <= y
                assert beside or apart, run.text
        for place, one in enumerate(shown):
            for other in shown[place + 1 :]:
                if abs(one.y - other.y) < 6:
                    assert one.right <= other.left + 0.3 or other.right <= one.left + 0.3, (one.text, other.text)


def test_the_foot_says_when_it_was_printed_to_the_end() -> None:
    for page in blank().contents:
        assert "Printed 22 Nov 2026, 09:30 UTC Page" in page.said(FOOTER)


@pytest.mark.parametrize("grams", DRINKS)
def test_what_one_drink_is_stands_beside_audit_c_as_the_clinic_says(grams: int) -> None:
    text = form(settings=SiteSettings(audit_drink_g=grams)).squeezed
    title, wording = squeezed("Alcohol: AUDIT-C"), squeezed(QUESTIONS["auditc.q1"].wording)
    assert text.count(squeezed(DRINKS[grams].words)) == 1
    assert text.index(title) < text.index(squeezed(DRINKS[grams].words)) < text.index(wording)
    assert [drink for drink in DRINKS.values() if squeezed(drink.words) in text] == [DRINKS[grams]]


def test_what_the_clinician_asks_is_not_on_it() -> None:
    text = blank().squeezed
    for question in QUESTIONS.values():
        if question.by == CLINICIAN:
            assert squeezed(question.wording) not in text, question.id
    assert "Safety and mental state" not in blank().text


# Answers


def test_a_blank_form_has_no_tick_and_lines_for_name_and_record_number() -> None:
    assert "×" not in blank().text
    for page in blank().reader.pages:
        assert "Record number" in page.extract_text()


@pytest.mark.parametrize("case", ["V02", "V04", "V13", "V31", "PROXY"])
def test_a_draft_shows_every_answer_ticked_or_written_and_no_other(case: str) -> None:
    answers = Answers.parse(EXAMPLES[case]["answers"], QUESTIONS)
    shown = form(EXAMPLES[case]["answers"], SOMEBODY)
    number = 1 if answers[QUESTIONS["pt.sex"]] is not NotAnswered.BLANK else 0
    for question in ASKED:
        answer, said = answers[question], shown.question(question)
        chosen = [label for value, label in question.choices_offered if is_ticked(answer, value)]
        chosen += [label for state, label in ON_PAPER.items() if answer is state]
        number += len(chosen)
        if not question.choices_offered and not isinstance(answer, NotAnswered):
            assert squeezed(question.say_at_desk(answer)) in said
        elif question not in GRIDS and not isinstance(question, Sites):
            drawn = "".join(f"{'×' if label in chosen else ''}{label}" for _, label in question.choices_offered)
            assert squeezed(drawn) in said, question.id
    assert shown.text.count("×") == number


def test_places_that_hurt_are_ticked_on_their_own_side() -> None:
    text = squeezed(form({"pain.sites": ["calf_R", "low_back", "groin_L"]}, SOMEBODY).text)
    assert "Calf" in text
    assert re.search(r"Lowback×Middle", text)
    assert re.search(r"CalfLeft×Right", text)
    assert re.search(r"Groin×LeftRight", text)
    assert text.count("×") == 3


def test_in_a_grid_the_tick_stands_under_its_word() -> None:
    def across(answer: int | str) -> list[float]:
        """How far to the right each tick stands."""
        found: list[float] = []

        def visit(text: str, placed: Any, within: Any, _font: Any, _size: Any) -> None:
            if "×" in text:
                found.append(placed[4] + within[4])

        for page in form({"phq.q9": answer}, SOMEBODY).reader.pages:
            page.extract_text(visitor_text=visit)
        return found

    places = [across(answer) for answer in (0, 1, 2, 3, "unknown", "declined")]
    assert [len(place) for place in places] == [1] * 6
    assert places == sorted(places)
    assert len({place[0] for place in places}) == 6


def test_does_not_know_and_declined_are_ticked_as_what_they_are() -> None:
    shown = form({"pain.present": "unknown", "hx.gout": "declined"}, SOMEBODY)
    assert "×Doesnotknow" in shown.question(QUESTIONS["pain.present"])
    assert "×Declined" in shown.question(QUESTIONS["hx.gout"])
    assert shown.text.count("×") == 2


def test_a_number_of_0_is_an_answer() -> None:
    shown = form({"pain.nrs_now": 0, "fn.falls_12mo": 0}, SOMEBODY)
    assert "×01" in shown.question(QUESTIONS["pain.nrs_now"])
    assert "0falls" in shown.question(QUESTIONS["fn.falls_12mo"])


def test_whose_draft_it_is_stands_on_every_page() -> None:
    shown = form(EXAMPLES["V04"]["answers"], SOMEBODY)
    number = len(shown.reader.pages)
    for place, page in enumerate(shown.reader.pages, 1):
        text = page.extract_text()
        assert "RVS-004217" in text
        assert "18 Apr 1968" in text
        assert "DRAFT" in text
        assert f"Page {place} of {number}" in text


@pytest.mark.parametrize("case", ["V02", "V10", "V13", "V14", "PROXY"])
def test_no_score_and_nothing_of_what_it_means_stands_on_it(case: str) -> None:
    text = form(EXAMPLES[case]["answers"], SOMEBODY).text
    for score in SCORES:
        assert not re.search(rf"{re.escape(score.name)}\W{{0,3}}(is |score|total|of )?\W{{0,3}}\d", text)
    for word in ("red flag", "tier", "moderately severe", "suicid", "claudication", "pattern", "or more, or PHQ"):
        assert word not in text.lower()


# What people wrote


def test_what_people_wrote_is_text_and_never_markup() -> None:
    person = Person(SCRIPT, SCRIPT, None, SCRIPT[:40])
    written = {"rx.treatments_tried": SCRIPT, "ctx.language": "Tiếng Việt\nŻółć 😀"}
    shown = form(written, person, clinic=SCRIPT)
    assert squeezed(shown.text).count(squeezed(SCRIPT)) >= 4
    assert "Tiếng Việt Żółć [grinning face]" in shown.text


def test_the_longest_text_flows_over_pages() -> None:
    lines = "\n".join("x" for _ in range(500))
    assert len(form({"rx.treatments_tried": lines}, SOMEBODY).reader.pages) > len(blank().reader.pages)
    assert form({"rx.treatments_tried": "W" * 1000}, Person("W" * 150, "W" * 150, None, "W" * 40)).pdf


# Read aloud


def roles(shown: Form) -> Counter[str]:
    """How many elements of each kind there are in the structure, and how many are read as "Ticked"."""
    found: Counter[str] = Counter()

    def visit(kid: Any) -> None:
        element = kid.get_object()
        if isinstance(element, ArrayObject):
            for each in element:
                visit(each)
        elif isinstance(element, dict) and "/S" in element:
            found[element["/S"]] += 1
            found[str(element.get("/ActualText"))] += 1
            visit(element.get("/K", ArrayObject()))

    visit(shown.reader.root_object["/StructTreeRoot"]["/K"])
    return found


def test_it_is_read_by_its_title_its_sections_and_its_questions() -> None:
    found = roles(blank())
    assert (found["/H1"], found["/H2"], found["/Table"]) == (1, len(ASKING), len(TABLES))
    assert found["/Lbl"] == len(ASKED) - len(GRIDS)
    assert found["/TR"] == len(GRIDS) + len(TABLES)
    assert found["/LI"] == found["/LBody"]


def test_a_tick_is_read_as_one() -> None:
    found = roles(form({"pain.present": True, "pain.sites": ["calf_R", "low_back"], "phq.q1": 2}, SOMEBODY))
    assert found["Ticked"] == 3
    assert found["More than half the days"] == 1


def test_what_goes_on_on_the_next_page_is_the_same_item() -> None:
    short, long = (form({"rx.treatments_tried": "x" + "\nx" * more}, SOMEBODY) for more in (0, 490))
    left_empty = Counter({"/P": 1, "None": 1})
    counted = [roles(each) - (left_empty if "left empty" in each.text else Counter()) for each in (short, long)]
    assert counted[0] == counted[1]
    assert len(long.reader.pages) > len(short.reader.pages)


# The file


def test_every_font_is_embedded() -> None:
    reader = form(EXAMPLES["V04"]["answers"], SOMEBODY).reader
    objects = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    fonts = list(_fonts(objects))
    assert len(fonts) == 4
    for font in fonts:
        assert "FiraSans" in font["/BaseFont"]
        (described,) = font.get("/DescendantFonts", [font])
        assert "/FontFile2" in described["/FontDescriptor"]


def _fonts(objects: list[Any]) -> Iterator[Any]:
    return (found for found in objects if isinstance(found, dict) and found.get("/Type") == "/Font")


def test_the_same_answers_give_the_same_file() -> None:
    answers = EXAMPLES["V31"]["answers"]
    assert form(answers, SOMEBODY).pdf == form(dict(reversed(answers.items())), SOMEBODY).pdf
    assert form(answers, SOMEBODY, made_at=MADE_AT.replace(minute=31)).pdf != form(answers, SOMEBODY).pdf


def test_the_properties_tell_nothing_about_the_person() -> None:
    metadata = form({}, SOMEBODY).reader.metadata
    assert metadata is not None
    assert metadata.title == "Intake form"
    assert not [word for word in ("Okafor", "OKAFOR", "1968", "004217") if word in str(metadata)]


def test_without_a_time_zone_there_is_no_form() -> None:
    with pytest.raises(ValueError, match="time zone"):
        form(made_at=datetime(2026, 11, 22))  # noqa: DTZ001
