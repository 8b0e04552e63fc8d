"""A clinical role, and a new way in for somebody who has one, need two people: nobody makes a clinician alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from intake.actions.proposals import confirm_role
from intake.actions.refused import NotPossibleError
from intake.actions.role_changes import set_roles
from intake.actions.staff import give_one_time_password, invite
from intake.models import AuditEvent, Proposal, StaffMember, StaffSession
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, CONFIRMED, FRONT_DESK, ROLES
from intake.stored.second_person import confirmed_roles
from tests import factories
from tests.factories import People
from tests.views.browser import form_to, form_with
from tests.views.pages import words

LIST, WAITING = "/admin/auth/user/", "/confirmations/"


@pytest.fixture
def administrator(people: People) -> Client:
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True)
    return signed_in(people.administrator)


@pytest.fixture
def lead(people: People) -> Client:
    return signed_in(people.clinical_lead)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def roles(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def give(administrator: Client, user: User, *names: str) -> Any:
    """The page of a person, with these roles ticked."""
    page = f"{LIST}{user.pk}/change/"
    ticked = list(Group.objects.filter(name__in=names).values_list("pk", flat=True))
    return administrator.post(page, form_with(administrator.get(page), "username") | {"groups": ticked}, follow=True)


def decide(lead: Client, proposal: Proposal, how: str = "confirm") -> Any:
    """With the address that the page shows."""
    sent = {how: "1", "address": proposal.user.email}
    return lead.post(f"{WAITING}{proposal.pk}/", sent, follow=True)


def audited(user: User) -> list[str]:
    rows = AuditEvent.objects.filter(record_type="user", record_id=str(user.pk)).exclude(action="sign in")
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_every_role_that_an_administrator_does_not_give_alone_needs_a_second_person(people: People) -> None:
    assert set(ROLES) - set(CONFIRMED) == {FRONT_DESK, ADMINISTRATOR}
    assert set(confirmed_roles()) - set(CONFIRMED) == {ADMINISTRATOR}
    User.objects.filter(pk=people.clinical_lead.pk).update(is_active=False)
    assert confirmed_roles() == CONFIRMED


# A role


def test_v8_2_3_a_clinical_role_counts_once_a_clinical_lead_has_confirmed_it(
    administrator: Client, lead: Client, people: People
) -> None:
    """An administrator alone makes no clinician (ASVS V8.2.3)."""
    signed_in(people.front_desk)
    page = give(administrator, people.front_desk, FRONT_DESK, CLINICIAN)
    assert "Not yet in force for front-desk: Clinician. It waits for a clinical lead" in words(page)
    assert roles(people.front_desk) == {FRONT_DESK}
    assert signed_in(people.front_desk).get("/queue/").status_code == 403
    shown = words(lead.get(WAITING))
    assert "front-desk: Clinician" in shown
    assert "Proposed by administrator" in shown
    assert "has the role Clinician from now on" in words(decide(lead, Proposal.objects.get()))
    assert roles(people.front_desk) == {FRONT_DESK, CLINICIAN}
    assert signed_in(people.front_desk).get("/queue/").status_code == 200
    assert audited(people.front_desk) == ["propose Clinician", "change", "confirm Clinician"]
    decided = Proposal.objects.get()
    assert (decided.outcome, decided.decided_by) == ("confirmed", people.clinical_lead)
    assert "Nothing waits for you." in words(lead.get(WAITING))


def test_once_a_clinical_lead_is_there_nobody_makes_an_administrator_alone(
    administrator: Client, lead: Client, people: People
) -> None:
    """A second account of one's own would be the second person of a reset."""
    signed_in(people.front_desk)
    give(administrator, people.front_desk, FRONT_DESK, ADMINISTRATOR)
    people.front_desk.refresh_from_db()
    assert (roles(people.front_desk), people.front_desk.is_staff) == ({FRONT_DESK}, False)
    decide(lead, Proposal.objects.get())
    people.front_desk.refresh_from_db()
    assert (roles(people.front_desk), people.front_desk.is_staff) == ({FRONT_DESK, ADMINISTRATOR}, True)
    give(administrator, people.front_desk, FRONT_DESK)
    people.front_desk.refresh_from_db()
    assert (roles(people.front_desk), people.front_desk.is_staff) == ({FRONT_DESK}, False)


