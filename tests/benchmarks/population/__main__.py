"""Fills a new database with 1,000 to 1,000,000 intakes, as a clinic has them after five years.

    python -m tests.benchmarks.population 100000 --database sqlite:////tmp/many.sqlite3
    python -m tests.benchmarks.population 1000000 --database postgres://postgres@127.0.0.1:5432/many --waiting 20000

Some 160 people are registered, answer worked examples (one to three visits), are assessed, claimed, decided on, signed,
referred and followed up through the program's own actions. Their rows are then copied inside the database, with other
keys, names, birth dates, times and search terms; audit rows are linked into one chain. Guards, keys and indexes come
back at the end, which looks at every row.

What it leaves out: only the newest ``--whole`` copies hold their result and its reasons (no page but lists opens the
others); what stands inside of answers, results and signed words keeps the dates and names of the original; the bytes of
PDFs stand in for them; nobody is merged, nothing is handed over, and nobody has a half-done examination. All
originals are of today.

It starts clean: where there are intakes, it stops, and with ``--again`` drops that database first.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from .copying import Copy, Visit
    from .originals import Kind, Original

AT_ONCE = 10_000
"""People that are copied at once."""


def main(arguments: Sequence[str] | None = None) -> None:
    asked = parser().parse_args(arguments)
    new_database(asked.database, again=asked.again)
    set_up(asked.database)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(asked)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("intakes", type=int, help="how many intakes in all")
    parser.add_argument("--database", required=True, help="its address; it is made where it is not there")
    parser.add_argument("--waiting", type=int, help="intakes that wait for a clinician (a 20th, 200 at most)")
    parser.add_argument("--calling", type=int, help="intakes with open alerts (a 10th of those that wait)")
    parser.add_argument("--agreed", type=int, help="people with follow-ups that are open (as many as wait)")
    parser.add_argument("--whole", type=int, default=2000, help="copies that hold their documents")
    parser.add_argument("--originals", type=int, help="people made through the actions (a 4th of all, 160 at most)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", action="store_true", help="drop what is there")
    return parser


def set_up(database: str) -> None:
    """Django on this database, with the passwords and hosts of tests."""
    os.environ |= {"CLINIC_MODE": "test", "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "clinic_site.settings"}
    import django

    django.setup()


def new_database(database: str, *, again: bool) -> None:
    parts = urlsplit(database)
    if parts.scheme == "sqlite":
        if again:
            Path(parts.path[1:]).unlink(missing_ok=True)
        return
    import psycopg

    name = parts.path[1:]
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        if again:
            server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(f'CREATE DATABASE "{name}"')


def fill(asked: argparse.Namespace) -> None:
    """A migrated database without intakes."""
    from django.db import connection, transaction
    from tqdm import tqdm

    from intake.models import AuditEvent, Intake

    from . import bulk, chain, copying, originals, register

    if Intake.objects.exists():
        raise SystemExit("There are intakes already. Name another database, or say --again.")
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA synchronous = OFF")
    began, by = time.monotonic(), random.Random(asked.seed)  # noqa: S311 (no secret)
    number = asked.originals or max(10, min(160, asked.intakes // 4))
    clinic = originals.Clinic(by)
    made = list(tqdm(originals.originals(clinic, number), "originals", unit="person", total=number, file=sys.stderr))
    visits = list(visits_of(made))
    copies = copies_of(made, visits, asked, by)
    with bulk.bare():
        steps = copying.prepare(visits)
        events, people = chain.events_of_originals(steps), register.Register(made, by)
        with tqdm(total=asked.intakes, initial=len(visits), desc="copies", unit="intake", file=sys.stderr) as bar:
            for first in range(0, len(copies), AT_ONCE):
                some = copies[first : first + AT_ONCE]
                with transaction.atomic():
                    people.put(some)
                    copying.copy(some, steps)
                    chain.put_events(some, events)
                bar.update(Intake.objects.count() - bar.n if len(copies) <= AT_ONCE else _visits(some, visits))
        copying.clear()
        print("Keys, indexes and guards come back.", file=sys.stderr)
    told = f"{Intake.objects.count():,} intakes and {AuditEvent.objects.count():,} audit events"
    print(f"{told} in {time.monotonic() - began:,.0f} s.", file=sys.stderr)


def _visits(copies: list[Copy], visits: list[Visit]) -> int:
    from collections import Counter

    of = Counter(visit.patient for visit in visits)
    return sum(of[each.patient] for each in copies)


def visits_of(made: list[Original]) -> Iterator[Visit]:
    """The newest of a person first; each earlier one some months before."""
    from intake.models import Intake

    from .copying import Visit

    for original in made:
        for place, pk in enumerate(
            Intake.objects.filter(patient=original.patient).order_by("-started_at").values_list("pk", flat=True)
        ):
            yield Visit(pk, original.patient.pk, place * 110)


def copies_of(made: list[Original], visits: list[Visit], asked: argparse.Namespace, by: random.Random) -> list[Copy]:
    """The oldest first; with the originals, as many intakes as were asked for."""
    from collections import Counter

    from . import originals as kinds

    waiting = min(asked.intakes // 20, 200) if asked.waiting is None else asked.waiting
    calling = waiting // 10 if asked.calling is None else asked.calling
    agreed = waiting if asked.agreed is None else asked.agreed
    wanted: dict[Kind, int] = {
        kinds.CALLING: calling,
        kinds.WAITING: waiting - calling,
        kinds.REOPENED: waiting // 50,
        kinds.AGREED: agreed,
        kinds.REFERRED: agreed // 4,
        kinds.DRAFT: min(asked.intakes // 100, 150),
        kinds.DISCARDED: asked.intakes // 200,
        kinds.IN_ERROR: asked.intakes // 200,
        kinds.VOID: asked.intakes // 300,
    }
    of = Counter(visit.patient for visit in visits)
    left = asked.intakes - len(visits)
    copied: Counter[Any] = Counter()
    chosen: list[Copy] = []

    def take(kind: Kind, people: list[Original]) -> int:
        person = people[len(chosen) % len(people)].patient.pk
        copied[person] += 1
        chosen.append(_copy(person, copied[person], kind, by))
        return of[person]

    for kind, number in wanted.items():
        people = [each for each in made if each.kind == kind]
        for _ in range(max(0, number - len(people))):
            left -= take(kind, people)
    signed = [each for each in made if each.kind == kinds.SIGNED]
    while left > 0:
        left -= take(kinds.SIGNED, signed)
    chosen.sort(key=lambda copy: -copy.seconds)
    for place in range(max(0, len(chosen) - asked.whole), len(chosen)):
        chosen[place] = chosen[place]._replace(whole=True)
    return chosen


def _copy(person: Any, number: int, kind: Kind, by: random.Random) -> Copy:
    from django.utils import timezone

    from .copying import Copy

    now = timezone.localtime()
    of_day = now.hour * 3600 + now.minute * 60 + now.second
    days = by.randint(*kind.days)
    then = by.randint(8 * 3600, 18 * 3600) if days else max(0, of_day - by.randint(60, 3 * 3600))
    seconds = days * 86_400 + of_day - then
    wait = min(seconds, int(60 * by.lognormvariate(3, 1.2)))
    return Copy(person, number, days, seconds, wait, whole=False)


if __name__ == "__main__":
    main()
