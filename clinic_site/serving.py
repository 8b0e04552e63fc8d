"""How the web server serves, for gunicorn (deploy/gunicorn.conf.py) and for waitress (deploy/waitress_serve.py)."""

from clinic_site import environment

ADDRESS = environment.optional(
    "WEB_ADDRESS",
    "127.0.0.1:8000",
    what_for="where the web server listens: on this machine only, where the TLS proxy finds it. In a container, "
    "0.0.0.0:8000",
)
WORKERS = environment.whole_number(
    "WEB_WORKERS",
    2,
    least=1,
    greatest=64,
    what_for="how many processes serve pages (gunicorn only): one for each core of the machine",
)
THREADS = environment.whole_number(
    "WEB_THREADS",
    8,
    least=2,
    greatest=64,
    what_for="how many requests each of them works on at once",
)
SECONDS_TO_FINISH = 30
"""What requests in flight are given when the server is told to stop, and a request at most before its worker is."""
LONGEST_LINE = 4094
"""Bytes of a request's first line."""
MOST_FIELDS, LONGEST_FIELD = 60, 8190
"""Of a request's head: how many fields, and bytes of each."""
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes. The application refuses most bodies long before; this is what a server may put aside at all."""
