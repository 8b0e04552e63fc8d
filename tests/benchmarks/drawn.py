"""What stands on the pages of a finished PDF, read back from the file: runs of text, shapes, and the tag around each.

From it come the pictures of the peers' documents, and every call of the raw canvas.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, IndirectObject

Colour = tuple[float, float, float]
Matrix = tuple[float, float, float, float, float, float]
Segment = tuple[str, list[float]]
"""``m``, ``l``, ``c`` or ``h`` with its places on the page, in points."""
BLACK = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class State:
    """What a canvas remembers; saved and restored as one."""

    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    fill: Colour = BLACK
    stroke: Colour = BLACK
    width: float = 1
    join: int = 0
    font: str = ""
    size: float = 0

    def placed(self, numbers: list[float]) -> list[float]:
        a, b, c, d, e, f = self.matrix
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        return [number for x, y in pairs for number in (a * x + c * y + e, b * x + d * y + f)]


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    state: State


@dataclass(frozen=True)
class Shape:
    """``paint``: the operator that paints it; ``W``: what follows is clipped to it, until ``Restore``."""

    path: list[Segment]
    paint: str
    state: State


@dataclass(frozen=True)
class Save:
    pass


@dataclass(frozen=True)
class Restore:
    pass


@dataclass(frozen=True)
class Begin:
    """``element``: of the structure tree; None for decoration."""

    element: Element | None


@dataclass(frozen=True)
class End:
    pass


Mark = Text | Shape | Save | Restore | Begin | End


@dataclass(eq=False)
class Element:
    role: str
    parent: Element | None
    attributes: dict[str, Any] = field(default_factory=dict)
    """``Alt``, ``ActualText``, ``Scope``."""
    kids: list[Element] = field(default_factory=list)
    box: tuple[float, ...] = ()
    """Of a figure: left, bottom, right and top."""

    def all(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            yield from kid.all()


@dataclass(frozen=True)
class Drawn:
    pages: list[list[Mark]]
    root: Element


def drawn(pdf: bytes) -> Drawn:
    reader = PdfReader(io.BytesIO(pdf))
    tree: Any = reader.root_object["/StructTreeRoot"]
    elements: dict[int, Element] = {}
    root = _element(tree.raw_get("/K"), None, elements)
    owners = {}
    numbers = tree["/ParentTree"]["/Nums"]
    for key, owned in zip(numbers[::2], numbers[1::2], strict=True):
        owners[int(key)] = [elements[reference.idnum] for reference in owned.get_object()]
    pages = []
    page: Any
    for page in reader.pages:
        fonts = {name: _font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
        content = ContentStream(page["/Contents"].get_object(), reader)
        pages.append(list(_marks(content.operations, fonts, owners[int(page["/StructParents"])])))
    return Drawn(pages, root)


def _element(reference: Any, parent: Element | None, elements: dict[int, Element]) -> Element:
    entries = reference.get_object()
    made = Element(entries["/S"][1:], parent)
    elements[reference.idnum] = made
    for name in ("Alt", "ActualText"):
        if f"/{name}" in entries:
            made.attributes[name] = str(entries[f"/{name}"])
    if scope := entries.get("/A", {}).get("/Scope"):
        made.attributes["Scope"] = scope[1:]
    if box := entries.get("/A", {}).get("/BBox"):
        made.box = tuple(map(float, box))
    kids = entries.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if isinstance(kid, IndirectObject):
            made.kids.append(_element(kid, made, elements))
    return made


@dataclass(frozen=True)
class Font:
    letters: dict[int, str]
    """The text of each code, two bytes."""
    widths: dict[int, float]
    """Of each code, in 1/1000 of the type size."""

    def read(self, shown: bytes) -> tuple[str, float]:
        codes = [shown[at] << 8 | shown[at + 1] for at in range(0, len(shown), 2)]
        return "".join(self.letters[code] for code in codes), sum(self.widths[code] for code in codes)


def _font(font: Any) -> Font:
    mapped = font["/ToUnicode"].get_object().get_data().decode("ascii")
    pairs = re.findall(r"^<(\w{4})> <(\w+)>$", mapped, re.MULTILINE)
    letters = {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
    runs = font["/DescendantFonts"][0].get_object()["/W"]
    widths: dict[int, float] = {}
    for first, run in zip(runs[::2], runs[1::2], strict=True):
        widths.update(enumerate(map(float, run), int(first)))
    return Font(letters, widths)


def _marks(operations: Any, fonts: dict[str, Font], owners: list[Element]) -> Iterator[Mark]:
    state, saved, path = State(), [], []
    x = y = pen = 0.0
    for operands, name in operations:
        operator = name.decode("ascii")
        match operator:
            case "q":
                saved.append(state)
                yield Save()
            case "Q":
                state = saved.pop()
                yield Restore()
            case "cm":
                state = replace(state, matrix=_times([float(o) for o in operands], state.matrix))
            case "rg":
                state = replace(state, fill=_colour(operands))
            case "RG":
                state = replace(state, stroke=_colour(operands))
            case "w":
                a, b, *_ = state.matrix
                state = replace(state, width=float(operands[0]) * (a * a + b * b) ** 0.5)
            case "j":
                state = replace(state, join=int(operands[0]))
            case "Tf":
                state = replace(state, font=operands[0], size=float(operands[1]))
            case "BT":
                x = y = pen = 0.0
            case "Td":
                x, y = x + float(operands[0]), y + float(operands[1])
                pen = x
            case "Tj":
                text, width = fonts[state.font].read(operands[0].original_bytes)
                left, base = state.placed([pen, y])
                yield Text(left, base, text, state)
                pen += width * state.size / 1000
            case "m" | "l" | "c":
                path.append((operator, state.placed([float(o) for o in operands])))
            case "h":
                path.append(("h", []))
            case "re":
                left, low, wide, high = map(float, operands)
                corners = ((left, low), (left + wide, low), (left + wide, low + high), (left, low + high))
                path += [("l" if at else "m", state.placed(list(corner))) for at, corner in enumerate(corners)]
                path.append(("h", []))
            case "W":
                yield Shape(path, "W", state)
            case "S" | "s" | "f" | "f*" | "B":
                yield Shape(path, operator, state)
                path = []
            case "n":
                path = []
            case "BDC":
                number = operands[1].get("/MCID") if hasattr(operands[1], "get") else None
                yield Begin(None if number is None else owners[int(number)])
            case "EMC":
                yield End()
            case "ET":
                pass
            case _:
                raise ValueError(f"the operator {operator} is not known here")


def _colour(operands: Any) -> Colour:
    red, green, blue = map(float, operands)
    return red, green, blue


def _times(inner: list[float], outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
