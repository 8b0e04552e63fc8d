"""An application that answers at once, or slowly, for the tests of how it is served."""

import time
from collections.abc import Callable, Iterable
from typing import Any


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.7)
    if environ["PATH_INFO"] == "/body":
        environ["wsgi.input"].read()
    said = environ.get("SCRIPT_NAME", "").encode() + environ["wsgi.url_scheme"].encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
    return [said]
