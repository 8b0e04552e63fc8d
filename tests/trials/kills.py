"""Killed again and again while people submit: nothing is lost, half done, or there twice.

Each person keeps the token of what is sent until there is an answer, as a page does.
"""

from __future__ import annotations

import argparse
import collections
import random
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from http.client import HTTPException
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from tests.trials import site as trial

EXAMPLE = "V11"
PATIENCE = 120
"""Seconds that somebody sends again and again before giving up."""


class Sending(NamedTuple):
    intake: str
    revision: str
    token: str


class Result(NamedTuple):
    acknowledged: int
    kills: int
    retries: int
    slowest: float
    seconds: float
    wrong: Counter[str]


def run(
    *, submissions: int, kills: int, clients: int, server: str = "", workers: int = 3, minutes: float = 60
) -> Result:
    with tempfile.TemporaryDirectory() as made, trial.database(server, Path(made)) as url:
        trial.set_up(url)
        sendings, sessions, expected = prepare(submissions, clients)
        site = trial.Site(Path(made), workers=3)
        site.start()
        try:
            site.answers()
            began = time.monotonic()
            people = People(site, sendings, sessions, minutes)
            done = people.work(kills)
            seconds = time.monotonic() - began
        finally:
            site.kill()
        from django.db import connections

        wrong = look(sendings, people, expected)
        connections.close_all()
        return Result(len(people.acknowledged), done, people.retries, people.slowest, seconds, wrong)


class People:
    def __init__(self, site: trial.Site, sendings: list[Sending], sessions: list[str], minutes: float) -> None:
        self.site, self.waiting, self.sessions = site, collections.deque(sendings), sessions
        self.acknowledged: set[str] = set()
        self.refused: Counter[str] = Counter()
        self.retries, self.slowest = 0, 0.0
        self.minutes, self.until = minutes, 0.0

    def work(self, kills: int) -> int:
        """How often it was killed."""
        all_of_them, done = len(self.waiting), 0
        threads = [threading.Thread(target=self._send_all, args=[session]) for session in self.sessions]
        began = time.monotonic()
        self.until = began + self.minutes * 60
        for thread in threads:
            thread.start()
        bar = tqdm(total=all_of_them, file=sys.stderr, unit="submission", disable=not sys.stderr.isatty())
        while any(thread.is_alive() for thread in threads):
            bar.n = len(self.acknowledged)
            bar.refresh()
            far = max(len(self.acknowledged) / all_of_them, (time.monotonic() - began) / (self.minutes * 60))
            if done < kills and far >= (done + random.random()) / kills:  # noqa: S311
                self._kill(everything=done % 4 == 3)
                done += 1
            time.sleep(0.01)
        return done

    def _kill(self, *, everything: bool) -> None:
        """Every process, or every worker at the same moment."""
        if everything:
            self.site.kill()
            self.site.start()
        else:
            self.site.kill_workers()

    def _send_all(self, session: str) -> None:
        browser = trial.Browser(self.site.port, session)
        while time.monotonic() < self.until:
            try:
                sending = self.waiting.popleft()
            except IndexError:
                return
            self._send(browser, sending)

    def _send(self, browser: trial.Browser, sending: Sending) -> None:
        began = time.monotonic()
        path = f"/intakes/{sending.intake}/check/"
        while time.monotonic() - began < PATIENCE:
            try:
                status, where = browser.send("POST", path, revision=sending.revision, token=sending.token)
            except (OSError, HTTPException):  # killed before it could answer, or not there yet
                self.retries += 1
                time.sleep(0.05)
                continue
            if status == 302 and sending.intake in where:
                self.acknowledged.add(sending.intake)
                self.slowest = max(self.slowest, time.monotonic() - began)
                return
            if status < 500:
                self.refused[f"answered {status}"] += 1
                return
            self.retries += 1
            time.sleep(0.2)
        self.refused["gave up"] += 1


def prepare(number: int, clients: int) -> tuple[list[Sending], list[str], dict[str, int]]:
    """Drafts that are ready to be submitted, and people who are signed in; and what one submission makes."""
    from django.test import Client

    from intake.models import Intake, Patient
    from tests import factories

    desk = factories.people().front_desk
    one = factories.draft(desk, factories.example(EXAMPLE))
    sample = factories.submitted(desk, EXAMPLE)
    expected = counts([sample.pk])[sample.pk]
    row = {name: value for name, value in vars(one).items() if name in _columns(Intake) - {"id", "patient_id"}}
    about = {name: value for name, value in vars(one.patient).items() if name in _columns(Patient) - {"id"}}
    people = [Patient(**(about | {"record_number": f"T{place}"})) for place in range(number)]
    Patient.objects.bulk_create(people, 500)
    drafts = Intake.objects.bulk_create([Intake(**row, patient=person) for person in people], 500)
    sessions = []
    for _ in range(clients):
        client = Client()
        client.force_login(desk)
        sessions.append(client.cookies["sessionid"].value)
    return [Sending(str(each.pk), str(each.revision), str(uuid.uuid4())) for each in drafts], sessions, expected


def _columns(model: Any) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields}


def counts(ids: list[Any]) -> dict[Any, dict[str, int]]:
    """By intake: rows of each kind that one submission makes."""
    from django.db.models import Count

    from intake.models import (
        Alert,
        AnswerVersion,
        AssessedScore,
        Assessment,
        AuditEvent,
        CountedAssessment,
        SubmissionToken,
    )

    of = {
        "versions": (AnswerVersion.objects, "intake"),
        "tokens": (SubmissionToken.objects, "version__intake"),
        "assessments": (Assessment.objects, "version__intake"),
        "scores": (AssessedScore.objects, "assessment__version__intake"),
        "counted": (CountedAssessment.objects, "assessment__version__intake"),
        "alerts": (Alert.objects, "intake"),
    }
    found: dict[Any, dict[str, int]] = {id_: dict.fromkeys((*of, "audit events"), 0) for id_ in ids}
    for name, (rows, way) in of.items():
        for id_, number in rows.values_list(way).annotate(number=Count("pk")):
            if id_ in found:
                found[id_][name] = number
    events = AuditEvent.objects.filter(action="submit").values_list("record_id").annotate(number=Count("pk"))
    for record_id, number in events:
        if uuid.UUID(record_id) in found:
            found[uuid.UUID(record_id)]["audit events"] = number
    return found


def look(sendings: list[Sending], people: People, expected: dict[str, int]) -> Counter[str]:
    """What is wrong: lost, half, double, or not taken."""
    from django.db import connection

    from intake.database import triggers
    from intake.models import Intake

    wrong = Counter(people.refused)
    ids = [uuid.UUID(each.intake) for each in sendings]
    states = dict(Intake.objects.values_list("pk", "state"))
    for id_, found in counts(ids).items():
        done = states[id_] == "submitted"
        if not done and not any(found[name] for name in ("versions", "tokens", "assessments", "audit events")):
            wrong["lost"] += str(id_) in people.acknowledged
        elif found["versions"] > 1 or found["audit events"] > 1:
            wrong["double"] += 1
        elif found != expected or not done:
            wrong["half"] += 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            wrong["damaged"] += cursor.fetchone()[0] != "ok"
    wrong["guards missing"] += len(triggers.missing(connection))
    return +wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=60, help="begin no other after so long")
    parser.add_argument("--server", default="", help="of PostgreSQL; without it, SQLite")
    result = run(**vars(parser.parse_args()))
    sys.stdout.write(f"{result}\n")
    sys.exit(bool(result.wrong) or result.acknowledged == 0)


if __name__ == "__main__":
    main()
