"""A screen that nobody uses asks for the password again and loses nothing; sign-ins end, and are seen and ended."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from intake.models import Addendum, AuditEvent, Intake, Patient, StaffSession
from intake.roles import ADMINISTRATOR, CLINICIAN, FRONT_DESK
from tests import factories
from tests.factories import PASSWORD, People
from tests.test_access import ADDRESSES, EVERYBODY, Visitors, outcome
from tests.test_access import own_visitors as visitors
from tests.views.at_the_desk import address, entered, now
from tests.views.browser import form_with
from tests.views.pages import words

__all__ = ["visitors"]

MORNING = datetime.datetime(2026, 11, 26, 8, tzinfo=datetime.UTC)
SCRIPT = {"HX-Request": "true"}
MINUTE = 60


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(MORNING, tick=False) as moved:
        yield moved


@pytest.fixture
def desk(clock: time_machine.Coordinates, people: People) -> Client:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11) Gecko/20100101 Firefox/140.0"})
    client.post("/sign-in/", {"username": "front-desk", "password": PASSWORD})
    return client


@pytest.fixture
def doctor(clock: time_machine.Coordinates, people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


def is_locked(response: Any) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith("/confirm/?next=")


def confirm(client: Client, page: Any, password: str = PASSWORD) -> Any:
    """The form of the page that asks for the password, as a browser sends it."""
    action = re.findall(r'<form method="post" action="([^"]+)" novalidate>', page.content.decode())[0]
    return client.post(action, form_with(page, "confirming-password") | {"confirming-password": password})


# Idle


def test_after_a_quarter_of_an_hour_a_page_asks_for_the_password(desk: Client, clock: time_machine.Coordinates) -> None:
    """Server-side; with it the page that was asked for opens (ASVS V7.3.1)."""
    clock.shift(14 * MINUTE)
    assert desk.get("/desk/").status_code == 200
    clock.shift(15 * MINUTE)
    asked = desk.get("/patients/new/")
    assert asked.headers["Location"] == "/confirm/?next=%2Fpatients%2Fnew%2F&why=locked"
    page = desk.get(asked.headers["Location"])
    assert "This screen is locked" in words(page)
    assert 'href="/desk/"' not in page.content.decode()
    wrong = confirm(desk, page, "wrong")
    assert (wrong.status_code, "That password is not right." in words(wrong)) == (422, True)
    assert is_locked(desk.get("/desk/"))
    assert confirm(desk, wrong).headers["Location"] == "/patients/new/"
    assert desk.get("/patients/new/").status_code == 200


def test_while_it_is_locked_nothing_opens(visitors: Visitors) -> None:
    """No address of a member of staff, by no method, for no script (ASVS V7.3.1)."""
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=16)
    with time_machine.travel(later):
        for name, (audience, methods) in ADDRESSES.items():
            if audience == EVERYBODY or name == "confirm":
                continue
            client = visitors.clients.get(audience[0].lower(), visitors.clients["clinician"])  # open for anybody
            for method in methods:
                response = client.generic(method, visitors.address(name))
                asked = is_locked(response) if method == "GET" else response.status_code == 403
                assert asked, (name, method)
                assert client.generic(method, visitors.address(name), headers=SCRIPT).status_code == 401, name


def test_a_page_that_renews_itself_is_no_use_and_typing_is(
    desk: Client, clock: time_machine.Coordinates, people: People
) -> None:
    """Boards and counts by themselves do not keep a screen open; what saves while somebody types does (ASVS V7.3.1)."""
    draft = factories.draft(people.front_desk, {})
    page = form_with(desk.get(address(draft, "mood")), "revision") | {"phq-q9": "2"}
    for number in range(16):
        clock.shift(MINUTE)
        for renewed in ("desk-board", "hand-over-state", "intake-call"):
            ids = [] if renewed == "desk-board" else [draft.pk]
            status = desk.get(reverse(renewed, args=ids), headers=SCRIPT).status_code
            assert (status == 401) == (number >= 14), number
        desk.get("/sign-in-again/", headers=SCRIPT)
    assert desk.post(address(draft, "mood"), page, headers=SCRIPT).status_code == 401
    confirm(desk, desk.get("/confirm/"))
    for _ in range(3):
        clock.shift(14 * MINUTE)
        saved = desk.post(address(draft, "mood"), page | {"revision": now(draft).revision}, headers=SCRIPT)
        assert saved.status_code == 200
        clock.shift(14 * MINUTE)
        assert desk.post("/still-here/", headers=SCRIPT).status_code == 204


def test_the_counts_of_the_clinician_are_no_use_either(doctor: Client, clock: time_machine.Coordinates) -> None:
    """(ASVS V7.3.1)"""
    for _ in range(15):
        clock.shift(MINUTE)
        doctor.get("/alerts/count/", headers=SCRIPT)
    assert is_locked(doctor.get("/queue/"))


def test_a_form_that_comes_too_late_is_taken_as_it_was_typed(desk: Client, clock: time_machine.Coordinates) -> None:
    """Without a script: the password goes with it, and nothing is lost (ASVS V7.3.1)."""
    typed = {"record_number": "R7", "family_name": "O'Neill <b>", "given_name": "Ada", "sex_at_birth": "female"}
    clock.shift(16 * MINUTE)
    asked = desk.post("/patients/new/", typed)
    assert asked.status_code == 403
    assert "What you typed is kept" in words(asked)
    wrong = confirm(desk, asked, "wrong")
    assert wrong.status_code == 422
    done = confirm(desk, wrong, PASSWORD)
    assert done.status_code == 302, words(done)
    registered = Patient.objects.get(record_number="R7")
    assert (registered.family_name, registered.given_name) == ("O'Neill <b>", "Ada")


def test_a_password_that_came_too_late_is_not_in_the_page(
    doctor: Client, clock: time_machine.Coordinates, people: People
) -> None:
    """Nor a code: they are typed anew beside what was typed, which is kept."""
    done = factories.submitted(people.front_desk, "V35")
    clock.shift(16 * MINUTE)
    sent = {"same_words": "Seen.", "password": PASSWORD, "code": "123456", "old_password": PASSWORD}
    asked = doctor.post(f"/review/{done.pk}/sign/", sent)
    wrong = doctor.post(f"/review/{done.pk}/sign/", sent | {"confirming-password": "a wrong one"})
    for page in (asked, wrong):
        content = page.content.decode()
        assert not [secret for secret in (PASSWORD, "123456", "a wrong one") if secret in content]
        typed_anew = re.findall(r'name="([\w-]+)" type="password"', content)
        assert typed_anew[:4] == ["confirming-password", "password", "code", "old_password"]
        assert form_with(page, "confirming-password")["same_words"] == ["Seen."]


def test_a_page_asks_in_its_own_dialog_and_goes_on(desk: Client, clock: time_machine.Coordinates) -> None:
    """It learns that it is locked without that being a use, and gets a new token (ASVS V7.3.1)."""
    clock.shift(10 * MINUTE)
    assert desk.get("/sign-in-again/").json()["locks_in"] == 5 * MINUTE
    clock.shift(6 * MINUTE)
    assert desk.get("/sign-in-again/").json()["locks_in"] == 0
    before = desk.session["signed_in_at"]
    assert desk.post("/sign-in-again/", {"username": "front-desk", "password": "no"}).status_code == 422
    assert desk.post("/sign-in-again/", {"username": "front-desk", "password": PASSWORD}).json()["token"]
    assert desk.get("/desk/").status_code == 200
    assert desk.session["signed_in_at"] == before


def test_somebody_else_signs_in_at_a_locked_screen(
    desk: Client, clock: time_machine.Coordinates, people: People
) -> None:
    """And does not get what was the other's (ASVS V7.3.1)."""
    assert desk.get("/sign-in/").status_code == 302
    clock.shift(16 * MINUTE)
    assert desk.get("/sign-in/").status_code == 200
    desk.post("/sign-in/", {"username": "clinician", "password": PASSWORD})
    assert desk.get("/queue/").status_code == 200
    assert not StaffSession.objects.filter(user=people.front_desk).exists()


