"""A replay by this program's own rules on several cores: each process reads, assesses and compares a part by itself."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from intake.management.replaying.compared import Compared
    from intake.management.replaying.stored import Stored

WORTH_A_PROCESS = 2000
"""Fewer intakes are replayed sooner than another process has started."""
MOST_PROCESSES = 61
"""That Windows lets one process wait for."""
AHEAD = 2
"""Parts that each process has before it, with the one under way: enough to be busy, few enough for little memory."""


def usual_number(intakes: int) -> int:
    """As many as there are cores to run on, where there is enough to do."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, intakes // WORTH_A_PROCESS, MOST_PROCESSES))


def compared_parts(
    stored: Stored, fingerprint: str, given: dict[str, Any], processes: int
) -> Generator[Compared, None, None]:
    """Part for part, in the order of the rows. With one process it is this one."""
    if processes == 1:
        for span in stored.spans():
            yield compared_part(span, fingerprint, given)
        return
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _start)
    under_way: deque[Future[Compared]] = deque()
    try:
        for span in stored.spans():
            under_way.append(_given(pool, span, fingerprint, given))
            if len(under_way) == AHEAD * processes:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _given(pool: ProcessPoolExecutor, span: Stored, fingerprint: str, given: dict[str, Any]) -> Future[Compared]:
    """A terminal interrupts every process in it: the others leave the end to this one, from their first moment."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return pool.submit(compared_part, span, fingerprint, given)
    finally:
        signal.signal(signal.SIGINT, before)


def _start() -> None:
    """In a new process: nothing of this one is there yet."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()


def compared_part(span: Stored, fingerprint: str, given: dict[str, Any]) -> Compared:
    from intake.management.replaying.compared import Compared, by_own_rules

    part = Compared()
    for row, result in by_own_rules(span, given):
        part.add(row, result, fingerprint, given)
    return part