def test_before_there_is_a_clinical_lead_an_administrator_makes_another(administrator: Client, people: People) -> None:
    people.clinical_lead.groups.clear()
    give(administrator, people.front_desk, ADMINISTRATOR)
    people.front_desk.refresh_from_db()
    assert (roles(people.front_desk), people.front_desk.is_staff) == ({ADMINISTRATOR}, True)


def test_what_was_decided_is_decided_once(administrator: Client, lead: Client, people: People) -> None:
    signed_in(people.front_desk)
    give(administrator, people.front_desk, FRONT_DESK, CLINICIAN)
    assert "Refused." in words(decide(lead, Proposal.objects.get(), "refuse"))
    assert "decided or taken back meanwhile" in words(decide(lead, Proposal.objects.get()))
    assert roles(people.front_desk) == {FRONT_DESK}


def test_a_proposal_is_made_once_and_can_be_taken_back(administrator: Client, lead: Client, people: People) -> None:
    signed_in(people.front_desk)
    for _ in range(2):
        give(administrator, people.front_desk, FRONT_DESK, CLINICIAN)
    waiting = Proposal.objects.get()
    page = administrator.get(f"{LIST}{people.front_desk.pk}/change/")
    assert str(Group.objects.get(name=CLINICIAN).pk) in form_with(page, "username")["groups"]
    assert "Clinician. It waits for a clinical lead" in words(page)
    give(administrator, people.front_desk, FRONT_DESK)
    assert "taken back meanwhile" in words(decide(lead, waiting))
    assert audited(people.front_desk)[-2:] == ["withdraw Clinician", "change"]
    same: dict[str, Any] = {"user": people.front_desk, "role": CLINICIAN, "proposed_by": people.administrator}
    Proposal.objects.create(**same)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(**same)


def test_taking_a_role_away_needs_nobody(administrator: Client, people: People) -> None:
    give(administrator, people.clinician)
    assert roles(people.clinician) == set()
    assert audited(people.clinician) == ["remove Clinician", "change"]


@pytest.mark.parametrize("others", [(), (CLINICAL_LEAD,)])
def test_nobody_gives_a_clinical_role_to_themselves(
    others: tuple[str, ...], administrator: Client, people: People
) -> None:
    """Not even who is administrator and clinical lead in one."""
    me = people.administrator
    me.groups.add(*Group.objects.filter(name__in=others))
    signed_in(me)
    page = give(administrator, me, ADMINISTRATOR, CLINICIAN, *others)
    assert "Nobody gives this role to themselves, or proposes it: Clinician." in words(page)
    with pytest.raises(PermissionDenied):
        set_roles(actor=me, user=me, roles=Group.objects.filter(name__in=(ADMINISTRATOR, CLINICIAN, *others)))
    assert not Proposal.objects.exists()
    assert roles(me) == {ADMINISTRATOR, *others}


def test_nobody_gives_themselves_the_front_desk(administrator: Client, people: People) -> None:
    """It reads who somebody is; another administrator gives it."""
    me = people.administrator
    page = give(administrator, me, ADMINISTRATOR, FRONT_DESK)
    assert "Nobody gives this role to themselves, or proposes it: Front desk." in words(page)
    with pytest.raises(PermissionDenied):
        set_roles(actor=me, user=me, roles=Group.objects.filter(name__in=(ADMINISTRATOR, FRONT_DESK)))
    assert roles(me) == {ADMINISTRATOR}


