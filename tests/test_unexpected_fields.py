"""A form changes what it asks for: every other column of the database, sent along, changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from intake.models import Addendum, Alert, Document, Referral, ReferralDocument, Review, Signature, Voiding
from intake.roles import FRONT_DESK
from tests import lanes, test_access
from tests.sent_forms import URLENCODED, urlencoded_text
from tests.test_access import ADDRESSES, Visitors, patterns
from tests.test_admin import ADDRESSES as OF_THE_ADMIN
from tests.views.browser import _read

people, stored, visitors = test_access.people, test_access.stored, test_access.visitors
CANARY = "canary7"
OF_A_CLINICIAN = (Review, Signature, Addendum, Voiding, Document, Referral, ReferralDocument, Alert)
Stored = dict[str, dict[Any, dict[str, Any]]]


def all_rows() -> Stored:
    """Every row of every table, but who is signed in."""
    tables = [model for model in apps.get_models() if model.__name__ not in ("Session", "ContentType", "Permission")]
    tables += [User.groups.through, User.user_permissions.through]
    return {
        table.__name__: {row["pk"]: row for row in table._base_manager.values(*_names(table), "pk")} for table in tables
    }


def _names(table: Any) -> list[str]:
    return [column.attname for column in table._meta.concrete_fields]


def effect(act: Callable[[], Any]) -> tuple[set[str], str]:
    """Which columns change and which tables get rows or lose them; and all new values. It is undone."""
    with transaction.atomic():
        before = all_rows()
        assert act().status_code < 500
        after = all_rows()
        transaction.set_rollback(True)
    changed, values = set(), []
    for table, rows in after.items():
        changed |= {f"{table} rows"} if rows.keys() != before[table].keys() else set()
        for key, row in rows.items():
            old = before[table].get(key, {})
            new = {name: value for name, value in row.items() if key not in before[table] or old[name] != value}
            changed |= {f"{table}.{name}" for name in new if key in before[table]}
            values += [str(value) for value in new.values()]
    return changed, "\n".join(values)


def unasked(offered: set[str]) -> dict[str, Any]:
    """A value for every column that the page does not ask for."""
    sent = {}
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            for name in {column.name, column.attname, column.name.replace("_", "-")} - offered:
                sent[name] = _value(column)
    return sent


def _value(column: Any) -> str:
    if isinstance(column, models.BooleanField):
        return "on"
    if column.is_relation or isinstance(column, models.IntegerField):
        return "7"
    if isinstance(column, models.DateField):
        return "2001-01-01"
    return str(column.choices[-1][0]) if column.choices else CANARY


def pages(name: str, visitors: Visitors) -> list[tuple[Client, str, dict[str, list[str]], set[str]]]:
    """Each form of a page: who fills it in, where it goes, what it holds, and all that it lets somebody choose."""
    address, audience = visitors.address(name), ADDRESSES[name][0]
    who = next((key for key, role in visitors.roles.items() if role in audience), "signed out")
    client = visitors.clients[who]
    page = client.get(address)
    if page.status_code != 200 or "html" not in page.headers["Content-Type"]:
        return []
    read = _read(page)
    forms = [(action or address, fields) for action, fields in read.forms]
    return [(client, action, fields, set(read.offered)) for action, fields in forms if action != "/sign-out/"]


DAILY = ("patient-details", "appointment-new", "patient-new")


@pytest.mark.parametrize(
    "name", lanes.sweep([name for name, (_, methods) in ADDRESSES.items() if "GET" in methods], few=DAILY)
)
def test_v15_3_3_what_a_form_does_not_ask_changes_nothing(name: str, visitors: Visitors) -> None:
    """Every column of every table is sent along with each form of the page (ASVS V15.3.3)."""
    for client, action, fields, offered in pages(name, visitors):
        more = unasked(offered | fields.keys())
        changed, _ = effect(lambda client=client, action=action, fields=fields: client.post(action, fields))
        with_more, values = effect(
            lambda client=client, action=action, fields=fields, more=more: client.post(action, {**more, **fields})
        )
        assert with_more <= changed, (action, with_more - changed)
        assert CANARY not in values, action


def test_v8_2_3_the_front_desk_writes_nothing_of_a_clinicians(visitors: Visitors) -> None:
    """Neither by a form nor as JSON, at any address, the admin's too (ASVS V8.2.3)."""
    desk = visitors.clients["front desk"]
    fields = {column.name: _value(column) for model in OF_A_CLINICIAN for column in model._meta.concrete_fields}
    fields |= {"revision": visitors.intake.revision, "alert": str(Alert.objects.values_list("pk", flat=True)[0])}
    bodies = ((urlencoded_text(fields), URLENCODED), (json.dumps(fields), "application/json"))
    reached = [visitors.address(str(pattern.name)) for pattern in patterns()] + OF_THE_ADMIN

    def tables() -> Any:
        return [list(model._base_manager.order_by("pk").values()) for model in OF_A_CLINICIAN]

    before = tables()
    for address in reached:
        if address not in (reverse("sign-out"), "/admin/logout/"):
            for body, content_type in bodies:
                assert desk.generic("POST", address, body, content_type).status_code < 500
    assert [*tables()] == before
    assert set(User.objects.filter(groups__name=FRONT_DESK).values_list("username", flat=True)) == {"front-desk"}
