"""What saving costs: submit and autosave by eight people at once, beside a bare view that writes one row and its event.

    python -m tests.benchmarks.writes
    python -m tests.benchmarks.writes --server postgres://postgres@127.0.0.1:5432/postgres

All three are pages of one site behind gunicorn, as deploy/gunicorn.conf.py serves it, on a database of its own: an
SQLite file, or PostgreSQL. They take turns of a few seconds, so that what else the machine does disturbs all alike; a
ratio is the median of the ratios of the rounds. Exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.trials import site as trial

GOALS = {"submit": 0.5, "autosave": 0.6}
"""The least that each reaches of the bare view's throughput."""
BARE = "bare view"
EXAMPLES = [f"V{number:02}" for number in (*range(1, 16), *range(26, 36))]
SECTION, TOGGLED = "mood", "phq-q1"


class Server(trial.Site):
    """Gunicorn as a clinic runs it, with the bare view beside the pages."""

    def start(self) -> None:
        own = {"WEB_ADDRESS": f"127.0.0.1:{self.port}", "WEB_WORKERS": str(self.workers)}
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "tests.benchmarks.bare_site"]
        self.process = subprocess.Popen(
            command, cwd=trial.ROOT, env=os.environ | own, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def cpu_seconds(self) -> float:
        """Of all workers so far."""
        ticks = 0
        for pid in self.workers_of():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


class Turn(NamedTuple):
    a_second: float
    cpu: float
    """Milliseconds of the workers for each."""


class Writer:
    """Somebody signed in, on one connection, as a proxy keeps it."""

    def __init__(self, port: int, session: str, drafts: list[str], form: dict[str, list[str]], own: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._csrf = uuid.uuid4().hex
        self._headers = {
            "Cookie": f"csrftoken={self._csrf}; sessionid={session}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._drafts, self._form, self._own = drafts, form, own
        self._saved = 0

    def write(self, what: str) -> None:
        if what == BARE:
            self._send("/bare/", {}, 200)
        elif what == "submit":
            self._send(f"/intakes/{self._drafts.pop()}/check/", {"revision": 1, "token": uuid.uuid4()}, 302)
        else:
            self._saved += 1
            changed = {TOGGLED: [str(self._saved % 2)], "revision": [str(self._saved)]}
            self._send(f"/intakes/{self._own}/{SECTION}/", self._form | changed, 200, {"HX-Request": "true"})

    def _send(self, path: str, fields: dict[str, Any], wanted: int, also: dict[str, str] | None = None) -> None:
        body = urlencode(fields | {"csrfmiddlewaretoken": self._csrf}, doseq=True)
        self._connection.request("POST", path, body, self._headers | (also or {}))
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status != wanted:
            raise SystemExit(f"{path} answered {answer.status}: {text[:2000]!r}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default="", help="of PostgreSQL; without it, SQLite")
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--workers", type=int, default=2, help="processes of gunicorn, of 8 threads each")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=2, help="of a turn")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, trial.database(asked.server, Path(made)) as url:
        trial.set_up(url)
        server = Server(Path(made), asked.workers)
        server.start()
        try:
            server.answers()
            # What is prepared is more than a machine submits in that time.
            drafts = int(asked.rounds * asked.seconds * 60 / asked.writers) + 20
            writers = prepare(server.port, asked.writers, drafts)
            rounds = _rounds(server, writers, asked)
        except BaseException:
            sys.stderr.write((Path(made) / "site.log").read_text()[-3000:])
            raise
        finally:
            server.kill()
            _close()
    return _say("PostgreSQL" if asked.server else "SQLite", rounds)


def _close() -> None:
    from django.db import connections

    connections.close_all()


def prepare(port: int, number: int, drafts: int) -> list[Writer]:
    """People at the front desk, each with an open draft and with others that are ready to be submitted."""
    from django.test import Client

    from intake.models import Intake, Patient
    from intake.roles import FRONT_DESK
    from tests import factories
    from tests.views.browser import form_with

    desk = factories.user("of-the-examples", FRONT_DESK)
    samples = [factories.draft(desk, factories.example(name)) for name in EXAMPLES]
    writers = []
    for place in range(number):
        user = factories.user(f"writer-{place}", FRONT_DESK)
        own, *ready = [_like(samples[each % len(samples)], user, f"{place}-{each}") for each in range(drafts)]
        Patient.objects.bulk_create([intake.patient for intake in (own, *ready)], 500)
        Intake.objects.bulk_create([own, *ready], 500)
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(user)
        form = form_with(client.get(f"/intakes/{own.pk}/{SECTION}/"), "revision")
        ids = [str(intake.pk) for intake in ready]
        writers.append(Writer(port, client.cookies["sessionid"].value, ids, form, str(own.pk)))
    return writers


def _like(sample: Any, user: Any, number: str) -> Any:
    """The same draft, of another person and author; not stored."""
    from intake.models import Intake, Patient

    patient = Patient(**(_columns(sample.patient) | {"record_number": f"W{number}"}))
    columns = _columns(sample) | {"author_id": user.pk}
    del columns["patient_id"]
    return Intake(**columns, patient=patient)


def _columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


def _rounds(server: Server, writers: list[Writer], asked: argparse.Namespace) -> list[dict[str, Turn]]:
    """By what is written; the first round warms up."""
    rounds = []
    for number in range(asked.rounds + 1):
        print(f"round {number} of {asked.rounds}", end="\r", file=sys.stderr)
        rounds.append({what: _turn(server, writers, what, asked.seconds) for what in (BARE, *GOALS)})
    return rounds[1:]


def _turn(server: Server, writers: list[Writer], what: str, seconds: float) -> Turn:
    done, cpu, began = [0] * len(writers), server.cpu_seconds(), time.perf_counter()

    def work(place: int) -> None:
        while time.perf_counter() - began < seconds:
            writers[place].write(what)
            done[place] += 1

    threads = [threading.Thread(target=work, args=[place]) for place in range(len(writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    return Turn(sum(done) / took, (server.cpu_seconds() - cpu) / sum(done) * 1000)


def _say(database: str, rounds: list[dict[str, Turn]]) -> int:
    """The table; 1 where a goal is missed."""
    print(f"| {database} | a second | CPU of the workers, ms | of the bare view | goal, at least |")
    print("| --- | --- | --- | --- | --- |")
    missed = False
    for what in (BARE, *GOALS):
        ratio = median(turn[what].a_second / turn[BARE].a_second for turn in rounds)
        goal = GOALS.get(what, 0)
        missed |= ratio < goal
        cells = [
            what,
            f"{median(turn[what].a_second for turn in rounds):.0f}",
            f"{median(turn[what].cpu for turn in rounds):.1f}",
            f"{ratio:.2f}",
            f"{goal:g} ({'met' if ratio >= goal else 'MISSED'})" if goal else "",
        ]
        print(f"| {' | '.join(cells)} |")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
