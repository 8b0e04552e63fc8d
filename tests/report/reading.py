"""What stands on a page, and where: its content read letter by letter, by the file's own fonts.

The PDF is opened with pypdf; the operators are read here, since pypdf's text loses the places and which piece it is of.
All measures are points, from the lower left corner of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pypdf import PageObject

HEADER, FOOTER, WATERMARK, LAYOUT = "Header", "Footer", "Watermark", "Layout"
_TOKEN = re.compile(
    r"\((?:\\.|[^\\()])*\)|<<|>>|<[0-9A-Fa-f]*>|/[^\s/<>()\[\]]+|[\[\]]|[^\s/<>()\[\]]+", re.DOTALL | re.ASCII
)
_ESCAPE = re.compile(r"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[float, ...]


@dataclass(frozen=True)
class Run:
    """Text shown at once, from (x, y) on its baseline."""

    text: str
    x: float
    y: float
    width: float
    size: float
    font: str
    colour: Colour
    kind: str
    """Of its element, as P or TH; for an artifact, which kind that is."""
    piece: int
    """Content of one element, or one artifact; counted from 0 as they are drawn."""
    lead: float = 0
    """The width of blanks before its first letter."""
    trail: float = 0
    turned: bool = False

    @property
    def left(self) -> float:
        """Of its first letter."""
        return self.x + self.lead

    @property
    def right(self) -> float:
        """Of its last letter."""
        return self.x + self.width - self.trail


@dataclass(frozen=True)
class Fill:
    """A box painted in a colour: x, y, width, height."""

    box: tuple[float, float, float, float]
    colour: Colour


@dataclass(frozen=True)
class Font:
    texts: dict[int, str]
    widths: dict[int, float]
    name: str
    blank: float = 0
    """How wide a space is."""


@dataclass(frozen=True)
class State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    fill: Colour = (0,)
    stroke: Colour = (0,)


@dataclass(frozen=True)
class PageContent:
    runs: tuple[Run, ...]
    boxes: tuple[Fill, ...]
    painted: frozenset[Colour]
    """Of lines and surfaces, text left out."""

    def said(self, *kinds: str) -> str:
        """The text of these kinds of artifact."""
        return " ".join(" ".join(run.text for run in self.runs if run.kind in kinds).split())

    @property
    def text(self) -> str:
        """What is read aloud, in its order, as one line."""
        return _joined(run for run in self.runs if run.kind not in (HEADER, FOOTER, WATERMARK, LAYOUT))


def _joined(runs: Iterator[Run]) -> str:
    parts: list[str] = []
    piece = -1
    for run in runs:
        parts.append(run.text if run.piece == piece else f" {run.text}")
        piece = run.piece
    return " ".join("".join(parts).split())


def content(page: PageObject) -> PageContent:
    return read(page.get_contents().get_data().decode("latin-1"), fonts(page))  # type: ignore[union-attr]


def read(code: str, with_fonts: dict[str, Font]) -> PageContent:
    """``code``: a page's operators, a byte a character."""
    return _Reader(with_fonts).read(code)


