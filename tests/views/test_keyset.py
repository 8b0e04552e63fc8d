"""Pages by position: both ways, whatever appears and vanishes meanwhile, and whatever the address says."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from intake.models import QueueEntry
from intake.views.keyset import Order
from intake.views.queue.worklist import BY_URGENCY
from tests.factories import People
from tests.many_intakes import many_intakes

SIZE = 3
DOWN = Order(BY_URGENCY.columns, down=True)


@pytest.fixture
def entries(people: People) -> list[QueueEntry]:
    """Ten in their order: many in one place, and of one time."""
    intakes = many_intakes(people.front_desk, [{"queue_place": 100 + place // 4} for place in range(10)])
    first = intakes[0].submitted_at
    assert first
    QueueEntry.objects.filter(place=101).update(since=first)
    return list(QueueEntry.objects.order_by(*BY_URGENCY.columns))


def page(order: Order = BY_URGENCY, **asked: str) -> Any:
    address = QueryDict(mutable=True)
    address.update(asked)
    return order.page(QueueEntry.objects.all(), address, SIZE)


@pytest.mark.parametrize("order", [BY_URGENCY, DOWN])
def test_every_row_is_on_one_page_there_and_back(order: Order, entries: list[QueueEntry]) -> None:
    shown, forwards = page(order), []
    while True:
        forwards.append(shown)
        if not shown.after:
            break
        shown = page(order, after=shown.after)
    wanted = entries[::-1] if order.down else entries
    assert [row for each in forwards for row in each.rows] == wanted
    assert [len(each.rows) for each in forwards] == [3, 3, 3, 1]
    backwards = [shown]
    while backwards[-1].before:
        backwards.append(page(order, before=backwards[-1].before))
    assert [each.rows for each in backwards[::-1]] == [each.rows for each in forwards]


def test_what_appears_or_vanishes_moves_nothing_twice_or_out_of_sight(entries: list[QueueEntry]) -> None:
    first = page()
    QueueEntry.objects.filter(pk__in=[entries[1].pk, entries[2].pk, entries[3].pk]).delete()
    second = page(after=first.after)
    assert second.rows == entries[4:7]
    # Fewer are left before it than a page holds: that page is the first, whole.
    assert page(before=second.before).rows == [entries[0], *entries[4:6]]
    QueueEntry.objects.filter(place__gt=100).delete()
    assert page(after=second.after).rows == [entries[0]]
    QueueEntry.objects.all().delete()
    assert page(after=second.after) == ([], "", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "1.2",
        "1.2.3.4",
        "a.b.c",
        "1.2.x",
        f"-1.2.{'0' * 32}",
        f"{'9' * 400}.2.{'0' * 32}",
        "\x00.1.1",
        f"1.{'9' * 18}.{'0' * 32}",
        f"٣.1.{'0' * 32}",
        f"1.1.{'0' * 32}'--",
        "100' OR 1=1",
    ],
)
def test_what_is_no_position_is_the_first_page(text: str, entries: list[QueueEntry]) -> None:
    assert page(after=text).rows == page(before=text).rows == entries[:SIZE]


def test_a_page_is_one_query_or_two(entries: list[QueueEntry], django_assert_max_num_queries: Any) -> None:
    onwards = page().after
    for asked in ({}, {"after": onwards}, {"before": onwards}, {"before": BY_URGENCY.position(entries[-1])}):
        with django_assert_max_num_queries(2):
            page(**asked)
