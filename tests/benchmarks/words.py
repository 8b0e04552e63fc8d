"""Whether documents say the same: their words, however they are laid out."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path


def words(pdf: Path) -> Counter[str]:
    """As ``pdftotext`` (poppler-utils) reads them; a hyphen ends a word, since a line may end there."""
    read = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)  # noqa: S607
    return Counter(re.findall(r"\w+", read.stdout))


def pages(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True)  # noqa: S607
    return int(re.search(r"^Pages: +(\d+)", told.stdout, re.MULTILINE)[1])  # type: ignore[index]


def different(one: Counter[str], other: Counter[str]) -> list[str]:
    """``-word`` is missing in the other, ``+word`` is only there."""
    return [*(f"-{word}" for word in (one - other).elements()), *(f"+{word}" for word in (other - one).elements())]
