"""How gunicorn serves the site: ``gunicorn -c deploy/gunicorn.conf.py``, from the folder of the program."""

import contextlib
import socket
import struct
import sys
import time
from pathlib import Path

from gunicorn.workers.gthread import ThreadWorker

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from clinic_site import logs, serving

LONGEST_HEAD = 10
"""Seconds for the whole head of a request. A proxy sends it at once; by hand, half a head would keep a thread busy."""
LONGEST_PAUSE = 20
"""Seconds between two parts of a body."""


class BoundedThreads(ThreadWorker):
    """Gives up on heads that do not come to an end: gunicorn itself waits for the rest without end, in a thread."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.reading = {}

    def handle(self, conn):
        self.reading[conn] = time.monotonic() + LONGEST_HEAD
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", LONGEST_PAUSE, 0))
        try:
            return super().handle(conn)
        finally:
            self.reading.pop(conn, None)

    def handle_request(self, req, conn):
        self.reading.pop(conn, None)  # the head is here
        return super().handle_request(req, conn)

    def murder_pending(self):
        """Every second, in the thread that looks after the others."""
        super().murder_pending()
        for conn, until in list(self.reading.items()):
            if until < time.monotonic():
                self.reading.pop(conn, None)
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)


wsgi_app = "clinic_site.wsgi:application"
bind = serving.ADDRESS
worker_class = BoundedThreads
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
