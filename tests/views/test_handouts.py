"""Handouts: their pages, which anybody may read and which know nobody; and how a clinician gives them."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from intake.actions.corrections import mark_in_error
from intake.actions.governance import decide_rule_set
from intake.actions.signing import add_addendum
from intake.clinical.rules import rule_set
from intake.clinical.rules.handouts import HANDOUTS, Handout
from intake.clinical.rules.handouts.handout import Said
from intake.clinical.telling.handouts import runs
from intake.clinical.telling.notices import not_approved
from intake.fingerprint import rule_set_fingerprint
from intake.models import AuditEvent, ClinicProfile, HandoutGiven, Intake
from intake.stored.printing import document_pdf
from intake.templatetags.handouts import callable_numbers
from tests import factories
from tests.clinical.test_handouts import sources_of
from tests.factories import People
from tests.views.pages import forbidden, one_line, section, title, words

NOTICE = not_approved(rule_set.VERSION).title
EVERY_ONE = pytest.mark.parametrize("handout", HANDOUTS.values(), ids=list(HANDOUTS))


@pytest.fixture
def clinic(db: None) -> ClinicProfile:
    return ClinicProfile.objects.create(name="Riverside", phone="020 7946 0123")


@pytest.fixture
def clinician(people: People) -> Client:
    client = Client()
    client.force_login(people.clinician)
    return client


@pytest.fixture
def done(people: People, clinic: ClinicProfile) -> Intake:
    """Leg swelling that may be a clot."""
    return factories.submitted(people.front_desk, "V07", family_name="Okafor", given_name="Ada")


def approve(people: People) -> None:
    decide_rule_set(
        actor=people.clinical_lead,
        fingerprint=rule_set_fingerprint(),
        number=1,
        approved=True,
        name="Dr Lee",
        role="Clinical lead",
        decided_on=timezone.localdate(),
        remarks="",
    )


def address(handout_id: str) -> str:
    return reverse("handout", args=[handout_id])


def give(client: Client, intake: Intake, *handouts: str, **said: Any) -> Any:
    form = {"handouts": handouts or ["foot-care"], "how": "printed", "token": uuid.uuid4()} | said
    return client.post(
        reverse("review-handouts", args=[intake.pk]), {name: value for name, value in form.items() if value}
    )


def printed(pdf: Any) -> str:
    pages = PdfReader(io.BytesIO(pdf.content if hasattr(pdf, "content") else pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# The page for a phone -----------------------------------------------------------------------------------------------


@EVERY_ONE
def test_anybody_reads_all_of_it(handout: Handout, client: Client, clinic: ClinicProfile) -> None:
    text, at = words(client.get(address(handout.id))), 0
    for line in handout.lines:
        for said in (line.lead, *(part.text if isinstance(part, Said) else part.label for part in line.parts)):
            wanted = one_line("".join(run.text for run in runs(said, clinic.handout_numbers)))
            found = text.find(wanted, at)
            assert found >= 0, wanted
            at = found + len(wanted)
    assert [source for source in sources_of(handout) if source in text] == []


@EVERY_ONE
def test_no_word_that_is_never_shown(handout: Handout, client: Client, clinic: ClinicProfile) -> None:
    page = client.get(address(handout.id))
    assert forbidden(page) == []
    assert title(page) == handout.title


def test_it_needs_no_cookie_and_sets_none_and_is_kept_for_minutes(
    client: Client, clinic: ClinicProfile, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        page = client.get(address("foot-care"))
    assert page.status_code == 200
    assert not page.cookies
    assert set(page.headers["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    assert '<html lang="en-GB">' in page.content.decode()


def test_it_knows_nobody(done: Intake, clinician: Client) -> None:
    """The same for somebody signed in, whatever was given to whom."""
    alone = Client().get(address("foot-care")).content
    give(clinician, done, with_name="on")
    assert clinician.get(address("foot-care")).content == alone == Client().get(address("foot-care")).content
    assert b"Okafor" not in alone


def test_numbers_can_be_called(client: Client, clinic: ClinicProfile) -> None:
    page = client.get(address("who-to-call")).content.decode()
    assert 'href="tel:999">999</a>' in page
    assert 'href="tel:02079460123">020 7946 0123</a>' in page
    assert 'href="tel:111">111</a> (NHS urgent help, mental health option)' in page


@pytest.mark.parametrize(
    ("written", "pieces"),
    [
        ("999", [("999", "999")]),
        ("112 or 999", [("112", "112"), (" or ", ""), ("999", "999")]),
        ("116 123", [("116 123", "116123")]),
        ("+44 (0)20 7946 0123", [("+44 (0)20 7946 0123", "+442079460123")]),
        ("(020) 7946-0123", [("(020) 7946-0123", "02079460123")]),
        ("Text HOME to 741741.", [("Text HOME to ", ""), ("741741", "741741"), (".", "")]),
        ("ask", [("ask", "")]),
    ],
)
def test_what_a_phone_dials(written: str, pieces: list[tuple[str, str]]) -> None:
    assert list(callable_numbers(written)) == pieces


def test_a_page_without_a_number_is_not_ready_and_has_no_hole(client: Client, db: None) -> None:
    page = words(client.get(address("foot-care")))
    assert "This page is not ready yet. The clinic has not set the clinic's phone." in page
    assert "In an emergency, call 999" in page
    assert "What to do first" not in page


def test_where_there_is_no_emergency_number_none_is_guessed(client: Client, clinic: ClinicProfile) -> None:
    clinic.own_contacts = "Samaritans: 116 123"
    clinic.save()
    page = words(client.get(address("who-to-call")))
    assert "The clinic has not set the emergency number." in page
    assert "999" not in page


@pytest.mark.parametrize(
    ("region", "own", "emergency", "crisis"),
    [
        ("GB", "", "999", ("111", "NHS urgent help, mental health option")),
        ("IE", "", "112 or 999", ("116 123", "Samaritans")),
        ("EU", "", "112", ("", "")),
        ("GB", "Crisis team: 0131 1\nEmergency doctor: 2222", "2222", ("0131 1", "Crisis team")),
    ],
)
def test_which_contact_is_which_number(region: str, own: str, emergency: str, crisis: tuple[str, str]) -> None:
    numbers = ClinicProfile(region=region, own_contacts=own).handout_numbers
    assert numbers["emergency_number"].number == emergency
    assert (numbers["crisis_line"].number, numbers["crisis_line"].service) == crisis
    assert numbers["clinic_phone"].number == ""


def test_words_that_are_not_approved_say_so_and_again_after_any_change(
    client: Client, clinic: ClinicProfile, people: People
) -> None:
    assert NOTICE in words(client.get(address("foot-care")))
    approve(people)
    assert "approved" not in words(client.get(address("foot-care")))
    with factories.other_rules():
        assert NOTICE in words(client.get(address("foot-care")))


# What a PDF says of where it is -------------------------------------------------------------------------------------


def test_the_paper_leads_to_where_the_site_was_reached(clinician: Client, clinic: ClinicProfile) -> None:
    pdf = clinician.get(reverse("handout-pdf", args=["foot-care"]))
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="handout-foot-care.pdf"'
    assert "On your phone: http://testserver/h/foot-care/" in printed(pdf)


def test_the_paper_leads_to_where_the_site_says_it_is_reached(
    clinician: Client, clinic: ClinicProfile, settings: Any
) -> None:
    settings.PUBLIC_ADDRESS = "https://intake.clinic.example"
    assert "https://intake.clinic.example/h/foot-care/" in printed(
        clinician.get(reverse("handout-pdf", args=["foot-care"]))
    )


def test_no_foreign_host_gets_onto_a_paper(clinician: Client, clinic: ClinicProfile) -> None:
    where = reverse("handout-pdf", args=["foot-care"])
    assert clinician.get(where, headers={"Host": "elsewhere.example"}).status_code == 400


def test_without_a_number_there_is_no_paper(clinician: Client, people: People) -> None:
    page = clinician.get(reverse("handout-pdf", args=["foot-care"]), follow=True)
    assert "the clinic's phone is not set. An administrator sets this in the clinic profile." in words(page)


# Giving -------------------------------------------------------------------------------------------------------------


def test_what_goes_with_the_findings_comes_first_and_any_can_be_given(clinician: Client, done: Intake) -> None:
    page = clinician.get(reverse("review-handouts", args=[done.pk]))
    assert [each.handout.id for each in page.context["proposed"]][:2] == ["leg-warning-signs", "after-a-clot-scan"]
    offered = [*page.context["proposed"], *page.context["others"]]
    assert {each.handout.id for each in offered} == set(HANDOUTS)
    text = words(page)
    assert text.index("Goes with what was found") < text.index("After a scan") < text.index("The others")


def test_what_was_given_is_written_down_with_its_words_and_its_way(
    clinician: Client, done: Intake, people: People
) -> None:
    approve(people)
    answer = give(clinician, done, "foot-care", "leg-warning-signs", with_name="on")
    assert answer.status_code == 302
    one, other = HandoutGiven.objects.all()
    assert (one.handout, one.title, one.version) == ("foot-care", "Looking after your feet", "1")
    assert (one.fingerprint, one.approved) == (rule_set_fingerprint(), True)
    assert (one.how, one.with_name, one.given_by, one.patient_id) == (
        "printed",
        True,
        people.clinician,
        done.patient_id,
    )
    assert other.handout == "leg-warning-signs"
    assert AuditEvent.objects.filter(action="give", record_type="handoutgiven").count() == 2


def test_a_name_is_on_paper_alone(clinician: Client, done: Intake) -> None:
    give(clinician, done, how="link", with_name="on")
    assert not HandoutGiven.objects.get().with_name


def test_sent_twice_it_is_given_once(clinician: Client, done: Intake) -> None:
    token = uuid.uuid4()
    for _ in range(2):
        assert give(clinician, done, token=token).status_code == 302
    assert HandoutGiven.objects.count() == 1
    give(clinician, done)
    assert HandoutGiven.objects.count() == 2


def test_a_page_that_the_browser_went_back_to_notes_what_is_given_next(
    clinician: Client, done: Intake, people: People
) -> None:
    token = uuid.uuid4()
    give(clinician, done, token=token)
    give(clinician, done, "foot-care", "ten-questions", token=token, how="shown")
    give(clinician, factories.submitted(people.front_desk, "V11"), token=token)
    given = HandoutGiven.objects.order_by("pk").values_list("handout", "how")
    assert list(given) == [
        ("foot-care", "printed"),
        ("foot-care", "shown"),
        ("ten-questions", "shown"),
        ("foot-care", "printed"),
    ]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"handouts": []}, "Tick what the person gets."),
        ({"how": ""}, "Choose how it is given."),
        ({"how": "carrier pigeon"}, "Select a valid choice"),
        ({"handouts": ["no-such-handout"]}, "Select a valid choice"),
    ],
)
def test_what_is_not_said_is_asked_for_and_what_was_ticked_is_kept(
    said: dict[str, Any], error: str, clinician: Client, done: Intake
) -> None:
    page = give(clinician, done, **{"handouts": ["foot-care"], "with_name": "on"} | said)
    assert page.status_code == 422
    assert error in words(page)
    assert 'id="with-name" checked' in page.content.decode()
    if said.get("how") == "":
        assert 'value="foot-care" checked' in page.content.decode()
    assert HandoutGiven.objects.count() == 0


def test_without_its_numbers_it_cannot_be_given(clinician: Client, done: Intake, clinic: ClinicProfile) -> None:
    clinic.phone = ""
    clinic.save()
    page = clinician.get(reverse("review-handouts", args=[done.pk]))
    assert words(page).count("It cannot be given yet: the clinic's phone is not set.") == len(HANDOUTS)
    refused = give(clinician, done)
    assert refused.status_code == 409
    assert "“Looking after your feet”: It cannot be given yet" in words(refused)
    assert HandoutGiven.objects.count() == 0


def test_what_does_not_count_gets_none(clinician: Client, done: Intake, people: People) -> None:
    mark_in_error(actor=people.clinician, intake=done, revision=done.revision, reason="Entered twice")
    assert "Nothing is given with this intake any more." in words(
        clinician.get(reverse("review-handouts", args=[done.pk]))
    )
    assert give(clinician, done).status_code == 409
    assert HandoutGiven.objects.count() == 0


@pytest.mark.parametrize("wished", [True, False])
def test_the_paper_has_the_name_only_where_it_was_wished(wished: bool, clinician: Client, done: Intake) -> None:
    give(clinician, done, with_name="on" if wished else "")
    given = HandoutGiven.objects.get()
    pdf = clinician.get(reverse("handout-given", args=[given.pk]))
    assert ("For Ada Okafor" in printed(pdf)) is wished
    assert "Okafor" not in pdf.headers["Content-Disposition"]
    assert AuditEvent.objects.filter(action="download", record_type="handoutgiven", record_id=given.pk).count() == 1


def test_words_that_have_changed_are_not_printed_as_if_they_had_been_given(
    clinician: Client, done: Intake, people: People
) -> None:
    older = HandoutGiven.objects.create(
        intake=done,
        patient=done.patient,
        handout="foot-care",
        title="Feet",
        version="0",
        fingerprint="",
        approved=True,
        how="printed",
        with_name=False,
        given_by=people.clinician,
    )
    page = clinician.get(reverse("handout-given", args=[older.pk]), follow=True)
    assert "The words of this handout have changed since it was given. Please give it again." in words(page)


# Where it stands afterwards -----------------------------------------------------------------------------------------


def test_the_review_and_the_person_tell_of_it(clinician: Client, done: Intake) -> None:
    give(clinician, done, how="shown")
    told = "Looking after your feet: shown on a screen"
    review = clinician.get(reverse("review", args=[done.pk]))
    assert told in section(review, "handouts")
    person = clinician.get(reverse("person", args=[done.patient_id]))
    assert told in section(person, "handouts")
    assert reverse("review-handouts", args=[done.pk]) in person.content.decode()


def test_the_review_leads_to_them_before_the_first_and_after(clinician: Client, done: Intake, people: People) -> None:
    where, leads_there = reverse("review", args=[done.pk]), f'href="{reverse("review-handouts", args=[done.pk])}"'
    assert leads_there in clinician.get(where).content.decode()
    give(clinician, done)
    assert leads_there in section_html(clinician.get(where), "handouts")
    mark_in_error(actor=people.clinician, intake=done, revision=done.revision, reason="Entered twice")
    assert leads_there not in clinician.get(where).content.decode()


def section_html(page: Any, id_: str) -> str:
    found = re.search(rf'<section id="{id_}".*?</section>', page.content.decode(), re.DOTALL)
    return found[0] if found else ""


def test_a_clinical_lead_reads_of_it_but_gives_none(done: Intake, people: People) -> None:
    factories.given_handout(people, done)
    lead = Client()
    lead.force_login(people.clinical_lead)
    assert give(lead, done).status_code == 403
    assert HandoutGiven.objects.count() == 1


def test_the_summary_tells_what_was_given_by_the_signature(clinician: Client, done: Intake, people: People) -> None:
    factories.given_handout(people, done)
    told = f"Handouts given: Looking after your feet (on paper, {timezone.localdate():%-d %b %Y}, clinician)."
    draft = clinician.get(reverse("summary-pdf", args=[done.pk, 1]))
    assert told in printed(draft)
    signed = factories.sign(people.clinician, done, printer=document_pdf)
    document = signed.documents.get()
    assert told in printed(document.pdf)
    factories.given_handout(people, signed, "leg-warning-signs")
    assert document_pdf(document) == document.pdf
    assert "Handouts given: 2" in section(clinician.get(reverse("review", args=[done.pk])), "handouts")
    add_addendum(
        actor=people.clinician,
        intake=signed,
        number=1,
        reason="late",
        text="CK normal",
        name="C",
        role="GP",
        printer=document_pdf,
    )
    assert "Leg pain: signs that need help (" not in printed(signed.documents.get(number=2).pdf)


def test_without_handouts_the_summary_says_nothing_of_them(clinician: Client, done: Intake) -> None:
    assert "Handouts" not in printed(clinician.get(reverse("summary-pdf", args=[done.pk, 1])))


def test_however_many_were_given_a_page_needs_as_many_queries(
    clinician: Client, done: Intake, people: People, django_assert_max_num_queries: Any
) -> None:
    where = reverse("review-handouts", args=[done.pk])
    factories.given_handout(people, done)
    with django_assert_max_num_queries(13) as first:
        clinician.get(where)
    for id_ in HANDOUTS:
        factories.given_handout(people, done, id_)
    with django_assert_max_num_queries(len(first)):
        clinician.get(where)


def test_the_lead_sees_what_is_approved(clinic: ClinicProfile, people: People) -> None:
    lead = Client()
    lead.force_login(people.clinical_lead)
    page = lead.get(reverse("rule-set-approval"))
    found = re.findall(r"/h/([a-z-]+)/", page.content.decode())
    assert found == list(HANDOUTS)
    assert printed(lead.get(reverse("handout-pdf", args=["foot-care"])))
    assert "Looking after your feet" in section(lead.get(reverse("rule-book")), "handouts")
