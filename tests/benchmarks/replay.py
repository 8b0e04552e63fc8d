"""What replaying the rules over many stored intakes costs: CPU time of all its processes, and their memory.

    DATA_DIR=/tmp/replay python -m tests.benchmarks.replay                 # 5,000 intakes in SQLite
    DATABASE_URL=postgres://... python -m tests.benchmarks.replay --intakes 20000 --jobs 2

Makes the database first where it holds fewer: rows copied from the worked vignettes, with answers and results. Give it
an empty folder, or an empty PostgreSQL database. Prints the table, and exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django

GOAL = 1.2
"""Milliseconds of CPU an intake, at most."""
FLAT = 1.2
"""The most memory that many intakes take, beside a tenth of them."""


def main() -> int:
    asked = _parser().parse_args()
    os.environ.setdefault("CLINIC_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")
    with ProcessPoolExecutor(
        1, get_context("spawn")
    ) as making:  # a process begins with the memory of whoever starts it
        after = making.submit(_made, asked.intakes).result()
    few, whole = _Replay(asked.jobs, "--after", str(after)), _Replay(asked.jobs)
    more = asked.intakes - asked.intakes // 10
    cpu = (whole.cpu - few.cpu) / more * 1000
    minutes = (whole.seconds - few.seconds) / more * 1_000_000 / 60
    memory = whole.megabytes / few.megabytes
    print(
        "| intakes | processes | CPU each, ms | goal, at most | a million would take | memory of the largest process |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    told = f"{GOAL:g} ({'met' if cpu <= GOAL else 'MISSED'})"
    size = f"{whole.megabytes:.0f} MB, {memory:.2f} of a tenth ({'flat' if memory <= FLAT else 'GROWS'})"
    print(f"| {asked.intakes:,} | {asked.jobs or 'all cores'} | {cpu:.2f} | {told} | {minutes:.0f} minutes | {size} |")
    return int(cpu > GOAL or memory > FLAT)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--intakes", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=0, help="processes (default: as many as there are cores)")
    return parser


def _made(number: int) -> int:
    """The key of the row before the last tenth."""
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from intake.models import Assessment, Intake
    from tests.clinical.cases import VIGNETTES
    from tests.management.stored_intakes import many

    call_command("migrate", verbosity=0)
    desk, _ = User.objects.get_or_create(username="benchmark")
    if (missing := number - Intake.objects.count()) > 0:
        many(desk, missing, VIGNETTES)
    return int(Assessment.objects.order_by("-pk").values_list("pk", flat=True)[number // 10])


class _Replay:
    """One run, as somebody at a terminal starts it: by itself, so that its end tells what it took."""

    def __init__(self, jobs: int, *arguments: str) -> None:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        command = [sys.executable, "manage.py", "replay", "--jobs", str(jobs), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.seconds = time.monotonic() - start
        self.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.megabytes = after.ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
