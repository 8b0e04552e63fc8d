"""Logs say what failed and where, never what somebody typed.

A clinic's are lines of JSON, one an event, of the keys below and no others; the demo's and the tests' are plain text.
"""

from __future__ import annotations

import errno
import logging
import re
import traceback
from collections.abc import Iterator, MutableMapping
from types import TracebackType
from typing import Any

import structlog

from intake.request_context import request_id

KEYS = (
    *("at", "level", "logger", "event"),
    *("request_id", "user", "method", "view", "status", "milliseconds"),
    "exception",
)
"""All that a line of JSON may have. Numbers, names of ours, and what our own sentences say."""

TOLD_WHOLE = ("intake", "clinic_site", "structlog")
"""Loggers whose messages are put together from nothing that somebody typed. Of others only the pattern is told."""

_SQLITE = {
    "SQLITE_BUSY": "database is locked",
    "SQLITE_CANTOPEN": "unable to open database file",
    "SQLITE_CORRUPT": "database disk image is malformed",
    "SQLITE_FULL": "database or disk is full",
    "SQLITE_IOERR": "disk I/O error",
    "SQLITE_NOTADB": "file is not a database",
    "SQLITE_READONLY": "attempt to write a readonly database",
}
"""SQLite's own words for its codes. The message of an error may quote names of columns or what a trigger says."""

Line = MutableMapping[str, Any]


def kinds(error: BaseException | None) -> Iterator[str]:
    """The error and what it came from: each its kind, its code where a database or the system gave one, its frames."""
    while error is not None:
        code = f" [{said}]" if (said := code_of(error)) else ""
        frames = "".join(traceback.format_tb(error.__traceback__))
        yield f"{type(error).__module__}.{type(error).__qualname__}{code}, raised at:\n{frames}"
        error = error.__cause__ or error.__context__


def code_of(error: BaseException) -> str:
    """What an operator looks up: ``SQLITE_FULL: database or disk is full``, ``SQLSTATE 53100``, ``ENOSPC``."""
    if state := getattr(error, "sqlstate", None):
        return f"SQLSTATE {state}"
    if name := getattr(error, "sqlite_errorname", None):
        said = next((text for code, text in _SQLITE.items() if name.startswith(code)), "")
        return f"{name}: {said}" if said else str(name)
    return errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""


class WithoutValues(logging.Formatter):
    """Leaves out the messages of exceptions: a database's complaint quotes the row, a form's quotes the answer.
    The frames, the kinds of the exceptions and their codes are enough to find the line."""

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        return "because of\n".join(kinds(ei[1])).rstrip()


def as_json() -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _from_record,
            only_known_keys,
            structlog.processors.JSONRenderer(),
        ],
        use_get_message=False,  # the message is put together below, or not at all
        pass_foreign_args=True,
    )


def _from_record(logger: Any, method: str, line: Line) -> Line:
    record: logging.LogRecord = line["_record"]
    line.update({key: value for key, value in record.__dict__.items() if key in KEYS})
    line.update(level=record.levelname.lower(), logger=record.name, event=_event(record, line))
    if request_id.get():
        line["request_id"] = request_id.get()
    if error := (line.get("exc_info") or (None, None))[1]:
        line["exception"] = "because of\n".join(kinds(error)).rstrip()
    return line


def _event(record: logging.LogRecord, line: Line) -> str:
    """The sentence of our own loggers. Of others the pattern alone: what they fill in may have been typed."""
    arguments = line.get("positional_args") or ()
    if record.name == "django.request" and arguments:
        return _one_line(str(arguments[0]))  # the reason phrase; after it comes the address
    if record.name.startswith("django.security."):
        return f"Refused: {record.name.rpartition('.')[2]}"  # its sentence quotes what was sent
    starts_and_stops = record.name == "gunicorn.error" and record.levelno <= logging.INFO
    if (starts_and_stops or record.name.partition(".")[0] in TOLD_WHOLE) and arguments:
        return _one_line(str(record.msg) % arguments)
    return _one_line(str(record.msg))


def only_known_keys(logger: Any, method: str, line: Line) -> Line:
    return {key: line[key] for key in KEYS if key in line}


def _one_line(text: str) -> str:
    """Without what moves a terminal's cursor or begins another line."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


def configuration(*, as_json: bool) -> dict[str, Any]:
    """For ``logging.config.dictConfig``."""
    plain = {
        "()": "clinic_site.logs.WithoutValues",
        "format": "{asctime} {levelname} {name} {message}",
        "style": "{",
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "clinic_site.logs.as_json"} if as_json else plain},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            # The demo server's access log quotes whole addresses, search terms too; django.request tells of errors.
            "django.server": {"level": "CRITICAL"},
            # One line a request, where logs are read by a program.
            "clinic_site.requests": {"level": "INFO" if as_json else "WARNING"},
        },
    }
