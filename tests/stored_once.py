"""What many tests of a file look at is stored once for all of them; what each does to it is taken back after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def stored_once(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows stored inside are gone at its end. To be used by a fixture of a module, whose tests are marked "django_db".

    The transaction of each test is a part of this one, so that none of them may need transactions of its own.
    """
    with blocker.unblock(), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
