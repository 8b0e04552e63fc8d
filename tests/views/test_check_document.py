"""Anybody may ask whether a document is genuine; the command says the same."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intake.actions.copies import copy_without_record
from intake.actions.referrals import amend_letter
from intake.actions.signing import add_addendum, void_intake
from intake.database import triggers
from intake.management.commands.verify_document import Command
from intake.models import Document, Intake
from tests import factories, referring
from tests.factories import People
from tests.views.browser import error_beside
from tests.views.pages import words

ADDRESS = "/check-document/"


@pytest.fixture
def document(people: People) -> Document:
    done = factories.signed(people, family_name="Franklin", given_name="Rosalind", record_number="R-0815")
    return done.documents.get()


def answer(client: Client, number: str, sha256: str) -> str:
    page = client.post(ADDRESS, {"document": number, "sha256": sha256})
    assert page.status_code == 200
    said = page.context["verdict"]
    assert words(page).count(f"as by sha256sum. {said.capitalize()} The PDF") == 1
    return str(said)


def test_one_word_and_nothing_else(client: Client, document: Document) -> None:
    assert answer(client, document.pk, document.sha256) == "genuine"
    assert answer(client, document.pk.lower().replace("-", ""), document.sha256.upper()) == "genuine"
    assert answer(client, document.pk, "0" * 64) == "altered"
    assert answer(client, "0000-0000-0000", document.sha256) == "unknown"
    assert answer(client, "0000-0000-0000", "0" * 64) == "unknown"


def test_the_pages_differ_in_that_word_alone(client: Client, document: Document) -> None:
    """And in what was typed, which comes back."""
    pages = set()
    for number, sha256 in [(document.pk, document.sha256), (document.pk, "0" * 64), ("0000-0000-0000", "0" * 64)]:
        page = client.post(ADDRESS, {"document": number, "sha256": sha256})
        shown = words(page).replace(str(page.context["verdict"]).capitalize() + " The PDF", "The PDF")
        pages.add(shown)
        assert "Franklin" not in page.content.decode()
    assert len(pages) == 1


SIGNER: dict[str, Any] = {"name": "Carol Clinician", "role": "GP", "printer": factories.stand_in_pdf}


def amend(people: People, document: Document) -> Document:
    said = {"number": document.number, "reason": "late result", "text": "CK normal"}
    add_addendum(actor=people.clinician, intake=document.intake, **said, **SIGNER)
    newest: Document = document.intake.documents.latest("number")
    return newest


def void(people: People, document: Document) -> Document:
    void_intake(actor=people.clinician, intake=document.intake, kind="identity", reason="Her sister", **SIGNER)
    newest: Document = document.intake.documents.latest("number")
    return newest


def test_a_document_that_an_addendum_has_superseded(client: Client, document: Document, people: People) -> None:
    copy = copy_without_record(actor=people.clinician, document=document, printer=lambda copied: b"%PDF")
    second = amend(people, document)
    third = amend(people, second)
    for older in (document, second):
        assert answer(client, older.pk, older.sha256) == "genuine, but superseded by an addendum"
        assert answer(client, older.pk, "0" * 64) == "altered"
    assert answer(client, document.pk, copy.sha256) == "genuine, but superseded by an addendum"
    assert answer(client, third.pk, third.sha256) == "genuine"


def test_a_void_intake_has_no_document_to_use(client: Client, document: Document, people: People) -> None:
    """That of the voiding itself neither."""
    second = amend(people, document)
    last = void(people, second)
    for each in (document, second, last):
        assert answer(client, each.pk, each.sha256) == "void: do not use"
        assert answer(client, each.pk, "0" * 64) == "altered"


def test_another_intake_makes_no_difference(client: Client, document: Document, people: People) -> None:
    others = [factories.signed(people, patient=document.intake.patient).documents.get() for _ in range(2)]
    amend(people, others[0])
    void(people, others[1])
    assert answer(client, document.pk, document.sha256) == "genuine"


def test_the_page_tells_no_number_of_addenda(client: Client, document: Document, people: People) -> None:
    newest, pages = document, set()
    for _ in range(2):
        newest = amend(people, newest)
        pages.add(words(client.post(ADDRESS, {"document": document.pk, "sha256": document.sha256})))
    assert len(pages) == 1
    assert "CK normal" not in pages.pop()


def test_the_same_work_whether_it_is_known_or_not(client: Client, document: Document, people: People) -> None:
    counts = set()
    newest = void(people, amend(people, factories.signed(people, record_number="R-2").documents.get()))
    typed = [(document.pk, document.sha256), (document.pk, "0" * 64), ("0000-0000-0000", "0" * 64)]
    for number, sha256 in [*typed, (newest.pk, newest.sha256)]:
        with CaptureQueriesContext(connection) as queries:
            client.post(ADDRESS, {"document": number, "sha256": sha256})
        counts.add(len(queries))
    assert counts == {3}  # the documents of intakes and of referrals, and the notice at the foot of every page


@pytest.mark.parametrize("number", ["", "abc", "7K3M-9QTX-2B4U", "x" * 100, "\0" * 12, "\ud800" * 12])
def test_what_is_no_number(number: str, client: Client, db: None) -> None:
    typed = {"document": number.encode("utf-8", "replace").decode(), "sha256": "0" * 64}
    page = client.post(ADDRESS, typed)
    assert page.status_code == 422
    assert page.context["verdict"] is None
    assert error_beside(page, "document") or "id_document_error" in page.content.decode()


@pytest.mark.parametrize("sha256", ["", "abc", "g" * 64, "0" * 63, "0" * 65, "\u0660" * 64])
def test_what_is_no_hash(sha256: str, client: Client, db: None) -> None:
    page = client.post(ADDRESS, {"document": "0000-0000-0000", "sha256": sha256})
    assert page.status_code == 422
    assert page.context["verdict"] is None


# The command


def run(*args: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_document", *args, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue().strip()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue().strip()


def test_the_command_says_the_same(document: Document, tmp_path: Path) -> None:
    file, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    file.write_bytes(document.pdf)
    other.write_bytes(bytes(document.pdf) + b"\n")
    assert run(document.pk, str(file)) == (0, "genuine")
    assert run(document.pk, str(other)) == (1, "altered")
    assert run("0000-0000-0000", str(file)) == (1, "unknown")


def test_the_command_ends_otherwise_where_the_file_no_longer_counts(
    document: Document, people: People, tmp_path: Path
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(document.pdf)
    newest = amend(people, document)
    assert run(document.pk, str(file)) == (3, "genuine, but superseded by an addendum")
    void(people, newest)
    assert run(document.pk, str(file)) == (4, "void: do not use")
    assert "superseded by an addendum or an amendment; 4 where it is void" in Command.help


def test_the_command_refuses_what_is_no_input(document: Document, tmp_path: Path) -> None:
    assert run("abc", str(tmp_path))[0] == 2
    assert run(document.pk, str(tmp_path / "none.pdf"))[0] == 2
    assert run(document.pk)[0] == 2
    assert run()[0] == 2


def test_all_that_is_stored_is_looked_at(document: Document, people: People) -> None:
    assert run("--all") == (0, "1 documents, 0 altered")
    copy_without_record(actor=people.clinician, document=document, printer=lambda copied: b"%PDF")
    assert run("--all") == (0, "2 documents, 0 altered")
    triggers.take_down(connection, triggers.standing(connection))  # as somebody would who has the file of the database
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake_document SET sha256 = %s", ["0" * 64])
        cursor.execute("UPDATE intake_documentcopy SET sha256 = %s", ["0" * 64])
    of = f"ocument {document.pk}: altered\n"
    assert run("--all") == (1, f"D{of}Copy of d{of}2 documents, 2 altered")
    assert Intake.objects.get().is_frozen


def test_staff_keep_their_way_around_and_nobody_else_is_shown_it(client: Client, people: People) -> None:
    assert 'aria-label="Main"' not in client.get(ADDRESS).content.decode()
    client.force_login(people.clinician)
    assert 'href="/queue/"' in client.get(ADDRESS).content.decode()


# Letters of referrals


def test_a_letter_and_its_copy_are_genuine_until_they_are_amended_or_in_error(client: Client, people: People) -> None:
    referral = referring.signed(people)
    letter, copy = referral.documents.order_by("kind")
    for document in (letter, copy):
        assert answer(client, document.pk, document.sha256) == "genuine"
        assert answer(client, document.pk, "0" * 64) == "altered"
    assert answer(client, letter.pk, copy.sha256) == "altered"
    referral = amend_letter(
        actor=people.clinician,
        referral=referral,
        revision=referral.revision,
        letter=referral.letter,
        reason="The side was wrong",
        printer=referring.stand_in_pdf,
        **referring.SIGNER,
    )
    assert answer(client, letter.pk, letter.sha256) == "genuine, but superseded by an amendment"
    newest = referral.documents.filter(number=2, kind="letter").get()
    assert answer(client, newest.pk, newest.sha256) == "genuine"
    referring.change(people.clinician, referral, "entered_in_error")
    assert answer(client, newest.pk, newest.sha256) == "void: do not use"
    assert answer(client, newest.pk, "0" * 64) == "altered"


def test_a_letter_about_an_intake_that_is_void_is_void(client: Client, people: People) -> None:
    referral = referring.signed(people)
    letter = referral.documents.get(kind="letter")
    void(people, factories.sign(people.clinician, referral.intake).documents.get())
    assert answer(client, letter.pk, letter.sha256) == "void: do not use"


def test_the_command_knows_letters(people: People, tmp_path: Path) -> None:
    letter = referring.signed(people).documents.get(kind="letter")
    file = tmp_path / "a.pdf"
    file.write_bytes(letter.pdf)
    assert run(letter.pk, str(file)) == (0, "genuine")
    assert run("--all") == (0, "2 documents, 0 altered")
