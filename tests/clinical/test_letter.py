"""A letter of referral: what its first draft holds, and that nothing is put back into it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from intake.clinical.assessment import assess
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.telling.letter import (
    PARTS,
    Details,
    Letter,
    LetterLine,
    draft_letter,
    lacking,
    letter_as_json,
    letter_from_json,
    plain,
)
from intake.clinical.working.findings import Assessment
from intake.exchange.contract import read_answers
from tests.clinical.cases import DAILY, EXAMPLES, NOTHING_POSITIVE
from tests.lanes import each

CLAUDICANT = EXAMPLES["V04"]["answers"]
BY_CLASS = "Statin, Aspirin or another antiplatelet"


def found(answers: dict[str, Any]) -> Assessment:
    return assess(read_answers(answers))


def drafted(answers: dict[str, Any], *steps: str, **more: Any) -> Letter:
    return draft_letter(found(answers), steps, **more)


def texts(letter: Letter, part: str) -> list[str]:
    return [line.text for line in letter.part(part).lines]


def line(letter: Letter, key: str) -> LetterLine:
    return next(line for line in letter.lines() if line.key == key)


# What is in it


@each({example["id"]: example for example in DAILY})
def test_every_letter_has_every_part_and_every_line_a_key_of_its_own(example: dict[str, Any]) -> None:
    assessment = found(example["answers"])
    letter = draft_letter(assessment, [step.id for step in assessment.steps])
    assert [part.id for part in letter.parts] == list(PARTS)
    keys = [line.key for line in letter.lines()]
    assert len(set(keys)) == len(keys)
    assert not [line for line in letter.lines() if line.private and line.sent]
    assert letter_from_json(json.loads(json.dumps(letter_as_json(letter)))) == letter


def test_the_answers_that_make_the_step_so_come_first() -> None:
    letter = drafted(CLAUDICANT, "R11")
    assert (letter.reason, letter.urgency) == ("Leg pain on walking, with vascular-type features", "routine")
    assert letter.question == "Is a supervised exercise programme suitable?"
    told = texts(letter, "findings")
    assert told[:3] == [
        "What makes it worse: Walking, Going uphill or hurrying",
        "How soon it goes after standing still: Within 10 minutes",
        "Starts while standing still or sitting: No",
    ]
    assert told.index("Heart disease or stroke: Yes") < told.index("Where it hurts: right calf (worst)")
    assert "history.hx.cvd" not in {line.key for line in letter.lines()}  # told once


def test_a_flag_that_makes_the_step_so_is_the_reason_and_its_answers_come_first() -> None:
    letter = drafted(EXAMPLES["V31"]["answers"], "R02")
    assert letter.reason == "Fever or rigors with leg, hip or bone pain; Possible spinal infection"
    assert texts(letter, "findings")[0] == "General symptoms: Fever, Feeling very unwell"
    assert "Same day: Possible spinal infection." in texts(letter, "flags")


def test_of_many_flags_three_are_named() -> None:
    assessment = found(EXAMPLES["V31"]["answers"])
    many = replace(
        assessment, flags=tuple(replace(flag, status="present", physical=True, tier=2) for flag in assessment.flags)
    )
    reason = draft_letter(many, ["R02"]).reason
    assert reason.count(";") == 2
    assert reason.endswith(f" and {len([flag for flag in many.flags if flag.id]) - 3} more")


def test_the_most_urgent_step_proposes_the_urgency() -> None:
    answers = EXAMPLES["V31"]["answers"]
    assert drafted(answers, "R02", "R16").urgency == "same_day"
    assert drafted(answers).urgency == "routine"
    assert drafted(answers, "R02", urgency="two_weeks").urgency == "two_weeks"
    assert drafted(answers, "H07").urgency == "same_day"  # "same contact": in this visit


def test_several_steps_ask_together_and_own_steps_are_added() -> None:
    letter = drafted(CLAUDICANT, "R11", "R16", "R11", own_steps=["Ask about a walking group.", " "])
    assert letter.question == (
        "Is a supervised exercise programme suitable? Which support could help: a group, carers' support, benefits or "
        "work advice? Ask about a walking group."
    )


def test_a_step_without_a_question_of_its_own_asks_for_itself_without_limits_in_brackets() -> None:
    assessment = found(CLAUDICANT)
    step = next(step for step in assessment.steps if step.category == "Examination")
    changed = replace(assessment, steps=(replace(step, text="Duplex scan (PHQ-9 10 to 15) of both legs."),))
    letter = draft_letter(changed, [step.id])
    assert letter.question == "Please consider: Duplex scan of both legs."


def test_a_step_whose_rule_says_otherwise_today_proposes_no_reason() -> None:
    assessment = found(CLAUDICANT)
    changed = replace(assessment, steps=tuple(replace(step, text=f"{step.text} Then.") for step in assessment.steps))
    letter = draft_letter(changed, ["R11"])
    assert letter.reason == ""
    assert letter.question.startswith("Please consider: Supervised exercise programme")


def test_where_only_private_answers_would_say_why_the_reason_is_left_to_the_clinician() -> None:
    letter = drafted(NOTHING_POSITIVE | {"phq.q1": 3, "phq.q2": 3, "phq.q3": 3, "phq.q4": 3}, "M01")
    assert letter.reason == ""


def test_what_was_told_in_private_is_not_in_the_one_line() -> None:
    answers = EXAMPLES["V10"]["answers"]
    told = line(drafted(answers, "R09"), "case.one_line").text
    whole = found(answers).one_line
    assert told.endswith("average 8/10; sleep broken 6 nights a week. Takes an opioid, a benzodiazepine or Z-drug.")
    assert "PHQ-9" in whole
    assert "PHQ-9" not in told


def test_own_words_hopes_and_who_answered_stand_with_the_case() -> None:
    words = {"ctx.own_words": "My leg.", "ctx.hopes": "To walk.", "ctx.respondent": "proxy"}
    letter = drafted(CLAUDICANT | words, "R11")
    assert texts(letter, "case")[1:] == [
        "Said by somebody else for them: “My leg.”",
        "Hopes for help with: “To walk.”",
        "Answered by somebody else (by proxy).",
    ]


def test_a_flag_keeps_its_title_and_private_answers_behind_it_are_lines_of_their_own() -> None:
    letter = drafted(EXAMPLES["RF17b-fires"]["answers"], "R09")
    flag = line(letter, "flags.RF17b")
    assert (flag.sent, flag.private) == (True, False)
    answers = [each for each in letter.lines() if each.key.endswith((".asq.q1", ".asq.q4", ".mh.attempt_3mo"))]
    assert answers
    assert {(answer.sent, answer.private) for answer in answers} == {(False, True)}


@pytest.mark.parametrize(("example", "flag"), [("RF17b-fires", "RF17b"), ("V31", "RF19")])
def test_to_a_service_for_something_else_a_title_that_tells_private_answers_is_to_be_ticked(
    example: str, flag: str
) -> None:
    title = line(drafted(EXAMPLES[example]["answers"], "R10"), f"flags.{flag}")
    assert (title.sent, title.private) == (False, True)


def test_no_flag_present_is_no_all_clear() -> None:
    letter = drafted(CLAUDICANT, "R11")
    assert texts(letter, "flags") == [
        "No red flag is named here as present; this does not exclude a serious cause.",
        "9 questions not yet asked or examined.",
    ]
    settled = drafted(NOTHING_POSITIVE, "R16")
    assert texts(settled, "flags")[0] == "No red flag is named here as present; this does not exclude a serious cause."


def test_a_flag_that_cannot_be_excluded_says_what_points_to_it() -> None:
    assessment = found(EXAMPLES["MISS-13"]["answers"])
    told = [text for text in texts(draft_letter(assessment, ["H07"]), "flags") if text.startswith("Cannot be excluded")]
    assert len(told) == len([flag for flag in assessment.pointed_to if flag.id])
    assert told[1].endswith("Points to it: Pain in the back, buttock, hip, leg or foot in the past 7 days: Yes.")


# Item 9 and scores


def test_item_9_is_in_the_persons_words_apart_and_first() -> None:
    scores = drafted(EXAMPLES["V10"]["answers"], "R09").part("scores").lines
    assert scores[0].key == "item9"
    assert scores[0].text.endswith("“More than half the days”. Reported on more than half the days.")
    assert [(line.key, line.private) for line in scores[1:]] == [
        ("score.phq9", True),
        ("score.gad7", True),
        ("score.auditc", True),
        ("score.peg", False),
    ]


def test_item_9_that_is_contradicted_says_so_first_and_reassures_nowhere() -> None:
    text = line(drafted(NOTHING_POSITIVE | {"asq.q3": True}, "R16"), "item9").text
    assert text.startswith("Item 9: not at all. But: In the past week, have you been having thoughts")
    assert "Not reported" not in text
    assert text.endswith("“Not at all”.")


def test_item_9_by_somebody_else_says_so() -> None:
    text = line(drafted(NOTHING_POSITIVE | {"ctx.respondent": "proxy"}, "R16"), "item9").text
    assert "(answered by somebody else)" in text


def test_a_score_has_its_day_its_band_and_its_cautions() -> None:
    answers = NOTHING_POSITIVE | {"phq.q9": "declined"}
    text = line(drafted(answers, "R16", on=date(2026, 11, 22)), "score.phq9").text
    assert ", 22 Nov 2026. 1 of 9 items not answered or not asked" in text
    assert text.endswith("PHQ-8 = 0 (item 9 not answered).")
    dated = drafted(answers | {"ctx.encounter_date": "2026-11-20"}, "R16", on=date(2026, 11, 22))
    assert ", 20 Nov 2026." in line(dated, "score.phq9").text
    assert "date not recorded" in line(drafted(NOTHING_POSITIVE, "R16"), "score.peg").text


def test_under_18_a_score_has_the_words_of_that_age() -> None:
    text = line(drafted(NOTHING_POSITIVE | {"pt.age_years": 15}, "R16"), "score.phq9").text
    assert text.endswith("does not exclude depression. The adult bands do not apply.")


def test_what_was_not_answered_is_said_and_never_taken_for_a_no() -> None:
    letter = drafted({}, "H01")
    assert texts(letter, "allergies") == ["Not answered"]
    assert texts(letter, "medicines") == ["By class: Not answered", "The list is not known to be complete."]
    assert texts(letter, "history") == ["Not answered"]
    assert texts(letter, "examination") == ["Nothing was examined, or it was not entered."]
    assert texts(letter, "findings") == ["Where it hurts: Not answered", "Duration of the pain: Not answered"]
    assert texts(letter, "access") == ["Language: not recorded", "Interpreter: not recorded"]


def test_medicines_are_told_by_name_and_by_class() -> None:
    letter = drafted(CLAUDICANT | {"rx.names": "Atorvastatin 20 mg", "rx.allergies": "yes"}, "R11")
    assert texts(letter, "medicines")[0] == "Atorvastatin 20 mg"
    assert texts(letter, "allergies") == ["Yes: not told to what"]


def test_what_was_examined_is_sent() -> None:
    letter = drafted(CLAUDICANT | {"ex.pulses": "normal", "ex.power": "not_examined", "ex.hr": 72}, "R16")
    lines = letter.part("examination").lines
    assert [line.text for line in lines][:2] == ["Heart rate: 72/min", "Foot pulses, worse side: Normal"]
    assert lines[2].text.startswith("NEWS2: at least 0.")
    assert {(line.private, line.sent) for line in lines} == {(False, True)}
    child = drafted(CLAUDICANT | {"ex.hr": 72, "pt.age_years": 9}, "R16")
    assert texts(child, "examination") == ["Heart rate: 72/min"]


def test_access_needs_are_those_of_the_record_else_of_the_answers() -> None:
    answers = CLAUDICANT | {"ctx.language": "Polish", "ctx.interpreter": "professional"}
    assert texts(drafted(answers, "R11"), "access") == [
        "Language: Polish",
        "Interpreter at the assessment: professional interpreter",
    ]
    details = Details("Yoruba", interpreter=False, contact="phone", safe_contact="Only on weekdays")
    letter = drafted(answers, "R11", details=details)
    assert texts(letter, "access") == [
        "Language: Yoruba",
        "No interpreter needed",
        "Can be reached by: phone",
        "How to contact safely: Only on weekdays",
    ]
    assert (line(letter, "access.safe_contact").private, line(letter, "access.safe_contact").sent) == (True, False)
    assert texts(drafted(answers, details=Details(interpreter=True)), "access")[1] == "Interpreter needed"


def test_an_answer_that_has_no_place_today_is_told_as_it_was_and_kept_until_ticked() -> None:
    """Of an earlier release: what today's catalogue does not know may be private."""
    assessment = found(CLAUDICANT)
    old = replace(assessment.line("hx.cvd"), question="hx.old", label="Old question")
    unplaced = replace(assessment.line("pain.onset_speed"), answer="at_noon", said="At noon")
    gone = {"rx.treatments_tried", "ctx.language", "ctx.interpreter", "pain.course", "pain.onset_speed"}
    lines = (*(line for line in assessment.lines if line.question not in gone), old, unplaced)
    letter = draft_letter(replace(assessment, lines=lines), ["R11"])
    assert "Start of the pain: At noon" in texts(letter, "findings")
    assert texts(letter, "tried") == ["Tests already done: Not answered"]
    assert texts(letter, "access") == ["Language: not recorded", "Interpreter: not recorded"]
    assert "Old question: Yes" not in [line.text for line in letter.lines() if line.sent]


