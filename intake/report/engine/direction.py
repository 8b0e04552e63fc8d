"""Which way text runs: Arabic and Hebrew from right to left, numbers and Latin letters within them from left to right.

Source: Unicode Standard Annex 9, rules P2 to L2, without its invisible signs for embedding, overriding and isolating:
those are taken out of what people type.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import bidirectional

_FROM_THE_RIGHT = frozenset(("R", "AL", "AN"))
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
"""How numbers count for what stands between them."""


def from_the_right(text: str) -> bool:
    """Whether anything in it runs from right to left."""
    return not _FROM_THE_RIGHT.isdisjoint(map(bidirectional, text))


def levels(text: str) -> list[int]:
    """By character: even from left to right, odd from right to left.

    The text as a whole runs as its first letter does.
    """
    kinds = [bidirectional(character) or "L" for character in text]
    base = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"
    side = "R" if base else "L"
    _resolve_weak(kinds, side)
    _resolve_brackets(text, kinds, side)
    _resolve_neutral(kinds, side)
    if base:
        return [1 if kind == "R" else 2 for kind in kinds]
    return [{"L": 0, "R": 1}.get(kind, 2) for kind in kinds]


def left_to_right(of: Sequence[int]) -> list[int]:
    """The places, in the order in which they stand on the line, by their levels."""
    order = list(range(len(of)))
    for level in range(max(of, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and of[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _resolve_weak(kinds: list[str], side: str) -> None:
    """Rules W1 to W7: numbers and their signs, marks."""
    before = strong = side
    for place, kind in enumerate(kinds):
        if kind in ("NSM", "BN"):
            kind = before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        kinds[place] = "AN" if kind == "EN" and strong == "AL" else "R" if kind == "AL" else kind
    for place in range(1, len(kinds) - 1):
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and ((kind in ("ES", "CS") and left == "EN") or (kind == "CS" and left == "AN")):
            kinds[place] = left
    for places in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        before = ""
        for place in places:
            if kinds[place] == "ET" and before == "EN":
                kinds[place] = "EN"
            before = kinds[place]
    strong = side
    for place, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
        elif kind not in _STRONG:
            kinds[place] = "ON"


def _resolve_brackets(text: str, kinds: list[str], side: str) -> None:
    """Rule N0: both brackets of a pair run as what they hold."""
    for start, end in sorted(_pairs(text, kinds)):
        within = {_STRONG[kind] for kind in kinds[start + 1 : end] if kind in _STRONG}
        if not within:
            continue
        before = next((_STRONG[kind] for kind in reversed(kinds[:start]) if kind in _STRONG), side)
        wanted = side if side in within else before
        for bracket in (start, end):
            kinds[bracket] = wanted
            after = bracket + 1
            while after < len(kinds) and bidirectional(text[after]) in ("NSM", "BN"):
                kinds[after] = wanted
                after += 1


def _pairs(text: str, kinds: Sequence[str]) -> Iterable[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if kinds[place] != "ON":
            continue
        if character in _CLOSED_BY:
            if len(opened) == 63:  # the rule's own limit
                return
            opened.append((_CLOSED_BY[character], place))
            continue
        for depth in range(len(opened) - 1, -1, -1):
            if opened[depth][0] == character:
                yield opened[depth][1], place
                del opened[depth:]
                break


def _resolve_neutral(kinds: list[str], side: str) -> None:
    """Rules N1 and N2: what has no direction takes that of both its sides, or else of the text."""
    place, before = 0, side
    while place < len(kinds):
        if kinds[place] in _STRONG:
            before = _STRONG[kinds[place]]
            place += 1
            continue
        end = place
        while end < len(kinds) and kinds[end] not in _STRONG:
            end += 1
        after = _STRONG[kinds[end]] if end < len(kinds) else side
        kinds[place:end] = [before if before == after else side] * (end - place)
        place = end
