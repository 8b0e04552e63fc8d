"""Pages, their structure and their fonts as one file: PDF 1.7, laid out as PDF/UA-1 and PDF/A-2a ask.

ReportLab writes neither a structure tree nor the metadata of an archived document, so the file is put together here.
The same pages give the same bytes. Source: ISO 32000-1; ISO 14289-1; ISO 19005-2.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import md5
from html import escape

from .bitmap import Bitmap
from .colour_profile import SRGB
from .embedding import font_objects
from .faces import Face
from .setting import text_string
from .styles import Paper
from .tagging import Element
from .text import clipped

LANGUAGE = "en-GB"
_LEVEL = 4
"""Of compression: larger by a tenth than the best, in less than half its time."""


@dataclass(frozen=True)
class Properties:
    """They hold nothing about the person: file lists and search show them."""

    title: str
    subject: str
    clinic: str
    made_at: datetime
    """With a time zone."""
    document_id: str
    producer: str
    """The product that writes these bytes."""


@dataclass(frozen=True)
class Page:
    content: str
    owners: list[Element]
    """The element of each piece of content."""


@dataclass(frozen=True)
class Bookmark:
    title: str
    page: int
    """From 0."""
    top: float
    """Points from the foot of the page."""


class Objects:
    """The objects of a file, numbered from 1."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []
        self._packed: list[int] = []

    def reserve(self) -> int:
        self._bodies.append(b"")
        return len(self._bodies)

    def put(self, number: int, body: bytes, *, pack: bool = False) -> None:
        """``pack``: into one compressed stream with the others; never a stream itself."""
        self._bodies[number - 1] = body
        if pack:
            self._packed.append(number)

    def add(self, body: bytes, *, pack: bool = False) -> int:
        number = self.reserve()
        self.put(number, body, pack=pack)
        return number

    def written(self, root: int, info: int, document_id: bytes) -> bytes:
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        length = len(parts[0])
        packed = self.add(self._pack())
        places: list[bytes] = [_entry(0, 0, 65535)] * (len(self._bodies) + 1)
        for place, number in enumerate(self._packed):
            places[number] = _entry(2, packed, place)
        within = set(self._packed)
        for number, body in enumerate(self._bodies, 1):
            if number in within:
                continue
            written_object = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            places[number] = _entry(1, length, 0)
            parts.append(written_object)
            length += len(written_object)
        number = len(self._bodies) + 1
        places.append(_entry(1, length, 0))
        # The first half names the document, the second this content of it.
        ids = _hex(document_id), _hex(b"".join(parts))
        head = b"/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>]"
        table = stream(head % (number + 1, root, info, *ids), b"".join(places))
        parts.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, table, length))
        return b"".join(parts)

    def _pack(self) -> bytes:
        places: list[bytes] = []
        length = 0
        bodies = [self._bodies[number - 1] for number in self._packed]
        for number, body in zip(self._packed, bodies, strict=True):
            places.append(b"%d %d" % (number, length))
            length += len(body) + 1
        first = b" ".join(places) + b"\n"
        return stream(b"/Type /ObjStm /N %d /First %d" % (len(bodies), len(first)), first + b"\n".join(bodies))


def _hex(data: bytes) -> bytes:
    return md5(data, usedforsecurity=False).hexdigest().upper().encode("ascii")


def _entry(kind: int, place: int, more: int) -> bytes:
    return bytes((kind,)) + place.to_bytes(4, "big") + more.to_bytes(2, "big")


def stream(entries: bytes, data: bytes, *, deflated: bool = False) -> bytes:
    """``deflated``: whether the data is so already."""
    packed = data if deflated else zlib.compress(data, _LEVEL)
    return b"<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s\r\nendstream" % (entries, len(packed), packed)


def written(
    pages: list[Page],
    paper: Paper,
    root: Element,
    glyphs: Mapping[Face, Mapping[int, str]],
    bitmaps: list[Bitmap],
    outline: list[Bookmark],
    properties: Properties,
) -> bytes:
    """The file. ``glyphs``: by face, what is embedded beyond the usual, with the text each stands for."""
    objects = Objects()
    catalogue, tree = objects.reserve(), objects.reserve()
    names = [(face.name, font_objects(objects, face, more)) for face, more in glyphs.items()]
    fonts = " ".join(f"/{name} {number} 0 R" for name, number in names)
    shown = [stream(each.entries, each.deflated, deflated=True) for each in bitmaps]
    images = " ".join(f"/Im{place} {objects.add(body)} 0 R" for place, body in enumerate(shown))
    pictures = f" /XObject <<{images}>>" if images else ""
    drawn = "/PDF /Text /ImageC" if images else "/PDF /Text"
    resources = objects.add(f"<</Font <<{fonts}>>{pictures} /ProcSet [{drawn}]>>".encode("ascii"))
    page_tree, numbers = _pages(objects, pages, paper, resources)
    _structure(objects, tree, root, pages, numbers)
    contents = _outline(objects, outline, numbers)
    metadata = objects.add(_metadata(properties))
    intent = objects.add(b"<</N 3 /Filter /FlateDecode /Length %d>>\nstream\n%s\r\nendstream" % (len(SRGB), SRGB))
    objects.put(
        catalogue,
        (
            f"<</Type /Catalog /Pages {page_tree} 0 R{contents} /StructTreeRoot {tree} 0 R /MarkInfo <</Marked true>> "
            f"/Metadata {metadata} 0 R /Lang ({LANGUAGE}) /ViewerPreferences <</DisplayDocTitle true>> "
            f"/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) "
            f"/Info (sRGB IEC61966-2.1) /DestOutputProfile {intent} 0 R>>]>>"
        ).encode("ascii"),
    )
    named = properties.document_id.encode("utf-8", "backslashreplace")
    return objects.written(catalogue, objects.add(_info(properties)), named)