def test_every_step_that_refers_says_what_it_asks_and_why() -> None:
    """A flag that it looks at says why; neither text names an answer or its limit."""
    for step in STEPS:
        if step.refers:
            assert step.letter_question.endswith((".", "?")), step.id
            assert step.letter_reason or any(leaf.on_flags for leaf in step.when.leaves), step.id
        for text in (step.letter_reason, step.letter_question):
            assert not re.search(r"\d|PHQ|GAD|AUDIT|PEG|diagnos|must|pregnan|drug|alcohol", text), step.id


@each({example["id"]: example for example in DAILY})
def test_no_letter_has_words_that_are_never_said(example: dict[str, Any]) -> None:
    assessment = found(example["answers"])
    letter = draft_letter(assessment, [step.id for step in assessment.steps if step.refers])
    said = json.dumps(letter_as_json(letter), ensure_ascii=False)
    never = r"no red flags|\bdenies\b|most likely|\bdiagnos|rules out|(low|medium|high) suicide risk|\bmust\b|refused"
    assert not re.findall(never, said, re.IGNORECASE)
    assert "safeguarding" not in said.lower()


# It is only edited


def test_nothing_is_added_and_nothing_put_back() -> None:
    letter = drafted(CLAUDICANT, "R11")
    changed = letter.with_lines({"allergies.told": ("Penicillin", False), "no.such.line": ("Smuggled in", True)})
    assert line(changed, "allergies.told") == LetterLine("allergies.told", "Penicillin", sent=False)
    assert [each.key for each in changed.lines()] == [each.key for each in letter.lines()]
    assert changed.part("allergies").sent == ()
    assert letter.part("done").sent == ()  # no text yet
    assert Letter("", "", "now", ()).part("done").lines == ()


