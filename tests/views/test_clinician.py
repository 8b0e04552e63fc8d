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
from intake.actions.queueing import list_in_queue
from intake.clinical.rules.red_flag import TIERS
from intake.models import AnswerVersion, AuditEvent, Intake
from tests import factories
from tests.cautions import cautions
from tests.factories import People
from tests.lanes import sweep
from tests.views.pages import as_posted, asked_ids, forbidden, one_line, section, title, unfolded, words

MOST_QUERIES = 18
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
    list_in_queue(intake)
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
    cases = [  # each with its tier, its open tier, and that of what was not asked
        ("newer", "V01", 1),  # 0, 0, 0
        ("older", "V01", 2),  # 0, 0, 0
        ("unasked", "EMPTY", 1),  # 0, 0, 1
        ("open", "V02", 1),  # 0, 2, 1
        ("routine", "V34", 90),  # 4, 0, 0
        ("sameday", "V09", 90),  # 2, 0, 0
        ("samedayopen", "V12", 1),  # 2, 2, 1
        ("now", "V05", 90),  # 1, 0, 0
        ("nowopen", "V10", 1),  # 1, 1, 0
    ]
    for record_number, case, hours_ago in cases:
        submitted(people, case, hours_ago=hours_ago, record_number=record_number)
    page = clinician.get(reverse("queue"))
    assert listed(page) == ["nowopen", "now", "samedayopen", "sameday", "routine", "open", "unasked", "older", "newer"]


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        ("V05", ["1 emergency now", "late 1 h 30 min target 10 min"]),
        ("V12", ["2 same day", "open: 2 Suicide-safety question answered yes"]),
        ("V14", ["2 same day", "target same day"]),
        ("V15", ["none present", "open: 1 Current suicidal thoughts", "target 28 days"]),
        ("EMPTY", ["born not known", "none present"]),
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
    by_number = clinician.post(reverse("queue"), {"person": "a1"})
    named = {"person": "STRASSE 4.5.1990"}
    assert listed(by_number) == listed(clinician.post(reverse("queue"), named)) == ["A1"]
    assert listed(clinician.get(reverse("queue"), {"person": "a1"})) == ["A1", "B2"]
    assert 'method="post"' in by_number.content.decode()


def test_a_search_that_finds_nothing_or_asks_nothing_says_so(clinician: Client, people: People) -> None:
    submitted(people, "V01", record_number="A1", family_name="Nowak")
    factories.draft(people.front_desk, {"sx.lump": "none"}, record_number="C3")
    assert "Nothing submitted was found." in words(clinician.post(reverse("queue"), {"person": "C3"}))
    nothing = clinician.post(reverse("queue"), {"person": " "})
    assert nothing.status_code == 422
    assert "Write a name, a record number, a phone number or a year of birth." in words(nothing)
    assert title(nothing).startswith("Error: ")


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
    first = clinician.get(reverse("queue"))
    second = clinician.get(reverse("queue"), {"after": first.context["page"].after})
    assert (len(listed(first)), len(listed(second))) == (25, 1)
    assert "Less urgent" in words(first)


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
    page = unfolded(clinician, review(clinician, intake))
    shown, found = words(page), factories.found(intake)
    lines = [*found.lines, *(line for warning in found.warnings for line in warning.lines)]
    texts = [text for line in lines for text in (line.label, line.said)]
    texts += [text for flag in found.flags for text in (flag.id, flag.title, flag.condition, TIERS[flag.tier])]
    texts += [text for flag in found.present for text in (flag.action, *(line.said for line in flag.because))]
    texts += [text for warning in found.warnings for text in (warning.id, warning.text)]
    texts += [text for step in found.steps for text in (step.id, step.text, step.why, step.condition)]
    texts += [group.heading for group in found.step_groups]
    texts += [text for flag in found.pointed_to for text in (*(line.said for line in flag.hint),)]
    rules = [*found.combined.rules, *found.combined.undecided]
    texts += [text for rule in rules for text in (rule.id, rule.title, rule.why, rule.condition)]
    texts += [text for source in found.sources for text in (f"{source.id} [{source.mark}]", source.text)]
    for score in found.leading_scores:
        texts += [score.name, score.full_text, *score.statements]
        texts += [text for part in found.parts_of(score) for text in (part.name, part.text)]
    texts += [notice.title for notice in found.notices if notice.kind != "draft"]
    texts += [text for text in cautions(found) if text not in [notice.title for notice in found.notices]]
    texts += [found.combined.text, found.item9.quoted, found.mood_screen_text, found.rule_set]
    for pattern in found.patterns or ():
        features = (*pattern.supports, *pattern.against, *pattern.unknown)
        texts += [pattern.name, pattern.text, *(f.condition for f in features)]
    assert [text for text in texts if one_line(text) not in shown] == []
    assert "is not approved at this site" in shown
    assert forbidden(page) == []


