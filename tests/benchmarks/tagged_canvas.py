"""ReportLab's plain canvas with what it lacks for a tagged document: marks in the content, structure tree, metadata.

The least that a tagged document can cost on this canvas: no layout, nothing asked twice.
"""

from __future__ import annotations

import io
import zlib
from typing import Any

from PIL import ImageCms
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

_PROFILE = zlib.compress(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), 9)
_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""

pdfdoc.PDFPage.__NoDefault__ = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]
pdfdoc.PDFCatalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]


class Raw(pdfdoc.PDFObject):
    """An object as it is written."""

    __RefOnly__ = 1

    def __init__(self, body: bytes = b"") -> None:
        self.body = body

    def format(self, document: Any) -> bytes:
        return self.body


class Packed(Raw):
    """One that goes into a compressed stream with others."""


class Element:
    __slots__ = ("attributes", "kids", "number", "parent", "pieces", "role")

    def __init__(self, role: str, parent: Element | None, attributes: str = "") -> None:
        self.role = role
        self.parent = parent
        self.attributes = attributes
        self.kids: list[Element] = []
        self.pieces: list[tuple[int, int]] = []
        """Of content: page, from 1, and number there."""
        self.number = 0
        if parent is not None:
            parent.kids.append(self)


class TaggedCanvas(Canvas):
    _doc: Any
    _code: list[str]
    _pageNumber: int

    def __init__(self, size: tuple[float, float], font: str, title: str) -> None:
        self.file = io.BytesIO()
        super().__init__(self.file, pagesize=size, pdfVersion=(1, 7), initialFontName=font, lang="en-GB")
        self._doc.__class__ = _Document
        self.setTitle(title)
        self.elements: list[Element] = []
        self.owners: list[list[Element]] = [[]]

    def element(self, role: str, parent: int | None, attributes: str = "") -> None:
        self.elements.append(Element(role, None if parent is None else self.elements[parent], attributes))

    def begin(self, number: int) -> None:
        element, owners = self.elements[number], self.owners[-1]
        element.pieces.append((self._pageNumber, len(owners)))
        self._code.append(f"/{element.role} <</MCID {len(owners)}>> BDC")
        owners.append(element)

    def artifact(self) -> None:
        self._code.append("/Artifact BMC")

    def end(self) -> None:
        self._code.append("EMC")

    def showPage(self) -> None:
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.StructParents = len(self.owners) - 1
        page.Tabs = pdfdoc.PDFName("S")
        self.owners.append([])

    def finished(self) -> bytes:
        catalogue = self._doc.Catalog
        self._write_structure(catalogue)
        catalogue.MarkInfo = Raw(b"<</Marked true>>")
        metadata = _METADATA.format(self._doc.info.title).encode()
        head = b"<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n" % len(metadata)
        catalogue.Metadata = Raw(b"%s%s\nendstream\n" % (head, metadata))
        profile = b"<</N 3 /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\n" % (len(_PROFILE), _PROFILE)
        number = self._number(Raw(profile), "profile")
        identifier = b"/OutputConditionIdentifier (sRGB IEC61966-2.1) /Info (sRGB IEC61966-2.1)"
        intent = b"[<</Type /OutputIntent /S /GTS_PDFA1 %s /DestOutputProfile %d 0 R>>]" % (identifier, number)
        catalogue.OutputIntents = Raw(intent)
        self.setViewerPreference("DisplayDocTitle", "true")
        self.save()
        return self.file.getvalue()

    def _number(self, body: Raw, name: str) -> int:
        self._doc.Reference(body, name)
        return int(self._doc.idToObjectNumberAndVersion[name][0])

    def _write_structure(self, catalogue: Any) -> None:
        numbers = self._doc.idToObjectNumberAndVersion
        pages = [0, *(numbers[f"Page{place}"][0] for place in range(1, len(self.owners)))]
        tree = Raw()
        tree_number = self._number(tree, "structure")
        bodies = []
        for place, element in enumerate(self.elements):
            body = Packed()
            element.number = self._number(body, f"element{place}")
            bodies.append(body)
        for element, body in zip(self.elements, bodies, strict=True):
            body.body = _written(element, tree_number, pages)
        owned = " ".join(
            f"{place} [{' '.join([f'{owner.number} 0 R' for owner in owners])}]"
            for place, owners in enumerate(self.owners[:-1])
        )
        tree.body = (
            f"<</Type /StructTreeRoot /K {self.elements[0].number} 0 R /ParentTree <</Nums [{owned}]>> "
            f"/ParentTreeNextKey {len(self.owners) - 1}>>"
        ).encode("ascii")
        catalogue.StructTreeRoot = tree


def _written(element: Element, tree: int, pages: list[int]) -> bytes:
    page = element.pieces[0][0] if element.pieces else 0
    kids = [
        str(number) if at == page else f"<</Type /MCR /Pg {pages[at]} 0 R /MCID {number}>>"
        for at, number in element.pieces
    ]
    kids += [f"{kid.number} 0 R" for kid in element.kids]
    parent = element.parent.number if element.parent else tree
    on = f" /Pg {pages[page]} 0 R" if page else ""
    return f"<</S /{element.role} /P {parent} 0 R{on} /K [{' '.join(kids)}]{element.attributes}>>".encode("ascii")


class _Document(pdfdoc.PDFDocument):
    """Written with one stream for all structure elements and another for the places of objects: PDF 1.5 and later."""

    Catalog: Any
    Reference: Any

    def format(self) -> bytes:
        self.encrypt.prepare(self)
        root = int(self.Reference(self.Catalog).format(self).split()[0])
        info = int(self.Reference(self.info).format(self).split()[0])
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        length = len(parts[0])
        entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        packed: list[tuple[int, bytes]] = []
        number = 1
        while number in self.numberToId:  # formatting an object may add others
            held = self.idToObject[self.numberToId[number]]
            if isinstance(held, Packed):
                packed.append((number, held.body))
            else:
                body = pdfdoc.format(held, self, toplevel=1)
                part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
                entries[number] = (1, length, 0)
                parts.append(part)
                length += len(part)
            number += 1
        places, at = [], 0
        for place, (held_number, body) in enumerate(packed):
            places.append(b"%d %d" % (held_number, at))
            entries[held_number] = (2, number, place)
            at += len(body) + 1
        first = b" ".join(places) + b"\n"
        deflated = zlib.compress(first + b"\n".join([body for _, body in packed]))
        head = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d"
        part = b"%d 0 obj\n<<%s>>\nstream\n%s\nendstream\nendobj\n" % (
            *(number, head % (len(packed), len(first), len(deflated)), deflated),
        )
        entries[number] = (1, length, 0)
        parts.append(part)
        length += len(part)
        number += 1
        entries[number] = (1, length, 0)
        table = zlib.compress(
            b"".join(
                [
                    bytes((kind,)) + where.to_bytes(4, "big") + more.to_bytes(2, "big")
                    for kind, where, more in [entries[place] for place in range(number + 1)]
                ]
            )
        )
        head = b"/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /Filter /FlateDecode /Length %d"
        entry = head % (number + 1, root, info, len(table))
        parts.append(b"%d 0 obj\n<<%s>>\nstream\n%s\nendstream\nendobj\n" % (number, entry, table))
        parts.append(b"startxref\n%d\n%%%%EOF\n" % length)
        return b"".join(parts)
