"""How much longer a list, a search or a page of many takes where there is very much more: in pairs, in one run.

    python -m tests.benchmarks.population 1000 --database postgres://postgres@127.0.0.1:5432/few
    python -m tests.benchmarks.population 1000000 --database postgres://postgres@127.0.0.1:5432/many --waiting 20000
    python -m tests.benchmarks.lists postgres://postgres@127.0.0.1:5432/few postgres://postgres@127.0.0.1:5432/many

Each page is opened by the test client, as somebody of the right role, from one database and then from the other; each
has a process of its own. The ratio is the median of the ratios of the pairs, of processor time: that of the program
and, where PostgreSQL runs on this machine, of the server's process for it. So what else the machine does counts little;
the time on the clock stands beside it. Exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from unittest import mock

WARM_UP = 2


@dataclass(frozen=True)
class Page:
    name: str
    role: str
    url: str
    """The name of its address."""
    query: str = ""
    about: str = ""
    """Whom or what the address names: a key of ``_ABOUT``."""
    sent: str = ""
    """What is sent by POST: a key of ``_SENT``."""
    ratio: float = 1.2
    """At most; of the large database to the small one."""
    most_ms: float = 0
    """At most, from the large database; 0: no goal."""
    most_kb: float = 0
    """Of its bytes, not packed; 0: no goal."""


DESK_LISTS, WEEKS = ("due", "all", "ended"), (4, 12, 52)
PAGES = (
    Page("queue", "clinician", "queue", ratio=1.3),
    *(Page(f"queue, {state}", "clinician", "queue", f"state={state}") for state in ("signed", "all", "void")),
    *(Page(f"queue, {state}", "clinician", "queue", f"state={state}") for state in ("correcting", "in-error")),
    Page("queue, tier 1", "clinician", "queue", "tier=1", ratio=1.3),
    Page("queue, mine", "clinician", "queue", "mine=1", ratio=1.3),
    Page("queue, undecided", "clinician", "queue", "undecided=1", ratio=1.3),
    Page("queue, with an alert", "clinician", "queue", "alert=1", ratio=1.3),
    Page("search in the queue, a name", "clinician", "queue", sent="name", ratio=1.2),
    Page("desk", "front-desk", "desk"),
    Page("desk, the board renewed", "front-desk", "desk-board"),
    Page("search, a record number", "front-desk", "desk", sent="number"),
    Page("search, a name", "front-desk", "desk", sent="name"),
    Page("search, near a name", "front-desk", "desk", sent="near"),
    Page("search, a year of birth", "front-desk", "desk", sent="year"),
    Page("register, near somebody", "front-desk", "patient-new", sent="register"),
    Page("discarded drafts", "front-desk", "discarded"),
    Page("alerts", "clinician", "alerts", most_kb=60),
    Page("alerts of the lead", "clinical-lead", "alerts", most_kb=60),
    Page("count of alerts", "clinician", "alerts-count"),
    Page("alert times", "clinician", "alerts-times"),
    Page("follow-up", "clinician", "follow-up", ratio=1.3),
    Page("follow-up, mine", "clinician", "follow-up", "whose=mine", ratio=1.3),
    Page("follow-up, later", "clinician", "follow-up", "when=later", ratio=1.3),
    Page("follow-up, referrals", "clinician", "follow-up", "kind=referral", ratio=1.3),
    Page("referrals, mine", "clinician", "referrals"),
    *(Page(f"referrals, {name}", "clinician", "referrals", f"list={name}") for name in ("overdue", "waiting", "all")),
    *(
        Page(f"referrals of the desk, {n}", "front-desk", "desk-referrals", f"list={n}")
        for n in ("due", "all", "ended")
    ),
    Page("person", "clinician", "person", about="person"),
    Page("person at the desk", "front-desk", "patient", about="person"),
    *(
        Page(f"service view, {w} weeks", "clinical-lead", "service-view", f"weeks={w}", ratio=9, most_ms=200)
        for w in (4, 12, 52)
    ),
    Page("who saw a person", "privacy-officer", "privacy-person", about="person"),
    Page("what a user saw", "privacy-officer", "privacy-user", about="user"),
    Page("what a user saw, a day", "privacy-officer", "privacy-user", "first=2026-10-01&last=2026-10-01", about="user"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    if asked.worker:
        work(asked.small)
        return 0
    pages = [page for page in PAGES if not asked.only or any(word in page.name for word in asked.only)]
    engines = [Engine(asked.small), Engine(asked.large)]
    print("| page | small, CPU ms | large, CPU ms | ratio | goal, at most | in SQL, ms | clock, ms | queries | KB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    met = [_measured(page, engines, asked.pairs) for page in pages]
    for engine in engines:
        engine.stop()
    return int(not all(met))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("small", help="the address of a database that population has filled")
    parser.add_argument("large", nargs="?", default="")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--only", nargs="*", help="pages whose name holds one of these")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser


class Engine:
    """A process that opens pages when told to."""

    def __init__(self, database: str) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.lists", database, "--worker"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def open(self, page: Page) -> dict[str, float]:
        """``wall``, ``cpu`` and ``sql`` in ms; ``queries``; ``kb``."""
        self._process.stdin.write(f"{PAGES.index(page)}\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise SystemExit(f"The worker ended at {page.name}; what it said stands above.")
        answer: dict[str, float] = json.loads(line)
        return answer

    def stop(self) -> None:
        self._process.communicate()


def _measured(page: Page, engines: list[Engine], pairs: int) -> bool:
    """A row of the table; whether the goals are met."""
    for _ in range(WARM_UP):
        for engine in engines:
            engine.open(page)
    opened = [[engine.open(page) for engine in engines] for _ in range(pairs)]
    small, large = zip(*opened, strict=True)
    ratio = median(two["cpu"] / one["cpu"] for one, two in opened)

    def of(rows: Sequence[dict[str, float]], key: str) -> float:
        return median(row[key] for row in rows)

    goals = [(ratio <= page.ratio, f"{page.ratio:g} x")]
    if page.most_ms:
        goals = [(of(large, "cpu") <= page.most_ms, f"{page.most_ms:g} ms")]
    if page.most_kb:
        goals.append((of(large, "kb") <= page.most_kb, f"{page.most_kb:g} KB"))
    is_met = all(met for met, _ in goals)
    cells = [
        page.name,
        *(f"{of(rows, 'cpu'):.1f}" for rows in (small, large)),
        f"{ratio:.2f}",
        f"{', '.join(text for _, text in goals)} ({'met' if is_met else 'MISSED'})",
        *(f"{of(small, key):.1f} / {of(large, key):.1f}" for key in ("sql", "wall")),
        *(f"{of(small, key):.0f} / {of(large, key):.0f}" for key in ("queries", "kb")),
    ]
    print(f"| {' | '.join(cells)} |", flush=True)
    return is_met


def work(database: str) -> None:
    """Each line names a page; it is opened once, and the answer says what it took."""
    os.environ |= {"CLINIC_MODE": "test", "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "clinic_site.settings"}
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test import Client

    clients = {}
    for name in {page.role for page in PAGES}:
        clients[name] = Client(HTTP_HOST="localhost")
        clients[name].force_login(User.objects.get(username=name))
    server = _server(connection)
    asked: dict[int, Callable[[], Any]] = {}
    spent, number = [0.0], [0]

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent[0] += time.perf_counter() - began
            number[0] += 1

    with mock.patch("intake.views.throttled.spend", return_value=0), connection.execute_wrapper(timed):
        for line in sys.stdin:
            place = int(line)
            if place not in asked:
                asked[place] = _request(PAGES[place], clients[PAGES[place].role])
            spent[0], number[0] = 0.0, 0
            began, cpu = time.perf_counter(), time.process_time() + server()
            response = asked[place]()
            took, cpu = time.perf_counter() - began, time.process_time() + server() - cpu
            if response.status_code not in (200, 409, 422):
                raise SystemExit(f"{PAGES[place].name}: {response.status_code}")
            kb = len(response.content) / 1024
            answer = {"wall": took * 1000, "cpu": cpu * 1000, "sql": spent[0] * 1000, "queries": number[0], "kb": kb}
            sys.stdout.write(f"{json.dumps(answer)}\n")
            sys.stdout.flush()


def _server(connection: Any) -> Callable[[], float]:
    """The processor time so far, in seconds, of the server's process for this connection; 0 where none is here."""
    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        file = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(file.read_text().split()[0]) / 1e9 if file.exists() else 0.0


