"""The whole of a replay in numbers, as a person reads it. Memory does not grow with the intakes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from intake.management.replaying.changes import UNPLACED, Document
from intake.management.replaying.compared import Compared

_STATUS_TEXT = {"present": "present", "cannot_exclude": "cannot be excluded"}
_TIERS = {0: "none"} | {tier: str(tier) for tier in (1, 2, 3, 4)}
_IDS = (
    *("flag_reasons", "hints_gained", "hints_lost"),
    *("steps_gained", "steps_lost", "key_steps_gained", "key_steps_lost", "other", UNPLACED),
)
"""Kinds of change that are told by ids alone."""
_KINDS = {
    "flags_gained": "Flags gained",
    "flags_lost": "Flags lost",
    "flags_moved": "Flags that moved",
    "flag_tiers": "Flags in another tier",
    "flag_reasons": "Flags with other reasons or open questions",
    "hints_gained": "Open flags that something points to now",
    "hints_lost": "Open flags that nothing points to any more",
    "scores": "Scores",
    "patterns": "Pain types in another category",
    "combined": "Pain and mood together",
    "steps_gained": "Steps gained",
    "steps_lost": "Steps lost",
    "step_groups": "Steps printed in another group",
    "key_steps_gained": "Key steps gained",
    "key_steps_lost": "Key steps lost",
    "other": "Other parts that differ",
    UNPLACED: "Answers that no question of today has a place for",
    "refused": "Answers that the rules replayed cannot read",
}


class Tally:
    def __init__(self, examples: int, fingerprint: str) -> None:
        self.examples = examples
        """So many intakes are named for each change."""
        self.fingerprint = fingerprint
        """Of the rules replayed; empty where that is not known."""
        self.last = 0
        """The key of the last row compared."""
        self.compared = self.changed = self.refused = self.of_these_rules = 0
        self.before: Counter[tuple[str, str, str]] = Counter()
        self.after: Counter[tuple[str, str]] = Counter()
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._named: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._tiers: dict[str, Counter[tuple[int, int]]] = {
            which: Counter() for which in ("tier", "tier_open", "tier_unasked")
        }

    def add(self, part: Compared) -> None:
        """Count some intakes."""
        self.last = part.last
        self.compared += part.number
        self.of_these_rules += part.of_these_rules
        self.before += part.before
        self.after += part.after
        for each in part.changed:
            self._add(f"{each.intake} version {each.version}", each.found)

    def _add(self, where: str, found: Document) -> None:
        """Count one intake's changes, or that its answers were refused."""
        self.refused += "refused" in found
        self.changed += "refused" not in found
        for kind, label in _labels(found):
            self._counts[kind][label] += 1
            if len(self._named[kind, label]) < self.examples:
                self._named[kind, label].append(where)
        for which, moves in self._tiers.items():
            if move := found.get(which):
                moves[move["from"], move["to"]] += 1

    def lines(self) -> Iterator[str]:
        unchanged = self.compared - self.changed - self.refused
        yield from _versions("Stored with", self.before)
        after = {
            (version, self.fingerprint, settings or "its own defaults"): n
            for (version, settings), n in self.after.items()
        }
        yield from _versions("Replayed with", after)
        yield f"Stored with the rules replayed, by their fingerprint: {self.of_these_rules} of {self.compared}."
        yield f"Compared {self.compared}: unchanged {unchanged}, changed {self.changed}, not readable {self.refused}."
        yield from _matrix("Tier (stored in the rows, replayed in the columns)", self._tiers["tier"])
        yield from _matrix("Tier that cannot be excluded (the same way)", self._tiers["tier_open"])
        yield from _matrix("Tier of what was not asked or answered (the same way)", self._tiers["tier_unasked"])
        for kind, title in _KINDS.items():
            if counted := self._counts[kind]:
                yield from ("", title)
                for label, number in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])):
                    named = ", ".join(self._named[kind, label])
                    yield f"  {number:>6}  {label}{f'   e.g. {named}' if named else ''}"


def _versions(title: str, counted: Mapping[tuple[str, str, str], int]) -> Iterator[str]:
    """By rule set, fingerprint and settings."""
    for (version, fingerprint, settings), number in sorted(counted.items()):
        yield f"{title}: {version}, fingerprint {fingerprint[:12] or 'not known'}, {settings} ({number})"


def _matrix(title: str, moves: Counter[tuple[int, int]]) -> Iterator[str]:
    if moves:
        yield from ("", title)
        yield f"  {'':>6}{''.join(f'{name:>8}' for name in _TIERS.values())}"
        for tier, name in _TIERS.items():
            cells = (moves[tier, to] or "." for to in _TIERS)
            yield f"  {name:>6}{''.join(f'{cell:>8}' for cell in cells)}"


def _labels(found: Document) -> Iterator[tuple[str, str]]:
    """Every change of one intake as kind and words, each once."""
    for kind in ("flags_gained", "flags_lost"):
        for flag in found.get(kind, ()):
            yield kind, f"{flag['id']} {_STATUS_TEXT[flag['status']]}, tier {flag['tier']}"
    for move in found.get("flags_moved", ()):
        yield "flags_moved", f"{move['id']}: {_STATUS_TEXT[move['from']]} → {_STATUS_TEXT[move['to']]}"
    for kind in ("flag_tiers", "patterns"):
        for move in found.get(kind, ()):
            yield kind, f"{move['id']}: {move['from']} → {move['to']}"
    for move in found.get("step_groups", ()):
        yield "step_groups", f"{move['id']}: {move['from'] or 'by itself'} → {move['to'] or 'by itself'}"
    for score in found.get("scores", ()):
        yield "scores", f"{score['id']} {score['part']}"
    yield from (("combined", label) for label in _combined(found.get("combined", {})))
    for kind in _IDS:
        yield from ((kind, id_) for id_ in found.get(kind, ()))
    if refused := found.get("refused"):
        yield "refused", f"{refused['question'] or 'the whole'}: {refused['reason']}"


def _combined(found: Document) -> Iterator[str]:
    for part, change in found.items():
        if isinstance(change, dict):
            yield f"{part}: {_or_none(change['from'])} → {_or_none(change['to'])}"
        else:
            yield from (f"{part.replace('_', ' ')}: {id_}" for id_ in change)


def _or_none(value: Any) -> Any:
    return "not decided" if value is None else value