def test_a_superuser_gets_back_into_the_administration(clock: time_machine.Coordinates, db: None) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("boss", password=PASSWORD))
    clock.shift(16 * MINUTE)
    asked = client.get("/admin/", follow=True)
    assert "This screen is locked" in words(asked)
    assert confirm(client, asked).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_that_somebody_is_there_is_written_at_most_once_a_minute(
    desk: Client, clock: time_machine.Coordinates, django_assert_num_queries: Any
) -> None:
    clock.shift(2 * MINUTE)
    with django_assert_num_queries(4):  # session, user, roles, and this
        desk.post("/still-here/")
    clock.shift(30)
    with django_assert_num_queries(3):
        desk.post("/still-here/")


def test_a_time_that_is_set_is_the_one_that_counts(
    desk: Client, clock: time_machine.Coordinates, settings: Any
) -> None:
    settings.IDLE_MINUTES = 1
    clock.shift(MINUTE)
    assert is_locked(desk.get("/desk/"))


# A screen that a person has been handed


@pytest.fixture
def handed(desk: Client, people: People) -> Intake:
    draft = factories.draft(people.front_desk, {})
    desk.post(address(draft, "hand-over"))
    return draft


def test_a_handed_over_screen_waits_longer_and_keeps_the_answers(
    desk: Client, handed: Intake, clock: time_machine.Coordinates
) -> None:
    """An hour; what was answered is saved and shown no more, until the staff's password (ASVS V7.3.1)."""
    page = form_with(desk.get(address(handed, "private/mood")), "revision")
    clock.shift(59 * MINUTE)
    assert desk.get(address(handed, "private/mood")).status_code == 200
    clock.shift(60 * MINUTE)
    saved = desk.post(address(handed, "private/mood"), page | entered("phq.q9", 1))
    assert saved.headers["Location"] == address(handed, "take-back")
    assert now(handed).answers["phq.q9"] == 1
    for path in ("private/mood", "private", "private/done"):
        assert desk.get(address(handed, path)).headers["Location"] == address(handed, "take-back")
    back = desk.get(address(handed, "take-back"))
    assert "Nobody has used this screen for a while" in words(back)
    assert address(handed, "private") not in re.findall(r'href="([^"]+)"', back.content.decode())
    assert desk.post(address(handed, "take-back"), {"password": PASSWORD}).headers["Location"] == address(handed)
    assert desk.get(address(handed)).status_code == 200


