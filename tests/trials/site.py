"""A site of its own for a trial: a database, gunicorn in front of it, and somebody who is signed in."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[2]


def set_up(url: str) -> None:
    """Django in this process, with the same database; the tables made."""
    os.environ |= {"CLINIC_MODE": "test", "DATABASE_URL": url}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


@contextlib.contextmanager
def database(server: str, folder: Path) -> Iterator[str]:
    """The address of a new database: a file, or on this PostgreSQL server."""
    if not server:
        yield f"sqlite:///{folder / 'clinic.sqlite3'}"
        return
    import psycopg

    name = f"trial_{secrets.token_hex(4)}"
    with contextlib.closing(psycopg.connect(server, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Site:
    """Gunicorn, started as often as it is needed."""

    def __init__(self, folder: Path, workers: int) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = (folder / "site.log").open("ab")
        self.workers = workers
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "clinic_site.wsgi", "--preload", "--workers", str(self.workers)]
        self.process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{self.port}"],
            cwd=ROOT,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def workers_of(self) -> list[int]:
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def kill_workers(self) -> None:
        """Each in the middle of what it does. The master starts others."""
        for pid in self.workers_of():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        assert self.process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def answers(self, patience: float = 120) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, HTTPException):
                if Browser(self.port).send("GET", "/health/")[0] == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError("the site does not answer")


class Browser:
    """Somebody signed in, or nobody."""

    def __init__(self, port: int, session: str = "") -> None:
        self.port, self.csrf = port, secrets.token_hex(16)
        self.cookies = f"csrftoken={self.csrf}; sessionid={session}"

    def send(self, method: str, path: str, timeout: float = 30, **fields: str) -> tuple[int, str]:
        """Status, and where it leads or what the page says."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            body = urlencode({"csrfmiddlewaretoken": self.csrf, **fields}) if method == "POST" else None
            headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
            return response.status, response.getheader("Location") or text
