"""Two web processes on one PostgreSQL: whichever answers, it is the same site. And of two watchers one mails."""

from __future__ import annotations

import datetime
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import cycle
from pathlib import Path
from threading import Barrier
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from intake.models import Alert, AnswerVersion, AuditEvent, ClinicProfile, Intake, Signature
from intake.roles import CLINICIAN
from tests import factories, second_factor
from tests.factories import PASSWORD, People
from tests.views.browser import form_with

pytestmark = pytest.mark.postgresql
ROOT = Path(__file__).resolve().parent.parent


class Page(NamedTuple):
    status_code: int
    content: bytes
    where: str


class Both:
    """Somebody's browser, whose requests reach the one process and the other in turns."""

    def __init__(self, ports: list[int], user: User) -> None:
        self._ports, self._cookies = cycle(ports), SimpleCookie[str]()
        client = Client()
        client.force_login(user)
        session = client.session
        session["second_factor"] = {"by": "code", "at": int(time.time())}
        session.save()
        self._cookies.load({"sessionid": client.cookies["sessionid"].value, "csrftoken": uuid.uuid4().hex})

    def get(self, path: str) -> Page:
        return self._send("GET", path)

    def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> Page:
        token = {"csrfmiddlewaretoken": self._cookies["csrftoken"].value}
        return self._send("POST", path, urlencode((fields or {}) | token, doseq=True), **headers)

    def _send(self, method: str, path: str, body: str | None = None, **headers: str) -> Page:
        own = {
            "Cookie": "; ".join(f"{name}={each.value}" for name, each in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with_port = HTTPConnection("127.0.0.1", next(self._ports), timeout=60)
        with_port.request(method, path, body, own | headers)
        answer = with_port.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.load(cookie)
        with_port.close()
        return Page(answer.status, content, answer.getheader("Location") or "")


def environment() -> dict[str, str]:
    """Of a program on the database of this test."""
    at = connection.settings_dict
    server = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}@{at['HOST']}:{at['PORT'] or 5432}"
    return os.environ | {"CLINIC_MODE": "test", "DATABASE_URL": f"postgres://{server}/{at['NAME']}"}


@pytest.fixture(scope="module")
def ports(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[int]]:
    """Two processes. They look at nothing until they are asked."""
    free = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    found = [each.getsockname()[1] for each in free]
    for each in free:
        each.close()
    log = (tmp_path_factory.mktemp("two") / "log").open("wb")
    command = [sys.executable, "-m", "gunicorn", "tests.two_processes_app", "--threads", "4"]
    processes = [
        subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=environment(), stdout=log, stderr=log)
        for port in found
    ]
    for port in found:
        _wait(port)
    yield found
    for process in processes:
        process.terminate()
        process.wait()
    log.close()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("it does not listen")


@pytest.fixture
def everybody(transactional_db: None, ports: list[int]) -> People:
    return factories.people()


def test_a_draft_is_filled_in_across_both(everybody: People, ports: list[int]) -> None:
    """What one has saved the other knows; a page that does not is told, and overwrites nothing."""
    desk = Both(ports, everybody.front_desk)
    draft = factories.draft(everybody.front_desk, factories.example("V01"))
    form = form_with(desk.get(f"/intakes/{draft.pk}/mood/"), "revision")
    for place in range(4):
        changed = {"phq-q1": [str(place % 3)], "revision": [str(draft.revision + place)]}
        saved = desk.post(f"/intakes/{draft.pk}/mood/", form | changed, **{"HX-Request": "true"})
        assert (saved.status_code, b"Saved" in saved.content) == (200, True)
    other_page = form | {"phq-q1": ["3"], "page": [uuid.uuid4().hex], "revision": [str(draft.revision)]}
    assert desk.post(f"/intakes/{draft.pk}/mood/", other_page, **{"HX-Request": "true"}).status_code == 409