def test_what_an_earlier_release_wrote_is_read() -> None:
    letter = drafted(CLAUDICANT, "R11")
    document = letter_as_json(letter)
    for name in ("copies", "scores_for_person", "left_out", "told", "hear_by"):
        del document[name]
    assert letter_from_json(document) == letter


def test_what_a_letter_lacks_before_it_is_signed() -> None:
    letter = replace(drafted(CLAUDICANT, "R11"), consent={"asked": "yes"})
    assert lacking(letter) == ()
    alone = letter.with_lines({"score.phq9": ("PHQ-9: 11 of 27", True)})
    assert [text[:15] for text in lacking(alone)] == ["The PHQ-9 total"]
    assert lacking(alone.with_lines({"item9": ("PHQ-9 item 9: “Not at all”.", True)})) == ()
    empty = replace(letter, reason=" ", question="", consent={})
    assert [text.split()[0] for text in lacking(empty)] == ["Write", "Write", "Record"]


# The person's copy


@pytest.mark.parametrize(
    ("asked", "on", "said"),
    [
        ("yes", "22 Nov 2026", "You agreed to this on 22 Nov 2026."),
        ("yes", "", "You agreed to this."),
        ("no", "22 Nov 2026", ""),
        ("", "", ""),
    ],
)
def test_consent_in_plain_words(asked: str, on: str, said: str) -> None:
    assert plain.consent_plain(asked, on) == said