@pytest.mark.parametrize("case", sweep(CASES, few=("V10", "V12", "V14", "EMPTY", "PROXY")))
def test_a_review_takes_few_queries(case: str, clinician: Client, people: People) -> None:
    intake = submitted(people, case)
    with CaptureQueriesContext(connection) as captured:
        review(clinician, intake)
    assert len(captured) <= MOST_QUERIES + 1  # whether there is an intake before it


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
    assert "None of the 99 rules is met by the answers given; this does not exclude" in section(page, "urgent")
    assert "Ask the person" not in section(page, "open")
    assert "Something points to it: 1 Suicide-safety question answered yes" in section(page, "open")
    assert "8 questions not yet asked or examined: 2 flags wait for them" in section(page, "open")
    assert "Pain and mood scores both raised, at least one of them high (C4)." in section(page, "combined")
    scores = section(page, "scores")
    assert "PHQ-9 17 of 27 (moderately severe band) NICE list of options for a PHQ-9 of 16 and over." in scores
    assert "PEG 6.7 of 10 (moderate band; bands are conventions, not validated)" in scores
    assert "Spitzer" in scores
    patterns = section(page, "patterns")
    assert patterns.startswith("Features consistent with (not a diagnosis)")
    assert "Nerve-type features: several features For" in patterns
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
    page = unfolded(clinician, review(clinician, submitted(people, "V12")))
    pointed_to, _, quiet = section(page, "open").partition("7 questions not yet asked or examined")
    assert "Something points to it: 2 Suicide-safety question answered yes" in pointed_to
    assert "Possible cauda equina syndrome open: 1 emergency now What is open RF02a Ask the person: Change in" in quiet
    assert "open: 1 emergency now What is open RF17b For the clinician to ask or examine:" in quiet
    assert "Not answered A missing answer is not a “no”." in section(page, "item9")
    combined = section(page, "combined")
    assert "Cannot be decided from the answers given." in combined
    assert re.search("cannot be decided until (this is|these are) answered: .*PEG", combined)
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
    assert "None of the 99 rules is met by the answers given; this does not exclude" in section(page, "urgent")
    assert f"99 questions not yet asked or examined: {number} flags wait for them" in section(page, "open")
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
    answers = section(unfolded(clinician, page), "answers")
    assert "45 years" in answers
    assert "45 years by proxy" not in answers


def test_an_estimate_is_called_one(clinician: Client, people: People) -> None:
    expected = factories.expected("ESTIMATE")["scores"]["phq9"]
    scores = section(review(clinician, submitted(people, "ESTIMATE")), "scores")
    answered = 9 - expected["missing"]
    assert f"Estimate from {answered} of 9 items: {expected['estimate']}. No rule uses it." in scores


def test_no_flag_at_all_is_said_without_reassurance(clinician: Client, people: People) -> None:
    page = review(clinician, submitted(people, "V01"))
    assert "None of the 99 rules is met by the answers given; this does not exclude" in section(page, "urgent")
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
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\nsecond line" in unfolded(clinician, review(clinician, intake))


def test_a_mere_draft_has_no_review(clinician: Client, people: People) -> None:
    intake = factories.draft(people.front_desk, factories.example("V02"))
    for name, args in (("review", ()), ("review-version", (1,)), ("review-complete", ())):
        assert clinician.get(reverse(name, args=[intake.pk, *args])).status_code == 404
    assert clinician.get(reverse("review", args=[uuid.uuid4()])).status_code == 404


# Versions -------------------------------------------------------------------------------------------------------------


