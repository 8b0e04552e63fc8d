"""The clinician's queue, review and own questions."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from intake.actions.intakes import complete_intake, reopen_intake, save_draft
from intake.clinical.rules.red_flags import TIERS
from intake.models import AnswerVersion, AuditEvent, Intake
from tests import factories
from tests.cautions import cautions
from tests.factories import People
from tests.lanes import sweep
from tests.views.pages import as_posted, asked_ids, forbidden, one_line, section, title, words

MOST_QUERIES = 13
"""One of them for the count of open alerts in the header."""
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def clinician(client: Client, people: People) -> Client:
    client.force_login(people.clinician)
    return client


def submitted(people: People, case: str, *, hours_ago: float = 1, **details: Any) -> Intake:
    intake = factories.submitted(people.front_desk, case, **details)
    intake.submitted_at = timezone.now() - datetime.timedelta(hours=hours_ago)
    intake.save()
    return intake


def review(client: Client, intake: Intake, *number: int) -> Any:
    return client.get(reverse("review-version" if number else "review", args=[intake.pk, *number]))


def complete(client: Client, intake: Intake, **answers: Any) -> Any:
    """Open the form, type these over, and send it."""
    address = reverse("review-complete", args=[intake.pk])
    return client.post(address, as_posted(client.get(address), **answers))


# The queue ------------------------------------------------------------------------------------------------------------


def listed(page: Any) -> list[str]:
    """The record numbers, from the top."""
    return re.findall(r">record (\w+)<", page.content.decode())


def test_the_most_urgent_stand_first_then_those_that_wait_longest(clinician: Client, people: People) -> None:
    cases = [  # each with its tier and its open tier
        ("newer", "V01", 1),  # 0, 0
        ("older", "V01", 2),  # 0, 0
        ("open", "V02", 1),  # 0, 1
        ("routine", "V34", 90),  # 4, 0
        ("sameday", "V09", 90),  # 2, 0
        ("samedayopen", "V12", 1),  # 2, 1
        ("now", "V05", 90),  # 1, 0
        ("nowopen", "V10", 1),  # 1, 1
    ]
    for record_number, case, hours_ago in cases:
        submitted(people, case, hours_ago=hours_ago, record_number=record_number)
    page = clinician.get(reverse("queue"))
    assert listed(page) == ["nowopen", "now", "samedayopen", "sameday", "routine", "open", "older", "newer"]


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        ("V05", ["1 emergency now", "1 h 30 min", "Pain is prominent, low mood is not"]),
        (
            "V12",
            ["2 same day", "open: 1 cannot be excluded yet", "11 to 20", "Cannot be decided from the answers given"],
        ),
        ("V14", ["2 same day", "Not worked out under 18"]),
        ("V15", ["none present", "open: 1 cannot be excluded yet", "not answered"]),
        ("EMPTY", ["born not known", "Not worked out while the age is missing"]),
        ("PROXY", ["by proxy, not scored"]),
        ("AGE-8", ["not asked"]),
    ],
)
def test_a_row_says_how_urgent_who_and_how_long(case: str, shown: list[str], clinician: Client, people: People) -> None:
    submitted(people, case, hours_ago=1.5, family_name="Okafor", given_name="Chidi", record_number="N77")
    row = words(clinician.get(reverse("queue")))
    for text in ("OKAFOR, Chidi", "record N77", *shown):
        assert text in row


@pytest.mark.parametrize(("hours", "said"), [(0, "0 min"), (0.7, "42 min"), (25.2, "1 day 1 h"), (75, "3 days 3 h")])
def test_waiting_is_said_in_words(hours: float, said: str, clinician: Client, people: People) -> None:
    submitted(people, "V01", hours_ago=hours)
    assert f" {said} " in words(clinician.get(reverse("queue")))


def test_people_are_found_by_post_and_never_by_address(clinician: Client, people: People) -> None:
    submitted(people, "V01", record_number="A1", family_name="Straße", date_of_birth=datetime.date(1990, 5, 4))
    submitted(people, "V01", record_number="B2")
    by_number = clinician.post(reverse("queue"), {"record_number": "a1"})
    named = {
        "family_name": "STRASSE",
        "date_of_birth_day": "4",
        "date_of_birth_month": "5",
        "date_of_birth_year": "1990",
    }
    assert listed(by_number) == listed(clinician.post(reverse("queue"), named)) == ["A1"]
    assert listed(clinician.get(reverse("queue"), {"record_number": "a1"})) == ["A1", "B2"]
    assert 'method="post"' in by_number.content.decode()


def test_a_search_that_finds_nothing_or_is_not_whole_says_so(clinician: Client, people: People) -> None:
    submitted(people, "V01", record_number="A1", family_name="Nowak")
    factories.draft(people.front_desk, {"sx.lump": "none"}, record_number="C3")
    assert "Nothing submitted was found." in words(clinician.post(reverse("queue"), {"record_number": "C3"}))
    half = clinician.post(reverse("queue"), {"family_name": "Nowak"})
    assert half.status_code == 422
    assert "Give the record number, or the family name and the date of birth." in words(half)
    assert title(half).startswith("Error: ")


def test_the_queue_costs_the_same_for_3_and_for_30(clinician: Client, people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert clinician.get(reverse("queue")).status_code == 200
        return len(captured)

    for _ in range(3):
        submitted(people, "V12")
        factories.draft(people.front_desk, factories.example("V10"))
    few = queries()
    for _ in range(27):
        submitted(people, "V12")
        factories.draft(people.front_desk, factories.example("V10"))
    assert queries() == few <= MOST_QUERIES


def test_a_long_queue_has_pages(clinician: Client, people: People) -> None:
    for _ in range(26):
        submitted(people, "V01")
    first, second = (clinician.get(reverse("queue"), {"page": page}) for page in (1, 2))
    assert (len(listed(first)), len(listed(second))) == (25, 1)
    assert "Page 1 of 2" in words(first)


def test_drafts_that_call_for_a_clinician_stand_above(clinician: Client, people: People) -> None:
    people.front_desk.first_name = "Dana"
    people.front_desk.save()
    factories.draft(people.front_desk, factories.example("V11"), family_name="Rossi")
    factories.draft(people.front_desk, factories.example("V10"), family_name="Weber")
    factories.draft(people.front_desk, factories.example("V01"), family_name="Calm")
    page = clinician.get(reverse("queue"))
    shown = words(page)
    assert shown.index("WEBER, Ewa emergency now since") < shown.index("ROSSI, Ewa before the person leaves since")
    assert "with Dana at the front desk" in shown
    assert "CALM" not in shown
    assert "Nobody is waiting." in shown
    assert "/review/" not in page.content.decode()


def test_an_intake_being_corrected_stays_in_the_queue(clinician: Client, people: People) -> None:
    intake = reopen_intake(actor=people.front_desk, intake=submitted(people, "V02", record_number="A1"))
    page = clinician.get(reverse("queue"))
    assert listed(page) == ["A1"]
    assert "being corrected by the front desk" in words(page)
    assert "Drafts that ask" not in words(page)
    worse = {"sx.bladder_bowel": ["bowel_incontinence_or_loss"]}
    save_draft(actor=people.front_desk, intake=intake, revision=intake.revision, changes=worse, malformed={})
    assert "emergency now since" in words(clinician.get(reverse("queue")))


# The review -----------------------------------------------------------------------------------------------------------

CASES = ["V01", "V02", "V05", "V09", "V10", "V12", "V13", "V14", "V15", "V26", "V35", "EMPTY", "PROXY", "AGE-8"]


@pytest.mark.parametrize("case", sweep(CASES, few=("V10", "V12", "V14", "EMPTY", "PROXY")))
def test_everything_found_stands_on_the_page(case: str, clinician: Client, people: People) -> None:
    intake = submitted(people, case)
    page = review(clinician, intake)
    shown, found = words(page), factories.found(intake)
    lines = [*found.lines, *(line for warning in found.warnings for line in warning.lines)]
    texts = [text for line in lines for text in (line.label, line.said)]
    texts += [text for flag in found.flags for text in (flag.id, flag.title, flag.condition, TIERS[flag.tier])]
    texts += [text for flag in found.present for text in (flag.action, *(line.said for line in flag.because))]
    texts += [text for warning in found.warnings for text in (warning.id, warning.text)]
    texts += [text for step in found.steps for text in (step.id, step.text, step.why, step.condition)]
    texts += [step.category for step in found.steps if step.id not in found.key_steps]
    rules = [*found.combined.rules, *found.combined.undecided]
    texts += [text for rule in rules for text in (rule.id, rule.title, rule.why, rule.condition)]
    texts += [text for source in found.sources for text in (f"{source.id} [{source.mark}]", source.text)]
    for score in found.leading_scores:
        texts += [score.name, score.full_text, *score.statements]
        texts += [text for part in found.parts_of(score) for text in (part.name, part.text)]
    texts += [*cautions(found), *(notice.title for notice in found.notices)]
    texts += [found.combined.text, found.item9.quoted, found.mood_screen_text, found.rule_set]
    for pattern in found.patterns or ():
        features = (*pattern.supports, *pattern.against, *pattern.unknown)
        texts += [pattern.name, f"{pattern.points} of {pattern.maximum} points", *(f.condition for f in features)]
    assert [text for text in texts if one_line(text) not in shown] == []
    assert "draft, not clinically approved" in shown
    assert forbidden(page) == []


@pytest.mark.parametrize("case", sweep(CASES, few=("V10", "V12", "V14", "EMPTY", "PROXY")))
def test_a_review_takes_few_queries(case: str, clinician: Client, people: People) -> None:
    intake = submitted(people, case)
    with CaptureQueriesContext(connection) as captured:
        review(clinician, intake)
    assert len(captured) <= MOST_QUERIES


def test_the_person_is_named_on_the_page_but_in_no_title_or_address(clinician: Client, people: People) -> None:
    intake = submitted(people, "V02", family_name="Kowalczyk", given_name="Zofia", record_number="R-0815")
    for name in ("review", "review-complete"):
        page = clinician.get(reverse(name, args=[intake.pk]))
        assert "KOWALCZYK, Zofia born 1 Jan" in words(page)
        assert "record R-0815" in words(page)
        addresses = " ".join(re.findall(r'(?:href|action|src)="([^"]*)"', page.content.decode()))
        for personal in ("kowalczyk", "zofia", "0815"):
            assert personal not in title(page).lower()
            assert personal not in addresses.lower()


def test_v02_names_what_stands_out_together_and_what_is_still_open(clinician: Client, people: People) -> None:
    page = review(clinician, submitted(people, "V02"))
    assert "No red flags among the questions answered; 4 could not be excluded." in section(page, "flags")
    assert "Ask the person" not in section(page, "open")
    assert "For the clinician to ask or examine: 4" in section(page, "open")
    assert "Pain and low mood occur together, at least one high (C4)." in section(page, "combined")
    scores = section(page, "scores")
    assert "PHQ-9 17 of 27 (moderately severe band) NICE NG222: more severe (16 or more)." in scores
    assert "PEG 6.7 of 10 (moderate band; bands are conventions, not validated)" in scores
    assert "Spitzer" in scores
    patterns = section(page, "patterns")
    assert patterns.startswith("Features consistent with (not a diagnosis)")
    assert "Nerve-type features: several features 10 of 21 points" in patterns
    assert "Do not use this list" not in patterns
    html = page.content.decode()
    assert html.index('id="item9"') < html.index('id="combined"') < html.index('id="scores"')


def test_v05_says_the_emergency_first_and_what_can_wait(clinician: Client, people: People) -> None:
    page = review(clinician, submitted(people, "V05"))
    flags = section(page, "flags")
    assert flags.startswith("Red flags present Suspected hip or major limb fracture 1 emergency now")
    assert "Suggested action, for the clinician to decide: Emergency department now" in flags
    assert "Do not use this list to delay the action above." in section(page, "patterns")
    assert "Every flag could be decided" in section(page, "open")
    assert "Now Arrange emergency transfer" in section(page, "key-steps")
    later = section(page, "later-steps")
    assert later.startswith("Later, once the emergency has been dealt with")
    for step_id in ("R19", "I10", "F02"):
        assert step_id in later
        assert step_id not in section(page, "key-steps")


def test_v12_keeps_what_anyone_can_answer_apart_from_what_a_clinician_asks(clinician: Client, people: People) -> None:
    page = review(clinician, submitted(people, "V12"))
    anyone, _, own = section(page, "open").partition("For the clinician to ask or examine: 2")
    assert "Ask the person: 3" in anyone
    assert "Possible cauda equina syndrome open: 1 emergency now Open questions: Change in feeling;" in anyone
    assert "Thoughts of harming others open: 1 emergency now" in own
    assert "Not answered A missing answer is not a “no”." in section(page, "item9")
    combined = section(page, "combined")
    assert "Cannot be decided from the answers given." in combined
    assert "cannot be decided until this is answered: PEG" in combined
    scores = section(page, "scores")
    assert (
        "PHQ-9 11 to 20 of 27 3 of 9 items not answered or not asked, so this is a range and the band is indeterminate."
        in scores
    )
    assert "4.3 to 7.7 of 10" in scores


def test_v14_gets_no_bands_patterns_or_levels_under_18(clinician: Client, people: People) -> None:
    page = review(clinician, submitted(people, "V14"))
    assert "The person is under 18." in words(page)
    assert "Not worked out: the person is under 18" in section(page, "patterns")
    assert "band)" not in words(page)
    assert "PHQ-9 pattern for" not in words(page)


def test_an_empty_form_is_not_no_urgency(clinician: Client, people: People) -> None:
    intake = submitted(people, "EMPTY")
    page, number = review(clinician, intake), len(factories.found(intake).flags)
    assert f"No red flags among the questions answered; {number} could not be excluded." in words(page)
    assert "The age is missing." in words(page)
    assert "PHQ-9 not answered" in section(page, "scores")
    assert "Not used: it does not apply in pregnancy" in section(page, "wells")
    assert "Not worked out until the age is entered" in section(page, "patterns")


def test_answers_by_somebody_else_are_marked_and_not_scored(clinician: Client, people: People) -> None:
    page = review(clinician, submitted(people, "PROXY"))
    assert "Answered by somebody else (by proxy)." in words(page)
    assert "“More than half the days” by proxy" in section(page, "item9")
    scores = section(page, "scores")
    assert "PHQ-9 by proxy, not scored" in scores
    assert re.search(r"PHQ-9 item 1: [\w ]+\(\d\) by proxy", scores)
    assert "pattern for" not in scores
    assert "45 years by proxy" not in words(page)


def test_an_estimate_is_called_one(clinician: Client, people: People) -> None:
    expected = factories.expected("ESTIMATE")["scores"]["phq9"]
    scores = section(review(clinician, submitted(people, "ESTIMATE")), "scores")
    answered = 9 - expected["missing"]
    assert f"Estimate from {answered} of 9 items: {expected['estimate']}. No rule uses it." in scores


def test_no_flag_at_all_is_said_without_reassurance(clinician: Client, people: People) -> None:
    page = review(clinician, submitted(people, "V01"))
    assert "No red flag is present in the answers given." in section(page, "flags")
    assert "This does not exclude suicidal thoughts." in section(page, "item9")
    assert "No clear pattern from the answers." in section(
        review(clinician, submitted(people, "ZERO-RATINGS")), "patterns"
    )


def test_wells_is_shown_with_its_range(clinician: Client, people: People) -> None:
    assert "4 points: “DVT likely”" in section(review(clinician, submitted(people, "V09")), "wells")
    open_items = section(review(clinician, submitted(people, "V26")), "wells")
    assert "−2 to 4 points: indeterminate until the open items are known" in open_items


def test_what_people_wrote_is_text(clinician: Client, people: People) -> None:
    answers = factories.example("V02") | {"rx.treatments_tried": f"{SCRIPT}\nsecond line", "ctx.language": "a&b"}
    intake = factories.submitted(people.front_desk, answers, family_name=SCRIPT, given_name=SCRIPT)
    for address in (reverse("queue"), *(reverse(name, args=[intake.pk]) for name in ("review", "review-complete"))):
        html = clinician.get(address).content.decode()
        assert "<script>alert" not in html.lower()
        assert "&lt;script&gt;alert(1)" in html.lower()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nsecond line" in review(clinician, intake).content.decode()


def test_a_mere_draft_has_no_review(clinician: Client, people: People) -> None:
    intake = factories.draft(people.front_desk, factories.example("V02"))
    for name, args in (("review", ()), ("review-version", (1,)), ("review-complete", ())):
        assert clinician.get(reverse(name, args=[intake.pk, *args])).status_code == 404
    assert clinician.get(reverse("review", args=[uuid.uuid4()])).status_code == 404


# Versions -------------------------------------------------------------------------------------------------------------


def test_every_version_stays_readable(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    complete(clinician, intake, **{"mh-harm_others": "true"})
    newest, first = review(clinician, intake), review(clinician, intake, 1)
    assert "Version 2 of 2" in words(newest)
    assert "This is an older version." not in words(newest)
    assert reverse("review-version", args=[intake.pk, 1]) in newest.content.decode()
    assert "Thoughts of harming others 1 emergency now" in section(newest, "flags")
    assert "Version 1 of 2" in words(first)
    assert "This is an older version. Go to the newest version" in words(first)
    assert "Thoughts of harming others" not in section(first, "flags")
    assert "Thoughts of harming others" in section(first, "open")
    assert review(clinician, intake, 3).status_code == 404
    assert review(clinician, intake, 10**30).status_code == 404


def test_a_review_of_what_is_being_corrected_says_so(clinician: Client, people: People) -> None:
    intake = reopen_intake(actor=people.front_desk, intake=submitted(people, "V02"))
    assert "The front desk is correcting this intake." in words(review(clinician, intake))


# The clinician's own questions ----------------------------------------------------------------------------------------


def asked(page: Any) -> set[str]:
    return set(asked_ids(page))


def test_the_form_asks_what_keeps_flags_open_and_what_is_the_clinicians(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    page = clinician.get(reverse("review-complete", args=[intake.pk]))
    still_open = {line.question for flag in factories.found(intake).flags for line in flag.missing}
    assert still_open <= asked(page)
    assert {"ctx.private", "ctx.can_decide", "asq.q1", "mh.unsafe_at_home", "ex.temp_c", "ex.bony_tender"} <= asked(
        page
    )
    assert not {"pt.age_years", "pt.sex", "pain.sites"} & asked(page)
    assert "Over the last 2 weeks" in section(page, "open-questions")
    assert forbidden(page) == []


def test_questions_closed_by_earlier_answers_are_folded_away(clinician: Client, people: People) -> None:
    page = clinician.get(reverse("review-complete", args=[submitted(people, "V05").pk]))
    before, _, closed = words(page).partition("Not asked so far, because of earlier answers")
    assert "Have you ever tried to kill yourself?" not in before
    assert "Have you ever tried to kill yourself?" in closed
    assert "Temperature" in before


def test_age_and_sex_are_left_to_the_front_desk(clinician: Client, people: People) -> None:
    page = clinician.get(reverse("review-complete", args=[submitted(people, "EMPTY").pk]))
    assert "Age also keeps flags open. It comes from the person's details" in words(page)
    assert not {"pt.age_years", "pt.sex"} & asked(page)


def test_a_medicine_list_can_be_finished(clinician: Client, people: People) -> None:
    page = clinician.get(reverse("review-complete", args=[submitted(people, "LIST-OPEN").pk]))
    assert {"rx.current", "rx.list_complete"} <= asked(page)


def test_questionnaires_answered_by_somebody_else_are_not_asked_again(clinician: Client, people: People) -> None:
    page = clinician.get(reverse("review-complete", args=[submitted(people, "PROXY").pk]))
    assert "Somebody else answered for the person." in words(page)
    assert "phq.q1" not in asked(page)


def test_answers_make_a_new_version(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    done = complete(clinician, intake, **{"ex-temp_c": "38,5", "ex-hr": "110", "mh-harm_others": "false"})
    assert done.status_code == 302
    assert done["Location"] == reverse("review", args=[intake.pk])
    assert "Version 2 holds these answers: " in words(clinician.get(done["Location"]))
    first, second = AnswerVersion.objects.filter(intake=intake)
    assert second.answers == first.answers | {"ex.temp_c": 38.5, "ex.hr": 110, "mh.harm_others": False}
    assert second.author == people.clinician
    assert AuditEvent.objects.filter(actor=people.clinician, action="complete", record_id=str(intake.pk)).count() == 1


def test_an_unchanged_form_makes_no_version(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    assert complete(clinician, intake).status_code == 302
    assert intake.versions.count() == 1


def test_sending_twice_makes_one_version(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    address = reverse("review-complete", args=[intake.pk])
    posted = as_posted(clinician.get(address), **{"ex-hr": "88"})
    first, second = clinician.post(address, posted), clinician.post(address, posted)
    assert first["Location"] == second["Location"] == reverse("review", args=[intake.pk])
    assert intake.versions.count() == 2


def test_what_the_page_did_not_show_is_not_cleared(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    address = reverse("review-complete", args=[intake.pk])
    posted = as_posted(clinician.get(address)) | {"asked": "ex.hr pt.sex no.such", "ex-hr": "70", "pt-sex": "male"}
    assert clinician.post(address, posted).status_code == 302
    first, second = AnswerVersion.objects.filter(intake=intake)
    assert second.answers == first.answers | {"ex.hr": 70}


def test_what_cannot_be_read_stays_on_the_page(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    page = complete(clinician, intake, **{"ex-hr": "about <80>", "ex-rr": "14", "sx-sensory": ["pins_needles"]})
    assert page.status_code == 422
    assert title(page).startswith("Error: ")
    html = page.content.decode()
    assert 'role="alert"' in html
    assert '<a href="#id_ex-hr">Heart rate</a>' in html
    assert "about &lt;80&gt;" in html
    assert page.context["form"]["ex-rr"].value() == "14"
    assert page.context["form"]["sx-sensory"].value() == ["pins_needles"]
    assert intake.versions.count() == 1
    again = clinician.post(reverse("review-complete", args=[intake.pk]), as_posted(page, **{"ex-hr": "80"}))
    assert again.status_code == 302
    assert intake.versions.count() == 2


def test_an_error_in_a_folded_question_unfolds_it(clinician: Client, people: People) -> None:
    intake = submitted(people, "V05")
    page = complete(clinician, intake, **{"asq-q1": "perhaps"})
    assert page.status_code == 422
    assert '<details class="fold" open>' in page.content.decode()


def test_a_stale_page_shows_both_answers_and_saves_only_knowingly(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    address = reverse("review-complete", args=[intake.pk])
    posted = as_posted(clinician.get(address), **{"ex-hr": "88", "ex-rr": "14"})
    colleague = factories.user("colleague", "Clinician")
    complete_intake(
        actor=colleague, intake=intake, revision=intake.revision, changes={"ex.hr": 120}, token=uuid.uuid4()
    )
    page = clinician.post(address, posted)
    assert page.status_code == 409
    assert "Somebody, perhaps you, saved this intake since you opened the page." in words(page)
    assert "Heart rate: Saved meanwhile: “120" in words(page)
    assert page.context["form"]["ex-hr"].value() == "88"
    assert intake.versions.count() == 2
    assert clinician.post(address, as_posted(page)).status_code == 302
    assert intake.versions.count() == 3
    newest = AnswerVersion.objects.get(intake=intake, number=3).answers
    assert (newest["ex.hr"], newest["ex.rr"]) == (88, 14)


@pytest.mark.parametrize("wrong", [{"revision": "x"}, {"revision": ""}, {"token": "x"}, {"token": ""}])
def test_a_form_that_is_not_ours_is_refused(wrong: dict[str, str], clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    assert complete(clinician, intake, **wrong).status_code == 400
    assert intake.versions.count() == 1


def test_completing_takes_in_what_the_front_desk_is_correcting(clinician: Client, people: People) -> None:
    intake = reopen_intake(actor=people.front_desk, intake=submitted(people, "V12"))
    page = clinician.get(reverse("review-complete", args=[intake.pk]))
    assert "The new version takes in what they have saved so far." in words(page)


# Who may --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["queue", "review", "review-version", "review-complete"])
def test_only_clinicians_see_this(name: str, client: Client, people: People) -> None:
    args = {"queue": [], "review-version": [submitted(people, "V02").pk, 1]}.get(name, [submitted(people, "V05").pk])
    address = reverse(name, args=args)
    assert client.get(address)["Location"].startswith(reverse("sign-in"))
    for user in (people.front_desk, people.administrator):
        client.force_login(user)
        assert client.get(address).status_code == 403
        assert client.post(address).status_code in (403, 405)
    client.force_login(people.clinician)
    assert client.get(address).status_code == 200
    assert client.put(address).status_code == 405