def _pages(objects: Objects, pages: list[Page], paper: Paper, resources: int) -> tuple[int, list[int]]:
    tree = objects.reserve()
    numbers = []
    for place, page in enumerate(pages):
        content = objects.add(stream(b"", page.content.encode("latin-1")))
        numbers.append(
            objects.add(
                (
                    f"<</Type /Page /Parent {tree} 0 R /MediaBox [0 0 {paper.width:.2f} {paper.height:.2f}] "
                    f"/Resources {resources} 0 R /Contents {content} 0 R /StructParents {place} /Tabs /S>>"
                ).encode("ascii")
            )
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects.put(tree, f"<</Type /Pages /Kids [{kids}] /Count {len(numbers)}>>".encode("ascii"))
    return tree, numbers


def _structure(objects: Objects, tree: int, root: Element, pages: list[Page], numbers: list[int]) -> None:
    elements = list(root.all())
    for element in elements:
        element.number = objects.reserve()
    for element in elements:
        parent = element.parent.number if element.parent else tree
        objects.put(element.number, element.written(parent, numbers), pack=True)
    owners = " ".join(
        f"{place} [{' '.join(f'{owner.number} 0 R' for owner in page.owners)}]" for place, page in enumerate(pages)
    )
    parents = objects.add(f"<</Nums [{owners}]>>".encode("ascii"), pack=True)
    entries = f"/K {root.number} 0 R /ParentTree {parents} 0 R /ParentTreeNextKey {len(pages)}"
    objects.put(tree, f"<</Type /StructTreeRoot {entries}>>".encode("ascii"))


def _outline(objects: Objects, bookmarks: list[Bookmark], pages: list[int]) -> str:
    """All on one level. Returns the catalogue's entry."""
    if not bookmarks:
        return ""
    top = objects.reserve()
    numbers = [objects.reserve() for _ in bookmarks]
    for place, (number, mark) in enumerate(zip(numbers, bookmarks, strict=True)):
        before = f" /Prev {numbers[place - 1]} 0 R" if place else ""
        after = f" /Next {numbers[place + 1]} 0 R" if place + 1 < len(numbers) else ""
        goes_to = f"[{pages[mark.page]} 0 R /XYZ null {mark.top:.0f} null]"
        entry = f"<</Title {text_string(mark.title)} /Parent {top} 0 R{before}{after} /Dest {goes_to}>>"
        objects.put(number, entry.encode("ascii"), pack=True)
    ends = f"/First {numbers[0]} 0 R /Last {numbers[-1]} 0 R /Count {len(numbers)}"
    objects.put(top, f"<</Type /Outlines {ends}>>".encode("ascii"), pack=True)
    return f" /Outlines {top} 0 R"


# Metadata -----------------------------------------------------------------------------------------------------------


def _info(properties: Properties) -> bytes:
    made = f"D:{properties.made_at.astimezone(UTC):%Y%m%d%H%M%S}Z"
    said = {
        "Title": text_string(properties.title),
        "Author": text_string(_author(properties)),
        "Subject": text_string(properties.subject),
        "Producer": text_string(properties.producer),
        "CreationDate": f"({made})",
        "ModDate": f"({made})",
    }
    return f"<<{' '.join(f'/{name} {value}' for name, value in said.items() if value != '<FEFF>')}>>".encode("ascii")


def _author(properties: Properties) -> str:
    return clipped(properties.clinic, 100)


_EXTENSION = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>'
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description></rdf:li></rdf:Seq>"
    "</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
"""PDF/A asks that what XMP itself does not know, here PDF/UA's own mark, is described."""


def _metadata(properties: Properties) -> bytes:
    """XMP, uncompressed, so that it can be found without reading the PDF."""
    made = f"{properties.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    author = escape(_author(properties))
    creator = f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f"{_EXTENSION}"
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" '
        'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>"
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(properties.title)}</rdf:li></rdf:Alt></dc:title>'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(properties.subject)}</rdf:li></rdf:Alt>'
        f"</dc:description>{creator}"
        f"<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language><dc:format>application/pdf</dc:format>"
        f"<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>"
        f"<xmp:MetadataDate>{made}</xmp:MetadataDate><pdf:Producer>{escape(properties.producer)}</pdf:Producer>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()
    return b"<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\r\nendstream" % (len(packet), packet)
