"""The summary by WeasyPrint: style sheets and fonts read once, the HTML given each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from .document_numbers import filled
from .html import html, sizes

_SHEET = Path(__file__).with_name("summary.css")


def prepare(documents: Sequence[dict[str, Any]]) -> Callable[[int], bytes]:
    fonts = FontConfiguration()
    pages = [html(document) for document in documents]
    common = CSS(filename=_SHEET, font_config=fonts)
    sheets = [[common, CSS(string=sizes(document), font_config=fonts)] for document in documents]

    def made(run: int) -> bytes:
        place = run % len(pages)
        page = HTML(string=filled(pages[place], run))
        pdf = page.write_pdf(stylesheets=sheets[place], font_config=fonts, pdf_variant="pdf/ua-1")
        return bytes(pdf)

    return made