def test_who_sets_up_a_site_begins_with_their_own_account(db: None) -> None:
    """Nobody else is there; once somebody is, they ask them."""
    superuser = User.objects.create_superuser("superuser")
    client = signed_in(superuser)
    give(client, superuser, ADMINISTRATOR)
    assert roles(superuser) == {ADMINISTRATOR}
    assert "Clinician." in words(give(client, superuser, ADMINISTRATOR, CLINICIAN))
    factories.user("somebody")
    assert "Front desk." in words(give(client, superuser, ADMINISTRATOR, FRONT_DESK))
    assert roles(superuser) == {ADMINISTRATOR}


def test_who_proposed_it_does_not_confirm_it(administrator: Client, people: People) -> None:
    both = people.administrator
    both.groups.add(Group.objects.get(name=CLINICAL_LEAD))
    signed_in(people.front_desk)
    give(administrator, people.front_desk, FRONT_DESK, CLINICIAN)
    assert "Another clinical lead has to decide this: you proposed it." in words(administrator.get(WAITING))
    assert decide(administrator, Proposal.objects.get()).status_code == 403
    assert roles(people.front_desk) == {FRONT_DESK}


def test_whom_it_is_about_does_not_confirm_it(administrator: Client, lead: Client, people: People) -> None:
    give(administrator, people.clinical_lead, CLINICAL_LEAD, CLINICIAN)
    assert "it is about you" in words(lead.get(WAITING))
    for how in ("confirm", "refuse"):
        assert decide(lead, Proposal.objects.get(), how).status_code == 403
    assert roles(people.clinical_lead) == {CLINICAL_LEAD}


@pytest.mark.parametrize("role", ["", FRONT_DESK, CLINICIAN, ADMINISTRATOR])
def test_nobody_else_confirms(role: str, people: People) -> None:
    proposal = Proposal.objects.create(user=people.front_desk, role=CLINICIAN, proposed_by=people.clinician)
    somebody = factories.user("somebody", role)
    assert decide(signed_in(somebody), proposal).status_code == 403
    with pytest.raises(PermissionDenied):
        confirm_role(actor=somebody, proposal=proposal)


def test_nothing_is_confirmed_while_an_administrator_may_know_the_password(people: People) -> None:
    proposal = Proposal.objects.create(user=people.front_desk, role=CLINICIAN, proposed_by=people.administrator)
    with pytest.raises(NotPossibleError):  # never signed in
        confirm_role(actor=people.clinical_lead, proposal=proposal)
    User.objects.filter(pk=people.front_desk.pk).update(last_login=timezone.now())
    StaffMember.objects.create(user=people.front_desk, must_change_password=True)
    with pytest.raises(NotPossibleError):
        confirm_role(actor=people.clinical_lead, proposal=proposal)
    assert roles(people.front_desk) == {FRONT_DESK}


def test_no_page_of_the_admin_site_gives_a_clinical_role(administrator: Client, people: People) -> None:
    """Neither its page of a group nor a field that no page has; nor does a superuser's."""
    User.objects.create_superuser("superuser")
    clinician = Group.objects.get(name=CLINICIAN)
    every = list(Permission.objects.values_list("pk", flat=True))
    sent = {"name": CLINICIAN, "permissions": every, "user_set": [people.administrator.pk, people.front_desk.pk]}
    sent |= {"groups": [clinician.pk], "user_permissions": every, "is_superuser": "on", "is_staff": "on"}
    sent |= {"username": "front-desk", "is_active": "on", "job_title": "", "action": "give"}
    for client in (administrator, signed_in(User.objects.get(username="superuser"))):
        for person in (people.front_desk, people.administrator):
            for page in (f"{LIST}{person.pk}/change/", f"{LIST}{person.pk}/password/", f"{LIST}add/", LIST):
                client.post(page, sent)
                client.post(page, sent | {"username": person.username, "_selected_action": person.pk})
        client.post(f"/admin/auth/group/{clinician.pk}/change/", sent)
    assert set(User.objects.filter(groups__name__in=CONFIRMED)) == {
        people.clinician,
        people.clinical_lead,
        people.privacy_officer,
    }
    assert not User.objects.filter(is_superuser=True).exclude(username="superuser").exists()
    assert not people.front_desk.user_permissions.exists()


