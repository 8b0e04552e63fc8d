"""The person answers the private questions alone, nothing else opens meanwhile, and staff take the screen back."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from intake.actions import hand_over
from intake.actions.hand_over import TRIES
from intake.actions.intakes import save_draft, submit_intake
from intake.actions.throttle import LIMITS, refill, spend
from intake.clinical.language.kinds import FRONT_DESK
from intake.clinical.rules.questions import QUESTIONS, SECTIONS
from intake.middleware import PERSONS_PAGES
from intake.models import AuditEvent, ClinicProfile, Intake
from intake.models.clinic import CRISIS_TEXT
from tests import factories
from tests.factories import People
from tests.views.at_the_desk import address, entered, now
from tests.views.browser import Fields, form_to, form_with, offered
from tests.views.pages import forbidden, title, words

PRIVATE = {question.id for question in QUESTIONS.values() if question.private and question.by == FRONT_DESK}
THANKS = "Please give this back to the staff."
CONTACTS = "Samaritans: 116 123"


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {}, given_name="Rosalind", family_name="Franklin")


@pytest.fixture
def person(desk: Client, draft: Intake) -> Client:
    """The browser of the front desk, in the hands of the person."""
    desk.post(address(draft, "hand-over"))
    return desk


def private(draft: Intake, page: str = "") -> str:
    return address(draft, f"private/{page}" if page else "private")


def answer(person: Client, draft: Intake, page: str, answers: dict[str, Any] | None = None, **fields: Any) -> Any:
    shown: Fields = form_with(person.get(private(draft, page)), "revision")
    for question_id, value in (answers or {}).items():
        shown |= entered(question_id, value)
    return person.post(private(draft, page), shown | fields)


def pages(person: Client, draft: Intake) -> list[Any]:
    """Every page the person goes through, nothing answered, up to the thanks."""
    shown = [person.get(private(draft), follow=True)]
    while THANKS not in words(shown[-1]):
        where = shown[-1].request["PATH_INFO"]
        shown.append(person.post(where, form_with(shown[-1], "revision"), follow=True))
    return shown


def take_back(person: Client, draft: Intake, password: str, **kwargs: Any) -> Any:
    return person.post(address(draft, "take-back"), {"password": password}, **kwargs)


# What the person sees


def test_the_person_is_asked_the_private_questions_and_no_others(person: Client, draft: Intake) -> None:
    asked = set()
    for page in pages(person, draft):
        asked |= {name.replace("-", ".", 1) for name in offered(page)} & set(QUESTIONS)
    assert asked == PRIVATE


def test_a_gate_closes_on_the_server(desk: Client, people: People) -> None:
    child = factories.draft(people.front_desk, {"pt.age_years": 11})
    desk.post(address(child, "hand-over"))
    shown = [page.request["PATH_INFO"] for page in pages(desk, child)]
    assert {private(child, page) for page in ("symptoms", "history", "done")} <= set(shown)
    assert not {private(child, page) for page in ("mood", "worry", "alcohol")} & set(shown)


def test_instruments_are_printed_word_for_word_and_the_ways_not_to_answer_speak_to_the_person(
    person: Client, draft: Intake
) -> None:
    said = " ".join(words(page) for page in pages(person, draft))
    for section in SECTIONS:
        if section.id in ("mood", "worry", "alcohol"):
            assert section.intro in said
            assert section.note in said
            assert all(question.wording in said for question in section.questions)
    assert "Do you inject drugs, or did you in the past?" in said
    assert "I do not know" in said
    assert "I would rather not say" in said
    for for_staff in ("Does not know", "Declined", "Not answered", "Has the person", "Injecting drugs"):
        assert for_staff not in said


def test_no_page_names_anybody_or_says_what_answers_mean(person: Client, draft: Intake, people: People) -> None:
    answer(person, draft, "mood", {f"phq.q{number}": 3 for number in range(1, 10)})
    answer(person, draft, "symptoms", {"sx.bladder_bowel": ["retention_or_hesitancy"]})
    people.front_desk.first_name, people.front_desk.last_name = "Fiona", "Front"
    people.front_desk.save()
    back = person.get(address(draft, "take-back"))
    wrong = take_back(person, draft, "wrong")
    for page in [*pages(person, draft), person.get(private(draft), follow=True), back, wrong]:
        said = words(page)
        assert not forbidden(page)
        assert not re.search(r"clinician now|score|total|emergency now|PHQ|GAD|AUDIT-C\b(?! \()", said, re.I)
        assert not re.search(r"Rosalind|Franklin|Fiona|front-desk", page.content.decode(), re.I)
        assert title(page).startswith(("Some private questions, page", "Thank you", "For staff:", "Error: For staff:"))
        assert page.headers["Cache-Control"] == "no-store"


def test_what_was_answered_is_saved_on_the_way_and_comes_back(person: Client, draft: Intake) -> None:
    response = answer(person, draft, "mood", {"phq.q1": 0, "phq.q2": "declined", "phq.q3": "unknown"})
    assert response.headers["Location"] == private(draft, "worry")
    assert {"phq.q1": 0, "phq.q2": "declined", "phq.q3": "unknown"}.items() <= now(draft).answers.items()
    assert "phq.q4" not in now(draft).answers
    again = form_with(person.get(private(draft, "mood")), "revision")
    assert (again["phq-q1"], again["phq-q2"], again.get("phq-q4")) == (["0"], ["declined"], None)


def test_stopping_early_saves_and_thanks(person: Client, draft: Intake) -> None:
    response = answer(person, draft, "symptoms", {"sx.bladder_bowel": ["none"]}, stop="1")
    assert response.headers["Location"] == private(draft, "done")
    assert now(draft).answers["sx.bladder_bowel"] == ["none"]
    assert now(draft).handed_back_at
    assert person.get(private(draft)).headers["Location"] == private(draft, "done")


def test_a_question_that_opens_on_the_page_is_asked_before_the_next(person: Client, draft: Intake) -> None:
    zeros = {f"phq.q{number}": 0 for number in range(1, 10)}
    answer(person, draft, "mood", zeros)
    assert "phq-difficulty" not in offered(person.get(private(draft, "mood")))
    response = answer(person, draft, "mood", {"phq.q4": 1})
    assert response.headers["Location"] == private(draft, "mood")
    assert "phq-difficulty" in offered(person.get(private(draft, "mood")))


def test_what_cannot_both_be_is_said_and_stays_as_chosen(person: Client, draft: Intake) -> None:
    response = answer(person, draft, "symptoms", {}, **{"sx-bladder_bowel": ["urinary_incontinence", "declined"]})
    assert response.status_code == 422
    assert title(response).startswith("Error:")
    assert "not both" in words(response)
    assert form_with(response, "revision")["sx-bladder_bowel"] == ["urinary_incontinence", "declined"]


# Item 9


def test_item_9_shows_the_contacts_at_once_and_to_the_end_and_calls_the_clinician(
    person: Client, draft: Intake, people: People
) -> None:
    assert CONTACTS not in words(person.get(private(draft, "mood")))
    following = person.get(answer(person, draft, "mood", {"phq.q9": 1}).headers["Location"])
    assert CRISIS_TEXT in words(following)
    assert CONTACTS in words(following)
    assert CONTACTS in words(pages(person, draft)[-1])
    assert now(draft).call == Intake.Call.SAFETY
    clinician = Client()
    clinician.force_login(people.clinician)
    queue = words(clinician.get("/queue/"))
    assert "Drafts that ask for a clinician now" in queue
    assert "FRANKLIN" in queue


def test_the_queue_says_while_the_front_desk_cannot_have_been_told(
    person: Client, draft: Intake, people: People
) -> None:
    clinician = Client()
    clinician.force_login(people.clinician)
    answer(person, draft, "mood", {"phq.q9": 3})
    assert "the person is answering alone" in words(clinician.get("/queue/"))
    take_back(person, draft, factories.PASSWORD)
    assert "the person is answering alone" not in words(clinician.get("/queue/"))


@pytest.mark.parametrize("mode", ["in_person", "remote_live", "unsupervised", None])
@pytest.mark.parametrize(
    ("item_9", "shown"), [(0, False), (1, True), (2, True), (3, True), ("unknown", False), ("declined", False)]
)
def test_the_contacts_follow_item_9_however_the_form_is_completed(
    item_9: Any, shown: bool, mode: str | None, person: Client, draft: Intake
) -> None:
    draft = now(draft)
    changes = {"ctx.mode": mode, "phq.q9": item_9}
    save_draft(actor=draft.author, intake=draft, revision=draft.revision, changes=changes, malformed={})
    assert (CONTACTS in words(person.get(private(draft, "worry")))) is shown


def test_the_clinics_own_words_and_numbers_are_shown_as_text(person: Client, draft: Intake) -> None:
    ClinicProfile(name="C", crisis_text="Please talk to us.\n<b>Any time</b>", own_contacts="Night line: 12 34").save()
    shown = person.get(answer(person, draft, "mood", {"phq.q9": 2}).headers["Location"])
    assert "Please talk to us.<br>&lt;b&gt;Any time&lt;/b&gt;" in shown.content.decode()
    assert "Night line: 12 34" in words(shown)


# Nothing else opens


FOR_EVERYBODY = ("health", "healthz", "readyz")


def every_address(draft: Intake) -> list[str]:
    ids = {"intake_id": draft.pk, "patient_id": draft.patient_id, "section_id": "mood", "number": 1}

    def below(resolver: Any, prefix: str) -> list[str]:
        found = []
        for entry in resolver.url_patterns:
            text = prefix + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(ids.get(m[1], 1)), str(entry.pattern))
            if isinstance(entry, URLResolver):
                found += below(entry, text)
            elif isinstance(entry, URLPattern) and entry.name not in (*PERSONS_PAGES, *FOR_EVERYBODY, "still-here"):
                found.append("/" + text.replace("^", "").replace("$", ""))
        return found

    return below(get_resolver(), "")


def test_every_other_address_leads_back_to_the_persons_pages(person: Client, draft: Intake) -> None:
    elsewhere = [*every_address(draft), "/no/such/page/", "/admin", "/desk", f"{private(draft)}x/y/"]
    assert {"/desk/", "/queue/", "/admin/", f"/review/{draft.pk}/"} <= set(elsewhere)
    for method in ("GET", "POST", "HEAD", "OPTIONS"):
        for path in elsewhere:
            response = person.generic(method, path, HTTP_HOST="testserver")
            assert (path, response.status_code, response.headers["Location"]) == (path, 302, private(draft))
            assert response.headers["Cache-Control"] == "no-store"
    assert person.get("/health/").content == b"ok"
    assert now(draft).revision == draft.revision
    assert "_auth_user_id" in person.session


def test_the_persons_pages_of_another_intake_do_not_open(person: Client, draft: Intake, people: People) -> None:
    other = factories.draft(people.front_desk, {})
    for page in ("private", "private/mood", "private/done", "take-back", "hand-over"):
        for method in (person.get, person.post):
            assert method(address(other, page)).headers["Location"] == private(draft)


def test_a_superuser_in_the_front_desk_reaches_no_admin_page_either(draft: Intake) -> None:
    client = Client()
    boss = User.objects.create_superuser("boss")
    boss.groups.set(draft.author.groups.all())
    client.force_login(boss)
    client.post(address(draft, "hand-over"))
    for path in ("/admin/", "/admin/auth/user/", "/admin/logout/", "/admin/password_change/"):
        assert client.get(path).headers["Location"] == private(draft)


@pytest.mark.parametrize("header", [{"HX-Request": "true"}, {"Sec-Fetch-Mode": "cors"}])
def test_a_staff_page_left_open_that_saves_is_refused_and_not_led_on(
    header: dict[str, str], person: Client, draft: Intake
) -> None:
    response = person.post(address(draft, "mood"), {"revision": "1", "phq-q1": "3"}, headers=header)
    assert (response.status_code, response.content) == (403, b"")
    assert "phq.q1" not in now(draft).answers


def test_without_the_mode_the_persons_pages_lead_to_the_intake(desk: Client, draft: Intake) -> None:
    for page in ("private", "private/mood", "private/done", "take-back"):
        assert desk.get(address(draft, page)).headers["Location"] == address(draft)
    assert desk.post(private(draft, "mood"), {"revision": draft.revision}).headers["Location"] == address(draft)
    assert take_back(desk, draft, factories.PASSWORD).headers["Location"] == address(draft)


def test_a_section_that_is_none_or_not_private_leads_to_the_first_page(person: Client, draft: Intake) -> None:
    for page in ("impact", "nonsense"):
        assert person.get(private(draft, page)).headers["Location"] == private(draft)
    assert person.post(private(draft, "nonsense"), {}).headers["Location"] == private(draft)


def test_an_answer_the_person_is_not_asked_for_is_not_taken(person: Client, draft: Intake) -> None:
    answer(person, draft, "mood", {"phq.q1": 1}, **{"mh-plan": "true", "pain-nrs_now": "9", "gad-q1": "3"})
    assert {"mh.plan", "pain.nrs_now", "gad.q1"}.isdisjoint(now(draft).answers)


def test_when_the_session_ends_the_password_is_asked_and_staff_pages_come_after_it(
    person: Client, draft: Intake
) -> None:
    person.session.flush()
    response = person.get("/desk/")
    assert response.headers["Location"] == "/sign-in/?next=/desk/"
    signed_in = {"username": "front-desk", "password": factories.PASSWORD, "next": private(draft, "mood")}
    assert person.post("/sign-in/", signed_in).headers["Location"] == private(draft, "mood")
    assert person.get(private(draft, "mood")).headers["Location"] == address(draft)


# Two at once


def test_a_conflict_keeps_what_the_person_chose_and_says_so_without_the_other_answer(
    person: Client, draft: Intake, people: People
) -> None:
    shown = form_with(person.get(private(draft, "mood")), "revision")
    save_draft(actor=people.front_desk, intake=draft, revision=draft.revision, changes={"phq.q1": 3}, malformed={})
    response = person.post(private(draft, "mood"), shown | {"phq-q1": "1"})
    assert response.status_code == 409
    assert "What you chose is still here" in words(response)
    assert "Saved meanwhile" not in words(response)
    kept = form_with(response, "revision")
    assert kept["phq-q1"] == ["1"]
    assert now(draft).answers["phq.q1"] == 3
    assert person.post(private(draft, "mood"), kept).status_code == 302
    assert now(draft).answers["phq.q1"] == 1


def test_an_intake_submitted_meanwhile_says_that_the_page_is_not_saved(
    person: Client, draft: Intake, people: People
) -> None:
    shown = form_with(person.get(private(draft, "mood")), "revision")
    submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=uuid.uuid4())
    response = person.post(private(draft, "mood"), shown | {"phq-q1": "1"})
    assert response.status_code == 409
    assert "The last page could not be saved" in words(response)
    assert person.get(private(draft, "mood"), follow=True).redirect_chain[-1][0] == private(draft, "done")
    assert take_back(person, draft, factories.PASSWORD).headers["Location"] == address(draft)


# Handing over and taking back


def test_a_section_with_private_questions_says_so_once_and_offers_to_hand_over(desk: Client, draft: Intake) -> None:
    for section, private_ in (
        ("mood", 1),
        ("history", 1),
        ("symptoms", 1),
        ("support", 1),
        ("context", 1),
        ("impact", 0),
    ):
        page = desk.get(address(draft, section))
        assert words(page).count("Some questions here are private") == private_
        assert (f'action="{address(draft, "hand-over")}"' in page.content.decode()) == bool(private_)
    sent = form_to(desk.get(address(draft, "mood")), address(draft, "hand-over"))
    assert desk.post(address(draft, "hand-over"), sent).headers["Location"] == private(draft)


def test_the_overview_says_when_it_was_handed_over_and_that_the_person_has_finished(
    person: Client, draft: Intake, people: People
) -> None:
    colleague = Client()
    colleague.force_login(factories.user("colleague", "Front desk"))
    assert re.search(r"Handed over at \d\d:\d\d. The person is answering", words(colleague.get(address(draft))))
    pages(person, draft)
    finished = r"Handed over at \d\d:\d\d. The person has finished, at \d\d:\d\d."
    assert re.search(finished, words(colleague.get(address(draft))))
    take_back(person, draft, factories.PASSWORD)
    assert re.search(finished, words(person.get(address(draft))))


def test_taken_back_before_the_end_it_is_not_handed_over_any_more(person: Client, draft: Intake) -> None:
    answer(person, draft, "mood", {"phq.q1": 1})
    take_back(person, draft, factories.PASSWORD)
    assert "Handed over at" not in words(person.get(address(draft)))
    assert now(draft).answers["phq.q1"] == 1


def test_v7_2_4_taking_back_needs_the_password_and_starts_a_new_session(person: Client, draft: Intake) -> None:
    before = person.session.session_key
    wrong = take_back(person, draft, "not the password")
    assert wrong.status_code == 422
    assert "That password is not right. 4 more tries" in words(wrong)
    assert person.get("/desk/").headers["Location"] == private(draft)
    response = take_back(person, draft, factories.PASSWORD)
    assert response.headers["Location"] == address(draft)
    assert person.session.session_key != before
    assert person.get("/desk/").status_code == 200


def test_handing_over_starts_a_new_session_too(desk: Client, draft: Intake) -> None:
    before = desk.session.session_key
    desk.post(address(draft, "hand-over"))
    assert desk.session.session_key != before


def test_somebody_elses_password_takes_nothing_back(person: Client, draft: Intake, people: People) -> None:
    people.clinician.set_password("the clinician's own")
    people.clinician.save()
    assert take_back(person, draft, "the clinician's own").status_code == 422


def test_v6_3_1_after_five_wrong_passwords_whoever_is_there_is_signed_out(person: Client, draft: Intake) -> None:
    for _ in range(TRIES - 1):
        assert take_back(person, draft, "wrong").status_code == 422
    last = take_back(person, draft, "wrong", follow=True)
    assert last.redirect_chain == [("/sign-in/", 302)]
    assert "you are signed out" in words(last)
    assert person.get("/desk/").headers["Location"] == "/sign-in/?next=/desk/"
    assert AuditEvent.objects.filter(action="try password", record_id=str(draft.pk)).count() == TRIES


def test_v6_3_1_five_wrong_passwords_end_the_hand_over_and_the_desk_is_told(
    person: Client, draft: Intake, people: People
) -> None:
    answer(person, draft, "mood", {"phq.q1": 1})
    for _ in range(TRIES):
        take_back(person, draft, "wrong")
    desk = Client()
    desk.force_login(people.front_desk)
    for page in ("", "mood", "check"):
        said = words(desk.get(address(draft, page)))
        assert re.search(r"The hand-over ended after five wrong passwords, at \d\d:\d\d\.", said)
        assert "The person is answering" not in said
    assert now(draft).answers["phq.q1"] == 1
    assert not now(draft).is_with_person
    assert AuditEvent.objects.filter(action="end after wrong passwords", record_id=str(draft.pk)).count() == 1


def test_v6_3_1_beyond_the_tries_the_right_password_is_not_looked_at(person: Client, draft: Intake) -> None:
    Intake.objects.filter(pk=draft.pk).update(take_back_tries=TRIES)
    assert take_back(person, draft, factories.PASSWORD).headers["Location"] == "/sign-in/"


def test_a_password_that_was_not_looked_at_costs_no_try(person: Client, draft: Intake, people: People) -> None:
    """Whoever has to wait loses nothing by it, not even with the last try."""
    Intake.objects.filter(pk=draft.pk).update(take_back_tries=TRIES - 1)
    own = {"kind": "own", "key": str(people.front_desk.pk)}
    for _ in range(LIMITS["own"].at_once):
        spend(**own)
    for _ in range(TRIES):
        waits = take_back(person, draft, factories.PASSWORD)
        assert (waits.status_code, "1 more try" in words(waits)) == (429, True)
    assert now(draft).take_back_tries == TRIES - 1
    refill(**own)
    assert take_back(person, draft, factories.PASSWORD).headers["Location"] == address(draft)


def test_taking_back_starts_the_tries_anew(person: Client, draft: Intake) -> None:
    take_back(person, draft, "wrong")
    take_back(person, draft, factories.PASSWORD)
    person.post(address(draft, "hand-over"))
    assert "4 more tries" in words(take_back(person, draft, "wrong"))


def test_a_submitted_intake_is_not_handed_over(desk: Client, people: People) -> None:
    done = factories.submitted(people.front_desk, "V01")
    assert desk.post(address(done, "hand-over")).headers["Location"] == address(done)
    assert desk.get("/desk/").status_code == 200
    assert "Hand over to the person" not in words(desk.get(address(done)))


# Which screen, and ended from the desk


def test_screens_that_are_out_at_once_have_different_words_which_stand_at_the_desk_too(
    desk: Client, people: People, draft: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_over.secrets, "choice", lambda words: words[0])
    other = factories.draft(people.front_desk, {})
    first, second = (hand_over.start_hand_over(actor=people.front_desk, intake=each) for each in (draft, other))
    assert (first.screen_word, second.screen_word) == ("Anchor", "Apple")
    for intake in (first, second):
        assert f"on the screen {intake.screen_word}." in words(desk.get(address(intake)))
    # Taken back, its word is free again.
    hand_over.end_hand_over(actor=people.front_desk, intake=first)
    assert hand_over.start_hand_over(actor=people.front_desk, intake=draft).screen_word == "Anchor"


def test_each_page_of_the_person_says_which_screen_it_is(person: Client, draft: Intake) -> None:
    word = now(draft).screen_word
    for page in (*pages(person, draft), person.get(address(draft, "take-back"))):
        assert f"This screen: {word}" in words(page)


def test_the_desk_asks_whether_the_person_has_finished_and_is_told_once(
    person: Client, draft: Intake, people: People, django_assert_max_num_queries: Any
) -> None:
    desk = Client()
    desk.force_login(people.front_desk)
    asks = f"{address(draft)}hand-over/state/?shown=answering"
    assert asks in desk.get(address(draft, "mood")).content.decode()
    with django_assert_max_num_queries(4):
        assert desk.get(asks).status_code == 204
    pages(person, draft)
    told = desk.get(asks)
    assert "The person has finished, at" in words(told)
    assert f"Please take back the screen {now(draft).screen_word}." in words(told)
    assert "hx-get" not in told.content.decode()


def test_a_hand_over_is_ended_from_the_desk_and_the_screen_is_signed_out(
    person: Client, draft: Intake, people: People
) -> None:
    shown = form_with(person.get(private(draft, "mood")), "revision")
    desk = Client()
    desk.force_login(people.front_desk)
    ended = desk.post(f"{address(draft)}hand-over/end/", follow=True)
    assert "The hand-over was ended at the front desk" in words(ended)
    late = person.post(private(draft, "mood"), shown | {"phq-q1": "1"}, follow=True)
    assert late.redirect_chain == [("/sign-in/", 302)]
    assert "the last page was not saved" in words(late)
    assert "phq.q1" not in now(draft).answers
    assert person.get("/desk/").headers["Location"] == "/sign-in/?next=/desk/"
    # With no screen out there is nothing to end.
    desk.post(f"{address(draft)}hand-over/end/")
    assert AuditEvent.objects.filter(action="end from desk", record_id=str(draft.pk)).count() == 1


def test_handed_over_anew_on_another_screen_the_first_one_shows_nothing_any_more(
    person: Client, draft: Intake, people: People
) -> None:
    tablet = Client()
    tablet.force_login(people.front_desk)
    tablet.post(address(draft, "hand-over"))
    assert person.get(private(draft, "mood"), follow=True).redirect_chain == [("/sign-in/", 302)]
    assert tablet.get(private(draft, "mood")).status_code == 200


def test_a_page_of_the_staff_in_another_tab_is_told_to_show_nothing(person: Client, draft: Intake) -> None:
    asked = person.get("/sign-in-again/", headers={"Sec-Fetch-Mode": "cors"})
    assert (asked.status_code, asked.headers["X-Screen"]) == (403, "with a person")
    assert "X-Screen" not in Client().get("/sign-in-again/", headers={"Sec-Fetch-Mode": "cors"}).headers


def test_who_handed_over_and_took_back_stands_in_the_audit(person: Client, draft: Intake) -> None:
    pages(person, draft)
    take_back(person, draft, factories.PASSWORD)
    of_draft = AuditEvent.objects.filter(record_id=str(draft.pk)).exclude(action__startswith="read ")
    trail = list(of_draft.order_by("pk").values_list("action", flat=True))
    assert [action for action in trail if action not in ("start", "save")] == [
        "hand over",
        "finish alone",
        "try password",
        "take back",
    ]
