"""Every face of a stored clinic, opened with Django's test client as whoever it is for. ``test_releases`` starts it:

    python manage.py shell --no-imports --command "from tests.stored import faces; faces.main('release_0_9_2')"

It runs in a process of its own, since the clinic is an SQLite file, whatever database the tests themselves stand on.
For each page it prints a line of JSON. It goes by addresses, links and models alone, so that the product can be
re-arranged.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import re
import tempfile
import traceback
import uuid
from collections.abc import Callable, Iterator
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from intake.actions import throttle
from intake.clinical.rules.handouts import HANDOUTS
from intake.models import Alert, AnswerVersion, ClinicProfile, Document, FollowUp, Intake, Patient
from intake.stored.printing import LAYOUT, document_pdf
from tests import sent_forms
from tests.lanes import handful
from tests.views.pages import one_line, words

from .releases import HERE, Release
from .told import told

OK, ELSEWHERE = 200, 302
DESK, CLINICIAN, LEAD, ADMINISTRATOR, NOBODY = "Front desk", "Clinician", "Clinical lead", "Administrator", "nobody"
PRIVACY = "Privacy officer"
QUERY = r"\?[^\"]*"
PART = r"/review/[0-9a-f-]+/\d+/part/[a-z]+/\d+/"
NOT_READABLE = "not readable"
"""What no face says of what is stored."""
MARKUP = "<script>alert("
"""Typed by people of the stored clinics: text, and no markup of a page."""


class Site:
    """Somebody of each role is signed in."""

    def __init__(self, release: Release, *, everything: bool = False) -> None:
        self.manifest, self.everything = release.manifest, everything
        self.face, self.opened = "", set[str]()
        sign_ins = self.manifest["sign_ins"].items()
        self.clients = {NOBODY: Client(SERVER_NAME="localhost")} | {
            role: self._signed_in(username) for role, username in sign_ins
        }

    def _signed_in(self, username: str) -> Client:
        client = Client(SERVER_NAME="localhost")
        client.post(reverse("sign-in"), {"username": username, "password": self.manifest["password"]})
        return client

    def open(self, role: str, address: str, whose: str = "", *, status: int = OK, sent: Any = None) -> HttpResponse:
        """Open a page, or send its form, and tell what is wrong with it."""
        client, wrong, response = self.clients[role], "", HttpResponse()
        try:
            response = client.get(address) if sent is None else client.post(address, sent)
            if response.status_code != status:
                wrong = f"status {response.status_code}"
            else:
                content = b"".join(response) if response.streaming else response.content
                wrong = self._wrong(response["Content-Type"].partition(";")[0], content)
            self.opened.add(response.resolver_match.url_name)  # type: ignore[attr-defined]
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            wrong = f"{type(error).__name__}: {error} ({Path(last.filename).name}, line {last.lineno})"
        self.tell(address, wrong, role=role, whose=whose)
        return response

    def _wrong(self, content_type: str, content: bytes) -> str:
        if content_type == "application/pdf":
            return self._wrong_pdf(content)
        if content_type in ("text/plain", "text/csv"):  # nothing in it is markup
            return f"says {NOT_READABLE!r}" if NOT_READABLE in content.decode() else ""
        return self._wrong_html(content)

    def _wrong_html(self, content: bytes) -> str:
        said = content.decode()
        return ", ".join(f"says {never!r}" for never in (NOT_READABLE, MARKUP) if never in said)

    def _wrong_pdf(self, content: bytes) -> str:
        """Its text is read only where there is time for it."""
        if not (content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")):
            return "is no PDF"
        pages = PdfReader(io.BytesIO(content)).pages if self.everything else ()
        said = " ".join(page.extract_text() for page in pages)
        return f"says {NOT_READABLE!r}" if NOT_READABLE in " ".join(said.split()) else ""

    def tell(self, page: str, wrong: str, *, role: str = "", whose: str = "") -> None:
        print(json.dumps({"face": self.face, "role": role, "page": page, "whose": whose, "wrong": wrong}))  # noqa: T201

    def run(self, *command: str, says: str) -> None:
        """A command of ``manage.py``, and what it must say."""
        out = io.StringIO()
        try:
            call_command(*command, stdout=out)
        except (CommandError, SystemExit) as error:
            out.write(f" (ends with {error})")
        wrong = "" if re.search(says, out.getvalue()) else f"says {out.getvalue()!r}"
        self.tell(" ".join(command), wrong)

    def show(self, face: Callable[[Site], None]) -> None:
        """A face that breaks down is told, and the others follow."""
        self.face = face.__name__
        try:
            face(self)
        except Exception:
            self.tell(self.face, traceback.format_exc())

    # What is stored

    @cached_property
    def intakes(self) -> list[Intake]:
        """Of worked cases a few, unless everything is to be opened."""
        chosen = Intake.objects.select_related("patient").order_by("started_at", "pk")
        return [intake for intake in chosen if self._is_chosen(intake.patient)]

    @cached_property
    def few(self) -> list[Intake]:
        """So few of them that every kind is there, for pages that most of them would open alike."""
        return self.intakes if self.everything else handful(self.intakes, self._kinds)

    @property
    def drafts(self) -> list[Intake]:
        return [intake for intake in self.few if intake.is_draft]

    @cached_property
    def people(self) -> list[Patient]:
        return list({intake.patient_id: intake.patient for intake in self.few}.values())

    @cached_property
    def versions(self) -> list[AnswerVersion]:
        ids = [intake.pk for intake in self.intakes]
        chosen = AnswerVersion.objects.filter(intake__in=ids).select_related("intake__patient")
        return list(chosen.order_by("pk"))

    def _kinds(self, intake: Intake) -> Iterator[tuple[str, Any]]:
        """What makes a stored intake unlike others: how far it came, of whom it is, what was found and done."""
        patient, row = intake.patient, intake.current
        yield from {"state": intake.state, "call": intake.call, "malformed": bool(intake.malformed)}.items()
        yield from {"sex": patient.sex_at_birth, "born": bool(patient.date_of_birth)}.items()
        yield from {"plain": patient.family_name.isascii(), "visits": min(patient.intakes.count(), 3)}.items()
        yield from {"again": intake.versions.count() > 1, "assessed": (intake.state, bool(row))}.items()
        yield from (("alert", kind) for kind in intake.alerts.values_list("kind", flat=True))
        yield from (("document", status) for status in intake.documents.values_list("status", flat=True))
        yield from (("follow-up", state) for state in patient.follow_ups.values_list("state", flat=True))
        if row:
            yield from ((name, getattr(row, name)) for name in ("tier", "scope", "mood_screen", "combined_level"))
        if patient.record_number in self.manifest["worked_cases_always_opened"]:
            yield "case", patient.record_number

    def _is_chosen(self, patient: Patient) -> bool:
        record, worked = patient.record_number, self.manifest["worked_cases"]
        return self.everything or not record.startswith(worked) or record in self.manifest["worked_cases_always_opened"]


def whose(intake: Intake, number: int | str = "") -> str:
    return f"{intake.patient.record_number}, {intake.state}{f', version {number}' if number else ''}"


def links(response: HttpResponse, pattern: str) -> list[str]:
    """The addresses on a page that match, in their order."""
    found = re.findall(rf'href="({pattern})"', response.content.decode())
    return [unescape(address) for address in dict.fromkeys(found)]


# The front desk


def desk(site: Site) -> None:
    for name in (
        "desk",
        "desk-board",
        "discarded",
        "appointment-new",
        "appointment-list",
        "paper-form",
        "patient-new",
        "password",
        "confirm",
    ):
        site.open(DESK, reverse(name))
    for patient, search in _searches(site):
        found = site.open(DESK, reverse("desk"), patient.record_number, sent=search)
        known = reverse("patient", args=[patient.pk]) in found.content.decode()
        site.tell(reverse("desk"), "" if known else f"does not find {search}", whose=patient.record_number)


def _searches(site: Site) -> Iterator[tuple[Patient, dict[str, Any]]]:
    """By record number, or by a name that is not written in plain letters."""
    yield site.people[0], {"person": site.people[0].record_number.lower()}
    for patient in site.people:
        born = patient.date_of_birth
        if born and not re.fullmatch("[A-Za-z0-9-]+", patient.family_name):
            yield patient, {"person": f"{patient.family_name.upper()} {born:%d/%m/%Y}"}


def people(site: Site) -> None:
    for patient in site.people:
        site.open(DESK, reverse("patient", args=[patient.pk]), patient.record_number)
        for name in ("patient-details", "patient-merge", "appointment-for"):
            site.open(DESK, reverse(name, args=[patient.pk]), patient.record_number)


def intakes(site: Site) -> None:
    for intake in site.few:
        for name in ("intake", "intake-call"):
            site.open(DESK, reverse(name, args=[intake.pk]), whose(intake))
        if intake.versions.exists() and not intake.is_closed:
            site.open(DESK, reverse("intake-answers", args=[intake.pk]), whose(intake))
        if intake.allows("move_intake"):
            site.open(DESK, reverse("intake-move", args=[intake.pk]), whose(intake))
        if intake.allows("discard_draft"):
            site.open(DESK, reverse("intake-discard", args=[intake.pk]), whose(intake))


def drafts(site: Site) -> None:
    """Each section that the overview leads to, the check before submitting, and the form on paper."""
    for intake in site.drafts:
        for address in _sections(site, intake):
            site.open(DESK, address, whose(intake))
        site.open(DESK, reverse("intake-check", args=[intake.pk]), whose(intake))
        site.open(DESK, reverse("intake-paper-form", args=[intake.pk]), whose(intake))


def _sections(site: Site, intake: Intake) -> list[str]:
    overview = site.open(DESK, reverse("intake", args=[intake.pk]), whose(intake))
    check = reverse("intake-check", args=[intake.pk])
    found = [address for address in links(overview, rf"/intakes/{intake.pk}/[a-z_-]+/") if address != check]
    site.tell(check, "" if found else "no section is reached from the overview", whose=whose(intake))
    return found


def private(site: Site) -> None:
    """The screen goes to the person and comes back."""
    for intake in site.drafts:
        site.open(DESK, reverse("hand-over", args=[intake.pk]), whose(intake), status=ELSEWHERE, sent={})
        first = site.open(DESK, reverse("private", args=[intake.pk]), whose(intake), status=ELSEWHERE)
        site.open(DESK, first.get("Location", "/"), whose(intake))
        site.open(DESK, reverse("private-done", args=[intake.pk]), whose(intake))
        site.open(DESK, reverse("take-back", args=[intake.pk]), whose(intake))
        password = {"password": site.manifest["password"]}
        site.open(DESK, reverse("take-back", args=[intake.pk]), whose(intake), status=ELSEWHERE, sent=password)
        site.open(DESK, reverse("hand-over-state", args=[intake.pk]), whose(intake))
        site.open(DESK, reverse("hand-over-end", args=[intake.pk]), whose(intake), status=ELSEWHERE, sent={})
        # From before it was kept what was answered alone: now that a screen was out, each private answer is closed.
        closed = sorted(Intake.objects.get(pk=intake.pk).in_private.given)
        address = reverse("private-answer", args=[intake.pk, closed[0] if closed else "phq.q9"])
        site.open(DESK, address, whose(intake), **({} if closed else {"status": ELSEWHERE}))


# The clinician


def queue(site: Site) -> None:
    """Each state to its last page, and narrowed down in each way."""
    first, seen = reverse("queue"), set[str]()

    def follow(page: HttpResponse, depth: int) -> None:
        for query in links(page, QUERY):
            if query not in seen and (depth or "page=" in query):
                seen.add(query)
                follow(site.open(CLINICIAN, first + query), depth - bool(depth))

    follow(site.open(CLINICIAN, first), 2 if site.everything else 1)
    site.tell(first, "" if any("state=" in query for query in seen) else "no link leads to another state")
    for patient, search in _searches(site):
        site.open(CLINICIAN, first, patient.record_number, sent=search)


def alerts(site: Site) -> None:
    for role, name in itertools.product((CLINICIAN, LEAD), ("alerts", "alerts-count", "alerts-times")):
        site.open(role, reverse(name))


def review(site: Site) -> None:
    for version in site.versions:
        intake = version.intake
        address = reverse("review-version", args=[intake.pk, version.number])
        page = site.open(CLINICIAN, address, whose(intake, version.number))
        if version.number > 1:
            site.open(CLINICIAN, reverse("review", args=[intake.pk]), whose(intake))
        if site.everything or intake in site.few:
            _parts(site, version, page)


def _parts(site: Site, version: AnswerVersion, page: HttpResponse) -> None:
    """What comes when a fold is opened: daily one of each kind. With all of them, nothing is lost that is stored."""
    who = whose(version.intake, version.number)
    shown, opened, found = [page.content.decode()], set[str](), links(page, PART)
    while found:
        address = found.pop()
        kind = address.split("/")[-3]
        known = opened if site.everything else {before.split("/")[-3] for before in opened}
        if (address if site.everything else kind) in known:
            continue
        opened.add(address)
        part = site.open(CLINICIAN, address, who)
        found += links(part, PART)
        shown.append(part.content.decode())
    if site.everything:
        text = words("".join(shown))
        lost = [each for each in told(version.assessment) if one_line(each) not in text]
        site.tell(
            "parts of the review", f"lacks {lost[:3]}" if lost else "", whose=whose(version.intake, version.number)
        )


def since_last_time(site: Site) -> None:
    """Each beside the person's intake before it, where there is one."""
    for intake in site.few:
        if intake.current_id:
            site.open(CLINICIAN, reverse("review-since", args=[intake.pk]), whose(intake))


