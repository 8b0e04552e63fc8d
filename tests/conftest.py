"""What every test stands on: the mode, Django itself, a browser where there is one."""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import sys
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.template.base import Template
from django.template.context import Context
from django.test.signals import template_rendered
from django.test.utils import setup_databases, teardown_databases
from filelock import FileLock
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from intake.roles import ADMINISTRATOR, ROLES
from tests import hazard_log, lanes, sent_forms
from tests.migrated import Migrated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import People

# Always "test", whatever the shell says: the suite must never touch a clinic's own database.
os.environ["CLINIC_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "clinic_site.settings"
# Playwright keeps an event loop in this thread, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# Many tests start the program anew. What is compiled is kept for the next, whatever the shell says.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
django.setup()
sent_forms.as_browsers_send_them()


def make_roles_again(**signal: Any) -> None:
    """A test with transactions of its own ends with empty tables: the roles, made by a migration, come back at once."""
    from django.contrib.auth.models import Group, Permission

    roles = {name: Group.objects.get_or_create(name=name)[0] for name in ROLES}
    migrations = [importlib.import_module(f"intake.migrations.{name}") for name in ("0002_roles", "0025_service_view")]
    for label, codenames in (allowed for migration in migrations for allowed in migration.ADMINISTERED.items()):
        granted = Permission.objects.filter(content_type__app_label=label, codename__in=codenames)
        roles[ADMINISTRATOR].permissions.add(*granted)


post_migrate.connect(make_roles_again, sender=apps.get_app_config("auth"))


def begin_audit_again(**signal: Any) -> None:
    """Of an emptied table, too, the chain has its first event, so that a page costs as many queries as ever."""
    from intake.models import AuditEvent
    from intake.models.audit_chain import first_event

    if "apps" not in signal:  # emptied, and not migrated
        first_event(AuditEvent, AuditEvent.objects).save()


post_migrate.connect(begin_audit_again, sender=apps.get_app_config("intake"))

# A page is given time while other tests keep the machine busy. No test that passes waits so long.
expect.set_options(timeout=30_000)

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))),
    None,
)
"""The headless shell is the same engine without the window, and quicker."""


SAME_ON_EVERY_DATABASE = (
    *("test_first_screen", "test_reasons", "test_rule_book", "test_desk_sections", "test_check", "test_durations"),
    *("test_weight", "test_medicines", "test_none_of_these", "test_asked_before", "test_estimated_birth"),
    *("test_paper_form", "test_answer_sheet", "test_parts", "test_copying", "test_handouts", "test_since"),
    *("test_one_case", "test_repeat_intake", "test_corrected_details", "test_referral_letter", "test_instrument_items"),
    *("test_desk_sees_no_findings", "test_second_step", "test_account", "test_session_life", "test_no_patient_data"),
    *("test_response_headers", "test_headers", "test_approval_notice", "test_times", "test_single_sign_on"),
    *("test_passwords", "test_rule_set_approval", "test_access", "test_clinician", "test_correcting", "test_deciding"),
    *("test_referral_page", "test_referral_desk", "test_reassessing", "test_front_desk", "test_referral_states"),
    *("test_admin", "test_admin_clinic", "test_admin_services", "test_admin_people", "test_demo"),
)
"""Files of tests that look at how stored rows are laid out, worded or sent, to whom. CI runs them on one database."""


def required(name: str) -> bool:
    """CI says REQUIRE_BROWSER=1 and REQUIRE_POSTGRES=1: there, what is missing is a failure and not a skip."""
    return os.environ.get(name) == "1"


def on_postgresql() -> bool:
    return django.db.connection.vendor == "postgresql"


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a test in a browser waits as much as it works."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    lanes.all_of_them = "not exhaustive" not in config.option.markexpr


def pytest_sessionstart() -> None:
    if required("REQUIRE_POSTGRES") and not on_postgresql():
        raise pytest.UsageError("REQUIRE_POSTGRES=1, but DATABASE_URL does not lead to PostgreSQL.")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    hazard_log.note(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """CI says REQUIRE_HAZARD_TESTS=1 where it runs all tests of a day: each hazard needs tests that passed."""
    is_worker = hasattr(session.config, "workerinput")
    if required("REQUIRE_HAZARD_TESTS") and not is_worker and (wrong := hazard_log.complaints()):
        print("\nHazards without a passing test:", *wrong, sep="\n  ")  # noqa: T201 (CI's log)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.path.stem in SAME_ON_EVERY_DATABASE:
            item.add_marker("any_database")
        if item.get_closest_marker("django_db") or not {"db", "transactional_db"}.isdisjoint(fixtures):
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("database")  # of the live server
            item.add_marker("browser")
            item.add_marker("no_cover")  # traced, the browser waits; other tests run the same lines


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM:
        if required("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER=1, but Chromium is not installed.", pytrace=False)
        pytest.skip("Chromium is not installed")
    if item.get_closest_marker("postgresql") and not on_postgresql():
        pytest.skip("needs PostgreSQL: set DATABASE_URL")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Migrated:
    """In a folder of this run alone: that of all its workers, where it has several."""
    own = tmp_path_factory.getbasetemp()
    return Migrated(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    migrated: Migrated,
) -> Iterator[None]:
    """The first worker migrates an empty database, and the others begin with a copy, which has nothing left to do."""
    with django_db_blocker.unblock(), FileLock(migrated.lock):
        is_copy = migrated.copy()
        config = setup_databases(verbosity=0, interactive=False, serialized_aliases=set(), keepdb=is_copy)
        if not is_copy:
            migrated.keep()
    yield
    with django_db_blocker.unblock(), FileLock(migrated.lock):
        if not is_copy:
            migrated.drop()
        teardown_databases(config, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _only_whole_pages_are_noted(django_test_environment: None) -> None:
    """Django notes the context of every part of a page. Our tests look at that of the page; the rest takes time."""

    def render(template: Template, context: Context) -> str:
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render  # type: ignore[method-assign]


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


@pytest.fixture(autouse=True)
def _no_test_is_told_what_another_saw() -> None:
    from intake.views.account import health
    from intake.views.service_view import days

    health.remembered.clear()
    days.remembered.clear()


@pytest.fixture(autouse=True)
def _guards_let_tables_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with transactions of its own ends with Django emptying all tables, which the guards forbid.

    They are down from here until then. Django says "migrated" after it, which puts them up as it does in a clinic.
    """
    if not {"transactional_db", "live_server"}.isdisjoint(request.fixturenames):
        from intake.database import triggers

        request.getfixturevalue("transactional_db")  # so that this ends before that does
        yield
        triggers.take_down(connection, triggers.standing(connection))
    else:
        yield
