"""Two lanes over the same ground: the README's command runs a handful of a long sweep, ``-m exhaustive`` the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def handful(candidates: Iterable[T], kinds: Callable[[T], Iterable[Hashable]]) -> list[T]:
    """So few of the candidates, in their order, that every kind is still there: each adds the most that are missing."""
    left = {place: (candidate, set(kinds(candidate))) for place, candidate in enumerate(candidates)}
    chosen: dict[int, T] = {}
    while left:
        place = max(left, key=lambda at: len(left[at][1]))
        candidate, new = left.pop(place)
        if not new:
            break
        chosen[place] = candidate
        for _, others in left.values():
            others -= new
    return [chosen[place] for place in sorted(chosen)]


def sweep(values: Iterable[Any], few: Collection[Any]) -> list[Any]:
    """The parameters of a test that runs every day with a few of the values, and with the others where asked.

    A tuple gives a value for each of several parameters.
    """
    rows = (value if isinstance(value, tuple) else (value,) for value in values)
    few_rows = [value if isinstance(value, tuple) else (value,) for value in few]
    return [pytest.param(*row, marks=() if row in few_rows else pytest.mark.exhaustive) for row in rows]


def invented(
    *strategies: SearchStrategy[Any], few: int, many: int
) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """A property that is tried on few invented inputs every day, and on many where asked."""

    def in_both_lanes(holds: Callable[..., None]) -> Callable[[int], None]:
        @pytest.mark.parametrize("examples", sweep((few, many), few=(few,)))
        def test(examples: int) -> None:
            tried = settings(
                max_examples=examples,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=[HealthCheck.too_slow],
            )
            tried(given(*strategies)(holds))()

        return test

    return in_both_lanes