def test_best_interests_in_plain_words() -> None:
    assert plain.consent_plain("best_interests", "").startswith("You could not tell us what you wanted that day.")


def test_urgency_and_copies_in_plain_words() -> None:
    letter = drafted(CLAUDICANT, "R11")
    urgency = proposed(replace(letter, urgency="now"))["urgency"]
    assert urgency.endswith("You were asked to go to The unit straight away.")
    assert plain.copies_plain(letter) == "No one else got a copy."
    assert plain.copies_plain(replace(letter, copies=("gp",))) == "A copy went to your own doctor."


@pytest.mark.parametrize(
    ("answers", "medicines", "allergies"),
    [
        ({}, BY_CLASS, "none that you know of"),
        ({"rx.names": "Atorvastatin 20 mg"}, "Atorvastatin 20 mg", "none that you know of"),
        ({"rx.current": None, "rx.allergies": None}, "not asked yet", "not asked yet"),
        ({"rx.current": ["none"]}, "none of those that we ask about", "none that you know of"),
        (
            {"rx.allergies": "yes", "rx.allergy_text": "penicillin"},
            "Statin, Aspirin or another antiplatelet",
            "penicillin",
        ),
    ],
)
def test_medicines_and_allergies_in_plain_words(answers: dict[str, Any], medicines: str, allergies: str) -> None:
    letter = drafted(CLAUDICANT | answers, "R11")
    assert plain.medicines_plain(letter) == medicines
    assert plain.allergies_plain(letter) == allergies