class _Reader:
    def __init__(self, fonts: dict[str, Font]) -> None:
        self.fonts = fonts
        self.runs: list[Run] = []
        self.boxes: list[Fill] = []
        self.painted: set[Colour] = set()
        self.state, self.kept = State(), list[State]()
        self.marks: list[tuple[str, str | None]] = []
        """Open pieces: their kind, and the text they are read as, where that is not what is shown."""
        self.piece = -1
        self.font, self.size, self.rise = Font({}, {}, ""), 0.0, 0.0
        self.line: tuple[float, float] = (0, 0)
        self.pen = 0.0
        self.paths: list[tuple[float, float, float, float]] = []

    def read(self, code: str) -> PageContent:
        operands: list[Any] = []
        lists: list[list[Any]] = []
        for token in _TOKEN.findall(code):
            first = token[0]
            if token in ("[", "<<"):
                lists.append([])
                continue
            if token in ("]", ">>"):
                value: Any = lists.pop()
            elif first == "(":
                value = _unescaped(token[1:-1])
            elif first == "<":
                value = bytes.fromhex(token[1:-1])
            elif first == "/":
                value = token
            elif first in "+-.0123456789":
                value = float(token)
            else:
                self._do(token, operands)
                operands = []
                continue
            (lists[-1] if lists else operands).append(value)
        return PageContent(tuple(self.runs), tuple(self.boxes), frozenset(self.painted))

    def _do(self, operator: str, given: list[Any]) -> None:
        match operator:
            case "Tj":
                self._show([given[0]])
            case "TJ":
                self._show(given[0])
            case "Td":
                self.line = (self.line[0] + given[0], self.line[1] + given[1])
                self.pen = 0
            case "Tf":
                self.font, self.size = self.fonts[given[0]], given[1]
            case "rg" | "g":
                self.state = replace(self.state, fill=tuple(round(part, 2) for part in given))
            case "RG" | "G":
                self.state = replace(self.state, stroke=tuple(round(part, 2) for part in given))
            case "BDC":
                self._begin(*given)
            case "EMC":
                self.marks.pop()
            case "BT":
                self.line, self.pen = (0, 0), 0
            case "Ts":
                self.rise = given[0]
            case "q":
                self.kept.append(self.state)
            case "Q":
                self.state = self.kept.pop()
            case "cm":
                self.state = replace(self.state, matrix=_times(tuple(given), self.state.matrix))
            case "re":
                self.paths.append(tuple(given))  # type: ignore[arg-type]
            case "f" | "f*" | "B" | "b" | "S" | "s":
                self._paint(operator)
            case "n":
                self.paths = []
            case "ET" | "Do" | "w" | "m" | "l" | "c" | "h" | "W" | "J" | "j" | "d" | "M":
                pass
            case _:
                raise AssertionError(f"{operator} {given}: an operator that this reader does not know")

    def _begin(self, tag: str, properties: list[Any]) -> None:
        named = dict(zip(properties[::2], properties[1::2], strict=True))
        if tag == "/Span" and "/ActualText" in named:
            self.marks.append((self.marks[-1][0], named["/ActualText"].decode("utf-16")))
            return
        self.piece += 1
        kind = named.get("/Subtype", named["/Type"]) if tag == "/Artifact" else tag
        self.marks.append((kind[1:], None))

    def _paint(self, operator: str) -> None:
        colour = self.state.fill if operator in ("f", "f*") else self.state.stroke
        self.painted.add(colour)
        a, _, _, d, e, f = self.state.matrix
        for x, y, width, height in self.paths:
            self.boxes.append(Fill((a * x + e, d * y + f, a * width, d * height), colour))
        self.paths = []

    def _show(self, parts: list[Any]) -> None:
        start, shown = self.pen, []
        for part in parts:
            if isinstance(part, bytes):
                codes = [part[place] << 8 | part[place + 1] for place in range(0, len(part), 2)]
                shown += [self.font.texts[code] for code in codes]
                self.pen += sum(self.font.widths[code] for code in codes) * self.size / 1000
            else:
                self.pen -= part * self.size / 1000
        kind, instead = self.marks[-1]
        text = "".join(shown)
        blank = self.font.blank * self.size / 1000
        lead, trail = (blank * (len(text) - len(cut)) for cut in (text.lstrip(" "), text.rstrip(" ")))
        if instead is not None:
            text, self.marks[-1] = instead, (kind, "")
        a, b, c, d, e, f = self.state.matrix
        x, y = self.line[0] + start, self.line[1] + self.rise
        place = (a * x + c * y + e, b * x + d * y + f)
        self.runs.append(
            Run(
                text,
                *place,
                width=self.pen - start,
                size=self.size,
                font=self.font.name,
                colour=self.state.fill,
                kind=kind,
                piece=self.piece,
                lead=lead,
                trail=trail,
                turned=bool(b or c),
            )
        )


def _times(one: Any, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _unescaped(text: str) -> bytes:
    if "\\" in text:
        text = _ESCAPE.sub(_escape, text)
    return text.encode("latin-1")


def _escape(match: re.Match[str]) -> str:
    said = match[1]
    return chr(int(said, 8)) if said[0] in "01234567" else _ESCAPED.get(said, said)


def fonts(page: PageObject) -> dict[str, Font]:
    found = page["/Resources"]["/Font"]  # type: ignore[index]
    by_name = {}
    for name in found:
        font = found[name].get_object()
        widths = font["/DescendantFonts"][0].get_object()["/W"]
        texts = font["/ToUnicode"].get_data().decode("ascii")
        by_name[name] = _font(font["/BaseFont"], texts, tuple(_flat(widths)))
    return by_name


def _flat(widths: Any) -> Iterator[float | tuple[float, ...]]:
    for item in widths:
        yield tuple(map(float, item)) if isinstance(item, list) else float(item)


@lru_cache(maxsize=256)
def _font(name: str, texts: str, widths: tuple[float | tuple[float, ...], ...]) -> Font:
    said = {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", texts, re.DOTALL)
        for code, text in re.findall(r"<([0-9A-F]+)> <([0-9A-F]*)>", block)
    }
    wide: dict[int, float] = {}
    for first, run in zip(widths[::2], widths[1::2], strict=True):
        assert isinstance(first, float)
        assert isinstance(run, tuple)
        wide |= {int(first) + place: width for place, width in enumerate(run)}
    blank = next((wide[code] for code, text in said.items() if text == " "), 0)
    return Font(said, wide, name.partition("+")[2], blank)
