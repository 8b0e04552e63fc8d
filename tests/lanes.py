"""Two lanes over the same ground: the README's command runs a handful of a long sweep, ``-m exhaustive`` the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

all_of_them = True
"""Whether the exhaustive tests may run; said before the tests are collected."""


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


def sweep(values: Iterable[Any], few: Collection[Any], ids: Iterable[str] = ()) -> list[Any]:
    """The parameters of a test that runs every day with a few of the values, and with the others where asked.

    A tuple gives a value for each of several parameters. Those that do not run are not made, which would take time too.
    """
    rows = [value if isinstance(value, tuple) else (value,) for value in values]
    few_rows = [value if isinstance(value, tuple) else (value,) for value in few]
    names = list(ids) or [None] * len(rows)
    return [
        pytest.param(*row, marks=() if row in few_rows else pytest.mark.exhaustive, id=name)
        for row, name in zip(rows, names, strict=True)
        if row in few_rows or all_of_them
    ]


def each(
    values: Mapping[str, T] | Callable[[], Mapping[str, T]], few: Collection[str] = ()
) -> Callable[[Callable[[T], None]], Callable[..., None]]:
    """One test over many values, each tried in a moment: it tries all of them, and names every one that fails.

    Args:
        values: by name; or what makes them, where that takes long.
        few: the names of those that are tried every day, where all of them together take long.
    """

    def of_all(holds: Callable[[T], None]) -> Callable[..., None]:
        def try_all(only: Collection[str]) -> None:
            found = values() if callable(values) else values
            tried = {name: found[name] for name in only or found}
            failures = []
            for name, value in tried.items():
                try:
                    holds(value)
                except AssertionError as failure:
                    failure.add_note(f"with {name}")
                    failures.append(failure)
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(tried)}", failures)

        @pytest.mark.parametrize("only", sweep(([*few], []), few=([*few],), ids=("a few", "all")))
        def test_in_both_lanes(only: list[str]) -> None:
            try_all(only)

        def test() -> None:
            try_all(())

        made = test_in_both_lanes if few else test
        made.__doc__ = holds.__doc__
        return made

    return of_all


def tried(examples: int) -> settings:
    """So many invented inputs, the same at every run."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


def invented(
    *strategies: SearchStrategy[Any], few: int, many: int
) -> Callable[[Callable[..., None]], Callable[[int], None]]:
    """A property that is tried on few invented inputs every day, and on many where asked."""

    def in_both_lanes(holds: Callable[..., None]) -> Callable[[int], None]:
        @pytest.mark.parametrize("examples", sweep((few, many), few=(few,)))
        def test(examples: int) -> None:
            tried(examples)(given(*strategies)(holds))()

        return test

    return in_both_lanes
