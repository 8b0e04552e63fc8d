"""A document as a screen reader gives it: kinds of elements and their text, in order, indented by depth.

Document
  H1: Intake summary
  Table
    TR
      TH: Scale
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tests.report.checkers import structure_as_text
from tests.report.structure import alternatives

_KIND = re.compile(r"(\w+)(?: \((?:block|inline)\))?:?")


@dataclass
class Spoken:
    kind: str
    said: list[str] = field(default_factory=list)
    kids: list[Spoken] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own and all below it, as one line."""
        return " ".join(filter(None, [*self.said, *(kid.text for kid in self.kids)]))

    def all(self, kind: str) -> Iterator[Spoken]:
        if self.kind == kind:
            yield self
        for kid in self.kids:
            yield from kid.all(kind)

    def lines(self, depth: int = 0) -> Iterator[str]:
        said = f": {' '.join(self.said)}" if self.said else ""
        yield f"{'  ' * depth}{self.kind}{said}"
        for kid in self.kids:
            yield from kid.lines(depth + 1)


@cache  # the program takes a second for each document
def read_aloud(pdf: bytes) -> Spoken:
    """A figure says its alternative text; what is printed inside it is part of the picture."""
    pictures = iter(alternatives(pdf))
    top = Spoken("")
    open_: list[tuple[int, Spoken]] = [(-1, top)]
    for line in structure_as_text(pdf).splitlines():
        said = line.strip()
        depth = len(line) - len(line.lstrip())
        if said.startswith("/"):  # an attribute
            continue
        if said.startswith('"'):
            parent = open_[-1][1]
            if parent.kind != "Figure" and said != '""':
                parent.said.append(said.removeprefix('"').removesuffix('"').strip())
            continue
        while open_[-1][0] >= depth:
            open_.pop()
        kind = _KIND.fullmatch(said)
        assert kind, line
        spoken = Spoken(kind[1], [next(pictures)] if kind[1] == "Figure" else [])
        open_[-1][1].kids.append(spoken)
        open_.append((depth, spoken))
    return top.kids[0]
