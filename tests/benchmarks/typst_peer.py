"""The summary by Typst: one compiler kept for all documents, fonts read once, the words written into its source.

Data in ``sys.inputs`` would be tidier, but then Typst lays out each document from nothing: three times as long.
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
_TAKEN = ("title", "page", "first", "further", "styles", "furniture")


def prepare(documents: Sequence[dict[str, Any]]) -> Callable[[int], bytes]:
    folder = Path(documents[0]["faces"]["F1"]).parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    template = _TEMPLATE.read_text(encoding="utf-8")
    sources = [
        template.replace(_PLACE, f"#let data = {_literal({name: document[name] for name in _TAKEN})}")
        for document in documents
    ]
    compiler = typst.Compiler(font_paths=fonts)

    def made(run: int) -> bytes:
        source = filled(sources[run % len(sources)], run).encode()
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