# A new way in


def test_an_administrator_alone_gives_no_clinician_a_password(administrator: Client, people: People) -> None:
    """With it, the administrator could sign in as them, and sign (ASVS V8.2.3)."""
    open_page = signed_in(people.clinician)
    page = f"{LIST}{people.clinician.pk}/password/"
    assert "a clinical lead confirms the new way in" in words(administrator.get(page))
    for way in ("one-time password", "invitation"):
        answered = administrator.post(page, {"way": way}, follow=True)
        assert "<code>" not in answered.content.decode()
    for alone in (invite, give_one_time_password):
        with pytest.raises(NotPossibleError):
            alone(actor=people.administrator, user=people.clinician)
    assert not mail.outbox
    assert open_page.get("/queue/").status_code == 200
    assert Client().login(username="clinician", password=factories.PASSWORD)
    assert Proposal.objects.filter(outcome="").count() == 1


def test_a_clinical_lead_hands_over_the_one_time_password(administrator: Client, lead: Client, people: People) -> None:
    administrator.post(f"{LIST}{people.clinician.pk}/password/", {"way": "one-time password"})
    assert "clinician: new way in" in words(lead.get(WAITING))
    open_page = signed_in(people.clinician)
    page = decide(lead, Proposal.objects.get())
    found = re.search(r"<code>([a-z0-9-]+)</code>", page.content.decode())
    assert found
    assert page.headers["Cache-Control"] == "no-store"
    assert open_page.get("/queue/").status_code == 302
    assert Client().login(username="clinician", password=found[1])
    assert StaffMember.of(people.clinician).must_change_password
    assert audited(people.clinician) == ["propose new way in", "confirm new way in"]


def test_where_there_is_mail_the_person_gets_a_link(administrator: Client, lead: Client, people: People) -> None:
    User.objects.filter(pk=people.clinician.pk).update(email="carol@clinic.example")
    administrator.post(f"{LIST}{people.clinician.pk}/password/", {"way": "invitation"})
    assert "A link to choose a password goes to carol@clinic.example" in words(lead.get(WAITING))
    assert "was sent to carol@clinic.example" in words(decide(lead, Proposal.objects.get()))
    (sent,) = mail.outbox
    assert sent.to == ["carol@clinic.example"]
    assert "/set-password/" in sent.body
    assert not Client().login(username="clinician", password=factories.PASSWORD)


def test_the_link_opens_and_is_the_words_of_a_new_way_in(administrator: Client, lead: Client, people: People) -> None:
    signed_in(people.clinician)
    User.objects.filter(pk=people.clinician.pk).update(email="carol@clinic.example")
    administrator.post(f"{LIST}{people.clinician.pk}/password/", {"way": "invitation"})
    decide(lead, Proposal.objects.get())
    (sent,) = mail.outbox
    assert sent.subject == "A new password for the leg pain and mood intake"
    assert "has confirmed a new way in" in sent.body
    assert "given you an account" not in sent.body
    found = re.search(r"https?://testserver(/set-password/\S+)", str(sent.body))
    assert found
    assert "new_password1" in Client().get(found[1], follow=True).content.decode()


def test_an_address_that_was_changed_since_the_lead_saw_it_gets_no_link(
    administrator: Client, lead: Client, people: People
) -> None:
    User.objects.filter(pk=people.clinician.pk).update(email="carol@clinic.example")
    administrator.post(f"{LIST}{people.clinician.pk}/password/", {"way": "invitation"})
    page = f"{WAITING}{Proposal.objects.get().pk}/"
    seen = form_to(lead.get(WAITING), page) | {"confirm": "1"}
    User.objects.filter(pk=people.clinician.pk).update(email="mallory@clinic.example")
    for sent in (seen, {"confirm": "1"}):
        assert "was changed meanwhile" in words(lead.post(page, sent, follow=True))
    assert not mail.outbox
    assert Proposal.objects.get().outcome == ""
    assert Client().login(username="clinician", password=factories.PASSWORD)


