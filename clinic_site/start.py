"""What has to hold before a web process serves anything."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor

from django import db
from django.conf import settings
from django.core.checks import ERROR
from django.db.backends.signals import connection_created

from clinic_site.databases import bound_statements

log = logging.getLogger(__name__)

WORKER_CANNOT_START = 3
"""The exit status at which gunicorn stops, instead of starting such a worker again and again."""


def stop_unless_guarded() -> None:
    """Ends the process with one line where a guard is missing, the database is being restored, or others on the machine
    can read the data.

    A database that does not answer stops nobody: one worker that starts anew meanwhile would take the whole site along.
    """
    connection_created.connect(bound_statements)
    # A thread, because an ASGI server imports the application while its event loop runs, where Django asks no database.
    with ThreadPoolExecutor(max_workers=1) as thread:
        complaint = thread.submit(_complaint).result()
    if complaint:
        sys.stderr.write(f"Not started: {complaint}\n")
        sys.exit(WORKER_CANNOT_START)


def _of_the_account() -> str:
    """On PostgreSQL. Told in the log, or, where the site insists on it, a reason not to start."""
    from intake.database import accounts

    wrong = accounts.complaint(db.connection) if settings.PRODUCTION else ""
    if wrong and not settings.DATABASE_ACCOUNT_REQUIRED:
        log.warning("%s", wrong)
        return ""
    return wrong


def _complaint() -> str:
    """Of missing guards; empty where none is missing, or the database does not answer."""
    from intake.checks import data_is_closed  # the models, which come after Django's setup
    from intake.database import in_use, triggers

    if opened := [found for found in data_is_closed() if found.level >= ERROR]:
        return f"{opened[0].msg} {opened[0].hint}"
    try:
        in_use.hold(db.connection)
        if lost := triggers.missing(db.connection):
            return f"{triggers.complaint(lost)} {triggers.REMEDY}"
        return _of_the_account()
    except in_use.InUseError:
        return "The database is being restored. Start again once that is done."
    except db.Error:
        log.warning("The database does not answer. Whether its guards are up was not looked at; /readyz will.")
        return ""
    finally:
        db.connection.close()  # not to be inherited by workers