def test_every_version_stays_readable(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    complete(clinician, intake, **{"mh-plan": "true"})
    newest, first = review(clinician, intake), review(clinician, intake, 1)
    assert "Version 2 of 2" in words(newest)
    assert "This is an older version." not in words(newest)
    assert reverse("review-version", args=[intake.pk, 1]) in newest.content.decode()
    assert "Current suicidal thoughts, plan, intent or recent attempt 1 emergency now" in section(newest, "flags")
    assert "Version 1 of 2" in words(first)
    assert "This is an older version. Go to the newest version" in words(first)
    assert "Current suicidal thoughts, plan, intent or recent attempt" not in section(first, "flags")
    assert "Current suicidal thoughts, plan, intent or recent attempt" in section(unfolded(clinician, first), "open")
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
    assert forbidden(page) == []


def test_questions_closed_by_earlier_answers_are_folded_away(clinician: Client, people: People) -> None:
    page = clinician.get(reverse("review-complete", args=[submitted(people, "V05").pk]))
    before, _, closed = words(page).partition("Not asked so far, because of earlier answers")
    assert "Have you ever tried to kill yourself?" not in before
    assert "Have you ever tried to kill yourself?" in closed
    # What this case calls for stands open, before the rest.
    first, _, rest = before.partition("The rest: ")
    assert "Temperature" in first
    assert "Straight-leg raise" not in first
    assert "Straight-leg raise" in rest


def test_what_a_case_calls_for_stands_open(clinician: Client, people: People) -> None:
    knee = clinician.get(reverse("review-complete", args=[submitted(people, "QUIET-O11-DESK").pk]))
    shown = words(knee).partition("The rest: ")[0]
    assert "What was found, in words" in shown
    assert not any(label in shown for label in ("Temperature", "Foot pulses", "Straight-leg raise"))
    leg = clinician.get(reverse("review-complete", args=[submitted(people, "QUIET-O23-DESK").pk]))
    shown = words(leg).partition("The rest: ")[0]
    assert all(label in shown for label in ("Power of the legs", "Knee and ankle reflexes", "Straight-leg raise"))
    assert "Temperature" not in shown


# Kept as it is typed


def typed(client: Client, intake: Intake, **answers: Any) -> Any:
    """The page saves by itself while somebody types these."""
    address = reverse("review-complete", args=[intake.pk])
    return client.post(address, as_posted(client.get(address), **answers), headers={"HX-Request": "true"})


def test_it_is_kept_as_it_is_typed_and_becomes_one_version_when_it_is_done(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    for rate in ("8", "88"):
        assert "Kept" in typed(clinician, intake, **{"ex-hr": rate}).content.decode()
    typed(clinician, intake, **{"ex-rr": "about 14"})
    assert intake.versions.count() == 1
    page = clinician.get(reverse("review-complete", args=[intake.pk]))
    assert (page.context["form"]["ex-hr"].value(), page.context["form"]["ex-rr"].value()) == ("88", "about 14")
    assert "You began an examination that is not done" in words(review(clinician, intake))
    assert complete(clinician, intake, **{"ex-rr": "14"}).status_code == 302
    first, second = AnswerVersion.objects.filter(intake=intake)
    assert second.answers == first.answers | {"ex.hr": 88, "ex.rr": 14}
    assert "began an examination" not in words(review(clinician, intake))


def test_nothing_that_is_not_done_counts(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    before = factories.found(intake)
    typed(clinician, intake, **{"mh-harm_others": "true"})
    intake.refresh_from_db()
    assert factories.found(intake) == before
    assert "mh.harm_others" not in intake.answers
    factories.acknowledged(people.clinician, intake)
    assert "It is not part of what you sign." in words(clinician.get(reverse("review-sign", args=[intake.pk])))


def test_each_clinician_has_their_own(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    typed(clinician, intake, **{"ex-hr": "88"})
    clinician.force_login(factories.user("colleague", "Clinician"))
    page = clinician.get(reverse("review-complete", args=[intake.pk]))
    assert page.context["form"]["ex-hr"].value() == ""
    assert "clinician began an examination that is not done." in words(review(clinician, intake))


def test_what_is_signed_takes_nothing_more(clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    address = reverse("review-complete", args=[intake.pk])
    posted = as_posted(clinician.get(address), **{"ex-hr": "88"})
    factories.sign(people.clinician, intake)
    told = clinician.post(address, posted, headers={"HX-Request": "true"})
    assert (told.status_code, told.headers["HX-Redirect"]) == (204, reverse("review", args=[intake.pk]))


@pytest.mark.parametrize("number", ["0", "1"])
@pytest.mark.parametrize("name", ["ex-sbp", "ex-hr", "ex-spo2"])
def test_a_0_or_1_is_asked_back_and_its_flag_stays(name: str, number: str, clinician: Client, people: People) -> None:
    intake = submitted(people, "V12")
    page = complete(clinician, intake, **{name: number})
    assert page.status_code == 422
    assert "not measured?" in words(page)
    assert "Yes, this was measured" in words(page)
    address = reverse("review-complete", args=[intake.pk])
    by_itself = clinician.post(address, as_posted(page), headers={"HX-Request": "true"})
    assert "Yes, this was measured" in words(by_itself)
    assert intake.versions.count() == 1
    assert clinician.post(address, as_posted(page, **{name: number, f"{name}-right": "on"})).status_code == 302
    intake.refresh_from_db()
    assert any("vital sign" in flag.title for flag in factories.found(intake).present)


def test_a_breathing_rate_of_1_is_not_asked_back(clinician: Client, people: People) -> None:
    assert complete(clinician, submitted(people, "V12"), **{"ex-rr": "1"}).status_code == 302


def test_age_and_sex_are_left_to_the_front_desk(clinician: Client, people: People) -> None:
    page = clinician.get(reverse("review-complete", args=[submitted(people, "EMPTY").pk]))
    assert "Age also keeps flags open. It comes from the person's details" in words(page)
    assert not {"pt.age_years", "pt.sex"} & asked(page)


def test_a_medicine_list_can_be_finished(clinician: Client, people: People) -> None:
    page = clinician.get(reverse("review-complete", args=[submitted(people, "MISS-FA-2-OPEN").pk]))
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
    html = page.content.decode()
    assert '<a href="#problems">' in html
    assert '<div id="problems">' in html
    assert html.count('role="alert"') == 1  # for a wrong password: the strip says the news, once
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
