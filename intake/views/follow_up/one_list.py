"""Everything that is to be done in one list: overdue first, then by whose it is, then by date.

Steps and referrals stand in two tables. The database puts their keys in one order and hands out a page of them; only
the rows of that page are loaded.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, DateTimeField, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from intake.models import FollowUp, Referral
from intake.stored.referrals import lists
from intake.views.follow_up import planned, referred
from intake.views.follow_up.filters import QUESTIONNAIRE, STEP, Filters

ROWS = 25
MINE, COLLEAGUES, DESK, NOBODY = range(4)
_ORDER = ("group", "owner_rank", "owner_name", "owner_key", "due", "kind", "key")
_STEP, _REFERRAL = "step", "referral"


class Key(NamedTuple):
    """Of a row, as the database orders them."""

    group: int
    owner_rank: int
    owner_name: str
    owner_key: int
    due: Any
    kind: str
    key: str


@dataclass(frozen=True)
class Row:
    group: int
    owner: str
    owner_key: int
    follow_up: FollowUp | None = None
    referral: Referral | None = None
    steps: tuple[FollowUp, ...] = ()
    """What the referral carries out."""


class OneList(NamedTuple):
    page: Page[Any]
    rows: list[Row]
    counts: dict[int, int]
    """By group, under the same filters."""


def one_list(user: User, filters: Filters, page_number: str | None) -> OneList:
    steps, referrals = _steps(user, filters), _referrals(user, filters)
    by_group = [planned.counted(rows) for rows in (steps, referrals) if rows is not None]
    counts = {group: sum(counted[group] for counted in by_group) for group in planned.HEADINGS}
    groups = [planned.LATER] if filters.when else [group for group in planned.HEADINGS if group != planned.LATER]
    keys = _in_order([rows.filter(group__in=groups) for rows in (steps, referrals) if rows is not None])
    paginator: Paginator[Any] = Paginator(keys, ROWS)
    paginator.count = sum(counts[group] for group in groups)  # counted already
    page = paginator.get_page(page_number)
    return OneList(page, _rows([Key(*key) for key in page], user), counts)


def _steps(user: User, filters: Filters) -> QuerySet[Any] | None:
    if not filters.has_steps:
        return None
    rows = planned.to_do()
    if filters.whose:
        rows = rows.filter(owner=user)
    if filters.kind == QUESTIONNAIRE:
        rows = rows.filter(planned.QUESTIONNAIRES)
    elif filters.kind == STEP:
        rows = rows.exclude(planned.QUESTIONNAIRES)
    return rows.annotate(
        group=planned.by_time(timezone.localdate()),
        owner_rank=_rank(Q(owner=user), Q(owner=None), NOBODY),
        owner_name=_name("owner"),
        owner_key=Coalesce("owner", Value(0)),
        due=Cast("due_by", DateTimeField()),
        kind=Value(_STEP, CharField()),
        key=Cast("pk", TextField()),
    )


def _referrals(user: User, filters: Filters) -> QuerySet[Any] | None:
    if not filters.has_referrals:
        return None
    rows: QuerySet[Referral] = lists.to_do()
    if filters.whose:
        rows = rows.filter(owner=Referral.Owner.REFERRER, referrer=user)
    desk = Q(owner=Referral.Owner.DESK)
    return rows.annotate(
        group=referred.by_time(timezone.now()),
        owner_rank=_rank(Q(referrer=user) & ~desk, desk, DESK),
        owner_name=Case(When(desk, then=Value("")), default=_name("referrer"), output_field=TextField()),
        owner_key=Case(When(desk, then=0), default=F("referrer"), output_field=IntegerField()),
        due=F("due_at"),
        kind=Value(_REFERRAL, CharField()),
        key=Cast("pk", TextField()),
    )


def _rank(mine: Q, other: Q, of_other: int) -> Case:
    whens = When(mine, then=Value(MINE)), When(other, then=Value(of_other))
    return Case(*whens, default=Value(COLLEAGUES), output_field=IntegerField())


def _name(owner: str) -> Coalesce:
    """To order by; nobody has an empty one."""
    parts = (f"{owner}__last_name", Value(" "), f"{owner}__first_name", Value(" "), f"{owner}__username")
    return Coalesce(Concat(*parts, output_field=TextField()), Value(""), output_field=TextField())


def _in_order(parts: list[QuerySet[Any]]) -> QuerySet[Any]:
    first, *others = [part.order_by().values_list(*_ORDER) for part in parts]
    return (first.union(*others, all=True) if others else first).order_by(*_ORDER)


def _rows(keys: list[Key], user: User) -> list[Row]:
    ids = [uuid.UUID(key.key) for key in keys if key.kind == _REFERRAL]
    referrals = {row.pk: row for row in referred.loaded().filter(pk__in=ids)}
    carried = referred.steps_of(list(referrals.values()))
    numbers = [int(key.key) for key in keys if key.kind == _STEP]
    steps = {row.pk: row for row in planned.loaded().filter(pk__in=numbers)}
    rows = []
    for key in keys:
        if key.kind == _STEP:
            if step := steps.get(int(key.key)):
                rows.append(Row(key.group, _whose(key, step.owner), key.owner_key, follow_up=step))
        elif referral := referrals.get(uuid.UUID(key.key)):
            owner, carries = _whose(key, referral.referrer), tuple(carried[referral])
            rows.append(Row(key.group, owner, key.owner_key, referral=referral, steps=carries))
    return rows


def _whose(key: Key, owner: User | None) -> str:
    fixed = {MINE: "Yours", DESK: "The front desk’s", NOBODY: "Nobody’s"}
    name = (owner.get_full_name() or owner.get_username()) if owner else ""
    return fixed.get(key.owner_rank, f"{name}’s")


def by_owner(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """As they are ordered. Colleagues of one name stay apart."""
    parts = groupby(rows, key=lambda row: (row.owner, row.owner_key))
    return [(owner, list(same)) for (owner, _), same in parts]