def test_the_persons_own_use_keeps_it_open(desk: Client, handed: Intake, clock: time_machine.Coordinates) -> None:
    for _ in range(3):
        clock.shift(50 * MINUTE)
        assert desk.post("/still-here/", headers=SCRIPT).status_code == 204
    assert desk.get(address(handed, "private/mood")).status_code == 200


# Twelve hours


def test_a_sign_in_ends_after_twelve_hours_however_much_it_is_used(
    desk: Client, clock: time_machine.Coordinates, people: People
) -> None:
    """A hand-over, a screen taken back, a password changed or confirmed start no new ones (ASVS V7.3.2)."""
    draft = factories.draft(people.front_desk, {})
    for hour in range(11):
        for _ in range(6):
            clock.shift(10 * MINUTE)
            assert desk.get("/desk/").status_code == 200, hour
    desk.post(address(draft, "hand-over"))
    assert desk.post(address(draft, "take-back"), {"password": PASSWORD}).status_code == 302
    confirm(desk, desk.get("/confirm/"))
    desk.post("/sign-in-again/", {"username": "front-desk", "password": PASSWORD})
    new = "another long enough one"
    changed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert desk.post("/password/", changed).headers["Location"] == "/"
    for _ in range(5):
        clock.shift(10 * MINUTE)
        assert desk.get("/desk/").status_code == 200
    clock.shift(10 * MINUTE)
    assert outcome(desk.get("/desk/")) == "to sign in"
    assert desk.get("/sign-in-again/").json()["username"] == ""


# What is signed or taken away


@pytest.fixture
def signed(people: People) -> Intake:
    return factories.signed(people)


