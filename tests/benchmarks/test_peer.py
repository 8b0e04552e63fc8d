"""The peer still says what the summary says, and is slower; run.py measures by how much."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest

from . import product
from .content import document
from .words import said

pytest.importorskip("typst", reason="the extra bench is not installed")
pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.no_cover,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed"),
]

AT_MOST = 0.8
"""Of Typst's time: more than twice what was measured, so that no busy machine misses it."""


@pytest.mark.parametrize("record", [False, True])
def test_the_summary_takes_less_than_the_same_document_by_typst(tmp_path: Path, record: bool) -> None:
    from . import typst_peer

    documents = [document("V04", record=record)]
    engines = [product.prepare(documents), typst_peer.prepare(documents)]
    files = [tmp_path / "ours.pdf", tmp_path / "theirs.pdf"]
    for made, file in zip(engines, files, strict=True):
        file.write_bytes(made(0, 0))
    ours, theirs = map(said, files)
    assert not ours.apart(theirs)

    ratios = [cpu_time(engines[0], run) / cpu_time(engines[1], run) for run in range(1, 10)]
    assert median(ratios) <= AT_MOST


def cpu_time(made: Callable[[int, int], bytes], run: int) -> float:
    began = time.process_time()
    made(0, run)
    return time.process_time() - began
