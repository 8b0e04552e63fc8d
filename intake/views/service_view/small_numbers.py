"""Small numbers are not told: few people are easily known. Nor can they be worked out from a total beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

LEAST = 5
FEWER, HELD_BACK = f"fewer than {LEAST}", "not shown"


class Shown(NamedTuple):
    number: int | None
    """None where it is not told."""
    text: str


def alone(number: int) -> Shown:
    """A number that no other one is compared with. Nobody at all is told: it says nothing of anybody."""
    return Shown(None, FEWER) if is_small(number) else Shown(number, f"{number:,}")


def is_small(number: int) -> bool:
    return 0 < number < LEAST


def parts_of(numbers: Sequence[int], held_back: Collection[int] = ()) -> list[Shown]:
    """Numbers whose total is told, too.

    What is hidden comes to at least five, is more than one number, and fits the total in more than one way: the next
    smallest are held back until it does. Where none is left to hold back, not even which are small is told.

    Args:
        held_back: places of numbers that are hidden for another reason.
    """
    hidden = {place for place, number in enumerate(numbers) if is_small(number)} | set(held_back)
    left = sorted((number, place) for place, number in enumerate(numbers) if number and place not in hidden)
    while hidden and left and (len(hidden) < 2 or _follows_from_total([numbers[place] for place in hidden])):
        hidden.add(left.pop(0)[1])
    if sum(numbers) >= LEAST and hidden and _follows_from_total([numbers[place] for place in hidden]):
        return [Shown(None, HELD_BACK) for _ in numbers]
    return [
        Shown(None, HELD_BACK) if place in hidden and not is_small(number) else alone(number)
        for place, number in enumerate(numbers)
    ]


def _follows_from_total(hidden: Collection[int]) -> bool:
    """Of each it is told whether it is fewer than five: the sum is so small, or so large, that one number fits each."""
    small = sum(map(is_small, hidden))
    least, most = small + LEAST * (len(hidden) - small), (LEAST - 1) * small
    return sum(hidden) < LEAST or sum(hidden) <= least or (small == len(hidden) and sum(hidden) >= most)


def can_be_told(part: int, whole: int) -> bool:
    """Neither the part nor what is left of the whole is small."""
    return not (is_small(whole) or is_small(part) or is_small(whole - part))


def part(number: int, whole: int) -> Shown:
    """A number beside the whole that it is a part of."""
    if can_be_told(number, whole):
        return alone(number)
    return Shown(None, FEWER if is_small(number) else HELD_BACK)


def share(number: int, whole: int) -> str:
    """In whole percent, where both may be told."""
    if not whole or not can_be_told(number, whole):
        return "–"
    return f"{round(100 * number / whole)} %"