def complete(site: Site) -> None:
    for intake in site.few:
        if intake.current_id and not intake.is_frozen:
            site.open(CLINICIAN, reverse("review-complete", args=[intake.pk]), whose(intake))


def correct(site: Site) -> None:
    """Each section of what a clinician may correct, and the note that sends it back: daily of one in each state."""
    chosen = site.intakes if site.everything else {intake.state: intake for intake in site.intakes}.values()
    for intake in chosen:
        if not intake.allows("correct_intake"):
            continue
        last = intake.versions.count()
        page = site.open(CLINICIAN, reverse("review-part", args=[intake.pk, last, "answers", 0]), whose(intake))
        found = links(page, rf"/review/{intake.pk}/correct/[a-z_-]+/")
        site.tell(page.request["PATH_INFO"], "" if found else "no section is reached", whose=whose(intake))  # type: ignore[attr-defined]
        for address in found:
            site.open(CLINICIAN, address, whose(intake))
        if intake.allows("send_back"):
            for name in ("review-send-back", "review-in-error"):
                site.open(CLINICIAN, reverse(name, args=[intake.pk]), whose(intake))


def summary(site: Site) -> None:
    for version in site.versions:
        alike = ["summary-text", "summary-copy"] if version.intake in site.few else []
        for name in ("summary-pdf", *alike):
            address = reverse(name, args=[version.intake_id, version.number])
            site.open(CLINICIAN, address, whose(version.intake, version.number))


