"""How long ``/health/`` and ``/healthz`` take while people guess passwords, at a gunicorn of one worker.

    python -m tests.benchmarks.health
    python -m tests.benchmarks.health --server postgres://postgres@127.0.0.1:5432/postgres

Twenty at a time send a wrong password, each again as soon as it is answered; passwords cost what they cost at a clinic.
Exits with 1 where an answer took a second or longer.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from tests.benchmarks.writes import Server
from tests.trials import site as trial

LONGEST = 1.0
"""Seconds."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default="", help="of PostgreSQL; without it, SQLite")
    parser.add_argument("--guessing", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, trial.database(asked.server, Path(made)) as url:
        trial.set_up(url)
        server = Server(Path(made), workers=1)
        server.start()
        try:
            server.answers()
            quiet = _watched(server.port, 5)
            with _guessing(server.port, asked.guessing) as guesses:
                busy = _watched(server.port, asked.seconds)
        finally:
            server.kill()
            from django.db import connections

            connections.close_all()
    print("| | nobody guesses, ms | while they guess, median, ms | longest, ms |")
    print("| --- | --- | --- | --- |")
    for path, took in busy.items():
        cells = (median(quiet[path]), median(took), max(took))
        print(f"| {path} | {' | '.join(f'{seconds * 1000:.0f}' for seconds in cells)} |")
    print(f"{guesses()} guesses were answered.")
    return int(max(map(max, busy.values())) >= LONGEST)


def _watched(port: int, seconds: float) -> dict[str, list[float]]:
    """By path, how long each answer took."""
    took: dict[str, list[float]] = {"/healthz": [], "/health/": []}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for path, times in took.items():
            began = time.monotonic()
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            times.append(time.monotonic() - began)
        time.sleep(0.1)
    return took


@contextlib.contextmanager
def _guessing(port: int, number: int) -> Iterator[Callable[[], int]]:
    """Gives how many guesses were answered, to be asked afterwards."""
    answered, stop = [0] * number, threading.Event()

    def work(place: int) -> None:
        while not stop.is_set():
            # Each at a name of its own, so that no account's limit is met before the password is looked at.
            guess = {"username": f"{place}-{answered[place]}", "password": "wrong " * 3}
            trial.Browser(port).send("POST", "/sign-in/", 60, **guess)
            answered[place] += 1

    threads = [threading.Thread(target=work, args=[place]) for place in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield lambda: sum(answered)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    sys.exit(main())
