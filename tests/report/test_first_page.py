"""What a clinician sees first. Source: rule book I.2."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from intake.report import Letterhead, Person
from tests.clinical.cases import EXAMPLES, NOTHING_POSITIVE
from tests.report.printed import SIGNED, SOMEBODY, VIGNETTES, example, printed

WHAT_IT_IS = "Decision support for a qualified clinician. Not a diagnosis. Does not replace assessment."
NOT_APPROVED = "Rule set not approved at this site: for evaluation only"


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_says_what_it_is_and_how_it_was_made(example_id: str) -> None:
    first = example(example_id).pages[0]
    said = [WHAT_IT_IS, NOT_APPROVED, "Leg pain and mood: intake summary for the clinician", "Riverside Pain Clinic"]
    said += [
        "DRAFT Not signed by a clinician",
        "OKAFOR, Ada",
        "Born 18 Apr 1968 (58 y at assessment date)",
        "RVS-004217",
    ]
    said += ["Rule set LPD-CDS", "Made 22 Nov 2026, 09:30 UTC", "Completed", "Answered by", "Language", "Interpreter"]
    said += ["Instruments PHQ-9, GAD-7, AUDIT-C, PEG and ASQ"]
    assert not [words for words in said if words not in first]


def test_says_who_answered_how_and_in_which_language() -> None:
    context = {
        "ctx.encounter_date": "2026-04-17",
        "ctx.respondent": "clinician",
        "ctx.mode": "remote_live",
        "ctx.language": "Yoruba",
        "ctx.interpreter": "professional",
    }
    first = printed(NOTHING_POSITIVE | context).pages[0]
    said = ["Assessment date 17 Apr 2026", "By telephone or video", "A clinician with the person", "Yoruba"]
    said += ["Professional interpreter", "(57 y at assessment date)"]  # the day before the birthday
    assert not [words for words in said if words not in first]


def test_an_approved_rule_set_and_a_signed_report_are_not_marked() -> None:
    page = printed(NOTHING_POSITIVE, approved=True, signed=SIGNED).text
    assert NOT_APPROVED not in page
    assert "DRAFT" not in page
    assert "draft until" not in page
    assert "SIGNED" in page


def test_an_age_that_does_not_fit_the_birth_date_is_told() -> None:
    assert "Age given in the answers, and used by the rules: 50 years" in printed(NOTHING_POSITIVE).pages[0]
    fits = Person("A", "B", date(1976, 1, 1), "1")
    assert "used by the rules" not in printed(NOTHING_POSITIVE, fits).text


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
    assert "Overall: emergency now (tier 1) 4 red flags present; 1 could not be excluded." in shown.pages[0]
    flags = shown.between("Red flags present", "Could not be excluded from the answers given")
    assert flags.index("EMERGENCY NOW") < flags.index("SAME DAY") < flags.index("URGENT (WITHIN 2 WEEKS)")
    for flag in shown.assessment.present:
        assert f"{flag.title} {flag.id} Because: " in flags
        assert f"Suggested action, for the clinician to decide: {flag.action}" in flags
    assert "Are you having thoughts of killing yourself right now: Yes; Plan: Yes; Intention to act: Yes." in flags
    assert "PHQ-9 items: 1 Nearly every day (3), 2 Nearly every day (3)" in flags


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_no_flag_is_left_out(example_id: str) -> None:
    shown = example(example_id)
    head = shown.text.split("Pain and mood together", 1)[0]
    missing = [flag.id for flag in shown.assessment.flags if flag.id not in head]
    assert missing == [flag.id for flag in shown.assessment.flags if flag.id == "RF21"]


def test_what_could_not_be_excluded_is_told_apart_by_who_can_settle_it() -> None:
    shown = example("V12")
    assert "5 red-flag questions could not be excluded because of missing answers." in shown.pages[0]
    ask = shown.between("Ask the person (3)", "For the clinician to ask or examine (2)")
    assert "Emergency now: Possible cauda equina syndrome (RF02a)" in ask
    assert "Change in feeling; Bladder, bowel or sexual function, new or changed; PHQ-9 items 5, 8;" in ask
    examine = shown.between("For the clinician to ask or examine (2)", "Thoughts of death or self-harm")
    assert "Thoughts of harming others (RF36)" in examine
    assert "Intention to act" in examine


@pytest.mark.parametrize("example_id", [*VIGNETTES, "V01", "V15"])
def test_no_red_flags_is_never_said_while_one_is_open(example_id: str) -> None:
    shown = example(example_id)
    number = sum(flag.status == "cannot_exclude" for flag in shown.assessment.flags)
    none_present = shown.assessment.tier == 0
    qualified = f"No red flags among the questions answered; {number} could not be excluded"
    assert (qualified in shown.pages[0]) == (none_present and number > 0)
    assert shown.text.lower().count("no red flags") == (none_present and number > 0)
    assert ("No red flag is present in the answers given" in shown.pages[0]) == (none_present and number == 0)


def test_an_empty_form_is_not_calm() -> None:
    first = example("EMPTY").pages[0]
    assert "No red flags among the questions answered; 61 could not be excluded" in first
    assert "Most urgent among those not excluded: emergency now." in first
    assert "PHQ-9 item 9 (better off dead, or hurting oneself): Not answered. A missing answer is not a “no”." in first


@pytest.mark.parametrize(
    ("example_id", "said"),
    [
        ("V10", "last 2 weeks: “More than half the days”. Reported on more than half the days."),
        ("V11", "last 2 weeks: “Several days”. Reported on several days."),
        ("V12", "last 2 weeks: Not answered. A missing answer is not a “no”."),
        ("V15", "last 2 weeks: Chose not to answer. Not answered. A missing answer is not a “no”."),
        ("V02", "“Not at all”. Not reported in the last 2 weeks. This does not exclude suicidal thoughts."),
    ],
)
def test_item_9_stands_in_words_above_any_score(example_id: str, said: str) -> None:
    text = example(example_id).text
    assert "Thoughts that you would be better off dead or of hurting yourself in some way" in text
    assert text.index(said) < text.index(" of 27")
    assert text.index(said) < text.index("PEG: ")


@pytest.mark.parametrize("example_id", ["V10", "V12", "V15", "V35", "EMPTY", "PROXY"])
def test_item_9_is_on_the_first_page_where_it_needs_attention(example_id: str) -> None:
    shown = example(example_id)
    assert shown.assessment.item9.attention
    assert f"PHQ-9 item 9 (better off dead, or hurting oneself): {shown.assessment.item9.meaning}" in shown.pages[0]


@pytest.mark.parametrize("example_id", ["V02", "V10", "V12", "V15", "RF17b-fires"])
def test_crisis_contacts(example_id: str) -> None:
    assert "Crisis contacts: Emergency 999 · Crisis line 116 123." in example(example_id).text
    without = printed(EXAMPLES[example_id]["answers"], letterhead=Letterhead("", "", ()))
    assert "Crisis contacts: Use your local crisis pathway." in without.text


def test_no_crisis_contacts_where_nothing_calls_for_them() -> None:
    assert "Crisis contacts" not in example("V01").text


def test_pain_and_mood_in_a_sentence_with_reasons() -> None:
    combined = example("V02").between("Pain and mood together", "Key steps")
    assert "Pain and low mood occur together, at least one high (C4)." in combined
    assert "Chronic leg pain with a positive depression screen (CB01)." in combined
    assert "Because: Duration of the pain: 540 days; PHQ-9 17 of 27 (moderately severe band)." in combined
    undecided = example("V12").between("Pain and mood together", "Key steps")
    assert "Cannot be decided from the answers given." in undecided
    assert "until it is known: PEG: general activity; PHQ-9 item 9: Thoughts" in undecided


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_key_steps_come_before_the_scores_in_their_order(example_id: str) -> None:
    shown = example(example_id)
    key = shown.between("Key steps", "Mood screen:")
    hidden = {"M14", "H17"} if example_id == "V31" else set()
    places = [key.index(s.text) for s in shown.assessment.leading_steps if not s.later and s.id not in hidden]
    assert places == sorted(places)
    assert places


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_every_page_says_whose_it_is_and_where_it_belongs(example_id: str) -> None:
    pages = example(example_id).pages
    for number, page in enumerate(pages, 1):
        assert "OKAFOR, Ada" in page
        assert "18 Apr 1968" in page
        assert "RVS-004217" in page
        assert "DRAFT" in page
        rule_set = example(example_id).assessment.rule_set
        assert f"Self-reported, not verified · Document 0a1b2c3d4e5f · Rule set {rule_set}" in page
        assert f"Page {number} of {len(pages)}" in page


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        printed({}, made_at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC).replace(tzinfo=None))


def test_a_birth_date_after_the_assessment_gives_no_age() -> None:
    later = replace(SOMEBODY, date_of_birth=date(2027, 1, 1))
    assert "Born 1 Jan 2027 · Record number" in printed({}, later).pages[0]
