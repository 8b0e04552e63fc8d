"""What no checker looks at: whether pages and structure tree agree, and what the file says of itself in two places."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

Piece = tuple[int, int]
"""Content of a page that belongs to one element: the page, from 0, and the number of the piece."""


def structure_faults(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if "/StructTreeRoot" not in document.Root:
            return ["there is no structure tree"]
        return [
            *_piece_faults(document),
            *_parent_faults(document),
            *_figure_faults(document),
            *_page_faults(document),
            *_metadata_faults(document),
        ]


def elements(document: Pdf) -> list[tuple[Object, list[Piece]]]:
    """Every element in the order in which it is read aloud, with its own content."""
    pages = {page.obj.objgen: place for place, page in enumerate(document.pages)}
    found: list[tuple[Object, list[Piece]]] = []

    def collect(element: Object) -> None:
        pieces: list[Piece] = []
        found.append((element, pieces))
        for kid in kids(element):
            if isinstance(kid, int):
                pieces.append((pages[element.Pg.objgen], kid))
            elif "/MCID" in kid:
                pieces.append((pages[kid.get("/Pg", element.get("/Pg")).objgen], int(kid.MCID)))
            elif "/S" in kid:
                collect(kid)

    collect(document.Root.StructTreeRoot.K)
    return found


def kids(element: Object) -> list[Any]:
    inside = element.get("/K", [])
    return list(inside) if isinstance(inside, list | Array) else [inside]


def alternatives(pdf: bytes) -> list[str]:
    """The alternative text of each figure, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [str(element.Alt) for element, _ in elements(document) if str(element.S) == "/Figure"]


def drawn(document: Pdf) -> list[Piece]:
    """The pieces of all pages, as they are drawn."""
    found = []
    for place, page in enumerate(document.pages):
        for instruction in pikepdf.parse_content_stream(page, "BDC"):
            properties = instruction.operands[1]
            if isinstance(properties, Dictionary) and "/MCID" in properties:
                found.append((place, int(properties.MCID)))
    return found


def _piece_faults(document: Pdf) -> Iterator[str]:
    on_pages = drawn(document)
    in_tree = [piece for _, pieces in elements(document) for piece in pieces]
    drawn_times, read_times = Counter(on_pages), Counter(in_tree)
    for piece in drawn_times | read_times:
        if drawn_times[piece] != 1 or read_times[piece] != 1:
            yield f"piece {piece} is {drawn_times[piece]} times on its page, {read_times[piece]} times in the tree"
    for place in range(len(document.pages)):
        aloud = [number for page, number in in_tree if page == place]
        if aloud != [number for page, number in on_pages if page == place]:
            yield f"page {place + 1} is not drawn in the order in which it is read aloud"
    pages_read = [page for page, _ in in_tree]
    if pages_read != sorted(pages_read):
        yield "reading goes back to an earlier page"


def _parent_faults(document: Pdf) -> Iterator[str]:
    root = document.Root.StructTreeRoot
    numbers = list(root.ParentTree.Nums)
    tree = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    if int(root.ParentTreeNextKey) <= max(tree):
        yield "ParentTreeNextKey is in use"
    for element, pieces in elements(document):
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid and kid.P.objgen != element.objgen:
                yield f"/P of object {kid.objgen[0]} is not its parent"
        for page, number in pieces:
            owners = tree[int(document.pages[page].obj.StructParents)]
            if owners[number].objgen != element.objgen:
                yield f"the parent tree gives piece {page, number} to object {owners[number].objgen[0]}"


def _figure_faults(document: Pdf) -> Iterator[str]:
    for element, pieces in elements(document):
        if str(element.S) == "/Figure":
            if "/BBox" not in element.get("/A", {}) or not pieces:
                yield f"a figure has no box, or nothing in it: {element.get('/Alt')}"
                continue
            left, bottom, right, top = map(float, element.A.BBox)
            _, _, width, height = map(float, document.pages[pieces[0][0]].mediabox)
            if not (0 <= left < right <= width and 0 <= bottom < top <= height):
                yield f"the box of a figure, {[left, bottom, right, top]}, is not on its page: {element.Alt}"


def _page_faults(document: Pdf) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        if page.obj.get("/Tabs") != Name.S:
            yield f"page {number}: /Tabs is not /S"
        depth = 0
        for instruction in pikepdf.parse_content_stream(page, "BDC BMC EMC"):
            depth += -1 if str(instruction.operator) == "EMC" else 1
            if depth < 0:
                break
        if depth:
            yield f"page {number}: marked content is not closed as often as opened"


def _metadata_faults(document: Pdf) -> Iterator[str]:
    xmp = document.Root.Metadata.read_bytes().decode("utf-8")
    info = document.docinfo
    said = {
        "title": (str(info.Title), _said(xmp, "dc:title")),
        "subject": (str(info.get("/Subject", "")), _said(xmp, "dc:description")),
        "author": (str(info.get("/Author", "")), _said(xmp, "dc:creator")),
        "producer": (str(info.Producer), _said(xmp, "pdf:Producer")),
        "creation": (_digits(str(info.CreationDate)), _digits(_said(xmp, "xmp:CreateDate"))),
        "change": (_digits(str(info.ModDate)), _digits(_said(xmp, "xmp:ModifyDate"))),
    }
    for what, (in_info, in_xmp) in said.items():
        if in_info != in_xmp:
            yield f"{what}: {in_info!r} in one place, {in_xmp!r} in the other"


def _said(xmp: str, name: str) -> str:
    found = re.search(rf"<{name}>(.*?)</{name}>", xmp, re.S)
    text = re.sub(r"<[^>]+>", "", found.group(1)) if found else ""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _digits(moment: str) -> str:
    return re.sub(r"\D", "", moment)[:14]
