"""What a source is: a citation, with what was checked of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    id: str
    status: str
    """What was checked, in words."""
    text: str
    named: str = ""
    """Its reference, where that is not how its text begins."""

    @property
    def reference(self) -> str:
        """Where to find it, without what was found there; empty where its id tells already, as for ``NG193``."""
        if self.named:
            return self.named
        told = self.text.rstrip(".")
        if len(told) > _SHORT:
            start = _NUMBER if told.startswith(("NICE ", "LOINC ", "NIMH ")) else _AUTHORS
            ends = (told.find(mark, start) for mark in (" (", ": ", "; "))
            told = told[: min((place for place in ends if place > 0), default=len(told))]
        return told.removeprefix(f"NICE {self.id}").strip()

    @property
    def mark(self) -> str:
        """V, K or D."""
        if self.status in ("decision", "given"):
            return "D"
        return "K" if self.status == "knowledge" else "V"


_SHORT = 64
"""A text of so many letters is a reference as it is."""
_NUMBER, _AUTHORS = 8, 20
"""How many letters belong to the reference in any case: a body with a number, or authors with a title."""
