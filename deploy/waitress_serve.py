"""Serves the site with waitress, where gunicorn does not run (Windows): ``python deploy/waitress_serve.py``."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import waitress
from waitress import wasyncore

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")

from clinic_site import serving

LIMITS = {
    "threads": serving.WORKERS * serving.THREADS,
    "connection_limit": 200,
    "channel_timeout": 20,  # seconds without a byte. One loop reads all heads, so that a slow one keeps no thread.
    "cleanup_interval": 5,
    "max_request_header_size": 64 * 1024,
    "max_request_body_size": serving.LARGEST_BODY,
    # Whether a proxy is believed is one setting of the program, BEHIND_TLS_PROXY.
    "clear_untrusted_proxy_headers": False,
    "ident": None,
}


def serve(application, stopping):
    """Until told to stop; then no new connection is taken, and requests in flight are finished."""
    server = waitress.create_server(application, listen=serving.ADDRESS, **LIMITS)
    while not stopping.is_set():
        wasyncore.loop(timeout=1, map=server._map, count=1)
    server.del_channel()
    server.socket.close()
    until, tasks = time.monotonic() + serving.SECONDS_TO_FINISH, server.task_dispatcher
    while time.monotonic() < until and (tasks.active_count or tasks.queue or _unsent(server)):
        wasyncore.loop(timeout=0.1, map=server._map, count=1)
    tasks.shutdown(cancel_pending=True, timeout=1)


def _unsent(server):
    return any(channel.total_outbufs_len for channel in list(server.active_channels.values()))


if __name__ == "__main__":
    from clinic_site.wsgi import application

    asked = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *given: asked.set())
    serve(application, asked)
