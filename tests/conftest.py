"""What every test stands on: the mode, Django itself, a browser where there is one."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import django
import pytest
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from tests.factories import People

# Always "test", whatever the shell says: the suite must never touch a clinic's own database.
os.environ["CLINIC_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "clinic_site.settings"
# Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
django.setup()

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def required(name: str) -> bool:
    """CI says REQUIRE_BROWSER=1 and REQUIRE_POSTGRES=1: there, what is missing is a failure and not a skip."""
    return os.environ.get(name) == "1"


def on_postgresql() -> bool:
    return django.db.connection.vendor == "postgresql"


def pytest_sessionstart() -> None:
    if required("REQUIRE_POSTGRES") and not on_postgresql():
        raise pytest.UsageError("REQUIRE_POSTGRES=1, but DATABASE_URL does not lead to PostgreSQL.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker("browser")
        if "live_server" in fixtures or "transactional_db" in fixtures:
            # Such a test ends with empty tables: what the migrations put there (the roles) comes back for the next one.
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM:
        if required("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER=1, but Chromium is not installed.", pytrace=False)
        pytest.skip("Chromium is not installed")
    if item.get_closest_marker("postgresql") and not on_postgresql():
        pytest.skip("needs PostgreSQL: set DATABASE_URL")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium, which talks to nobody but the page under test."""
    quiet = ["background-networking", "component-update", "gpu", "quic", "sync"]
    args = ["--no-sandbox", "--no-first-run", *(f"--disable-{feature}" for feature in quiet)]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}


@pytest.fixture(scope="session")
def base_url(django_db_setup: None, live_server: LiveServer) -> str:
    """In a browser test, page.goto("/sign-in/") is an address of the live server.

    The database comes first: a server started before it takes SQLite's for in memory, and shares one connection between
    threads, which crashes.
    """
    return str(live_server.url)


@pytest.fixture
def people(db: None) -> People:
    """Somebody of each role."""
    from tests import factories  # not before Django is set up

    return factories.people()
