"""Many documents at once: the same bytes as one after the other, in any process, and no memory that is not given back.

A few every day, 10,000 in the exhaustive lane; with a bar that shows how far it is:

    .venv/bin/python -m pytest -m exhaustive -n 0 -s tests/report/test_load.py
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tqdm import tqdm

from intake.clinical.working.findings import Assessment
from tests.clinical.cases import EXAMPLES, VIGNETTES, assessed
from tests.lanes import sweep
from tests.report.printed import SIGNED, SOMEBODY, show

pytestmark = pytest.mark.no_cover  # other tests run the same lines; traced, these take twice as long

ROOT = Path(__file__).resolve().parents[2]
THREADS = 8
NAMES = [
    ("Okafor", "Ada"),
    ("Nguyễn", "Thị Ánh"),
    ("Παπαδόπουλος", "Γιώργος"),
    ("Щербакова", "Анна"),
    ("الأحمد", "فاطمة"),
    ("כהן", "שרה"),
    ("漢", "Zoë"),
]


@cache
def assessment(example_id: str) -> Assessment:
    return assessed(EXAMPLES[example_id]["answers"])


def document(number: int) -> bytes:
    """To each number one document: an example, a name, signed or not."""
    family, given = NAMES[number % len(NAMES)]
    person = replace(SOMEBODY, family_name=family, given_name=given, record_number=f"RVS-{number:06}")
    signed = SIGNED if number % 3 == 0 else None
    return show(assessment(VIGNETTES[number % len(VIGNETTES)]), person, signed=signed).pdf


def fingerprint(number: int) -> str:
    return hashlib.sha256(document(number)).hexdigest()


def fingerprints(count: int, threads: int) -> list[str]:
    """Of the documents from 0 on. Threads take them in any order."""
    numbers = list(range(count))
    if threads > 1:
        Random(count).shuffle(numbers)  # noqa: S311  # an order, no secret
    with ThreadPoolExecutor(threads) as pool:
        made = list(shown(pool.map(fingerprint, numbers), count, f"threads: {threads}"))
    return [found for _, found in sorted(zip(numbers, made, strict=True))]


def shown(documents: Iterable[Any], count: int, what: str) -> Iterable[Any]:
    return tqdm(documents, what, count, disable=count < 1000, mininterval=1)


def in_a_process_of_its_own(documents: int, threads: int, hash_seed: str) -> list[str]:
    """From a cold start, so that the threads fill at once all that is kept for later."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.report.test_load", str(documents), str(threads)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    found: list[str] = json.loads(made.stdout)
    return found


@pytest.mark.parametrize("documents", sweep((24, 10_000), few=(24,)))
def test_threads_and_hash_seeds_change_no_byte(documents: int) -> None:
    one_after_the_other = in_a_process_of_its_own(documents, 1, "1")
    assert len(set(one_after_the_other)) == documents
    assert in_a_process_of_its_own(documents, THREADS, "2") == one_after_the_other


@pytest.mark.exhaustive
@pytest.mark.parametrize("documents", [60, 10_000])
def test_documents_leave_nothing_behind(documents: int) -> None:
    """Once all that is kept for later is there, more of the same documents take no more memory."""
    resource = pytest.importorskip("resource")
    numbers = range(25)

    def held() -> tuple[int, int]:
        """Blocks of memory that Python holds, and the most memory that this process ever had."""
        gc.collect()
        return sys.getallocatedblocks(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    again = shown(islice(cycle(numbers), documents), documents, "memory")
    for number in [*numbers] * 3:
        document(number)
    blocks, most = held()
    for number in again:
        document(number)
    more_blocks, more = held()
    assert more_blocks - blocks < documents  # not even one for each document
    assert more < most * 1.1


if __name__ == "__main__":
    json.dump(fingerprints(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
