"""A thread keeps its connection to the SQLite file for its next requests, and looks whether it is still that file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="about the embedded file"),
]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    other = connection.copy("other")
    other.settings_dict = connection.settings_dict | {"NAME": str(tmp_path / "kept.sqlite3")}
    with other.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (mark)")
    yield other
    other.close()


def next_request(database: BaseDatabaseWrapper) -> None:
    """What Django does before each."""
    database.close_if_unusable_or_obsolete()


def test_the_next_request_uses_the_same_connection(kept: BaseDatabaseWrapper) -> None:
    before = kept.connection
    next_request(kept)
    with kept.cursor() as cursor:
        cursor.execute("INSERT INTO kept VALUES (1)")
    assert kept.connection is before is not None


def test_a_file_that_was_moved_away_is_written_to_no_more(kept: BaseDatabaseWrapper, tmp_path: Path) -> None:
    (tmp_path / "kept.sqlite3").rename(tmp_path / "elsewhere.sqlite3")
    next_request(kept)
    with kept.cursor() as cursor, pytest.raises(OperationalError, match="no such table"):
        cursor.execute("INSERT INTO kept VALUES (1)")
