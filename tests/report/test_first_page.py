"""What a clinician sees first. Source: rule book I.2."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from intake.clinical.language.condition import joined
from intake.clinical.rules.instruments import INSTRUMENTS
from intake.clinical.rules.red_flag import TIERS
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import VERSION
from intake.clinical.telling.notices import beside_another_age
from intake.clinical.working.findings import CANNOT_EXCLUDE, Assessment, Line, StepFinding
from intake.report import Letterhead, Person
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE, VIGNETTES
from tests.report.printed import EVERYBODY, SIGNED, SOMEBODY, example, printed, show

WHAT_IT_IS = "Decision support for a qualified clinician. Not a diagnosis. Does not replace assessment."
NOTHING_PRESENT = (
    f"None of the {len(RED_FLAGS)} rules is met by the answers given; this does not exclude a serious cause"
)
NOT_APPROVED = f"Rule set {VERSION} is not approved at this site: not for use on patients."


# All of it, on the first page


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_says_what_it_is_and_how_it_was_made(example_id: str) -> None:
    shown = example(example_id)
    said = [WHAT_IT_IS, NOT_APPROVED, "Leg pain and mood: intake summary for the clinician", "Riverside Pain Clinic"]
    said += ["DRAFT", "Not signed by a clinician", "OKAFOR, Ada", "Born 18 Apr 1968", "Record number RVS-004217"]
    said += [f"Rule set {shown.assessment.rule_set}", "Made 22 Nov 2026, 09:30 UTC"]
    # By the date of birth, the person is 58.
    notices = map(beside_another_age, shown.assessment.notices)
    said += [f"{notice.title} {notice.text}".rstrip() for notice in notices]
    asked = {"Completed": "ctx.mode", "Answered by": "ctx.respondent", "Language": "ctx.language"}
    said += [f"{label} {shown.assessment.line(question).said} ·" for label, question in asked.items()]
    instruments = joined([instrument.name for instrument in INSTRUMENTS], "and")
    said += [f"Instruments {instruments}, English, as worded in the rule set above"]
    assert [words for words in said if words not in shown.pages[0]] == []


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_the_first_page_is_complete_on_the_first_page(example_id: str) -> None:
    parts = ("Overall: ", NOTHING_PRESENT)
    shown = example(example_id)
    assert any(part in shown.pages[0] for part in parts)
    titles = ("Thoughts of death or self-harm", "Medicines and allergies", "Pain and mood together", "Where it hurts")
    for title in (*titles, "Key steps"):
        assert title in shown.pages[0]
    assert shown.pages[1].startswith("Features consistent with (not a diagnosis)")


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_every_flag_present_stands_there_with_its_answers(example_id: str) -> None:
    shown = example(example_id)
    a = shown.assessment
    headline = f"Overall: {TIERS[a.tier]} (tier {a.tier})" if a.tier else NOTHING_PRESENT
    assert headline in shown.pages[0]
    for flag in a.present:
        if flag.because:
            told = shown.pages[0].split(f"{TIERS[flag.tier].upper()} {flag.title} {flag.id} Because: ", 1)[1]
            because, action = told.split(". Suggested action: ", 1)
            assert action.startswith(flag.action)
            assert [line.question for line in flag.because if not is_told(line, because, a)] == []


def is_told(line: Line, said: str, assessment: Assessment) -> bool:
    """In words; a score as its total; an item by its number, or within the score of the whole questionnaire."""
    totals = {f"score.{score.id}": f"{score.name} {score.full_text}" for score in assessment.scores}
    if line.question in totals:
        return totals[line.question] in said
    if f"{line.label}: {line.said}" in said:
        return True
    if line.question == "phq.q9" and line.answer:
        return False
    number = re.match(r"\S+ item (\d): ", line.label)
    by_number = number is not None and f"{number[1]} {line.said}" in said
    scores = [score for score in assessment.leading_scores if line in score.items]
    return by_number or any(f"{score.name} " in said for score in scores)


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_what_something_points_to_stands_there_with_its_hint_and_what_is_open(example_id: str) -> None:
    shown = example(example_id)
    a, title = shown.assessment, "Cannot be excluded, and something points to it"
    assert (title in shown.pages[0]) == bool(a.pointed_to)
    for flag in a.pointed_to:
        told = shown.pages[0].split(title, 1)[1].split(f"{TIERS[flag.tier].upper()} {flag.title} {flag.id}. ", 1)[1]
        hint, missing = told.removeprefix("Points to it: ").split(". Open: ", 1)
        assert [line.question for line in flag.hint if not is_told(line, hint, a)] == []
        assert [line.question for line in flag.missing if not is_named(line, missing)] == []


def is_named(line: Line, said: str) -> bool:
    number = re.match(r"(\S+) item (\d): ", line.label)
    return line.label in said or bool(number and re.search(rf"{number[1]} items? [\d, ]*\b{number[2]}\b", said))


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_all_others_are_one_line_there_and_are_named_behind_it(example_id: str) -> None:
    shown = example(example_id)
    quiet = [f for f in shown.whole.flags if f.status == CANNOT_EXCLUDE and not f.is_pointed_to]
    number = len({line.question for flag in quiet for line in flag.missing})
    counted = f"{number} question{'' if number == 1 else 's'} not yet asked or examined."
    assert (counted in shown.pages[0]) == bool(quiet)
    flags = [f for f in shown.assessment.flags if f.status == CANNOT_EXCLUDE]
    assert ("Cannot be excluded from the answers given" in shown.text) == bool(flags)
    told = shown.text.split("Cannot be excluded from the answers given", 1)[-1].split("All answers", 1)[0]
    for flag in flags:
        assert (f"{flag.title} ({flag.id})" if flag.id else flag.title) in told
        if not flag.is_pointed_to:
            assert [line.question for line in flag.missing if not is_named(line, told)] == []


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_item_9_is_said_above_any_score_and_above_what_reassures(example_id: str) -> None:
    shown = example(example_id)
    item9 = shown.assessment.item9
    first = shown.pages[0]
    said = item9.conflict or f"PHQ-9 item 9 (better off dead, or hurting oneself): {item9.meaning}"
    assert (said in first) == item9.attention
    words = said if item9.attention else item9.meaning
    score = re.search(r"\d of (?:27|21|12|10)\b(?! \()", first)
    assert first.index(words) < first.index(" Scores ")
    if item9.attention and score:
        assert first.index(words) < score.start()
    if item9.attention and NOTHING_PRESENT in first:
        assert first.index(words) < first.index(NOTHING_PRESENT)


def test_what_contradicts_item_9_stands_first_in_its_box() -> None:
    shown = example("V13")
    conflict = "Item 9: not at all. But: In the past week, have you been having thoughts about killing yourself: yes."
    assert f"Thoughts of death or self-harm (PHQ-9 item 9) {conflict} “Thoughts that you would" in shown.pages[0]
    assert "Not reported in the last 2 weeks" not in shown.text
    box = next(run for run in shown.contents[0].runs if run.text.startswith("Item 9: not at all"))
    assert box.size == max(run.size for run in shown.contents[0].runs if run.text.startswith(("Overall", "Item 9")))


OWN = {
    "ctx.own_words": "My calf “cramps” on the hill.",
    "ctx.hopes": "To walk to church",
    "rx.names": "Simvastatin 40 mg",
    "rx.current": ["statin"],
    "rx.allergies": "yes",
    "rx.allergy_text": "penicillin, a rash",
}


def test_the_complaint_stands_in_the_persons_own_words_with_who_said_it() -> None:
    first = printed(NOTHING_POSITIVE | OWN).pages[0]
    said = "What brings them, in the person's own words: “My calf “cramps” on the hill.”"
    assert f"{said} Hopes for help with: “To walk to church”" in first
    assert first.index(said) < first.index(NOTHING_PRESENT)
    by_proxy = printed(NOTHING_POSITIVE | OWN | {"ctx.respondent": "proxy"}).pages[0]
    assert "What brings them, said by somebody else for them: “My calf" in by_proxy
    assert "What brings them" not in example("V01").text


def test_the_case_stands_in_one_line_above_its_urgency() -> None:
    line = "68 M. Right calf cramp on walking for 8 months. Item 9: not at all. PHQ-9 11 (moderate band)."
    told = show(replace(example("V04").whole, one_line=line)).pages[0]
    assert told.index(line) < told.index(NOTHING_PRESENT)


def test_medicines_and_allergies_stand_by_name_and_class() -> None:
    told = printed(NOTHING_POSITIVE | OWN).between("Medicines and allergies", "Pain and mood together")
    assert told.strip() == (
        "As on the box: Simvastatin 40 mg. By class: Statin. Allergies: Yes: penicillin, a rash. The list is complete."
    )
    blank = example("EMPTY").between("Medicines and allergies", "Pain and mood together")
    assert "By class: Not answered. Allergies: Not answered. The list is not known to be complete." in blank


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_all_key_steps_stand_there_in_their_order(example_id: str) -> None:
    shown = example(example_id)
    told = shown.pages[0].split("Key steps", 1)[1]
    groups, places = shown.assessment.leading_groups, []
    assert len(groups) <= 8
    for group in groups:
        places += [told.find(group.heading)] if group.heading else []
        steps = [step for step in shown.assessment.steps_of(group) if not step.later]
        places += [told.find(f": {shown.told(step, key=not group.group)}") for step in steps]
    assert -1 not in places
    assert places == sorted(places)
    assert "For consideration by the clinician" in told


@pytest.mark.exhaustive
@pytest.mark.parametrize("examples", [VIGNETTES, EXAMPLES])
def test_no_example_takes_more_than_six_pages(examples: tuple[str, ...]) -> None:
    """Since 0.10 the whole of each group stands there, and every open question with its flag: two pages are too few."""
    assert max(example(example_id).number_of_pages for example_id in examples) <= 6


# What is said where


def test_says_who_answered_how_and_in_which_language() -> None:
    context = {
        "ctx.encounter_date": "2026-04-17",
        "ctx.respondent": "clinician",
        "ctx.mode": "remote_live",
        "ctx.language": "Yoruba",
        "ctx.interpreter": "professional",
        "pt.age_years": 57,  # the day before the birthday
    }
    first = printed(NOTHING_POSITIVE | context).pages[0]
    said = ["Assessment date 17 Apr 2026", "By telephone or video", "A clinician with the person", "Yoruba"]
    said += ["Professional interpreter", "(57 y at assessment date)"]
    assert not [words for words in said if words not in first]


def test_an_approved_rule_set_and_a_signed_report_are_not_marked() -> None:
    page = printed(NOTHING_POSITIVE, approved=True, signed=SIGNED).text
    assert NOT_APPROVED not in page
    assert "DRAFT" not in page
    assert "not clinically approved" not in page
    assert "draft until" not in page
    assert "SIGNED" in page


@pytest.mark.parametrize(
    ("age", "born", "said"),
    [
        (50, date(1968, 4, 18), "Age used by the rules: 50 years; by the date of birth: 58"),
        (14, date(1963, 1, 1), "Age used by the rules: 14 years; by the date of birth: 63"),
        (None, date(1963, 1, 1), "Age used by the rules: none; by the date of birth: 63"),
        (14, None, "Age used by the rules: 14 years"),
        (14, date(2027, 1, 1), "Age used by the rules: 14 years; the assessment date lies before the date of birth"),
    ],
)
def test_an_age_that_does_not_fit_the_birth_date_is_told(age: int | None, born: date | None, said: str) -> None:
    """And no page says it beside the birth date: "63 y" never stands above "under 18"."""
    shown = printed(NOTHING_POSITIVE | {"pt.age_years": age}, Person("A", "B", born, "1"))
    assert said in shown.pages[0]
    assert " y)" not in shown.text + " ".join(shown.furniture)
    assert "y at assessment date" not in shown.text
    assert "The person is under 18." not in shown.text
    if age == 14:
        assert "By the age that the rules used, the person is under 18. Score bands" in shown.pages[0]
    assert ("The rules used no age. Score bands" in shown.pages[0]) is (age is None)


def test_an_age_that_fits_the_birth_date_stands_beside_it() -> None:
    shown = printed(NOTHING_POSITIVE, Person("A", "B", date(1976, 1, 1), "1"))
    assert "used by the rules" not in shown.text
    assert "(50 y at assessment date)" in shown.pages[0]
    assert all("(50 y)" in furniture for furniture in shown.furniture[1:])


def test_a_person_without_details() -> None:
    first = printed(NOTHING_POSITIVE, Person("", "", None, "")).pages[0]
    assert "Name not recorded" in first
    assert "Date of birth not recorded · Record number not recorded" in first


def test_the_time_is_printed_with_its_zone() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    assert "15:00 UTC+05:30" in printed({}, made_at=datetime(2026, 11, 22, 15, tzinfo=india)).pages[0]


def test_the_date_of_assessment_is_not_made_up() -> None:
    assert "Assessment date Not answered, taken as 22 Nov 2026" in printed({}).pages[0]


def test_each_flag_with_its_answers_and_action() -> None:
    shown = example("V10")
    assert "Overall: emergency now (tier 1) 5 red flags present. 1 cannot be excluded while" in shown.pages[0]
    flags = shown.between("Red flags present", "Cannot be excluded, and something points to it")
    assert flags.index("EMERGENCY NOW") < flags.index("SAME DAY") < flags.index("URGENT (WITHIN 2 WEEKS)")
    for flag in shown.assessment.present:
        assert f"{flag.title} {flag.id} Because: " in flags
        assert f"Suggested action: {flag.action}" in flags
    assert "what to do is for the clinician to decide" in flags
    assert "Are you having thoughts of killing yourself right now: Yes; Plan: Yes; Intention to act: Yes." in flags
    assert "PHQ-9 22 of 27 (severe band)" in flags  # in place of nine answers, which stand under Scores
    assert "PHQ-9 item 9: Thoughts that you would be better off dead" in flags


def test_what_cannot_be_excluded_is_told_apart_by_who_can_settle_it() -> None:
    shown = example("V12")
    first = shown.between("Cannot be excluded, and something points to it", "Thoughts of death or self-harm")
    hint = "Points to it: PHQ-9 item 9: Thoughts that you would be better off dead or of hurting yourself in some way"
    assert f"RF17a. {hint}: Not answered; PHQ-2 4 of 6. Open: PHQ-9 item 9: Thoughts" in first
    behind = shown.between("Cannot be excluded from the answers given", "All answers")
    assert "Something points to it (more on the first page). Same day: " in behind
    ask = behind.split("Not answered: ask the person (", 1)[1].split("Not asked or examined: for the clinician (", 1)[0]
    assert "Possible cauda equina syndrome (RF02a)" in ask
    assert "Open questions: " in ask
    examine = behind.split("Not asked or examined: for the clinician (", 1)[1]
    assert "Current suicidal thoughts, plan, intent or recent attempt (RF17b)" in examine
    assert "Intention to act" in examine


def test_questions_that_nothing_called_for_are_named_once_in_small_print() -> None:
    shown = example("V05")
    (told,) = re.findall(r"Not asked \(no trigger\): ([^.]*)\.", shown.text)
    labels = [line.label for line in shown.assessment.not_asked]
    assert len(labels) > 1
    assert [label for label in labels if label not in told] == []


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_no_red_flags_is_never_said(example_id: str) -> None:
    shown = example(example_id)
    assert "no red flag" not in shown.text.lower()
    assert (NOTHING_PRESENT in shown.pages[0]) == (shown.assessment.tier == 0)


def test_an_empty_form_is_not_calm() -> None:
    first = example("EMPTY").pages[0]
    item9 = "PHQ-9 item 9 (better off dead, or hurting oneself): Not answered. A missing answer is not a “no”."
    assert re.search(rf"{re.escape(item9)} {NOTHING_PRESENT} \d\d questions not yet asked or examined\.", first)


@pytest.mark.parametrize(
    ("example_id", "said"),
    [
        ("V10", "last 2 weeks: “More than half the days”. Reported on more than half the days."),
        ("V11", "last 2 weeks: “Several days”. Reported on several days."),
        ("V12", "last 2 weeks: Not answered. A missing answer is not a “no”."),
        ("V15", "last 2 weeks: Chose not to answer. Not answered. A missing answer is not a “no”."),
        (
            "V02",
            "last 2 weeks: “Not at all”. Not reported in the last 2 weeks. This does not exclude suicidal thoughts.",
        ),
    ],
)
def test_item_9_stands_in_the_persons_words(example_id: str, said: str) -> None:
    first = example(example_id).pages[0]
    question = "“Thoughts that you would be better off dead or of hurting yourself in some way”, "
    assert f"{question}{said}" in first


@pytest.mark.parametrize("example_id", ["V02", "V10", "V12", "V15", "RF17b-fires"])
def test_crisis_contacts(example_id: str) -> None:
    assert "Crisis contacts: Emergency 999 · Crisis line 116 123." in example(example_id).text
    without = printed(EXAMPLES[example_id]["answers"], letterhead=Letterhead("", "", ()))
    assert "Crisis contacts: Use your local crisis pathway." in without.text


def test_no_crisis_contacts_where_nothing_calls_for_them() -> None:
    assert "Crisis contacts" not in example("V01").text


def test_pain_and_mood_in_a_sentence_and_its_reasons_behind_it() -> None:
    assert "Pain and mood scores both raised, at least one of them high (C4)." in example("V02").pages[0]
    rules = example("V02").between("Pain and mood together: the rules", "Scores, item by item")
    assert "Chronic leg pain with a positive depression screen CB01." in rules
    lasted = example("V02").assessment.line("pain.duration_days").said
    assert f"Because: Duration of the pain: {lasted}; PHQ-9 17 of 27 (moderately severe band)." in rules
    undecided = example("V12")
    assert "Cannot be decided from the answers given." in undecided.pages[0]
    assert "until it is known: PEG: general activity; PHQ-9 item 9: Thoughts" in undecided.text


def test_the_most_urgent_further_steps_move_up_where_there_is_room() -> None:
    shown = example("V01")
    assert "Further steps the most urgent; the others follow" in shown.pages[0]
    further = [step for step in shown.assessment.steps if step.id not in shown.assessment.key_steps]
    up = [step for step in further if f": {shown.told(step)}" in shown.pages[0]]
    down = [step for step in further if step not in up]
    assert up
    assert not {step.id for step in down} & {step.id for step in further if f": {step.text} " in shown.pages[0]}
    assert not down or urgent_first(up)[-1].rank <= urgent_first(down)[0].rank


def urgent_first(steps: list[StepFinding]) -> list[StepFinding]:
    return sorted(steps, key=lambda step: step.rank)


@pytest.mark.parametrize("example_id", ["V02", "V31", "EMPTY"])
def test_every_page_says_whose_it_is_and_where_it_belongs(example_id: str) -> None:
    shown = example(example_id)
    count = shown.number_of_shared
    for number, (page, said) in enumerate(zip(shown.pages, shown.furniture, strict=True), 1):
        whose = page if number == 1 else said
        assert "OKAFOR, Ada" in whose
        assert "18 Apr 1968" in whose
        assert "RVS-004217" in whose
        assert "DRAFT" in whose
        assert f"Self-reported, not verified · Document 0a1b2c3d4e5f · Rule set {shown.assessment.rule_set}" in said
        numbered = (
            f"Page {number} of {count}" if number <= count else f"Page {number - count} of {len(shown.pages) - count}"
        )
        assert said.endswith(numbered)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        printed({}, made_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC).replace(tzinfo=None))


def test_a_birth_date_after_the_assessment_gives_no_age() -> None:
    later = replace(SOMEBODY, date_of_birth=date(2027, 1, 1))
    assert "Born 1 Jan 2027 · Record number" in printed({}, later).pages[0]


@pytest.mark.parametrize(("example_id", "said"), [("V12", "Not answered"), ("V10", "More than half the days (2)")])
def test_item_9_behind_a_flag_is_told_in_words_beside_the_score(example_id: str, said: str) -> None:
    flags = example(example_id).between("Red flags present", "Cannot be excluded, and something points to it")
    assert f"hurting yourself in some way: {said}; " in flags