def sign(site: Site) -> None:
    """Where it can be signed, amended or declared void, and a letter made of it."""
    for intake in site.few:
        signed = ["review-addendum", "review-void", "refer"]
        names = {Intake.State.SUBMITTED: ["review-sign", "refer"], Intake.State.SIGNED: signed}
        for name in names.get(Intake.State(intake.state), []):
            site.open(CLINICIAN, reverse(name, args=[intake.pk]), whose(intake))


def documents(site: Site) -> None:
    """The bytes that were stored, which anybody can verify."""
    for listed in site.manifest["documents"]:
        page = reverse("document", args=[listed["id"]])
        handed_out = site.open(CLINICIAN, page).content
        sha256 = hashlib.sha256(handed_out).hexdigest()
        stored = Document.objects.get(pk=listed["id"])
        same = bytes(stored.pdf) == handed_out and sha256 == stored.sha256 == listed["sha256"]
        kept = (stored.status, stored.number) == (listed["status"], listed["number"])
        site.tell(page, "" if same and kept else "is not what was stored", whose=whose(stored.intake))
        _made_again(site, stored)
        if stored.layout != LAYOUT:
            site.open(CLINICIAN, reverse("document-copy", args=[stored.pk]), status=ELSEWHERE, sent={})
        verdict = _verdict(stored)
        checked = site.open(NOBODY, reverse("check-document"), sent={"document": listed["id"], "sha256": sha256})
        site.tell(
            reverse("check-document"),
            "" if f"<strong>{verdict}</strong>" in checked.content.decode() else f"does not say {verdict!r}",
        )
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, f"{listed['id']}.pdf")
            file.write_bytes(handed_out)
            site.run("verify_document", listed["id"], str(file), says=f"(?im)^{verdict}$")
    site.run("verify_document", "--all", says=rf"{len(site.manifest['documents'])} documents, 0 altered")


