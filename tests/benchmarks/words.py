"""Whether documents say the same: their words, however they are laid out."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_SHARE = 0.002
"""So many words may differ: heads of tables, said again where a page ends elsewhere."""
_PAGES, _A_PAGE = 1, 30
"""So many pages, too, each with the words at its head and foot."""


@dataclass(frozen=True)
class Said:
    words: Counter[str]
    pages: int

    def apart(self, other: Said) -> list[str]:
        """What differs, where it is too much: ``-word`` is missing in the other, ``+word`` is only there."""
        missing, more = self.words - other.words, other.words - self.words
        pages = abs(self.pages - other.pages)
        if pages <= _PAGES and missing.total() + more.total() <= _SHARE * self.words.total() + _A_PAGE * pages:
            return []
        return [
            f"{other.pages - self.pages:+} pages",
            *(f"-{word}" for word in missing),
            *(f"+{word}" for word in more),
        ]


def said(pdf: Path) -> Said:
    """As ``pdftotext`` (poppler-utils) reads it; a hyphen ends a word, since a line may end there."""
    read = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)  # noqa: S607
    return Said(Counter(re.findall(r"\w+", read.stdout)), read.stdout.count("\f"))
