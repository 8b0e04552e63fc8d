"""The summary by Typst: one compiler kept for all documents, fonts read once, the words written into its source.

Data in ``sys.inputs`` would be tidier, but then Typst lays out each document from nothing: more than twice as long.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typst

from .document_numbers import filled

_TEMPLATE = Path(__file__).with_name("summary.typ")
_PLACE = "#let data = (:) // the document"
_STANDARDS: list[Any] = ["ua-1", "a-2a"]
_TAKEN = ("runs", "styles", "furniture")


def prepare(documents: Sequence[dict[str, Any]]) -> Callable[[int, int], bytes]:
    """Makes the document at a place, in a run."""
    folders = [documents[0]["fonts"]]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    template = _TEMPLATE.read_text(encoding="utf-8")
    sources = [
        template.replace(_PLACE, f"#let data = {_literal({name: document[name] for name in _TAKEN})}")
        for document in documents
    ]
    compiler = typst.Compiler(font_paths=fonts)

    def made(place: int, run: int) -> bytes:
        source = filled(sources[place], run).encode()
        pdf = compiler.compile(source, format="pdf", pdf_standards=_STANDARDS, timestamp=0)
        assert isinstance(pdf, bytes)  # it returns a list for images only
        return pdf

    return made


def _literal(value: Any) -> str:
    """As Typst writes it."""
    match value:
        case dict():
            return f"({''.join(f'{json.dumps(key)}: {_literal(of)}, ' for key, of in value.items()) or ':'})"
        case list() | tuple():
            return f"({''.join(f'{_literal(of)}, ' for of in value)})"
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            return f'"{escaped}"'
        case _:
            return repr(value)