def use(client: Client, clock: time_machine.Coordinates, minutes: int) -> None:
    for _ in range(minutes // 10):
        clock.shift(10 * MINUTE)
        client.post("/still-here/")


def test_what_leaves_the_program_asks_for_a_fresh_password(
    doctor: Client, clock: time_machine.Coordinates, people: People
) -> None:
    """Summary, document and copied text; then the very same goes on (ASVS V7.5.3)."""
    signed = factories.signed(people)
    document = signed.documents.get().pk
    exports = [
        reverse("summary-pdf", args=[signed.pk, 1]),
        reverse("summary-copy", args=[signed.pk, 1]),
        reverse("document", args=[document]),
        f"{reverse('summary-text', args=[signed.pk, 1])}?plan=yes",
    ]
    for each in exports:
        assert doctor.get(each).status_code == 200, each
        use(doctor, clock, 20)
        asked = doctor.get(each)
        assert is_locked(asked), each
        page = doctor.get(asked.headers["Location"])
        assert "Your password, please" in words(page)
        assert "locked" not in words(page)
        assert confirm(doctor, page).headers["Location"] == each
        assert doctor.get(each).status_code == 200
        assert doctor.get(f"/review/{signed.pk}/").status_code == 200
    use(doctor, clock, 20)
    assert doctor.get(exports[3], headers={"Sec-Fetch-Mode": "cors"}).status_code == 401
    copied = doctor.post(reverse("document-copy", args=[document]))
    assert copied.status_code == 403
    assert confirm(doctor, copied)["Content-Type"] == "application/pdf"


def test_an_addendum_asks_for_a_fresh_password_and_loses_no_word(
    doctor: Client, clock: time_machine.Coordinates, people: People
) -> None:
    """(ASVS V7.5.3)"""
    signed = factories.signed(people)
    use(doctor, clock, 20)
    form = reverse("review-addendum", args=[signed.pk])
    typed = form_with(doctor.get(form), "number") | {"reason": "Late result", "text": "CK normal.\r\n\r\nNo change."}
    asked = doctor.post(form, typed)
    assert (asked.status_code, Addendum.objects.count()) == (403, 0)
    assert confirm(doctor, asked).status_code == 302
    assert Addendum.objects.get().text.splitlines() == ["CK normal.", "", "No change."]
    assert AuditEvent.objects.filter(action="confirm", actor=people.clinician).exists()


@pytest.mark.parametrize("name", ["review-sign", "review-void", "referral-sign", "referral-amend"])
def test_a_signature_asks_each_time(name: str, visitors: Visitors, people: People) -> None:
    """However fresh the last password is (ASVS V7.5.3)."""
    from intake.views.referral.amending import AmendForm
    from intake.views.referral.letter_signing_forms import SignLetterForm
    from intake.views.review.signing_forms import SignForm, VoidForm

    form = {"review-sign": SignForm, "review-void": VoidForm, "referral-sign": SignLetterForm}.get(name, AmendForm)
    assert form.base_fields["password"].required


# Where somebody is signed in


def test_a_person_sees_where_they_are_signed_in_and_ends_it(
    desk: Client, clock: time_machine.Coordinates, people: People
) -> None:
    """Since when, last used, in which browser; ended one by one or all others (ASVS V7.4.1)."""
    clock.shift(10 * MINUTE)
    chrome = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
    others = [Client(headers={"User-Agent": agent}) for agent in (chrome, f"{chrome} Edg/140.0", "curl")]
    for client in others:
        client.post("/sign-in/", {"username": "front-desk", "password": PASSWORD})
    Client().force_login(people.clinician)
    page = desk.get("/password/")
    listed = re.findall(r'<th scope="row">(.*?)</th>', page.content.decode())
    assert listed[0] == "Firefox (this one)"
    assert sorted(listed[1:]) == ["Another browser", "Chrome", "Edge"]
    assert "26 Nov 2026, 08:00" in words(page)
    keys = StaffSession.objects.values_list("session_key", flat=True)
    assert not [key for key in keys if key in page.content.decode()]
    ids = re.findall(r'name="sign-in" value="(\w{20})"', page.content.decode())
    desk.post("/sign-ins/end/", {"sign-in": ids[0]})
    assert [outcome(client.get("/desk/")) for client in others].count("to sign in") == 1
    desk.post("/sign-ins/end/", {"sign-in": "others"})
    assert {outcome(client.get("/desk/")) for client in others} == {"to sign in"}
    assert desk.get("/desk/").status_code == 200
    assert StaffSession.objects.filter(user=people.clinician).count() == 1
    assert AuditEvent.objects.filter(action="end sign-ins", actor=people.front_desk).count() == 2


def test_v7_4_3_another_password_ends_the_other_sign_ins_and_none_is_listed(desk: Client, people: People) -> None:
    """By the page, which stays signed in, and by the link of an invitation (ASVS V7.4.3)."""
    other, new = Client(), "another long enough one"
    other.post("/sign-in/", {"username": "front-desk", "password": PASSWORD})
    desk.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert StaffSession.objects.get(user=people.front_desk).session_key == desk.session.session_key
    assert words(desk.get("/password/")).count("(this one)") == 1
    user = User.objects.get(pk=people.front_desk.pk)
    link = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    form = Client()
    page = form.get(reverse("set-password", args=link)).headers["Location"]
    assert form.post(page, {"new_password1": f"{new} yet", "new_password2": f"{new} yet"}).status_code == 302
    assert not StaffSession.objects.filter(user=people.front_desk).exists()


def test_an_answer_to_a_script_that_comes_late_takes_no_cookie_away(doctor: Client) -> None:
    """It was asked for with the key that a confirmation has ended meanwhile."""
    late = Client()
    late.cookies["sessionid"] = str(doctor.session.session_key)
    doctor.post("/confirm/", {"confirming-password": PASSWORD, "next": "/queue/"})
    answer = late.get("/alerts/count/", headers=SCRIPT)
    assert answer.status_code != 200
    assert "sessionid" not in answer.cookies
    assert late.get("/queue/").cookies["sessionid"].value == ""  # a page that is opened


def test_nobody_ends_the_sign_in_of_somebody_else(desk: Client, doctor: Client) -> None:
    """(ASVS V7.4.1)"""
    from intake.sessions import public_id

    desk.post("/sign-ins/end/", {"sign-in": public_id(str(doctor.session.session_key))})
    assert doctor.get("/queue/").status_code == 200


@pytest.mark.parametrize("change", ["inactive", "role", "one-time password", "invitation"])
def test_an_administrator_ends_sign_ins_at_once(change: str, desk: Client, people: People) -> None:
    """Who is made inactive, loses a role or gets a new password is signed out everywhere (ASVS V7.4.2)."""
    from intake.actions.staff import change_person, give_one_time_password, invite

    about = {"actor": people.administrator, "user": people.front_desk, "job_title": "", "registration_number": ""}
    roles = list(Group.objects.filter(name=FRONT_DESK))
    if change == "inactive":
        people.front_desk.is_active = False
        change_person(roles=roles, **about)
    elif change == "role":
        change_person(roles=Group.objects.filter(name=CLINICIAN), **about)
    elif change == "invitation":
        invite(actor=people.administrator, user=people.front_desk)
    else:
        give_one_time_password(actor=people.administrator, user=people.front_desk)
    assert not StaffSession.objects.filter(user=people.front_desk).exists()
    assert outcome(desk.get("/desk/")) == "to sign in"


def test_somebody_who_gets_another_role_besides_stays_signed_in(people: People) -> None:
    from intake.actions.staff import change_person

    other = factories.user("other-administrator", ADMINISTRATOR)
    client = Client()
    client.force_login(other)
    roles = Group.objects.filter(name__in=[FRONT_DESK, ADMINISTRATOR])
    about = {"actor": people.administrator, "user": other, "job_title": "", "registration_number": ""}
    change_person(roles=roles, **about)
    assert client.get("/desk/").status_code == 200


def test_every_page_of_the_staff_can_cover_itself(
    desk: Client, doctor: Client, people: People, clock: time_machine.Coordinates
) -> None:
    """The admin's, too, and a person's: each knows its limit (ASVS V7.3.1)."""
    boss = Client()
    boss.force_login(User.objects.create_superuser("boss"))
    draft = factories.draft(people.front_desk, {})
    for client, page in ((desk, "/desk/"), (desk, "/password/"), (doctor, "/queue/"), (boss, "/admin/auth/user/")):
        shown = client.get(page).content.decode()
        assert re.search(r'intake/idle.js" data-minutes="15" data-still-here="/still-here/"', shown), page
        assert shown.count('<dialog id="sign-in-again"') == 1, page
    desk.post(address(draft, "hand-over"))
    assert (
        f'data-minutes="60" data-still-here="/still-here/" data-then="{address(draft, "take-back")}"'
        in desk.get(address(draft, "private/mood")).content.decode()
    )
