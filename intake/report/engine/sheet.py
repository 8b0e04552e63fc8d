"""What pages are drawn on: ReportLab's canvas, which here knows what each thing drawn is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from .bitmap import Bitmap
from .faces import BOLD, REGULAR, Face
from .file import Bookmark, Page, Properties, written
from .setting import Set, Used, set_text, text_string
from .styles import A4_SHEET, CENTRE, INK, LEFT, RIGHT, Paper, plain
from .tagging import Element
from .words import put

_ALIGN = {"left": LEFT, "center": CENTRE, "right": RIGHT}


class Sheet(Canvas):
    """A canvas whose text is set by ``setting`` and whose content is tagged.

    Everything is drawn inside ``tag`` or ``artifact``: what is read aloud, and what is decoration.
    """

    def __init__(self, paper: Paper = A4_SHEET) -> None:
        super().__init__(BytesIO(), pagesize=(paper.width, paper.height), invariant=1)
        self.paper = paper
        self.root = Element("Document", None)
        self._open = self.root
        self._pages: list[list[str]] = []
        self._owners: list[list[Element]] = []
        """By page, the element of each piece of content."""
        self._outline: list[Bookmark] = []
        self._glyphs: dict[Face, dict[int, str]] = defaultdict(dict)
        self._bitmaps: list[Bitmap] = []
        self.next_page()

    def _make_preamble(self) -> None:
        """None: ReportLab's would name a font that is not embedded."""
        self._preamble = ""

    # Pages ----------------------------------------------------------------------------------------------------------

    @property
    def number_of_pages(self) -> int:
        return len(self._pages)

    def next_page(self) -> None:
        self._pages.append([])
        self._owners.append([])
        self.turn_to(len(self._pages) - 1)

    def turn_to(self, page: int) -> None:
        """Go on drawing on that page, counted from 0."""
        self._page = page
        self._code: list[str] = self._pages[page]

    def behind(self) -> list[str]:
        """What is drawn from now on stands behind the page as it is, until ``in_front`` gets what this returned."""
        drawn = list(self._code)
        self._code.clear()
        return drawn

    def in_front(self, drawn: list[str]) -> None:
        self._code += drawn

    # Structure ------------------------------------------------------------------------------------------------------

    @contextmanager
    def inside(self, role: str, attributes: str = "") -> Iterator[Element]:
        """An element with others in it, and no content of its own."""
        outer = self._open
        self._open = Element(role, outer, attributes)
        yield self._open
        self._open = outer

    @contextmanager
    def within(self, element: Element) -> Iterator[None]:
        """Back inside an element that was begun on an earlier page."""
        outer = self._open
        self._open = element
        yield
        self._open = outer

    def element(self, role: str, attributes: str = "") -> Element:
        """A new element where the document has got to, to be filled with ``begin``."""
        return Element(role, self._open, attributes)

    def begin(self, element: Element) -> None:
        """What is drawn until ``end`` is content of the element."""
        owners = self._owners[self._page]
        element.kids.append((self._page, len(owners)))
        self._code.append(f"/{element.role} <</MCID {len(owners)}>> BDC")
        owners.append(element)

    def end(self) -> None:
        self._code.append("EMC")

    @contextmanager
    def tag(self, role: str, attributes: str = "") -> Iterator[None]:
        self.begin(self.element(role, attributes))
        yield
        self.end()

    def bookmark(self, title: str, top: float) -> None:
        """A place to go to from the list of contents that readers of PDFs show."""
        self._outline.append(Bookmark(title, self._page, top))

    @contextmanager
    def artifact(self, kind: str = "/Type /Layout") -> Iterator[None]:
        """Decoration, or what repeats on each page: not read aloud."""
        self._code.append(f"/Artifact <<{kind}>> BDC")
        yield
        self.end()

    @contextmanager
    def figure(self, alt: str, box: tuple[float, float, float, float]) -> Iterator[None]:
        """A picture with its alternative text; ``box``: left, bottom, right and top, in points."""
        corners = " ".join(f"{corner:.2f}" for corner in box)
        attributes = f"/Alt {text_string(alt)} /A <</O /Layout /Placement /Block /BBox [{corners}]>>"
        with self.tag("Figure", attributes):
            yield

    @staticmethod
    def actual_text(text: str) -> str:
        """The attribute of an element that is read as this text, whatever is drawn."""
        return f"/ActualText {text_string(text)}"

    # Drawing --------------------------------------------------------------------------------------------------------

    def draw(self, operators: str) -> None:
        """PDF's own operators, where many or kept ones would take long through the canvas."""
        self._code.append(operators)

    def put_bitmap(self, bitmap: Bitmap, box: tuple[float, float, float, float]) -> None:
        """``box``: left, bottom, width and height, in points. One that is shown again is not stored again."""
        if bitmap not in self._bitmaps:
            self._bitmaps.append(bitmap)
        left, bottom, width, height = box
        name = f"Im{self._bitmaps.index(bitmap)}"
        self.draw(f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom:.2f} cm /{name} Do Q")

    # Text -----------------------------------------------------------------------------------------------------------

    def show(self, text: Set, x: float, top: float) -> None:
        """Lines of text, their upper left corner there."""
        self._code.append(text.operators(x, top))
        if text.used:
            self.embed(text.used)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: Color = INK,
        align: str = "left",
    ) -> None:
        """One line at a baseline; ``align``: left, center or right of x."""
        style = plain(size, bold, colour)
        shown = set_text(put("{}", text), style, 1e6)
        width = max(line.width for line in shown.lines)
        self.show(shown, x - width * _ALIGN[align], y + style.drop)

    def embed(self, used: frozenset[Used]) -> None:
        for face, glyph, text in used:
            self._glyphs[face].setdefault(glyph, text)

    # The file -------------------------------------------------------------------------------------------------------

    def file(self, properties: Properties) -> bytes:
        glyphs: dict[Face, dict[int, str]] = {REGULAR: {}, BOLD: {}}
        for face in sorted(self._glyphs, key=lambda face: face.name):
            glyphs[face] = self._glyphs[face]
        pages = [Page("\n".join(code), owners) for code, owners in zip(self._pages, self._owners, strict=True)]
        return written(pages, self.paper, self.root, glyphs, self._bitmaps, self._outline, properties)

    def showPage(self) -> Any:
        raise NotImplementedError("use next_page")

    def save(self) -> Any:
        raise NotImplementedError("use file")
