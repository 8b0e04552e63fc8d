"""A disk that is full or read-only, a database that is locked, a server that is restarted: what a person sees.

Each time somebody sends a page, gets an answer within ten seconds that says that it is not saved and holds what was
typed, and sends it again once the fault is over, without anybody doing anything else. As root, on Linux.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path

from tests.trials import site as trial

TYPED = "Slipped on the ice – “it clicked”. " + 900 * "é"
LONGEST = 10
"""Seconds until there is an answer."""
Fault = Callable[[], AbstractContextManager[None]]


def run(*arguments: str) -> None:
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    disk = folder / "disk"
    disk.mkdir()
    run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk))
    try:
        yield disk
    finally:
        run("umount", "--lazy", str(disk))


@contextlib.contextmanager
def full(disk: Path) -> Iterator[None]:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    yield
    filler.unlink()


@contextlib.contextmanager
def read_only(disk: Path) -> Iterator[None]:
    run("mount", "-o", "remount,ro", str(disk))
    yield
    run("mount", "-o", "remount,rw", str(disk))


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


class Cluster:
    """A PostgreSQL server of the trial's own."""

    def __init__(self, folder: Path, port: int = 54329) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.data, self.port, self.programs = folder / "cluster", port, found
        shutil.chown(folder, "postgres")
        folder.chmod(0o711)
        self._as_postgres("initdb", "--pgdata", str(self.data), "--auth=trust")
        self.start()

    def _as_postgres(self, program: str, *arguments: str) -> None:
        run("runuser", "-u", "postgres", "--", str(self.programs / program), *arguments)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        log = str(self.data / "log")
        self._as_postgres("pg_ctl", "start", "--wait", f"--pgdata={self.data}", f"--log={log}", f"--options={options}")

    def stop(self) -> None:
        """As if its machine lost its power."""
        self._as_postgres("pg_ctl", "stop", "--wait", f"--pgdata={self.data}", "--mode=immediate")

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        self.stop()
        yield
        self.start()

    @contextlib.contextmanager
    def restarted(self) -> Iterator[None]:
        """Connections that the site holds are gone, and it does not know."""
        self.stop()
        self.start()
        yield


def meets(url: str, faults: dict[str, Fault], folder: Path) -> list[str]:
    """A line for each fault."""
    trial.set_up(url)
    from django.db import connections
    from django.test import Client

    from tests import factories

    desk = factories.people().front_desk
    drafts = {name: factories.draft(desk, {}) for name in faults}
    client = Client()
    client.force_login(desk)
    browser_session = client.cookies["sessionid"].value
    connections.close_all()
    site = trial.Site(folder, workers=2)
    site.start()
    try:
        site.answers()
        told = []
        for name, fault in faults.items():
            draft, browser = drafts[name], trial.Browser(site.port, browser_session)
            path = f"/intakes/{draft.pk}/medicines/"
            typed = {"hx-investigations": TYPED, "revision": str(draft.revision)}
            browser.send("GET", path)
            with fault():
                began = time.monotonic()
                status, page = browser.send("POST", path, timeout=60, **typed)
                took = time.monotonic() - began
            kept = TYPED in unescape(page)
            again, _ = browser.send("POST", path, timeout=60, **typed) if status != 302 else (302, "")
            draft.refresh_from_db()
            saved = draft.answers.get("hx.investigations") == TYPED
            connections.close_all()
            good = (status == 302 or (status == 503 and kept)) and took < LONGEST and again == 302 and saved
            told.append(
                f"{'good' if good else 'BAD '} {name}: {status} after {took:.1f} s, typed text in the page: {kept}, "
                f"sent again: {again}, saved: {saved}"
            )
        return told
    finally:
        site.kill()


def main() -> None:
    which = sys.argv[1:] or ["sqlite", "postgresql"]
    if len(which) > 1:  # Django is set up once a process
        sys.exit(max(subprocess.run([sys.executable, "-m", "tests.trials.disks", one]).returncode for one in which))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if which == ["sqlite"]:
            with small_disk(folder) as disk:
                file = disk / "clinic.sqlite3"
                faults: dict[str, Fault] = {
                    "full disk": lambda: full(disk),
                    "read-only disk": lambda: read_only(disk),
                    "locked database": lambda: locked(file),
                }
                told = meets(f"sqlite:///{file}", faults, folder)
        else:
            cluster = Cluster(folder)
            try:
                told = meets(cluster.url, {"server away": cluster.away, "server restarted": cluster.restarted}, folder)
            finally:
                cluster.stop()
    sys.stdout.write("\n".join(told) + "\n")
    sys.exit(any(line.startswith("BAD") for line in told))


if __name__ == "__main__":
    main()