def test_what_was_struck_out_of_the_letter_is_not_in_the_persons_copy() -> None:
    letter = drafted(CLAUDICANT, "R11")
    struck = letter.with_lines({each.key: (each.text, False) for each in letter.lines()})
    assert plain.medicines_plain(struck) == ""
    assert plain.allergies_plain(struck) == ""
    assert plain.access_plain(struck, "Yoruba", interpreter=True) == ""
    assert plain.access_plain(letter, "Yoruba", interpreter=True) == "We asked for Yoruba to be spoken."
    assert plain.access_plain(letter, "Yoruba", interpreter=None) == ""


def test_a_score_is_in_the_persons_copy_only_where_a_clinician_added_it() -> None:
    letter = drafted(CLAUDICANT, "R11")
    assert plain.scores_plain(letter) == ""
    added = replace(letter, scores_for_person=("score.peg", "score.phq9", "item9"))
    assert plain.scores_plain(added).startswith("PEG: 5.0 of 10")
    assert "PHQ-9" not in plain.scores_plain(added)  # the letter does not send it


def proposed(letter: Letter, **beside: Any) -> dict[str, str]:
    return plain.proposals(letter, plain.Beside("The unit", **beside))


def test_a_number_that_the_clinic_has_not_set_is_not_guessed() -> None:
    letter = drafted(CLAUDICANT, "R11")
    called = proposed(letter, emergency_number="999", crisis_line="116 123 (Samaritans)")
    assert called["call_now"].endswith("short of breath, call 999 now.")
    assert called["crisis"] == "If you think about ending your life, call 116 123 (Samaritans)."
    unknown = proposed(letter)
    assert (unknown["call_now"], unknown["crisis"]) == ("", "")
    assert unknown["call_today"] == "If your leg swells or goes weak, call us today."