def _verdict(stored: Document) -> str:
    """As the page says it."""
    later = stored.intake.documents.filter(number__gt=stored.number, status="AMENDED").exists()
    if stored.intake.state == Intake.State.VOID:
        return "Void: do not use"
    return "Genuine, but superseded by an addendum" if later else "Genuine"


def _made_again(site: Site, stored: Document) -> None:
    """The same bytes; but of an earlier layout only what is stored is that document, and nothing prints it any more."""
    again = stored.layout != LAYOUT or document_pdf(stored) == bytes(stored.pdf)
    site.tell(stored.pk, "" if again else "is another file when it is made again", whose=whose(stored.intake))


def _copied(site: Site, made: Document) -> None:
    """Without the record, it is genuine under the same number."""
    page = reverse("document-copy", args=[made.pk])
    sha256 = hashlib.sha256(site.open(CLINICIAN, page, whose(made.intake), sent={}).content).hexdigest()
    checked = site.open(NOBODY, reverse("check-document"), sent={"document": made.pk, "sha256": sha256})
    site.tell(page, "" if b"<strong>Genuine</strong>" in checked.content else "says it is not genuine")


def handouts(site: Site) -> None:
    """What an earlier release left is given one, before its signature or after; the page of each opens for anybody."""
    for name in HANDOUTS:
        site.open(NOBODY, reverse("handout", args=[name]))
        site.open(LEAD, reverse("handout-pdf", args=[name]), status=OK if _has_phone() else ELSEWHERE)
    ClinicProfile.objects.update_or_create(pk=1, defaults={"phone": "020 7946 0123"})
    for intake in {intake.state: intake for intake in site.intakes if intake.current_id}.values():
        address = reverse("review-handouts", args=[intake.pk])
        site.open(CLINICIAN, address, whose(intake))
        if intake.allows("give_handouts"):
            form = {"handouts": ["foot-care"], "how": "printed", "with_name": "on", "token": str(uuid.uuid4())}
            site.open(CLINICIAN, address, whose(intake), status=ELSEWHERE, sent=form)
            site.open(CLINICIAN, reverse("handout-given", args=[intake.handouts.get().pk]), whose(intake))
            site.open(CLINICIAN, reverse("review", args=[intake.pk]), whose(intake))


