"""What has to hold before a web process serves anything."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor

from django import db

log = logging.getLogger(__name__)

WORKER_CANNOT_START = 3
"""The exit status at which gunicorn stops, instead of starting such a worker again and again."""


def stop_unless_guarded() -> None:
    """Ends the process with one line where a guard is missing, or the database is being restored.

    A database that does not answer stops nobody: one worker that starts anew meanwhile would take the whole site along.
    """
    # A thread, because an ASGI server imports the application while its event loop runs, where Django asks no database.
    with ThreadPoolExecutor(max_workers=1) as thread:
        complaint = thread.submit(_complaint).result()
    if complaint:
        sys.stderr.write(f"Not started: {complaint}\n")
        sys.exit(WORKER_CANNOT_START)


def _complaint() -> str:
    """Of missing guards; empty where none is missing, or the database does not answer."""
    from intake.database import in_use, triggers  # the models, which come after Django's setup

    try:
        in_use.hold(db.connection)
        lost = triggers.missing(db.connection)
        return f"{triggers.complaint(lost)} {triggers.REMEDY}" if lost else ""
    except in_use.InUseError:
        return "The database is being restored. Start again once that is done."
    except db.Error:
        log.warning("The database does not answer. Whether its guards are up was not looked at; /health/ will.")
        return ""
    finally:
        db.connection.close()  # not to be inherited by workers