@pytest.mark.exhaustive
def test_it_is_handed_over_submitted_claimed_and_signed_across_both(everybody: People, ports: list[int]) -> None:
    desk = Both(ports, everybody.front_desk)
    draft = factories.draft(everybody.front_desk, factories.example("V01"))
    # Handed over by one, and so at the other: the person's pages, and no other.
    assert desk.post(f"/intakes/{draft.pk}/hand-over/").status_code == 302
    for _ in range(2):
        assert f"/intakes/{draft.pk}/private/" in desk.get("/desk/").where
    for _ in range(2):
        wrong = desk.post(f"/intakes/{draft.pk}/take-back/", {"password": "not it at all"})
        assert wrong.status_code == 422
    assert Intake.objects.get(pk=draft.pk).take_back_tries == 2
    assert desk.post(f"/intakes/{draft.pk}/take-back/", {"password": PASSWORD}).status_code == 302
    for _ in range(2):
        assert desk.get("/desk/").status_code == 200

    # Sent to both, it is submitted once.
    draft.refresh_from_db()
    sent = {"revision": draft.revision, "token": uuid.uuid4()}
    assert [desk.post(f"/intakes/{draft.pk}/check/", sent).status_code for _ in range(2)] == [302, 302]
    assert AnswerVersion.objects.filter(intake=draft).count() == 1

    colleague = factories.user("second-clinician", CLINICIAN)
    clinician, other = (Both(ports, user) for user in (everybody.clinician, colleague))
    assert clinician.post(f"/review/{draft.pk}/claim/").status_code == 302
    other.get("/queue/")  # so that the process that did not take the first claim answers next
    other.post(f"/review/{draft.pk}/claim/")
    assert Intake.objects.get(pk=draft.pk).claimed_by == everybody.clinician
    page = clinician.get(f"/review/{draft.pk}/sign/")
    signing = form_with(page, "role") | {"nothing_decided": "on", "password": PASSWORD, "same_words": "Next visit"}
    assert [clinician.post(f"/review/{draft.pk}/sign/", signing).status_code for _ in range(2)] == [302, 302]
    assert Signature.objects.get().signed_by == everybody.clinician
    numbers = list(AuditEvent.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("kind", ["authenticator", "recovery"])
def test_a_code_sent_to_both_at_once_is_taken_once(kind: str, everybody: People, ports: list[int]) -> None:
    user = everybody.clinician
    key = second_factor.set_up(user)
    code = second_factor.code_of(key) if kind == "authenticator" else second_factor.recovery_codes(user)[0]
    browsers = [Both(ports[place:] + ports[:place], user) for place in (0, 1)]
    for browser in browsers:
        _forget_factor(browser)
    together = Barrier(2)

    def send(browser: Both) -> int:
        together.wait()
        return browser.post("/second-step/", {"code": code, "way": kind}).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(send, browsers)) == [302, 422]


def _forget_factor(browser: Both) -> None:
    from intake.sessions import SessionStore

    session = SessionStore(browser._cookies["sessionid"].value)
    del session["second_factor"]
    session.save()


def test_guesses_at_both_are_counted_together(everybody: People, ports: list[int]) -> None:
    """Ten wrong passwords in a row, whichever process looks at them."""
    stranger = Both(ports, everybody.administrator)
    guessed = {"username": "clinician", "password": "not it at all"}
    statuses = [stranger.post("/sign-in-again/", guessed).status_code for _ in range(11)]
    assert statuses[-1] == 429
    assert 429 not in statuses[:10]


@pytest.mark.exhaustive
def test_of_two_watchers_one_mails(transactional_db: None) -> None:
    people = factories.people()
    ClinicProfile.objects.create(pk=1, alert_mail="lead@clinic.example")
    with time_machine.travel(timezone.now() - datetime.timedelta(hours=2)):
        factories.submitted(people.front_desk, "V35")
    command = [sys.executable, "manage.py", "watch_alerts", "--once"]
    watchers = [
        subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    told = [watcher.communicate(timeout=120)[0] for watcher in watchers]
    assert [watcher.returncode for watcher in watchers] == [0, 0]
    assert sum(text.count("To: lead@clinic.example") for text in told) == 1
    assert not Alert.objects.filter(mailed_at=None, acknowledged_at=None).exists()