def _has_phone() -> bool:
    return bool(ClinicProfile.load().phone)


def over_time(site: Site) -> None:
    for patient in site.people:
        site.open(CLINICIAN, reverse("person", args=[patient.pk]), patient.record_number)


def follow_up(site: Site) -> None:
    site.open(CLINICIAN, reverse("referrals"))
    site.open(CLINICIAN, reverse("referral-states"))
    site.open(DESK, reverse("desk-referrals"))
    site.open(CLINICIAN, reverse("follow-up"))
    page = site.open(CLINICIAN, f"{reverse('follow-up')}?when=later")
    for further in links(page, QUERY):
        site.open(CLINICIAN, reverse("follow-up") + further)
    rows = list(FollowUp.objects.filter(patient__in=site.people).select_related("patient"))
    chosen = rows if site.everything else handful(rows, lambda row: [("state", row.state), ("step", row.step[0])])
    for row in chosen:
        for name in ("follow-up-close", "follow-up-hand"):
            site.open(CLINICIAN, reverse(name, args=[row.pk]), row.patient.record_number)


# Those who answer for the rules, administrators, and the command line


def rules(site: Site) -> None:
    for role, name in itertools.product((CLINICIAN, LEAD, ADMINISTRATOR), ("rule-set-approval", "rule-book")):
        site.open(role, reverse(name))
    site.open(LEAD, reverse("confirmations"))
    for weeks in ("4", "12", "52"):
        site.open(LEAD, f"{reverse('service-view')}?weeks={weeks}")


