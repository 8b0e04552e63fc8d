"""One engine in a process of its own, on one core. It answers a line on its standard input with a line of JSON."""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any


def main(engine: str, documents: str, core: str) -> None:
    """Its first line tells of the first document: with starting Python and importing all that is needed.

    Then come numbers of runs, answered with [CPU, wall] seconds of each; at the end of input it says what it took.
    """
    os.sched_setaffinity(0, {int(core)})
    made = importlib.import_module(f"tests.benchmarks.{engine}").prepare(json.loads(Path(documents).read_text("utf-8")))
    pdf = made(0)
    _say({"cold": time.process_time(), "bytes": len(pdf)})
    Path(documents).with_name(f"{engine}.pdf").write_bytes(pdf)
    run = 0
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            run += 1
            wall, used = time.perf_counter(), time.process_time()
            made(run)
            times.append((time.process_time() - used, time.perf_counter() - wall))
        _say(times)
    _say({"peak": _peak()})


def _peak() -> int:
    """The most memory this process has held, in bytes."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def _say(answer: Any) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
