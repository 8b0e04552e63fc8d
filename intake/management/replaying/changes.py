"""What differs between two assessments of the same answers, both as the contract writes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Document = dict[str, Any]
UNPLACED = "unplaced"
"""The kind of change that is none of the result: ids of answers that no question of today has a place for."""

_TOLD_BY = {
    **dict.fromkeys(("flags_gained", "flags_lost", "flags_moved", "flag_tiers", "flag_reasons"), ("flags",)),
    **dict.fromkeys(("hints_gained", "hints_lost"), ("flags",)),
    **dict.fromkeys(("steps_gained", "steps_lost"), ("steps", "step_groups")),
    **dict.fromkeys(("key_steps_gained", "key_steps_lost"), ("key_steps",)),
}
"""By kind of change, the parts of the contract it tells of, where the names differ."""


def changes(before: Document, after: Document) -> Document:
    """By kind of change, what changed; empty where nothing did. The rule sets' versions are left out."""
    flags = _by_id(before["flags"]), _by_id(after["flags"])
    both = [(flags[0][id_], flag) for id_, flag in flags[1].items() if id_ in flags[0]]
    found = {
        "flags_gained": [_flag(flags[1][id_]) for id_ in _gained(*flags)],
        "flags_lost": [_flag(flags[0][id_]) for id_ in _gained(*reversed(flags))],
        "flags_moved": _moves(*flags, "status"),
        "flag_tiers": _moves(*flags, "tier"),
        "flag_reasons": [new["id"] for old, new in both if old != new and _flag(old) == _flag(new)],
        "hints_gained": _gained(*map(_pointed_to, flags)),
        "hints_lost": _gained(*map(_pointed_to, reversed(flags))),
        "tier": _move(before["tier"], after["tier"]),
        "tier_open": _move(before["tier_open"], after["tier_open"]),
        # Rules before 0.10 tell neither this nor groups.
        "tier_unasked": _move(before.get("tier_unasked", 0), after.get("tier_unasked", 0)),
        "scores": _scores(before["scores"], after["scores"]),
        "patterns": _moves(_by_id(before["patterns"] or []), _by_id(after["patterns"] or []), "category"),
        "combined": _combined(before["combined"], after["combined"]),
        "steps_gained": _gained(before["steps"], after["steps"]),
        "steps_lost": _gained(after["steps"], before["steps"]),
        "step_groups": _moves(_groups(before), _groups(after), "group"),
        "key_steps_gained": _gained(before["key_steps"], after["key_steps"]),
        "key_steps_lost": _gained(after["key_steps"], before["key_steps"]),
    }
    # A part may differ in some way that no kind above tells of: a warning, the points of a pattern, an order.
    told = {"rule_set", *(part for kind, value in found.items() if value for part in _TOLD_BY.get(kind, (kind,)))}
    found["other"] = [part for part in before | after if before.get(part) != after.get(part) and part not in told]
    return {kind: value for kind, value in found.items() if value}


def _by_id(findings: list[Document]) -> dict[str, Document]:
    return {finding["id"]: finding for finding in findings}


def _flag(flag: Document) -> Document:
    return {part: flag[part] for part in ("id", "status", "tier")}


def _pointed_to(flags: dict[str, Document]) -> list[str]:
    """Those that cannot be excluded while something points to them."""
    return [id_ for id_, flag in flags.items() if flag.get("hint")]


def _groups(result: Document) -> dict[str, Document]:
    """By step, the group it is printed in."""
    entries = result.get("step_groups", ())
    return {id_: {"group": entry["group"]} for entry in entries for id_ in entry["steps"]}


def _gained(before: Iterable[str], after: Iterable[str]) -> list[str]:
    had = set(before)
    return [id_ for id_ in after if id_ not in had]


def _move(before: Any, after: Any) -> Document | None:
    return None if before == after else {"from": before, "to": after}


def _moves(before: dict[str, Document], after: dict[str, Document], part: str) -> list[Document]:
    """Of the findings on both sides, those in which this part differs."""
    return [
        {"id": id_, "from": before[id_][part], "to": found[part]}
        for id_, found in after.items()
        if id_ in before and before[id_][part] != found[part]
    ]


def _scores(before: dict[str, Document], after: dict[str, Document]) -> list[Document]:
    """What of a score differs: its ends, its missing items, its band, its estimate."""
    found: list[Document] = []
    for id_ in before | after:
        old, new = before.get(id_) or {}, after.get(id_) or {}  # there is no NEWS2 under 16
        parts = [part for part in old | new if old.get(part) != new.get(part)]
        found += [{"id": id_, "part": part, "from": old.get(part), "to": new.get(part)} for part in parts]
    return found


def _combined(before: Document, after: Document) -> Document:
    moved = {part: _move(before[part], after[part]) for part in ("pain", "mood", "level")}
    rules = {
        "rules_gained": _gained(before["rules"], after["rules"]),
        "rules_lost": _gained(after["rules"], before["rules"]),
        "undecided_gained": _gained(before["undecided"], after["undecided"]),
        "undecided_lost": _gained(after["undecided"], before["undecided"]),
    }
    return {part: value for part, value in (moved | rules).items() if value}