@pytest.mark.parametrize(
    ("ticked", "asked", "said"),
    [
        (False, "yes", {"not_sent": plain.NOT_SENT, "private_sent": ""}),
        (False, "best_interests", {"not_sent": plain.NOT_SENT, "private_sent": ""}),
        (True, "yes", {"not_sent": plain.NOT_SENT, "private_sent": ""}),
        (True, "best_interests", {"not_sent": "", "private_sent": plain.PRIVATE_SENT}),
        (True, "", {"not_sent": "", "private_sent": ""}),
    ],
)
def test_what_was_told_in_private_is_not_said_to_be_left_out_where_it_is_sent(
    ticked: bool, asked: str, said: dict[str, str]
) -> None:
    letter = replace(drafted(CLAUDICANT, "R11"), consent={"asked": asked})
    if ticked:
        letter = letter.with_lines({"item9": ("PHQ-9 item 9: “Not at all”.", True)})
    assert {name: proposed(letter)[name] for name in said} == said


def test_how_they_get_in_touch_is_said_only_as_the_letter_tells_it() -> None:
    letter = drafted(CLAUDICANT, "R11", details=Details(contact="phone, letter"))
    assert proposed(letter, contact="phone or letter")["contact"].endswith("with you by phone or letter.")
    assert proposed(letter)["contact"] == plain.IN_TOUCH
    struck = letter.with_lines({"access.contact": ("", False)})
    assert proposed(struck, contact="phone or letter")["contact"] == plain.IN_TOUCH


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (0, "days", "today"),
        (1, "days", "within one day"),
        (7, "days", "within one week"),
        (14, "days", "within two weeks"),
        (84, "days", "within 12 weeks"),
        (10, "working days", "within ten working days"),
        (1, "hours", "within one hour"),
    ],
)
def test_a_time_limit_in_words(amount: int, unit: str, said: str) -> None:
    assert plain.within(amount, unit) == said


def test_how_soon_follows_the_time_limit() -> None:
    letter = drafted(CLAUDICANT, "R11")
    assert proposed(letter, seen_within="within six weeks")["urgency"].endswith("of your visit within six weeks.")
    assert proposed(letter)["urgency"].endswith("of your visit soon.")
    soon = replace(letter, urgency="two_weeks")
    assert proposed(soon, seen_within="within ten days")["urgency"] == "You should be seen within ten days."


def test_what_the_persons_copy_says_by_itself_can_be_changed_or_struck_out() -> None:
    numbers: dict[str, Any] = {"emergency_number": "999", "crisis_line": "116 123"}
    for name in plain.PROPOSED:
        letter = replace(drafted(CLAUDICANT, "R11"), plain={name: " Own words. "})
        assert plain.said(letter, plain.Beside("The unit", **numbers))[name] == "Own words."
        struck = replace(letter, left_out=(name,))
        assert plain.said(struck, plain.Beside("The unit", **numbers))[name] == ""
        assert letter_from_json(json.loads(json.dumps(letter_as_json(struck)))) == struck
