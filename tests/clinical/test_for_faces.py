"""What faces ask of a result, of an answer and of the body map, and lay out as it is."""

from __future__ import annotations

import datetime

import pytest

from intake.clinical.language.answers import Answers, Between, Days, as_json
from intake.clinical.language.numbers import lasting
from intake.clinical.rules.data_quality import NONE_AND_MORE, WARNINGS, desk_warnings
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.questions.symptoms import sx
from intake.clinical.telling.body_map import BACK, FRONT
from intake.clinical.telling.called_for import called_for
from intake.clinical.telling.closing_answers import closing_answers
from intake.clinical.telling.notices import beside_another_age, not_approved
from intake.clinical.telling.urgency import named
from intake.clinical.working.alerts import contacts_due
from intake.clinical.working.case import Case
from intake.clinical.working.findings import Notice
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE, VIGNETTES, assessed, case_of


def test_what_is_known_only_nearly_is_stored_as_it_was_said() -> None:
    assert as_json(Days(14, "2 weeks")) == {"days": 14, "said": "2 weeks"}
    assert as_json(Between(65, 75)) == [65, 75]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "since today"),
        (21, "for 3 weeks"),
        (Days(14, "2 to 3 weeks"), "for 2 to 3 weeks"),
        (Days(820, "since summer 2024"), "since summer 2024"),
    ],
)
def test_how_long_it_lasts_is_said_as_it_was_told(days: int, said: str) -> None:
    assert lasting(days) == said


def test_a_number_that_mostly_means_not_measured_is_asked_back() -> None:
    today = datetime.date(2026, 11, 30)
    assert ex.hr.asks_back
    assert not ex.rr.asks_back
    assert ex.hr.asked_back(1, today) == "1/min: not measured?"
    assert ex.hr.asked_back(72, today) == ""


def test_an_age_known_between_two_ends_is_open_still() -> None:
    assert Case(Answers({"pt.age_years": Between(65, 75)})).is_open(pt.age_years)
    assert not Case(Answers({"pt.age_years": 70})).is_open(pt.age_years)


def test_the_desk_is_told_what_does_not_fit_and_where() -> None:
    lower = NOTHING_POSITIVE | {"pain.nrs_now": 8, "pain.nrs_worst": 2}
    told = dict(desk_warnings(case_of(lower)))
    assert told[WARNINGS[0].at_desk] == [pain.nrs_now, pain.nrs_worst, pain.nrs_avg]
    both = NOTHING_POSITIVE | {"sx.swelling": ["none", "calf"], "ex.bony_tender": ["none", "fibula_head"]}
    assert [asked for warning, asked in desk_warnings(case_of(both)) if warning == NONE_AND_MORE] == [[sx.swelling]]
    assert list(desk_warnings(case_of(NOTHING_POSITIVE))) == []


def test_the_map_says_whose_side_is_where_and_draws_closed_lines() -> None:
    assert (FRONT.left_of_picture, FRONT.right_of_picture) == ("Right", "Left")
    assert (BACK.left_of_picture, BACK.right_of_picture) == ("Left", "Right")
    for path in (FRONT.body, BACK.body, *(area.path for view in (FRONT, BACK) for area in view.areas)):
        assert path.startswith("M")
        assert path.endswith("Z")


def test_a_form_asks_first_what_this_case_calls_for() -> None:
    for name in VIGNETTES:
        found = assessed(EXAMPLES[name]["answers"])
        pointing = {line.question for flag in found.pointed_to for line in flag.missing}
        assert pointing <= called_for(found), name
    assert called_for(assessed(EXAMPLES["V12"]["answers"])) - pointing


def test_what_closes_a_step_is_told_by_totals_and_by_few_answers() -> None:
    assert closing_answers("no-such-step", assessed(NOTHING_POSITIVE)) == ""
    told = {
        closing_answers(step.id, found)
        for found in (assessed(EXAMPLES[name]["answers"]) for name in VIGNETTES)
        for step in found.steps
    }
    assert any(text.startswith("PHQ-9 ") for text in told)
    assert all(text.count("; ") <= 4 for text in told)
    assert any(text.endswith(" more") for text in told)


def test_a_notice_says_by_which_age_where_another_stands_beside_it() -> None:
    minor = next(
        notice for notice in assessed(NOTHING_POSITIVE | {"pt.age_years": 15}).notices if notice.kind == "minor"
    )
    assert minor.title == "The person is under 18."
    assert beside_another_age(minor).title == "By the age that the rules used, the person is under 18."
    assert beside_another_age(not_approved("1")) == Notice(
        "not_approved", "Rule set 1 is not approved at this site: not for use on patients."
    )


def test_flags_of_the_same_urgency_are_named_by_the_first() -> None:
    found = next(
        flags
        for flags in (assessed(example["answers"]).present for example in EXAMPLES.values())
        if len({flag.shared().title for flag in flags}) > 2
    )
    titles = list(dict.fromkeys(flag.shared().title for flag in found))
    assert named(found) == f"{titles[0]} and {len(titles) - 1} more"
    assert named(found[:1]) == titles[0]
    assert named(()) == ""


@pytest.mark.parametrize(("item", "due"), [(0, False), (1, True), ("declined", False)])
def test_whoever_reports_thoughts_alone_sees_whom_to_call(item: int | str, due: bool) -> None:
    assert contacts_due(case_of(NOTHING_POSITIVE | {"phq.q9": item})) is due


def test_parts_of_a_score_come_where_it_is_scored_and_steps_in_the_order_of_their_entry() -> None:
    found = assessed(EXAMPLES["V10"]["answers"])
    scores = {score.id: score for score in found.scores}
    parts = found.parts_of(scores["phq9"])
    assert {part.part_of for part in parts} == {"phq9"}
    nothing = assessed({})
    assert all(nothing.parts_of(score) == () for score in nothing.scores)
    for group in found.step_groups:
        assert tuple(step.id for step in found.steps_of(group)) == group.steps
    assert tuple(group.steps[0] for group in found.leading_groups) == found.key_steps
    assert tuple(step.id for step in found.leading_steps) == found.key_steps


def test_a_numbered_item_says_its_number() -> None:
    found = assessed(EXAMPLES["V10"]["answers"])
    lines = {line.question: line for line in found.lines}
    assert (lines["phq.q3"].instrument, lines["phq.q3"].number) == ("PHQ-9", "3")
    assert (lines["pain.nrs_now"].instrument, lines["pain.nrs_now"].number) == ("", "")
