"""The first page: what is urgent, what to do, and what it rests on. Source: rule book I.2; the words are counted."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from intake.clinical.rules.red_flag import TIERS
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import VERSION
from intake.clinical.telling.notices import beside_another_age
from intake.clinical.working.findings import CANNOT_EXCLUDE
from intake.report import Letterhead, Person
from intake.report.sections.urgency import WITH_ACTION
from intake.summary.entries import beginning
from intake.summary.signed import Signed
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE
from tests.report.printed import EVERYBODY, SIGNED, SOMEBODY, Printed, example, printed, show

WHAT_IT_IS = "Decision support for a qualified clinician. Not a diagnosis."
NOTHING_PRESENT = (
    f"None of the {len(RED_FLAGS)} rules is met by the answers given; this does not exclude a serious cause"
)
NOT_APPROVED = f"Rule set {VERSION} is not approved at this site: not for use on patients."
IN_ORDER = (
    "Urgency",
    "In one line",
    "To consider",
    "My assessment",
    "PHQ-9 item 9",
    "Scores",
    "Where it hurts",
    "Medicines",
)

# Two minutes --------------------------------------------------------------------------------------------------------

WORDS, SHARE = 380, 0.9
"""At 240 words a minute, 95 seconds; and of how many worked cases."""
WORDS_OF_FOOT = 9
OWN = {
    "ctx.own_words": "My right leg cramps when I walk to the shop and I have to stop, it frightens me and I sleep "
    "badly since the spring, and nobody knows why it came.",
    "ctx.hopes": "To walk with my dog again and to know.",
}
"""40 words."""


def with_own_words(example_id: str) -> Printed:
    answers = EXAMPLES[example_id]["answers"]
    age = answers.get("pt.age_years")
    born = date(2026 - age, 4, 18) if isinstance(age, int) and age < 120 else None
    return printed(answers | OWN, replace(SOMEBODY, date_of_birth=born), approved=True, record=False)


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.exhaustive)])
def test_the_first_page_is_read_in_a_minute_and_a_half_and_the_brief_takes_one_page(every: int) -> None:
    shown = [with_own_words(example_id) for example_id in tuple(EXAMPLES)[::every]]
    counted = [len(each.pages[0].split()) + WORDS_OF_FOOT for each in shown]
    assert sum(words <= WORDS for words in counted) >= SHARE * len(counted)
    assert sum(each.number_of_brief == 1 for each in shown) >= 0.9 * len(shown)
    assert max(each.number_of_brief for each in shown) <= 2


# All of it, on the first page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_says_what_it_is_and_how_it_was_made(example_id: str) -> None:
    shown = example(example_id)
    said = [WHAT_IT_IS, NOT_APPROVED, "Intake summary", "Riverside Pain Clinic", "DRAFT", "OKAFOR, Ada"]
    said += ["Born 18 Apr 1968", "Record number RVS-004217", "Made 22 Nov 2026, 09:30 UTC"]
    # By the date of birth, the person is 58.
    notices = [beside_another_age(notice) for notice in shown.assessment.notices]
    said += [notice.title for notice in notices if notice.kind != "draft"]
    asked = {"Completed": "ctx.mode", "Answered by": "ctx.respondent", "Language": "ctx.language"}
    for label, question in asked.items():
        line = shown.assessment.line(question)
        if not (shown.assessment.by_proxy and label == "Answered by"):  # a notice says so
            said.append(label.lower() if line.said == "Not answered" else f"{label} {line.said}")
    assert [words for words in said if words not in shown.brief] == []
    # What the notices mean stands in full behind it, on every copy.
    assert [each for each in notices if f"{each.title} {each.text}".strip() not in shown.plan] == []


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_its_parts_stand_in_their_order(example_id: str) -> None:
    brief = example(example_id).brief
    place = 0
    for title in IN_ORDER:
        place = brief.find(f" {title} ", place)
        assert place > -1, title
    assert ("Overall: " in brief) != (NOTHING_PRESENT in brief)


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_every_flag_present_stands_there_and_the_most_urgent_say_what_to_do(example_id: str) -> None:
    shown = example(example_id)
    a = shown.assessment
    headline = f"Overall: {TIERS[a.tier]} (tier {a.tier})" if a.tier else NOTHING_PRESENT
    assert headline in shown.brief
    places = []
    for place, flag in enumerate(a.present):
        named = f"{TIERS[flag.tier].upper()} {flag.title}."
        places.append(shown.brief.find(named))
        if flag.because:
            told = shown.brief.split(named, 1)[1]
            assert any(line.said in told for line in flag.because) or "of 27" in told
            if place < WITH_ACTION:
                action = flag.action.split(". ")[0].rstrip(".") if not place else beginning(flag.action).rstrip(".… ")
                assert f"Consider: {action}" in told
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_what_something_points_to_stands_there_with_its_hint_and_what_is_open(example_id: str) -> None:
    shown = example(example_id)
    a = shown.assessment
    assert (" Cannot be excluded " in shown.brief) == bool(a.pointed_to)
    for place, flag in enumerate(a.pointed_to):
        assert f"{flag.title}" in shown.brief
        if place < 2:
            told = shown.brief.split(f"{TIERS[flag.tier].upper()} {flag.title}. ", 1)[1]
            assert f"Open: {flag.missing[0].brief}" in told


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_all_others_are_one_line_there(example_id: str) -> None:
    shown = example(example_id)
    quiet = [f for f in shown.whole.flags if f.status == CANNOT_EXCLUDE and not f.is_pointed_to]
    number = len({line.question for flag in quiet for line in flag.missing})
    counted = f"{number} question{'' if number == 1 else 's'} not yet asked or examined."
    assert (counted in shown.brief) == bool(quiet)


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_item_9_is_said_above_any_score_and_above_what_reassures(example_id: str) -> None:
    shown = example(example_id)
    item9, brief = shown.assessment.item9, shown.brief
    assert (
        f"PHQ-9 item 9 {item9.conflict} {item9.quoted}" in brief
        if item9.conflict
        else f"PHQ-9 item 9 {item9.quoted}" in brief
    )
    assert brief.index(" PHQ-9 item 9 ") < brief.index(" Scores ")
    if item9.attention and NOTHING_PRESENT in brief:
        said = item9.conflict or f"PHQ-9 item 9 (better off dead, or hurting oneself): {item9.meaning}"
        assert brief.index(said) < brief.index(NOTHING_PRESENT)


def test_what_contradicts_item_9_stands_first_in_its_box() -> None:
    shown = example("V13")
    conflict = "Item 9: not at all. But: In the past week, have you been having thoughts about killing yourself: yes."
    assert f"PHQ-9 item 9 {conflict} “Not at all”." in shown.brief
    assert "Not reported in the last 2 weeks" not in shown.text


OF_THE_PERSON = {
    "ctx.own_words": "My calf “cramps” on the hill.",
    "ctx.hopes": "To walk to church",
    "rx.names": "Simvastatin 40 mg",
    "rx.current": ["statin"],
    "rx.allergies": "yes",
    "rx.allergy_text": "penicillin, a rash",
}


def test_the_complaint_stands_in_the_persons_own_words_or_with_who_said_it() -> None:
    first = printed(NOTHING_POSITIVE | OF_THE_PERSON).brief
    assert "“My calf “cramps” on the hill.” Hopes for: “To walk to church”" in first
    by_proxy = printed(NOTHING_POSITIVE | OF_THE_PERSON | {"ctx.respondent": "proxy"}).brief
    assert "Said by somebody else for them: “My calf" in by_proxy
    assert "“" not in example("V01").between("In one line", "To consider")


def test_long_words_of_the_person_go_on_behind_the_brief_and_none_is_lost() -> None:
    long = " ".join(f"w{number}" for number in range(70))
    shown = printed(NOTHING_POSITIVE | {"ctx.own_words": long, "ctx.hopes": "To walk"})
    assert "w39 …”" in shown.brief
    assert "w40 " not in shown.brief
    assert f"In their words In the person's own words: “{long}” Hopes for: “To walk”" in shown.plan
    assert "In their words" not in printed(NOTHING_POSITIVE | OF_THE_PERSON).text


def test_the_case_stands_in_one_line() -> None:
    line = "68 M. Right calf cramp on walking for 8 months. Item 9: not at all. PHQ-9 11 (moderate band)."
    assert f"In one line {line}" in show(replace(example("V04").whole, one_line=line)).brief


def test_medicines_and_allergies_stand_by_name_and_class() -> None:
    told = printed(NOTHING_POSITIVE | OF_THE_PERSON).between("Medicines As", "Signature")
    assert told.strip() == (
        "on the box: Simvastatin 40 mg. By class: Statin. Allergies: Yes: penicillin, a rash. The list is complete."
    )
    blank = example("EMPTY").between(" Medicines ", " Signature ")
    assert "By class: Not answered. Allergies: Not answered. The list is not known to be complete." in blank


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_all_key_steps_stand_there_in_their_order_each_in_a_line_with_a_box(example_id: str) -> None:
    shown = example(example_id)
    told = shown.brief.split(" To consider ", 1)[1].split(" My assessment ", 1)[0]
    entries = [
        (group, steps)
        for group in shown.assessment.leading_groups
        if (steps := [step for step in shown.assessment.steps_of(group) if not step.later])
    ]
    assert len(entries) <= 8
    places = [told.find(group.heading or beginning(steps[0].text)) for group, steps in entries]
    assert -1 not in places
    assert places == sorted(places)


def test_a_step_is_cut_at_the_end_of_a_clause_alone() -> None:
    assert (
        beginning("If gout is likely: NSAID, colchicine or steroid.")
        == "If gout is likely: NSAID, colchicine or steroid."
    )
    assert beginning("Serum urate; if below 360, again in 2 weeks.") == "Serum urate …"
    assert beginning("Ask about plans (ASQ, then more; in private).") == "Ask about plans …"
    assert beginning("Look. Then move.") == "Look …"


# What is said where -------------------------------------------------------------------------------------------------


def test_says_who_answered_how_and_in_which_language() -> None:
    context = {
        "ctx.encounter_date": "2026-04-17",
        "ctx.respondent": "clinician",
        "ctx.mode": "remote_live",
        "ctx.language": "Yoruba",
        "ctx.interpreter": "professional",
        "pt.age_years": 57,  # the day before the birthday
    }
    first = printed(NOTHING_POSITIVE | context).brief
    said = ["Assessed 17 Apr 2026", "By telephone or video", "A clinician with the person", "Yoruba"]
    said += ["Professional interpreter", "(57 y)"]
    assert not [words for words in said if words not in first]


def test_an_approved_rule_set_and_a_signed_report_are_not_marked() -> None:
    page = printed(NOTHING_POSITIVE, approved=True, signed=SIGNED).text
    assert NOT_APPROVED not in page
    assert "DRAFT" not in page
    assert "not clinically approved" not in page
    assert "SIGNED" in page
    assert f"Rule set {VERSION}" in page
    assert "approved at this site." in page


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
    assert said in shown.brief
    assert " y)" not in shown.text + " ".join(shown.furniture)
    assert "The person is under 18." not in shown.text
    if age == 14:
        assert "By the age that the rules used, the person is under 18." in shown.brief
    assert ("The rules used no age. Score bands" in shown.plan) is (age is None)


def test_an_age_that_fits_the_birth_date_stands_beside_it() -> None:
    shown = printed(NOTHING_POSITIVE, Person("A", "B", date(1976, 1, 1), "1"))
    assert "used by the rules" not in shown.text
    assert "(50 y)" in shown.brief
    assert all("(50 y)" in furniture for furniture in shown.furniture[1:])


def test_a_person_without_details() -> None:
    first = printed(NOTHING_POSITIVE, Person("", "", None, "")).pages[0]
    assert "Name not recorded" in first
    assert "Date of birth not recorded Female Record number not recorded" in first


def test_the_time_is_printed_with_its_zone() -> None:
    india = timezone(timedelta(hours=5, minutes=30))
    assert "15:00 UTC+05:30" in printed({}, made_at=datetime(2026, 11, 22, 15, tzinfo=india)).pages[0]


def test_the_date_of_assessment_is_not_made_up() -> None:
    first = printed({}).brief
    assert "interpreter, date" in first
    assert "Assessed" not in first


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_no_red_flags_is_never_said(example_id: str) -> None:
    shown = example(example_id)
    assert "no red flag" not in shown.text.lower()
    assert (NOTHING_PRESENT in shown.brief) == (shown.assessment.tier == 0)


def test_an_empty_form_is_not_calm() -> None:
    first = example("EMPTY").brief
    item9 = "PHQ-9 item 9 (better off dead, or hurting oneself): Not answered. A missing answer is not a “no”."
    assert f"{item9} {NOTHING_PRESENT}" in first
    assert re.search(r" \d\d questions not yet asked or examined\.", first)


@pytest.mark.parametrize(
    ("example_id", "said"),
    [
        ("V10", "“More than half the days”. Reported on more than half the days."),
        ("V11", "“Several days”. Reported on several days."),
        ("V12", "Not answered. A missing answer is not a “no”."),
        ("V15", "Chose not to answer. Not answered. A missing answer is not a “no”."),
        ("V02", "“Not at all”. Not reported in the last 2 weeks. This does not exclude suicidal thoughts."),
    ],
)
def test_item_9_stands_in_the_persons_words(example_id: str, said: str) -> None:
    assert f"PHQ-9 item 9 {said}" in example(example_id).brief


@pytest.mark.parametrize("example_id", ["V02", "V10", "V12", "V15", "RF17b-fires"])
def test_crisis_contacts(example_id: str) -> None:
    assert "Crisis contacts: Emergency 999, Crisis line 116 123." in example(example_id).brief
    without = printed(EXAMPLES[example_id]["answers"], letterhead=Letterhead("", "", ()))
    assert "Crisis contacts: Use your local crisis pathway." in without.brief


def test_no_crisis_contacts_where_nothing_calls_for_them() -> None:
    assert "Crisis contacts" not in example("V01").text


def test_an_answer_behind_two_flags_is_told_once() -> None:
    urgency = example("V10").between("Overall: ", "In one line")
    assert urgency.count("Are you having thoughts of killing yourself right now: Yes") == 1
    assert "PHQ-9 item 9: More than half the days (2)" in urgency
    assert "PHQ-9: 22 of 27" in urgency


@pytest.mark.parametrize("example_id", ["V02", "V31", "EMPTY"])
def test_every_page_says_whose_it_is_and_where_it_belongs(example_id: str) -> None:
    shown = example(example_id)
    for number, (page, said) in enumerate(zip(shown.pages, shown.furniture, strict=True)):
        whose = said if number else page
        for words in ("OKAFOR, Ada", "18 Apr 1968", "RVS-004217", "DRAFT"):
            assert words in whose
        assert "Self-reported, not verified Document 0a1b2c3d4e5f" in said
    record = next(at for at, page in enumerate(shown.pages) if page.startswith("Record "))
    last = shown.number_of_shared
    numbers = [f"Page {at} of {record}" for at in range(1, record + 1)]
    numbers += [f"Record {at} of {last - record}" for at in range(1, last - record + 1)]
    alone = len(shown.pages) - last
    numbers += [f"Page {at} of {alone}" for at in range(1, alone + 1)]
    assert [" ".join(said.split()[-4:]) for said in shown.furniture] == numbers


@pytest.mark.parametrize(("signed", "name"), [(None, "Without the record"), (SIGNED, "Copy without the record")])
def test_a_copy_without_the_record_says_so_on_every_page(signed: Signed | None, name: str) -> None:
    shown = printed(EXAMPLES["V04"]["answers"], record=False, signed=signed)
    whole = printed(EXAMPLES["V04"]["answers"], signed=signed)
    assert "Record 1 of" not in " ".join(shown.furniture)
    assert all(name in said for said in shown.furniture)
    assert (shown.brief, shown.plan) == (whole.brief, whole.plan)


def test_letter_paper_holds_the_same() -> None:
    shown = printed(EXAMPLES["V04"]["answers"], paper="Letter")
    assert {tuple(map(float, page.mediabox[2:])) for page in shown.reader.pages} == {(612, 792)}
    assert sorted(shown.text.split()) == sorted(example("V04").text.split())


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        printed({}, made_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC).replace(tzinfo=None))


def test_a_birth_date_after_the_assessment_gives_no_age() -> None:
    later = replace(SOMEBODY, date_of_birth=date(2027, 1, 1))
    assert "Born 1 Jan 2027 Record number" in printed({}, later).brief


def test_sex_stands_with_the_person_where_it_is_recorded() -> None:
    assert "Born 18 Apr 1968 (58 y) Female Record number" in printed({"pt.sex": "female", "pt.age_years": 58}).brief
    assert "Born 18 Apr 1968 Record number" in printed({}).brief


def test_a_phone_number_stands_with_the_person() -> None:
    assert "Phone 01632 960001" in printed({}, replace(SOMEBODY, phone="01632 960001")).brief
