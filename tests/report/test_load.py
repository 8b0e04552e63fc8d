"""Many documents at once: the same bytes as one after the other, in any process, and no memory that is not given back.

``SOAK=10000`` makes so many documents instead of a few hundred, and shows how far it is.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from random import Random

from tqdm import tqdm

from tests.clinical.cases import EXAMPLES
from tests.report.printed import SIGNED, SOMEBODY, printed

ROOT = Path(__file__).resolve().parents[2]
SOAK = int(os.environ.get("SOAK", "0"))
DOCUMENTS = SOAK or 240
VIGNETTES = [id_ for id_ in EXAMPLES if id_.startswith("V")]
NAMES = [
    ("Okafor", "Ada"),
    ("Nguyễn", "Thị Ánh"),
    ("Żółć", "Gęślą"),
    ("Παπαδόπουλος", "Γιώργος"),
    ("Щербакова", "Анна"),
]
THREADS = 8


def document(number: int) -> bytes:
    """Of each number one, always the same: an example, a name, signed or not."""
    family, given = NAMES[number % len(NAMES)]
    person = replace(SOMEBODY, family_name=family, given_name=given, record_number=f"RVS-{number % 500:06}")
    signed = SIGNED if number % 3 == 0 else None
    return printed(EXAMPLES[VIGNETTES[number % len(VIGNETTES)]]["answers"], person, signed=signed).pdf


def fingerprint(number: int) -> str:
    return hashlib.sha256(document(number)).hexdigest()


def fingerprints(count: int, threads: int) -> list[str]:
    """Of the documents from 0 on. Threads take them in no order."""
    numbers = list(range(count))
    if threads > 1:
        Random(count).shuffle(numbers)  # noqa: S311  # an order, no secret
    with ThreadPoolExecutor(threads) as pool:
        made = tqdm(pool.map(fingerprint, numbers), total=count, disable=not SOAK, desc=f"{threads} threads")
        return [print_ for _, print_ in sorted(zip(numbers, made, strict=True))]


def in_a_process_of_its_own(threads: int, hash_seed: str) -> list[str]:
    """From a cold start, so that the threads fill all that is kept for later at once."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.report.test_load", str(DOCUMENTS), str(threads)],
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    found: list[str] = json.loads(made.stdout)
    return found


def test_threads_and_hash_seeds_change_no_byte() -> None:
    one_after_the_other = in_a_process_of_its_own(1, "1")
    assert len(set(one_after_the_other)) > min(DOCUMENTS, 300) * 0.9
    assert in_a_process_of_its_own(THREADS, "2") == one_after_the_other
    assert in_a_process_of_its_own(THREADS, "3") == one_after_the_other


def test_documents_leave_nothing_behind() -> None:
    """Once all that is kept for later is there, more of the same documents take no more memory."""
    numbers = range(30)
    for number in numbers:
        document(number)
    tracemalloc.start()
    try:
        for number in numbers:
            document(number)
        before = held()
        rounds = max(SOAK // len(numbers), 5)
        for number in tqdm(islice(cycle(numbers), rounds * len(numbers)), disable=not SOAK, desc="memory"):
            document(number)
        assert held() - before < 100_000
    finally:
        tracemalloc.stop()


def held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


if __name__ == "__main__":
    json.dump(fingerprints(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