def admin(site: Site) -> None:
    """Every list, and the first few rows of each."""
    lists = links(site.open(ADMINISTRATOR, reverse("admin:index")), r"/admin/[a-z]+/[a-z]+/")
    site.tell(reverse("admin:index"), "" if lists else "leads to no list")
    for listed in lists:
        changelist = site.open(ADMINISTRATOR, listed)
        for row in links(changelist, rf"{listed}[^/]+/change/")[:3]:
            site.open(ADMINISTRATOR, row)
    for page in ("admin:auth_user_add", "admin:intake_clinicprofile_changelist"):
        site.open(ADMINISTRATOR, reverse(page))


def second_factor(site: Site) -> None:
    """Of whoever has none yet: what changes one leads to where one is set up."""
    for name in ("factors", "authenticator", "passkey-new"):
        site.open(DESK, reverse(name))
    for name in ("second-step", "factor-confirm", "recovery-codes", "passkey-remove"):
        site.open(DESK, reverse(name), status=ELSEWHERE)
    site.open(LEAD, reverse("factor-resets"))
    for name in ("single-sign-on", "single-sign-on-back"):
        site.open(NOBODY, reverse(name), status=422)


def privacy(site: Site) -> None:
    """That release knew no privacy officer: one is taken on."""
    officer = User.objects.create_user("privacy-officer")
    officer.groups.add(Group.objects.get(name=PRIVACY))
    site.clients[PRIVACY] = Client(SERVER_NAME="localhost")
    site.clients[PRIVACY].force_login(officer)
    site.open(PRIVACY, reverse("privacy"))
    about = [("privacy-person", patient.pk) for patient in site.people[:3]]
    about += [("privacy-user", pk) for pk in User.objects.values_list("pk", flat=True)]
    for name, pk in about:
        site.open(PRIVACY, reverse(name, args=[pk]))
        site.open(PRIVACY, reverse(f"{name}-csv", args=[pk]))


def everybody(site: Site) -> None:
    for name in ("sign-in", "health", "healthz", "readyz", "check-document"):
        site.open(NOBODY, reverse(name))
    site.open(ADMINISTRATOR, reverse("status"))
    site.open(NOBODY, reverse("set-password", args=["MQ", "no-such-token"]))
    for role in site.manifest["sign_ins"]:
        site.open(role, reverse("home"), status=ELSEWHERE)


def commands(site: Site) -> None:
    """The triggers that keep what is signed are up; and the rules of today read all answers and all results."""
    site.run("check", "--database", "default", "--fail-level", "WARNING", says="no issues")
    site.run("audit", "verify", says="audit events are as they were written")
    site.run("replay", "--all-versions", says=rf"Compared {site.manifest['versions']}: .* not readable 0\.")


