"""Everything that is to be done in one list: overdue first, then by whose it is, then by date.

Steps and referrals stand in two tables. The database puts their keys in one order and hands out a page of them, after
the last row of the page before; only the rows of that page are loaded.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.auth import models as accounts
from django.contrib.auth.models import User
from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from intake.models import FollowUp, Referral
from intake.models.count_of import CountOf
from intake.roles import CLINICIAN
from intake.stored.referrals import lists
from intake.views.follow_up import planned, referred
from intake.views.follow_up.filters import QUESTIONNAIRE, STEP, Filters

ROWS = 25
AT_ONCE = 4 * ROWS
"""So many keys are looked at in one go for a page: some steps are carried out by a referral, or agreed anew since."""
COUNTED_AT_MOST = 250
"""In each group. Beyond that it is said that there are more."""
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
    rows: list[Row]
    following: str
    """The mark that the next page is after; empty on the last."""
    counts: dict[int, str]
    """By group, under the same filters."""


def one_list(user: User, filters: Filters, after: str) -> OneList:
    """``after``: the mark of a page, or of nothing: then the first page."""
    parts = _steps(user, filters), _referrals(user, filters)
    groups = [planned.LATER] if filters.when else [group for group in planned.HEADINGS if group != planned.LATER]
    keys = _page([part for part in parts if part is not None], groups, user, _key_of(after, user))
    following = f"{keys[ROWS - 1].kind}-{keys[ROWS - 1].key}" if len(keys) > ROWS else ""
    return OneList(_rows(keys[:ROWS], user), following, _counts(user, filters))


def _counts(user: User, filters: Filters) -> dict[int, str]:
    """One query, which looks at no more than it says."""
    today, now = timezone.localdate(), timezone.now()
    steps, referrals = _chosen_steps(user, filters), _chosen_referrals(user, filters)
    parts: dict[str, CountOf] = {}
    for group in planned.HEADINGS:
        if steps is not None:
            rows = planned.not_carried_out(steps).filter(planned.in_group(group, today)).order_by()
            parts[f"steps_{group}"] = CountOf(rows.values("due_by")[: COUNTED_AT_MOST + 1])
        if referrals is not None:
            due = referrals.filter(referred.in_group(group, now)).order_by()
            parts[f"referrals_{group}"] = CountOf(due.values("due_at")[: COUNTED_AT_MOST + 1])
    # The role is a row that is always there.
    found: Any = accounts.Group.objects.filter(name=CLINICIAN).values(**parts).get()
    sums = {group: sum(found.get(f"{of}_{group}", 0) for of in ("steps", "referrals")) for group in planned.HEADINGS}
    return {
        group: f"over {COUNTED_AT_MOST}" if number > COUNTED_AT_MOST else str(number) for group, number in sums.items()
    }


def _page(parts: list[QuerySet[Any]], groups: list[int], user: User, after: Key | None) -> list[Key]:
    """A page of keys and one more, where there is one."""
    if after is None or (after.group, after.owner_rank) == (groups[0], MINE):
        # What is one's own and comes first fills the page of most; then nothing else is looked at.
        mine = [part.filter(_mine(part.model, user), group=groups[0], owner_rank=MINE) for part in parts]
        if len(keys := list(_following(mine, after))) > ROWS:
            return keys
    return list(_following([part.filter(group__in=groups) for part in parts], after))


def _mine(model: type[FollowUp] | type[Referral], user: User) -> Q:
    """What the rank says, by an index."""
    return Q(owner=user) if model is FollowUp else Q(owner=Referral.Owner.REFERRER, referrer=user)


def _following(parts: list[QuerySet[Any]], after: Key | None) -> Iterator[Key]:
    """The next keys after this one, in their order, until there is one more than a page holds."""
    left = ROWS + 1
    while left > 0:
        beyond = [part.filter(_beyond(after)) if after else part for part in parts]
        keys = [Key(*key) for key in _in_order(beyond)[:AT_ONCE]]
        numbers = [int(key.key) for key in keys if key.kind == _STEP]
        to_do = set(planned.to_do().filter(pk__in=numbers).values_list("pk", flat=True))
        listed = [key for key in keys if key.kind == _REFERRAL or int(key.key) in to_do]
        yield from listed[:left]
        left -= len(listed)
        if len(keys) < AT_ONCE:
            return
        after = keys[-1]


def _beyond(after: Key) -> Q:
    condition = Q()
    for name, value in reversed(list(zip(_ORDER, after, strict=True))):
        beyond = Q(**{f"{name}__gt": value})
        condition = beyond | (Q(**{name: value}) & condition) if condition else beyond
    return condition


def _key_of(after: str, user: User) -> Key | None:
    """Of the row with this mark, done by now or not. A mark that is none begins at the first."""
    kind, _, id_ = after.partition("-")
    row = None
    with suppress(ValueError, OverflowError):
        if kind == _STEP and id_.isascii() and len(id_) < 19:
            row = _ordered_steps(FollowUp.objects.filter(pk=int(id_)), user)
        elif kind == _REFERRAL:
            row = _ordered_referrals(Referral.objects.filter(pk=uuid.UUID(id_)), user)
    found = row and row.values_list(*_ORDER).first()
    return Key(*found) if found else None


def _steps(user: User, filters: Filters) -> QuerySet[Any] | None:
    chosen = _chosen_steps(user, filters)
    return None if chosen is None else _ordered_steps(chosen, user)


def _chosen_steps(user: User, filters: Filters) -> QuerySet[FollowUp] | None:
    """Those that stand; some of them are agreed anew, or carried out by a referral."""
    if not filters.has_steps:
        return None
    rows: QuerySet[FollowUp] = FollowUp.objects.standing()
    if filters.whose:
        rows = rows.filter(owner=user)
    if filters.kind == QUESTIONNAIRE:
        rows = rows.filter(planned.QUESTIONNAIRES)
    elif filters.kind == STEP:
        rows = rows.exclude(planned.QUESTIONNAIRES)
    return rows


def _ordered_steps(rows: QuerySet[FollowUp], user: User) -> QuerySet[Any]:
    return rows.annotate(
        group=planned.by_time(timezone.localdate()),
        owner_rank=_rank(Q(owner=user), Q(owner=None), NOBODY),
        owner_name=_name("owner"),
        owner_key=Coalesce("owner", Value(0)),
        due=Cast("due_by", TextField()),
        kind=Value(_STEP, CharField()),
        key=Cast("pk", TextField()),
    )


def _referrals(user: User, filters: Filters) -> QuerySet[Any] | None:
    chosen = _chosen_referrals(user, filters)
    return None if chosen is None else _ordered_referrals(chosen, user)


def _chosen_referrals(user: User, filters: Filters) -> QuerySet[Referral] | None:
    if not filters.has_referrals:
        return None
    rows: QuerySet[Referral] = lists.to_do()
    return rows.filter(owner=Referral.Owner.REFERRER, referrer=user) if filters.whose else rows


def _ordered_referrals(rows: QuerySet[Referral], user: User) -> QuerySet[Any]:
    desk = Q(owner=Referral.Owner.DESK)
    return rows.annotate(
        group=referred.by_time(timezone.now()),
        owner_rank=_rank(Q(referrer=user) & ~desk, desk, DESK),
        owner_name=Case(When(desk, then=Value("")), default=_name("referrer"), output_field=TextField()),
        owner_key=Case(When(desk, then=0), default=F("referrer"), output_field=IntegerField()),
        due=Cast("due_at", TextField()),
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
