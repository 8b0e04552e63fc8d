"""What it costs the server to show the review of an intake, and to submit one: ordinary cases, and nearly empty forms.

    python -m tests.benchmarks.review_page

Makes a database of its own (SQLite, or where DATABASE_URL leads), prints a table with the goals, and exits with 1 where
one is missed. Times are milliseconds of CPU of this process through the test client, warm: each is a median. Bytes are
those before compression; elements are the tags that the server sends.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any, NamedTuple

import django

ORDINARY = ("V01", "V04", "V10", "V11", "V12", "V15", "V34")
NEARLY_EMPTY: dict[str, dict[str, Any]] = {
    "nothing": {},
    "age, sex": {"pt.age_years": 60, "pt.sex": "female", "pain.present": True},
    "by proxy": {"pt.age_years": 70, "ctx.respondent": "proxy", "pain.present": False},
    "two ticks": {"pt.age_years": 41, "pt.sex": "male", "sx.bladder_bowel": ["sexual_dysfunction"], "phq.q9": 0},
}
RUNS, PEOPLE = 15, 7


class Goals(NamedTuple):
    """At most: CPU of a submission and of the page, kilobytes and elements of the page. None where there is none."""

    submit: float | None
    page: float
    kilobytes: float | None
    elements: int | None


GOALS = {"ordinary": Goals(None, 35, None, None), "nearly empty": Goals(40, 80, 120, 2500)}


class Measured(NamedTuple):
    """As ``Goals``."""

    submit: float
    page: float
    kilobytes: float
    elements: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS, help="how often each page is opened")
    runs = parser.parse_args().runs
    os.environ |= {"CLINIC_MODE": "test", "DJANGO_SETTINGS_MODULE": "clinic_site.settings"}
    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    logging.disable()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        return _print(_measure(runs))
    finally:
        teardown_databases(made, verbosity=0)


def _measure(runs: int) -> dict[tuple[str, str], Measured]:
    from tests import factories, sent_forms

    sent_forms.as_browsers_send_them()
    people = factories.people()
    cases = {("ordinary", name): factories.example(name) for name in ORDINARY}
    cases |= {("nearly empty", name): answers for name, answers in NEARLY_EMPTY.items()}
    return {case: _of_case(people, answers, runs) for case, answers in cases.items()}


def _of_case(people: Any, answers: dict[str, Any], runs: int) -> Measured:
    from django.test import Client
    from django.urls import reverse

    from tests import factories

    desk, clinician = (Client(SERVER_NAME="localhost") for _ in range(2))
    desk.force_login(people.front_desk)
    clinician.force_login(people.clinician)
    submits = []
    for _ in range(PEOPLE):
        intake = factories.draft(people.front_desk, answers)
        form = {"revision": intake.revision, "token": uuid.uuid4()}
        address = reverse("intake-check", args=[intake.pk])
        submits.append(_took(lambda a=address, f=form: desk.post(a, f), status=302)[0])  # type: ignore[misc]
    review = reverse("review", args=[intake.pk])
    opened = [_took(lambda: clinician.get(review)) for _ in range(runs + 3)][3:]
    html = opened[0][1].content
    page = statistics.median(took for took, _ in opened)
    return Measured(statistics.median(submits[2:]), page, len(html) / 1000, _elements(html.decode()))


def _took(call: Callable[[], Any], status: int = 200) -> tuple[float, Any]:
    start = time.process_time()
    response = call()
    took = (time.process_time() - start) * 1000
    assert response.status_code == status, response.status_code
    return took, response


class _Tags(HTMLParser):
    count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count += 1


def _elements(html: str) -> int:
    tags = _Tags()
    tags.feed(html)
    return tags.count


def _print(measured: dict[tuple[str, str], Measured]) -> int:
    print(f"{'':<26}{'submit, ms':>16}{'page, ms':>16}{'page, kB':>16}{'elements':>16}")
    missed = 0
    for (kind, name), figures in measured.items():
        told = ""
        for figure, goal in zip(figures, GOALS[kind], strict=True):
            missed += goal is not None and figure > goal
            told += f"{figure:>8.0f}" + (f" {'of' if figure <= goal else '>'} {goal:<4.0f}" if goal else " " * 8)
        print(f"{kind + ', ' + name:<26}{told}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
