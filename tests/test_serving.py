"""How gunicorn and waitress serve: half a head keeps nobody waiting, what is in flight is finished."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Ha"
GUNICORN = """
__file__ = "deploy/gunicorn.conf.py"
exec(compile(open(__file__).read(), __file__, "exec"))
LONGEST_HEAD, LONGEST_BODY = 60, 1
wsgi_app = "tests.serving_app:application"
"""
WAITRESS = """
import signal, sys, threading
sys.path[:0] = ["deploy", "."]
import waitress_serve
from tests.serving_app import application
asked = threading.Event()
signal.signal(signal.SIGTERM, lambda *given: asked.set())
waitress_serve.serve(application, asked)
"""


class Server:
    def __init__(self, kind: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        own = {"WEB_ADDRESS": f"127.0.0.1:{self.port}", "WEB_WORKERS": "1", "WEB_THREADS": "2"}
        text = {"gunicorn": GUNICORN, "waitress": WAITRESS}[kind]
        file = folder / f"{kind}_conf.py"
        file.write_text(text)
        how = ["-m", "gunicorn", "-c", str(file)] if kind == "gunicorn" else ["-c", text]
        self.process = subprocess.Popen(
            [sys.executable, *how], cwd=ROOT, env=os.environ | own, stderr=subprocess.PIPE, text=True
        )
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            try:
                self.connect().close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("it does not listen")

    def connect(self, sent: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(sent)
        return connection

    def answer(self, sent: bytes) -> bytes:
        with self.connect(sent) as connection:
            return whole(connection)


def whole(connection: socket.socket) -> bytes:
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def get(path: str = "/", *fields: str) -> bytes:
    head = "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *fields])
    return f"{head}\r\n\r\n".encode()


@pytest.fixture(scope="module", params=["gunicorn", "waitress"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if request.param == "gunicorn" and os.name == "nt":
        pytest.skip("gunicorn does not run on Windows")
    started = Server(request.param, tmp_path_factory.mktemp("serving"))
    yield started
    started.process.kill()
    started.process.communicate()


def test_half_a_head_keeps_nobody_waiting(server: Server) -> None:
    """More of them than there are threads, and none is given up meanwhile."""
    with ExitStack() as stack:
        for _ in range(6):
            stack.enter_context(server.connect(HALF))
        began = time.monotonic()
        assert b"200 OK" in server.answer(get())
        assert time.monotonic() - began < 15


def test_a_head_that_comes_in_parts_is_answered(server: Server) -> None:
    with server.connect(HALF) as connection:
        for part in (b"lf: 1\r\n", b"Connection: close\r", b"\n\r", b"\n"):
            time.sleep(0.05)
            connection.sendall(part)
        assert b"200 OK" in whole(connection)


def test_half_a_body_is_given_up(server: Server) -> None:
    """As many as there are threads, which read it."""
    half = b"POST /body HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf"
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(server.connect(half))
        time.sleep(0.1)
        assert b"200 OK" in server.answer(get())


def test_a_head_has_limits(server: Server) -> None:
    assert b"200 OK" not in server.answer(get("/" + "a" * 300_000))
    assert b"200 OK" not in server.answer(get("/", *(f"X-{number}: {'a' * 1000}" for number in range(100))))


def test_nobody_names_the_folder_or_the_scheme_of_the_site_by_a_header(server: Server) -> None:
    """Only the program decides whom it believes."""
    answer = server.answer(get("/", "SCRIPT_NAME: /x", "Script-Name: /x", "X-Forwarded-Proto: https"))
    assert answer.endswith(b"\r\n\r\nhttp")


def test_what_is_in_flight_is_finished_when_it_is_told_to_stop(server: Server) -> None:
    """The last of these: afterwards the server is gone."""
    with server.connect(get("/slow")) as connection:
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        assert b"200 OK" in whole(connection)
    assert server.process.wait(timeout=20) == 0