def test_a_new_password_ends_every_sign_in_at_once(administrator: Client, people: People) -> None:
    """The sessions themselves are gone, not only refused (ASVS V7.4.2)."""
    signed_in(people.front_desk)
    signed_in(people.front_desk)
    before = StaffSession.objects.count()
    administrator.post(f"{LIST}{people.front_desk.pk}/password/", {"way": "one-time password"})
    assert StaffSession.objects.count() == before - 2


def test_two_forms_on_the_page_each_have_their_own_address(administrator: Client, lead: Client, people: People) -> None:
    give(administrator, people.front_desk, FRONT_DESK, CLINICIAN, CLINICAL_LEAD)
    page = lead.get(WAITING)
    for proposal in Proposal.objects.all():
        assert "csrfmiddlewaretoken" in form_to(page, f"{WAITING}{proposal.pk}/")


# Where nobody can confirm


def on_server(*arguments: str) -> None:
    call_command("confirm_role", *arguments)


def test_the_first_clinical_lead_is_named_on_the_server_with_a_second_person(people: People) -> None:
    people.clinical_lead.groups.clear()
    on_server("clinician", CLINICAL_LEAD, "--confirmed-by", " Pat  Manager ")
    assert roles(people.clinician) == {CLINICIAN, CLINICAL_LEAD}
    kept = Proposal.objects.get()
    assert (kept.role, kept.second_person, kept.outcome) == (CLINICAL_LEAD, "Pat Manager", "confirmed")
    assert audited(people.clinician) == ["give on the server Clinical lead"]
    with pytest.raises(CommandError, match="clinician is a clinical lead here"):
        on_server("clinical-lead", CLINICAL_LEAD, "--confirmed-by", "Pat Manager")


def test_the_only_lead_becomes_a_clinician_on_the_server(people: People) -> None:
    on_server("clinical-lead", CLINICIAN, "--confirmed-by", "Pat Manager")
    assert roles(people.clinical_lead) == {CLINICAL_LEAD, CLINICIAN}


def test_who_is_administrator_and_only_lead_makes_an_administrator_on_the_server(people: People) -> None:
    Proposal.objects.create(user=people.front_desk, role=ADMINISTRATOR, proposed_by=people.clinical_lead)
    on_server("front-desk", ADMINISTRATOR, "--confirmed-by", "Pat Manager")
    people.front_desk.refresh_from_db()
    assert (roles(people.front_desk), people.front_desk.is_staff) == ({FRONT_DESK, ADMINISTRATOR}, True)


def test_where_the_only_lead_proposed_it_the_server_confirms(people: People) -> None:
    proposed = Proposal.objects.create(user=people.front_desk, role=CLINICIAN, proposed_by=people.clinical_lead)
    on_server("front-desk", CLINICIAN, "--confirmed-by", "Pat Manager")
    proposed.refresh_from_db()
    assert (proposed.outcome, proposed.second_person) == ("confirmed", "Pat Manager")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nobody", CLINICIAN, "--confirmed-by", "Pat"), "Nobody who is active"),
        (("front\0desk", CLINICIAN, "--confirmed-by", "\udcff"), "Nobody who is active|takes the name"),
        (("front-desk", CLINICIAN, "--confirmed-by", "Pat"), "is a clinical lead here"),
        (("clinical-lead", CLINICIAN, "--confirmed-by", "clinical-lead"), "takes the name of somebody else"),
        (("clinical-lead", CLINICIAN, "--confirmed-by", " "), "takes the name of somebody else"),
        (("clinical-lead", CLINICIAN, "--confirmed-by", "x" * 151), "at most 150"),
        (("front-desk", FRONT_DESK, "--confirmed-by", "Pat"), "invalid choice"),
        (("front-desk", CLINICIAN), "are required: --confirmed-by"),
    ],
)
def test_what_the_server_refuses(arguments: tuple[str, ...], told: str, people: People) -> None:
    with pytest.raises(CommandError, match=told):
        on_server(*arguments)
    assert not Proposal.objects.exists()
