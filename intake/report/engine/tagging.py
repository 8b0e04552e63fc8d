"""The structure of a document: what is a heading, a list, a table, a figure, in the order it is read aloud.

Source: ISO 32000-1 section 14.7 and 14.8; ISO 14289-1 (PDF/UA-1).
"""

from __future__ import annotations

COLUMN_HEAD = "/A <</O /Table /Scope /Column>>"
ROW_HEAD = "/A <</O /Table /Scope /Row>>"
NO_NUMBERS = "/A <</O /List /ListNumbering /None>>"

Content = tuple[int, int]
"""A piece of a page's content: the page, from 0, and its number there."""


class Element:
    """One element of the structure tree. ``attributes``: further entries of its dictionary, as PDF writes them."""

    __slots__ = ("attributes", "kids", "number", "parent", "role")

    def __init__(self, role: str, parent: Element | None, attributes: str = "") -> None:
        self.role = role
        self.parent = parent
        self.attributes = attributes
        self.kids: list[Element | Content] = []
        self.number = 0
        """Of its object in the file."""
        if parent is not None:
            parent.kids.append(self)

    def all(self) -> list[Element]:
        """Itself and all below it, in reading order."""
        found: list[Element] = []
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            found.append(element)
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]
        return found

    def written(self, parent: int, pages: list[int]) -> bytes:
        """Its dictionary. ``pages``: the object number of each page."""
        page = next((kid[0] for kid in self.kids if isinstance(kid, tuple)), None)
        kids: list[str] = []
        for kid in self.kids:
            if isinstance(kid, Element):
                kids.append(f"{kid.number} 0 R")
            elif kid[0] == page:
                kids.append(str(kid[1]))
            else:
                kids.append(f"<</Type /MCR /Pg {pages[kid[0]]} 0 R /MCID {kid[1]}>>")
        on_page = "" if page is None else f" /Pg {pages[page]} 0 R"
        content = f" /K {kids[0]}" if len(kids) == 1 else f" /K [{' '.join(kids)}]" if kids else ""
        more = f" {self.attributes}" if self.attributes else ""
        return f"<</S /{self.role} /P {parent} 0 R{on_page}{content}{more}>>".encode("ascii")
