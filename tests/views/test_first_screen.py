"""What stands on the first screen of the intake page: in few words, with nothing left out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from intake.clinical import assessment
from intake.clinical.working.findings import WholeAssessment
from intake.views.review import decisions
from intake.views.review.first_screen import WORDS, FirstScreen
from tests import factories
from tests.clinical.cases import A_FEW, EXAMPLES, assessed, kinds
from tests.factories import People
from tests.lanes import handful, sweep
from tests.views.pages import forbidden, section, seen, words

ONE_LINE = "word " * 45
"""The longest there may be."""
OWN_WORDS = {
    "ctx.own_words": "It cramps when I walk and I have to stop. " * 3,
    "ctx.hopes": "To walk to the shop. " * 3,
}
ORDINARY = [id_ for id_ in EXAMPLES if id_.startswith("QUIET")]
A_FEW_ORDINARY = handful(ORDINARY, kinds)


def found(case: str) -> WholeAssessment:
    return assessed(EXAMPLES[case]["answers"])


def screen(result: WholeAssessment) -> str:
    """The first screen as the page has it."""
    scores = [(score, ()) for score in result.leading_scores]
    return render_to_string(
        "intake/review/_first_screen.html", {"assessment": result, "first": FirstScreen(result), "scores": scores}
    )


def said_much(case: str) -> WholeAssessment:
    """The case with the longest line, and 42 words of what the person said and hopes for."""
    return replace(assessed(EXAMPLES[case]["answers"] | OWN_WORDS), one_line=ONE_LINE)


def shown(case: str) -> str:
    return words(screen(found(case)))


def review(case: str, client: Client, people: People) -> Any:
    client.force_login(people.clinician)
    return client.get(reverse("review", args=[factories.submitted(people.front_desk, case).pk]))


# In few words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", sweep(EXAMPLES, few=[*A_FEW, *A_FEW_ORDINARY]))
def test_the_first_screen_is_read_in_a_minute_however_much_was_said(case: str) -> None:
    assert len(seen(screen(said_much(case)), "first-screen")) <= WORDS


@pytest.mark.parametrize("case", sweep(ORDINARY, few=A_FEW_ORDINARY))
def test_the_page_of_an_ordinary_person_is_short(
    case: str, client: Client, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assessment, "one_line", lambda lines, scores: ONE_LINE)
    page = review(case, client, people).content.decode()
    assert len(seen(page, "patient-banner")) + len(seen(page, "main")) <= 900


@pytest.mark.parametrize("case", sweep(EXAMPLES, few=[*A_FEW, *A_FEW_ORDINARY]))
def test_nothing_is_left_out_that_is_not_counted(case: str) -> None:
    result = said_much(case)
    first = FirstScreen(result)
    for rows, flags in ((first.urgent, result.present), (first.pointed_to, result.pointed_to)):
        assert [row.flag for row in (*rows.shown, *rows.folded)] == list(flags)
        for row in rows.shown:
            assert len(row.answers_in_line) + row.more == len(row.answers)
            assert len(row.questions_in_line) + row.open_more == len({line.brief for line in row.flag.missing})
    assert all(row.answers for row in (*first.urgent.shown, *first.urgent.folded, *first.pointed_to.folded))
    assert len(first.urgent.shown) >= bool(result.present)
    assert len(first.steps) >= bool(result.leading_groups)
    assert len(first.steps) + first.steps_more == len(result.leading_groups) <= 8
    assert sum(len(lines) for _, lines in first.unasked) == first.unasked_count


@pytest.mark.parametrize("case", sweep(EXAMPLES, few=A_FEW))
def test_no_word_that_reassures_or_weighs_stands_on_the_first_screen(case: str) -> None:
    html = screen(found(case))
    assert forbidden(html) == []
    assert not re.search(r"(?<!\bfoot pulse )\babsent\b", words(html))  # a flag is not said to be
    assert not re.search(r"%|probab|likel", section(html, "together"))


# What it says ---------------------------------------------------------------------------------------------------------


def because(case: str, flag: str) -> list[str]:
    rows = FirstScreen(found(case)).urgent.shown
    return [f"{line.label}: {line.said}" for row in rows if flag in row.flag.title for line in row.answers]


def test_a_whole_questionnaire_is_said_by_its_score_and_item_9_apart() -> None:
    assert because("V12", "declined, or unanswered") == [
        "PHQ-2: 4",
        "PHQ-8 (PHQ-9 without item 9): 11 to 17",
        "PHQ-9 item 9: Not answered",
    ]


def test_single_items_stay_what_they_are() -> None:
    assert because("V11", "Suicide-safety question")[0] == "PHQ-9 item 9: Several days (1)"


def test_what_the_person_said_stands_in_quotation_marks_with_who_said_it() -> None:
    said = {"ctx.own_words": "It cramps", "ctx.hopes": "To walk", "ctx.respondent": "proxy"}
    text = words(screen(assessed(EXAMPLES["V03"]["answers"] | said)))
    assert "“It cramps” said by somebody else for them Hopes for: “To walk”" in text


def test_what_is_said_at_length_is_folded_and_kept_in_full() -> None:
    long = "It cramps when I walk. " * 12
    html = screen(assessed(EXAMPLES["V03"]["answers"] | {"ctx.own_words": long}))
    assert len(seen(html, "told")) < 45 + 40 + 15
    assert f"“{long.strip()}”" in words(html)


def test_what_points_to_something_open_has_a_line_with_what_is_open() -> None:
    assert "Suicide-safety question answered yes" in shown("V02")
    assert "PHQ-9: 17 still open: In the past few weeks, have you wished you were dead" in shown("V02")


def test_questions_that_nothing_points_to_are_one_line_with_who_can_settle_them() -> None:
    html = screen(found("V12"))
    assert "7 questions not yet asked or examined" in " ".join(seen(html, "not-excluded"))
    assert "Ask the person:" in words(html)
    assert "Ask the person:" not in " ".join(seen(html, "not-excluded"))


def test_a_conflict_stands_in_the_box_of_item_9_in_place_of_any_reassurance() -> None:
    box = words(screen(found("V13"))).partition("PHQ-9 item 9")[2]
    assert box.startswith(" Item 9: not at all. But: In the past week, have you been having thoughts about killing")
    assert "Not reported in the last 2 weeks" not in shown("V13")


@pytest.mark.parametrize(
    ("case", "text"),
    [
        ("QUIET-O01", "Joint-type features (several): Joint swelling"),
        ("V05", "Bone-type features, Joint-type features (several)"),
        ("QUIET2-N8", "No pattern stands out"),
        ("V14", "No pattern stands out"),
    ],
)
def test_the_leading_pattern_with_its_strongest_features(case: str, text: str) -> None:
    assert text in shown(case)


def test_allergies_that_nobody_asked_about_are_not_none() -> None:
    answers = {key: value for key, value in EXAMPLES["V03"]["answers"].items() if key != "rx.allergies"}
    assert "Allergies: not answered" in words(screen(assessed(answers)))


def test_a_step_is_cut_where_a_part_of_its_sentence_ends() -> None:
    steps = [step.text for step in FirstScreen(found("V05")).steps]
    assert steps == [
        "Arrange emergency transfer, or the emergency assessment that the flag names",
        "Look, and do not move or load the leg …",
        "Record temperature, heart rate, breathing rate, blood pressure …",
        "Low mood: the conversation",
    ]


def test_news2_is_a_minimum_with_what_was_not_measured(client: Client, people: People) -> None:
    text = section(review("V05", client, people), "scores")
    assert "NEWS2: at least 0 No vital sign was measured. Oxygen being given" in text
    assert "Oxygen being given (2 points) is not asked." in text
    assert "© Royal College of Physicians 2017" in text


def test_what_nothing_called_for_is_one_small_line(client: Client, people: People) -> None:
    page = review("V12", client, people)
    assert "Not asked (no trigger): 2 questions for the clinician" in " ".join(seen(page.content.decode(), "open"))
    assert "Thoughts of harming someone else, a baby or child included; Perinatal red-flag signs." in words(page)


def test_further_steps_are_a_line_an_entry(client: Client, people: People) -> None:
    result = found("QUIET-O01")
    rest = [group for group in result.step_groups if group not in result.leading_groups]
    page = review("QUIET-O01", client, people)
    assert [entry.heading for entry in page.context["further_steps"]] == [group.heading for group in rest]


def test_the_banner_says_how_to_reach_and_speak_with_the_person(client: Client, people: People) -> None:
    details = {"phone": "020 7946 0123", "preferred_language": "Polish", "interpreter_needed": True}
    intake = factories.submitted(people.front_desk, "V03", **details)
    client.force_login(people.clinician)
    page = words(client.get(reverse("review", args=[intake.pk])))
    assert "sex: female" in page
    assert "phone 020 7946 0123 Polish, interpreter needed" in page


# Scores ---------------------------------------------------------------------------------------------------------------


def gauge(case: str, score_id: str) -> str:
    template = Template("{% load reviewing %}{% gauge score %}")
    return template.render(Context({"score": found(case).score(score_id)}))


def test_a_total_fills_the_bar_as_far_as_it_goes() -> None:
    drawn = gauge("V02", "phq9")  # 17 of 27
    assert re.search(r'class="gauge-fill" x="0" y="1.5" width="151\.1"', drawn)
    assert 'aria-label="PHQ-9: 17 of 27"' in drawn


def test_missing_items_are_a_range_and_not_a_total() -> None:
    drawn = gauge("V12", "phq9")  # 11 to 20 of 27
    assert re.search(r'class="gauge-range" x="97\.8" y="1.5" width="80\.0"', drawn)
    assert "gauge-fill" not in drawn


@pytest.mark.parametrize(
    ("case", "texts"),
    [
        ("V12", ["PHQ-9 11 to 20/27", "GAD-7 0/21"]),
        ("V14", ["PHQ-9 6/27", "GAD-7 0/21"]),
        ("V15", ["PHQ-9 not answered"]),
        ("PROXY", ["PHQ-9 by proxy, not scored", "AUDIT-C by proxy, not scored"]),
        ("EMPTY", ["PHQ-9 not answered", "PEG not answered"]),
        ("AGE-8", ["PHQ-9 not asked"]),
    ],
)
def test_each_score_is_said_in_words(case: str, texts: list[str]) -> None:
    for text in texts:
        assert text in section(screen(found(case)), "gauges")


def test_what_cannot_be_decided_gives_no_reasons_for_it(client: Client, people: People) -> None:
    page = review("V12", client, people)
    assert section(page, "together").startswith("Pain and mood in short Cannot be decided from the answers given")
    assert "Cannot be decided yet: 2" in section(page, "combined")


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "fine \udfff"])
def test_characters_that_cannot_be_stored_are_refused(bad: str) -> None:
    posted = QueryDict(mutable=True)
    posted["text"] = bad
    read = decisions.read(posted)
    assert "cannot be stored" in read.errors["text"]
    assert read.changes == {}
