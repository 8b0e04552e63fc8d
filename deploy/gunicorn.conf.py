"""How gunicorn serves the site: ``gunicorn -c deploy/gunicorn.conf.py``, from the folder of the program."""

import contextlib
import gc
import selectors
import socket
import sys
import time
from functools import partial
from pathlib import Path

from gunicorn.workers.gthread import TConn, ThreadWorker

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from clinic_site import logs, serving

LONGEST_HEAD = 10
"""Seconds for the whole head of a request. A proxy sends it at once."""
LONGEST_BODY = 30
"""Seconds for the whole body, which one of the threads waits for."""
HEAD_SEEN = serving.MOST_FIELDS * serving.LONGEST_FIELD // 8
"""Bytes of a head that are looked at. One that is longer is read all the same, and refused by the limits below."""


class WholeHeads(ThreadWorker):
    """A thread begins with a request when its head is there, and waits for its body for so long only.

    gunicorn itself gives a thread to whoever has sent a byte, so that a few halves of heads would keep all of them.
    """

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.bodies = {}

    def accept(self, listener):
        try:
            client, address = listener.accept()
        except OSError:
            return  # gone again
        self.nr_conns += 1
        self._await_head(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn, client):
        """The next request on the same connection."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await_head(conn)

    def _await_head(self, conn):
        conn.seen, conn.timeout = 0, time.monotonic() + LONGEST_HEAD
        self.pending_conns.append(conn)
        callback = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, callback)

    def on_pending_socket_readable(self, conn, client):
        """Looks at what has come without taking it, and is called again when there is more."""
        try:
            seen = client.recv(HEAD_SEEN, socket.MSG_PEEK)
        except BlockingIOError:
            return
        except OSError:
            seen = b""
        if b"\r\n\r\n" not in seen and conn.seen < len(seen) < HEAD_SEEN:
            conn.seen = len(seen)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, conn.seen + 1)
            return
        with contextlib.suppress(OSError):
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        super().on_pending_socket_readable(conn, client)

    def handle(self, conn):
        self.bodies[conn] = time.monotonic() + LONGEST_BODY
        try:
            return super().handle(conn)
        finally:
            self.bodies.pop(conn, None)

    def murder_pending(self):
        """Every second, in the thread that looks after the others. What has been read can still be answered."""
        super().murder_pending()
        for conn, until in list(self.bodies.items()):
            if until < time.monotonic():
                self.bodies.pop(conn, None)
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)


def when_ready(server):
    """All is loaded, and no worker there yet: what the collector never looks at again stays shared between them."""
    gc.collect()
    gc.freeze()


wsgi_app = "clinic_site.wsgi:application"
# Loaded once, before the workers come: they begin at once and share its memory. It keeps no thread and no connection.
preload_app = True
bind = serving.ADDRESS
worker_class = WholeHeads
workers = serving.WORKERS
threads = serving.THREADS
worker_connections = 200
timeout = 60  # seconds without a sign of life from a worker
graceful_timeout = serving.SECONDS_TO_FINISH
keepalive = 75  # longer than the proxy keeps a connection, so that it is never closed under its hands
limit_request_line = serving.LONGEST_LINE
limit_request_fields = serving.MOST_FIELDS
limit_request_field_size = serving.LONGEST_FIELD
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (gunicorn makes a file nobody can open)

# Whether a proxy is believed is one setting, BEHIND_TLS_PROXY: gunicorn itself believes none.
secure_scheme_headers = {}
forwarder_headers = ""
header_map = "drop"

# The program logs each request itself, without its address; gunicorn says when it starts and stops.
logconfig_dict = logs.configuration(as_json=True)
logconfig_dict["loggers"] |= {
    "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
    "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
}
control_socket_disable = True  # nobody steers it but by signals
