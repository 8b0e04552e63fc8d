"""One engine in a process of its own. It answers a line on its standard input with a line of JSON."""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any


def main(engine: str, folder: str) -> None:
    """Each document goes into the folder once; then "place times" is answered with the CPU seconds of each run."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    documents = json.loads(Path(folder, "documents.json").read_text("utf-8"))
    made = importlib.import_module(f"tests.benchmarks.{engine}").prepare(documents)
    for place in range(len(documents)):
        Path(folder, f"{engine}-{place}.pdf").write_bytes(made(place, 0))
    _say("ready")
    run = 0
    for line in sys.stdin:
        place, number = map(int, line.split())
        times = []
        for _ in range(number):
            run += 1
            began = time.process_time()
            made(place, run)
            times.append(time.process_time() - began)
        _say(times)


def _say(answer: Any) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
