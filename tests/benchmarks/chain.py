"""How many audit events a second one chain takes, from processes that write nothing else.

    python -m tests.benchmarks.chain --server postgres://postgres@127.0.0.1:5432/postgres

Without --server, on an SQLite file. Each event is a transaction of its own, as when a page is read.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.trials import site as trial

_WRITER = """
import sys, time, django
django.setup()
from intake.actions.audit import record_event
until, written = time.monotonic() + float(sys.argv[1]), 0
while time.monotonic() < until:
    record_event(actor=None, action="read", record_type="intake", record_id="0")
    written += 1
print(written)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default="", help="of PostgreSQL; without it, SQLite")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, trial.database(asked.server, Path(made)) as url:
        trial.set_up(url)
        print("| processes | events a second |")
        print("| --- | --- |")
        for number in asked.processes:
            command = [sys.executable, "-c", _WRITER, str(asked.seconds)]
            writers = [
                subprocess.Popen(command, cwd=trial.ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)
                for _ in range(number)
            ]
            written = sum(int(writer.communicate()[0]) for writer in writers)
            # To start is not counted: all write for the same time, if not quite at the same moment.
            print(f"| {number} | {written / asked.seconds:.0f} |", flush=True)
        from django.db import connections

        connections.close_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
