"""How long the demo and the site take to start, and the memory of a web worker, beside an earlier commit, in pairs.

    python -m tests.benchmarks.start --before REVISION

The demo: from an empty folder until its first page has come, CPU of all its processes. The site: gunicorn as
deploy/gunicorn.conf.py serves it, with so many workers, on a database that is ready; CPU until each has answered, and
memory once they have answered some hundreds of requests, both shared out among the workers. Memory is PSS: what
processes share is counted once. Linux only. Exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.trials.site import ROOT

DEMO_SECONDS, OF_BEFORE = 3.0, 2 / 3
"""Goals: seconds of CPU of the demo; of what a worker took before, in seconds and in memory."""
PAGES = ("/sign-in/", "/health/", "/check-document/", "/no-such-page/")
_TICK = os.sysconf("SC_CLK_TCK")


class Started(NamedTuple):
    demo: float
    """Seconds of CPU."""
    worker: float
    """Seconds of CPU."""
    begun: float
    """MB when it has answered first."""
    under_work: float
    """MB."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", required=True, help="the revision to compare with")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with _worktree(asked.before) as before:
        pairs = []
        for number in range(asked.pairs):
            print(f"pair {number + 1} of {asked.pairs}", end="\r", file=sys.stderr)
            pairs.append((_started(before, asked.workers), _started(ROOT, asked.workers)))
    return _say(pairs)


@contextlib.contextmanager
def _worktree(revision: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "before"
        subprocess.run(["git", "worktree", "add", "--detach", str(folder), revision], cwd=ROOT, check=True)  # noqa: S607
        try:
            yield folder
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(folder)], cwd=ROOT, check=True)  # noqa: S607


def _started(program: Path, workers: int) -> Started:
    with tempfile.TemporaryDirectory() as made:
        data = Path(made) / "data"
        data.mkdir(mode=0o700)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CLINIC_")}
        environment |= {"DATA_DIR": str(data), "PYTHONPATH": str(program)}
        command = [sys.executable, "manage.py", "demo", "--port", "8765"]
        with _running(program, command, environment, 8765) as demo:
            seconds = _cpu(demo)
        served = {"CLINIC_MODE": "demo", "WEB_ADDRESS": "127.0.0.1:8766", "WEB_WORKERS": str(workers)}
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
        with _running(program, command, environment | served, 8766) as site:
            for _ in range(10 * workers):  # which of them answers is by chance
                _get(8766, "/sign-in/")
            of_worker, begun = _cpu(site) / workers, _memory(site) / workers
            for _ in range(100):
                for page in PAGES:
                    _get(8766, page)
            return Started(seconds, of_worker, begun, _memory(site) / workers)


@contextlib.contextmanager
def _running(program: Path, command: list[str], environment: dict[str, str], port: int) -> Iterator[int]:
    """Its process id, from when it has answered first."""
    process = subprocess.Popen(
        command,
        cwd=program,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not _get(port, "/sign-in/"):
            if process.poll() is not None:
                raise SystemExit(f"{command} ended with {process.returncode}")
            time.sleep(0.05)
        yield process.pid
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _get(port: int, path: str) -> bool:
    try:
        urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).read()
    except HTTPError:
        return True  # it has answered
    except (URLError, OSError):
        return False
    return True


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _cpu(pid: int) -> float:
    """Seconds of it, its children, and those of them that have ended."""
    ticks = 0
    for each in _family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / _TICK


def _memory(pid: int) -> float:
    """MB, what they share counted once."""
    rolled = (Path(f"/proc/{each}/smaps_rollup").read_text().split() for each in _family(pid))
    return sum(int(words[words.index("Pss:") + 1]) for words in rolled) / 1024


def _say(pairs: list[tuple[Started, Started]]) -> int:
    """The table; 1 where a goal is missed."""
    print("| what | before | now | of before | goal, at most |")
    print("| --- | --- | --- | --- | --- |")
    missed = False
    names = ("demo until its first page, s of CPU", "a web worker, s of CPU", "its memory, MB", "... under work, MB")
    for place, name in enumerate(names):
        before, now = (median(pair[which][place] for pair in pairs) for which in (0, 1))
        ratio = median(pair[1][place] / pair[0][place] for pair in pairs)
        met = now <= DEMO_SECONDS if place == 0 else ratio <= OF_BEFORE
        missed |= not met
        goal = f"{DEMO_SECONDS:g} s" if place == 0 else f"{OF_BEFORE:.2f}"
        print(f"| {name} | {before:.2f} | {now:.2f} | {ratio:.2f} | {goal} ({'met' if met else 'MISSED'}) |")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
