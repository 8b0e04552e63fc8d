"""Two stored results beside each other: what is higher, lower, new, and what cannot be excluded any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.clinical.telling import since_last_time as told
from intake.clinical.telling.since_last_time import AnswerGroup, ScoreSince, SinceLastTime, since_last_time
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE, Document, assessed

CALM = NOTHING_POSITIVE
LOW = CALM | {f"phq.q{number}": 2 for number in range(1, 9)} | {"phq.q9": 0}


def since(then: Document, now: Document, marks: dict[str, tuple[str, ...]] | None = None) -> SinceLastTime:
    return since_last_time(assessed(then), assessed(now), marks or {})


def score(found: SinceLastTime, id_: str) -> ScoreSince:
    return next(each for each in found.scores if each.id == id_)


def flags(found: SinceLastTime) -> dict[str, list[str]]:
    return {group.heading: [flag.title for flag in group.flags] for group in found.flags}


def answers(found: SinceLastTime) -> dict[str, dict[str, tuple[str, str]]]:
    return {group.heading: {each.label: (each.then, each.later) for each in group.answers} for group in found.answers}


def without(document: Document, *ids: str) -> Document:
    return {id_: answer for id_, answer in document.items() if id_ not in ids}


def test_of_the_same_answers_nothing_differs() -> None:
    found = since(LOW, LOW)
    assert {each.change for each in found.scores} <= {"no change", "not compared"}
    assert set(flags(found)) <= {told.STILL, told.STILL_OPEN}
    assert (found.answers, found.medicines, found.rules_note) == ((), (), "")
    assert not any(each.differs for each in (*found.levels, found.item9))


@pytest.mark.parametrize(
    ("then", "now", "change"),
    [(1, 3, "higher by 2"), (3, 1, "lower by 2"), (2, 2, "no change")],
)
def test_whole_scores_are_compared(then: int, now: int, change: str) -> None:
    assert score(since(LOW | {"phq.q1": then}, LOW | {"phq.q1": now}), "phq9").change == change
    assert score(since(LOW | {"pain.nrs_avg": then}, LOW | {"pain.nrs_avg": now}), "pain").change == change


def test_a_mean_is_compared_with_its_decimals() -> None:
    assert score(since(LOW | {"peg.p": 2}, LOW | {"peg.p": 3}), "peg").change == "higher by 0.3"


@pytest.mark.parametrize("open_then", [True, False])
def test_a_range_is_not_compared(open_then: bool) -> None:
    half = without(LOW, "phq.q3")
    found = score(since(half, LOW) if open_then else since(LOW, half), "phq9")
    assert found.change == "not compared"
    assert " to " in (found.then if open_then else found.later)


def test_by_proxy_nothing_is_compared() -> None:
    found = since(LOW, LOW | {"ctx.respondent": "proxy"})
    assert {each.change for each in found.scores} == {"not compared"}


def test_a_score_that_was_not_there_last_time_or_had_another_scale_is_not_compared() -> None:
    then, now = assessed(LOW), assessed(LOW)
    without_it = replace(then, scores=tuple(each for each in then.scores if each.id != "phq9"))
    found = score(since_last_time(without_it, now, {}), "phq9")
    assert (found.then, found.change) == ("not asked", "not compared")
    longer = replace(then, scores=tuple(replace(each, greatest=30) for each in then.scores))
    assert score(since_last_time(longer, now, {}), "phq9").change == "not compared"


def test_the_marks_of_the_trend_stand_beside_the_score() -> None:
    marks = ("remission: below 5", "went up by 5 or more since the one before")
    found = since(LOW, LOW | {"phq.q1": 3}, {"phq9": marks})
    assert score(found, "phq9").marks == (f"since the first whole score: {marks[0]}", marks[1])
    assert score(found, "peg").marks == ()


def test_item_9_stands_in_the_persons_own_words_then_and_now() -> None:
    item9 = since(LOW, LOW | {"phq.q9": 1}).item9
    assert "“Not at all”" in item9.then
    assert "“Several days”" in item9.later
    assert item9.label.startswith("Thoughts that you would be better off dead")


def test_item_9_not_answered_now_is_no_no() -> None:
    item9 = since(LOW, without(LOW, "phq.q9")).item9
    assert item9.later == "Not answered. A missing answer is not a “no”."


def test_item_9_that_a_safety_question_contradicts_says_so_first() -> None:
    now = LOW | {"asq.q1": False, "asq.q2": False, "asq.q3": True, "asq.q4": False}
    assert since(LOW, now).item9.later.startswith("Item 9: not at all. But:")


# Flags

SADDLE = {"sx.sensory": ["saddle_numbness"]}


def test_a_flag_is_reported_now_still_or_not_any_more() -> None:
    calm, there = CALM, CALM | SADDLE
    new, still, gone = flags(since(calm, there)), flags(since(there, there)), flags(since(there, calm))
    assert new[told.NEW]
    assert still[told.STILL] == new[told.NEW] == gone[told.NOT_NOW]


def test_what_is_not_answered_now_is_never_gone() -> None:
    found = since(CALM | SADDLE, without(CALM, "sx.sensory"))
    assert told.NOT_NOW not in flags(found)
    cannot = next(group for group in found.flags if group.heading == told.OPEN_NOW)
    assert any("Change in feeling" in flag.missing for flag in cannot.flags)


def test_what_could_not_be_excluded_last_time_may_be_reported_now() -> None:
    found = flags(since(without(CALM, "sx.sensory"), CALM | SADDLE))
    assert found[told.NEW_FROM_OPEN]


def test_what_something_points_to_is_told_and_what_is_merely_open_is_not() -> None:
    calm, hinted = CALM, CALM | {"sx.lump": "unknown"}
    opened, still, closed = since(calm, hinted), since(hinted, hinted), since(hinted, calm)
    assert flags(opened)[told.NEWLY_OPEN] == flags(still)[told.STILL_OPEN]
    assert flags(closed)[told.EXCLUDED] == flags(opened)[told.NEWLY_OPEN]
    assert flags(since(calm, {})).keys() <= {told.NEWLY_OPEN}


def test_the_most_urgent_comes_first() -> None:
    tiers = [flag.tier for flag in since(CALM, EXAMPLES["V12"]["answers"]).flags[0].flags]
    assert tiers == sorted(tiers)


def test_what_is_confidential_is_marked_as_such() -> None:
    now = EXAMPLES["V12"]["answers"] | {"mh.unsafe_at_home": True}
    found = since(EXAMPLES["V12"]["answers"], now)
    assert any(flag.confidential for group in found.flags for flag in group.flags)
    marked = [each.label for group in found.answers for each in group.answers if each.confidential]
    assert "Feels unsafe at home" in marked
    assert found.holds_confidential
    assert since(CALM, CALM | {"mh.unsafe_at_home": True}).holds_confidential
    assert not since(CALM, EXAMPLES["V04"]["answers"]).holds_confidential


# Answers


def test_answers_are_told_as_they_were_and_are() -> None:
    then = without(CALM, "hx.smoking") | {"hx.gout": False, "hx.af": False}
    now = without(CALM, "hx.af") | {"hx.gout": True, "hx.smoking": "current"}
    found = answers(since(then, now))
    assert found[told.CHANGED]["Gout"] == ("No", "Yes")
    assert found[told.NOT_ANSWERED_NOW] == {"Irregular heartbeat (atrial fibrillation)": ("No", "Not answered")}
    assert found[told.ANSWERED_NOW] == {"Smoking": ("Not answered", "Now")}


def test_does_not_know_is_an_answer_of_its_own() -> None:
    found = answers(since(CALM | {"hx.gout": False}, CALM | {"hx.gout": "unknown"}))
    assert found == {told.CHANGED: {"Gout": ("No", "Does not know")}}


def test_what_differs_at_every_visit_or_stands_in_a_score_is_not_told_again() -> None:
    now = LOW | {"pt.age_years": 51, "ctx.encounter_date": "2026-11-22", "phq.q1": 3, "pain.nrs_avg": 9, "peg.p": 9}
    assert since(LOW | {"ctx.encounter_date": "2026-05-03"}, now).answers == ()


def test_ticks_in_another_order_are_the_same() -> None:
    then, now = ({"sx.skin": ticked} for ticked in (["red", "warm"], ["warm", "red"]))
    assert since(CALM | then, CALM | now).answers == ()


def test_what_was_said_in_other_words_and_stored_alike_is_the_same() -> None:
    then = assessed(CALM)
    reworded = replace(then, lines=tuple(replace(line, said=f"{line.said}!") for line in then.lines))
    assert since_last_time(reworded, then, {}).answers == ()


def test_a_question_that_one_of_them_does_not_have_was_not_asked() -> None:
    whole = assessed(CALM)
    fewer = replace(whole, lines=tuple(line for line in whole.lines if line.question not in ("hx.gout", "rx.current")))
    asked_now = [AnswerGroup(*each) for each in answers(since_last_time(fewer, whole, {})).items()]
    assert asked_now[0].answers["Gout"] == ("Not asked", "No")  # type: ignore[call-overload]
    asked_then = answers(since_last_time(whole, fewer, {}))
    assert asked_then[told.NOT_ANSWERED_NOW]["Gout"] == ("No", "Not asked")


# Medicines


def medicines(then: Document, now: Document) -> dict[str, tuple[str, ...]]:
    return {group.heading: group.medicines for group in since(CALM | then, CALM | now).medicines}


COMPLETE = {"rx.list_complete": True}


def test_medicines_that_were_started_and_stopped() -> None:
    then, now = {"rx.current": ["statin", "nsaid"]}, {"rx.current": ["nsaid", "opioid"]}
    assert medicines(then | COMPLETE, now | COMPLETE) == {
        "Started": ("Opioid, other than tramadol",),
        "Stopped": ("Statin",),
    }


def test_where_a_list_may_lack_something_nothing_was_started_or_stopped() -> None:
    then, now = (
        {"rx.current": ["statin"], "rx.list_complete": False},
        {"rx.current": ["none"], "rx.list_complete": None},
    )
    assert list(medicines(then, now)) == ["On the list last time, not now: this list is not known to be complete"]
    assert list(medicines(now, then)) == ["On the list now, not last time: that list was not known to be complete"]


@pytest.mark.parametrize(
    ("then", "now", "when"),
    [
        (None, ["statin"], "last time"),
        (["statin"], "unknown", "now"),
        (None, None, "last time and now"),
    ],
)
def test_a_list_that_is_not_answered_is_not_compared(then: object, now: object, when: str) -> None:
    found = since(CALM | {"rx.current": then}, CALM | {"rx.current": now})
    assert (found.medicines, found.medicines_note) == (
        (),
        f"Not compared: the medicines taken are not answered {when}.",
    )


def test_other_rules_are_named() -> None:
    then = replace(assessed(CALM), rule_set="0.9")
    assert since_last_time(then, assessed(CALM), {}).rules_note.startswith("The rules changed in between, from 0.9 to")


def test_a_missing_answer_makes_nothing_less_urgent() -> None:
    urgency = since(CALM | {"sx.lump": "growing_or_gt5cm"}, CALM | {"sx.lump": "unknown"}).levels[0]
    assert urgency.later == f"none; cannot be excluded: {urgency.then}"
    # Nothing points to it now, and it was reported last time.
    left_out = since(CALM | SADDLE, without(CALM, "sx.sensory")).levels[0]
    assert (left_out.then, left_out.later) == ("emergency now", "none; cannot be excluded: emergency now")
    # What is as urgent is reported already.
    both = CALM | SADDLE | {"sx.lump": "unknown"}
    assert since(both, both).levels[0].later == "emergency now"


def test_the_leading_patterns_and_levels_stand_beside_each_other() -> None:
    found = {each.label: each for each in since(CALM, EXAMPLES["V04"]["answers"]).levels}
    assert list(found) == ["Urgency", "Pain and mood together", "Leading patterns"]
    assert found["Leading patterns"].differs
    assert since({}, CALM).levels[2].then == "none with some or several features"
