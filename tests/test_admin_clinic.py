"""The clinic profile in the admin site: phone, e-mail and logo, and that what is signed keeps them as they were."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw, PngImagePlugin
from pypdf import PdfReader

from intake.actions.clinic import save_clinic
from intake.admin import logo_file
from intake.models import AuditEvent, ClinicProfile, Logo
from intake.stored.printing import document_pdf, draft_pdf
from tests import factories
from tests.factories import People
from tests.report.printed import printed
from tests.views.browser import form_with
from tests.views.pages import words

PAGE = "/admin/intake/clinicprofile/1/change/"


@pytest.fixture
def administrator(people: People) -> Client:
    User.objects.filter(pk=people.administrator.pk).update(is_staff=True)
    ClinicProfile(name="Riverside", address="1 Quay Street").save()
    client = Client()
    client.force_login(people.administrator)
    return client


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 100), mode: str = "RGB", **options: Any) -> bytes:
    drawn = Image.new(mode, size)
    ImageDraw.Draw(drawn).ellipse((10, 10, 80, 80), fill="red" if mode != "L" else 200)
    file = io.BytesIO()
    drawn.save(file, kind, **options)
    return file.getvalue()


def saved(client: Client, **typed: Any) -> Any:
    return client.post(PAGE, form_with(client.get(PAGE), "name") | typed)


def with_broken_exif() -> bytes:
    """A tag that holds a number has text in it, and the picture has to be turned."""
    about = Image.Exif()
    about[0x010E], about[0x0112] = "x" * 40, 6
    return picture("JPEG", exif=about).replace(b"\x01\x0e\x00\x02", b"\x01\x03\x00\x02")


def upload(content: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def text(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


# The logo


def test_the_profile_takes_phone_e_mail_and_logo(administrator: Client, people: People) -> None:
    given = {"phone": "01234 567", "email": "desk@riverside.example", "new_logo": upload(picture())}
    assert saved(administrator, **given).status_code == 302
    clinic = ClinicProfile.load()
    assert (clinic.phone, clinic.email) == ("01234 567", "desk@riverside.example")
    assert clinic.logo
    page = administrator.get(PAGE).content.decode()
    assert 'alt="Logo of Riverside"' in page
    assert AuditEvent.objects.filter(action="change", record_type="clinicprofile").count() == 1
    assert saved(administrator, phone="09876").status_code == 302
    assert ClinicProfile.load().logo == clinic.logo
    assert saved(administrator, remove_logo="on").status_code == 302
    assert ClinicProfile.load().logo is None
    assert Logo.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGB"), ("PNG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "L")],
)
def test_a_picture_is_made_anew_small_and_on_white(kind: str, mode: str) -> None:
    png = logo_file.printable_png(io.BytesIO(picture(kind, (2000, 500), mode)))
    with Image.open(io.BytesIO(png)) as made:
        assert (made.format, made.mode, made.size) == ("PNG", "RGB", (600, 150))
        if mode == "RGBA":
            assert made.getpixel((599, 149)) == (255, 255, 255)


def test_nothing_of_the_file_but_the_picture_is_kept() -> None:
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "Ada Lovelace")
    png = logo_file.printable_png(io.BytesIO(picture(pnginfo=about) + b"<script>alert(1)</script>"))
    assert b"Lovelace" not in png
    assert b"script" not in png
    assert png == logo_file.printable_png(io.BytesIO(picture()))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a picture", "This is no PNG or JPEG picture that can be read."),
        (picture()[:200], "This is no PNG or JPEG picture that can be read."),
        (with_broken_exif(), "This is no PNG or JPEG picture that can be read."),
        (picture("GIF"), "This is no PNG or JPEG picture that can be read."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is no PNG or JPEG picture that can be read."),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "This is no PNG or JPEG picture that can be read."),
        (picture(size=(5000, 5000), mode="1"), "The picture has more than 20 million pixels."),
        (picture(size=(11_000, 11_000), mode="1"), "The picture has more than 20 million pixels."),
        (bytes(2 * 1024 * 1024 + 1), "The file is larger than 2 MB."),
        (b"", "The submitted file is empty."),
    ],
    ids=["text", "cut off", "broken EXIF", "gif", "svg", "postscript", "many pixels", "a bomb", "large", "empty"],
)
def test_what_is_no_picture_to_print_is_refused(content: bytes, said: str, administrator: Client) -> None:
    page = saved(administrator, new_logo=upload(content))
    assert page.status_code == 200
    assert said in words(page)
    assert not Logo.objects.exists()


def test_the_paper_is_chosen_there(administrator: Client) -> None:
    assert ClinicProfile.load().paper == "A4"
    assert saved(administrator, paper="A5").status_code == 200
    assert saved(administrator, paper="Letter").status_code == 302
    assert ClinicProfile.load().paper == "Letter"


# On paper


def change(people: People, **to: Any) -> None:
    clinic = ClinicProfile.load()
    logo = to.pop("logo", None)
    for name, value in to.items():
        setattr(clinic, name, value)
    save_clinic(actor=people.administrator, clinic=clinic, logo=logo)


def test_a_signed_document_keeps_the_letterhead_of_its_day(people: People) -> None:
    reach = {"phone": "01234 567", "email": "desk@riverside.example"}
    logo = logo_file.printable_png(io.BytesIO(picture()))
    change(people, name="Riverside", logo=logo, **reach)
    done = factories.signed(people, printer=document_pdf)
    document = done.documents.get()
    for said in ("Riverside", "Phone 01234 567", "E-mail desk@riverside.example"):
        assert said in " ".join(text(document.pdf).split())
    assert len(PdfReader(io.BytesIO(document.pdf)).pages[0].images) == 1
    change(people, name="Hillside", phone="", email="", logo=b"")
    assert document_pdf(document) == bytes(document.pdf)
    fresh = draft_pdf(done.current.version, done.patient, "0a1b")  # type: ignore[union-attr]
    assert "Hillside" in text(fresh)
    assert "Phone" not in text(fresh).split("Record number")[0]
    assert not PdfReader(io.BytesIO(fresh)).pages[0].images


def test_the_paper_is_that_of_the_clinic_and_of_what_is_signed_that_of_its_day(people: People) -> None:
    change(people, paper="Letter")
    done = factories.signed(people, printer=document_pdf)
    change(people, paper="A4")
    document = done.documents.get()
    assert document_pdf(document) == bytes(document.pdf)
    draft = draft_pdf(done.current.version, done.patient, "0a1b")  # type: ignore[union-attr]
    assert [round(PdfReader(io.BytesIO(pdf)).pages[0].mediabox.width) for pdf in (document.pdf, draft)] == [612, 595]


def test_a_letterhead_signed_before_these_were_kept_is_printed_without_them(people: People) -> None:
    done = factories.signed(people)
    signature = done.signature
    signature.letterhead = {key: signature.letterhead[key] for key in ("clinic", "address", "emergency", "time_zone")}
    document = done.documents.get()
    document.intake.signature = signature
    assert "Clinic" in text(document_pdf(document))


def test_the_logo_stands_within_its_room_and_is_read_by_its_name() -> None:
    """Wide, tall, tiny; the first page stays complete beside each."""
    from tests.report.checkers import all_faults
    from tests.report.printed import CLINIC

    for size in ((600, 20), (20, 600), (4, 4), (600, 180)):
        logo = logo_file.printable_png(io.BytesIO(picture(size=size)))
        sender = type(CLINIC)(CLINIC.clinic, CLINIC.address, CLINIC.emergency, "01234", "a@b.example", logo)
        shown = printed(factories.example("V04"), letterhead=sender)
        assert len(shown.pages) == len(printed(factories.example("V04")).pages)
    assert all_faults(shown.pdf) == []
    assert b"/Image" in shown.pdf