def sign_today(site: Site) -> None:
    """What that release left unsigned is signed with this one: one with scores over time, one of a worked case."""
    waiting = [intake for intake in site.intakes if intake.state == Intake.State.SUBMITTED]
    free = [intake for intake in waiting if not Alert.objects.filter(Alert.OPEN, intake=intake).exists()]
    free.sort(key=lambda intake: -intake.patient.intakes.count())
    for intake in free if site.everything else (free[0], free[-1]):
        # Signing waits where that release left a corrected birth date or sex out of the assessment.
        again = reverse("review-assess-again", args=[intake.pk])
        site.open(CLINICIAN, again, whose(intake), status=ELSEWHERE, sent={"again": "1"})
        if Alert.objects.filter(Alert.OPEN, intake=intake).exists():
            continue  # raised by that: it has to be acknowledged first
        address = reverse("review-sign", args=[intake.pk])
        form = _filled_in(site.open(CLINICIAN, address, whose(intake)), site.manifest["password"])
        site.open(CLINICIAN, address, whose(intake), status=ELSEWHERE, sent=form)
        site.open(CLINICIAN, reverse("review", args=[intake.pk]), whose(intake))
        made = Document.objects.filter(intake=intake).first()
        site.tell(address, "" if made else "made no document", whose=whose(intake))
        if made:
            _made_again(site, made)
            site.open(CLINICIAN, reverse("document", args=[made.pk]), whose(intake))
            _copied(site, made)
    site.run("verify_document", "--all", says="0 altered")


def reassess_today(site: Site) -> None:
    """What that release assessed is assessed again: the same answers make one version more."""
    waiting = Intake.objects.filter(pk__in=[intake.pk for intake in site.intakes], state=Intake.State.SUBMITTED)
    for intake in waiting if site.everything else waiting[:1]:
        before, address = intake.versions.count(), reverse("review-reassess", args=[intake.pk])
        site.open(CLINICIAN, address, whose(intake), status=ELSEWHERE, sent={"token": str(uuid.uuid4())})
        site.tell(address, "" if intake.versions.count() == before + 1 else "made no version", whose=whose(intake))
        site.open(CLINICIAN, reverse("review", args=[intake.pk]), whose(intake))


def _filled_in(page: HttpResponse, password: str) -> dict[str, str]:
    """The form of a page: what it holds already, the password, and a word in each field to type into."""
    form = {}
    for tag, named in re.findall(r'<((?:input|textarea)\b[^>]*?\bname="([^"]+)"[^>]*)>', page.content.decode()):
        value = re.search(r'value="([^"]*)"', tag)
        form[named] = password if named == "password" else unescape(value[1]) if value else "Said today"
    return form


FACES: dict[str, Callable[[Site], None]] = {
    face.__name__: face
    for face in (
        *(desk, people, intakes, drafts, private),
        *(queue, alerts, review, since_last_time, complete, correct, summary, sign, documents, over_time, follow_up),
        *(rules, admin, second_factor, privacy, everybody, commands, handouts, sign_today, reassess_today),
    )
}
BY_THE_DAY = (alerts, follow_up)
"""What looks back or ahead some weeks: opened also on the day after that release was frozen."""


def without_haste(minutes: int = 1_000_000) -> None:
    """Every page is opened as fast as it comes, and on other days than the sign-in: nothing locks, and nobody waits."""
    settings.IDLE_MINUTES = settings.FRESH_MINUTES = settings.HAND_OVER_IDLE_MINUTES = minutes
    throttle.LIMITS.update(dict.fromkeys(throttle.LIMITS, throttle.Limit(at_once=minutes, every=0.001)))


def main(release: str, *, everything: bool = False) -> None:
    sent_forms.as_browsers_send_them()
    without_haste()
    site = Site(Release(HERE / release), everything=everything)
    with time_machine.travel(site.manifest["afterwards"]):
        for face in BY_THE_DAY:
            site.show(face)
    for face in FACES.values():
        site.show(face)
    names = {name for name in _names() if name not in site.opened}
    print(json.dumps({"never opened": sorted(names)}))  # noqa: T201


def _names() -> Iterator[str]:
    """Of every address of the site but the admin's."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace != "admin":
            yield from (str(pattern.name) for pattern in entry.url_patterns)
        elif isinstance(entry, URLPattern):
            yield str(entry.name)