def _request(page: Page, client: Any) -> Callable[[], Any]:
    from django.urls import reverse

    address = reverse(page.url, args=list(_about(page.about)))
    if page.sent:
        sent = _sent(page.sent)
        return lambda: client.post(address, sent)
    address += f"?{page.query}" if page.query else ""
    return lambda: client.get(address)


def _about(kind: str) -> Iterator[Any]:
    """The same kind of person in both: of three visits, all signed; and a clinician who did much."""
    from django.contrib.auth.models import User

    from intake.models import Intake

    if kind == "user":
        yield User.objects.get(username="clinician-2").pk
    elif kind:
        signed = Intake.objects.filter(state="signed", patient__record_number__startswith="POP-")
        thrice = signed.filter(carried_from__carried_from__isnull=False)
        yield thrice.order_by("-started_at").values_list("patient", flat=True)[0]


def _sent(kind: str) -> dict[str, str]:
    """What is typed: of somebody who is there, whose name is a usual one."""
    from intake.models import Patient

    there = Patient.objects.filter(record_number="POP-0000100").get()
    born = there.date_of_birth
    typed = {
        "name": f"{there.family_name} {there.given_name}",
        "near": f"{there.family_name[:2]}{there.family_name[3:]} {there.given_name}",
        "number": there.record_number,
        "year": f"{there.family_name} {born.year if born else ''}",
    }
    if kind != "register":
        return {"person": typed[kind]}
    parts = (born.day, born.month, born.year) if born else ()
    return {
        "record_number": "NEW-1",
        "family_name": f"{there.family_name[:2]}{there.family_name[3:]}",
        "given_name": there.given_name,
        **{f"date_of_birth_{place}": str(part) for place, part in enumerate(parts)},
    }


if __name__ == "__main__":
    sys.exit(main())
