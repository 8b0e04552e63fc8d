"""How fast the summary is made, beside the same document by Typst.

Run by hand: ``python -m tests.benchmarks.run``; see README.md. Exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from .content import document
from .words import said

ENGINES = PRODUCT, PEER = "product", "typst_peer"
GOALS = {False: 0.35, True: 0.6}
"""What the product may take of Typst at most: without the record, and with it."""
_WARM_UP = 5


class Engine:
    """A process that makes documents when told to."""

    def __init__(self, name: str, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.worker", name, str(folder)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def run(self, place: int, times: int) -> list[float]:
        """CPU time of each, in ms."""
        self._process.stdin.write(f"{place} {times}\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]
        return [seconds * 1000 for seconds in self._answer()]

    def stop(self) -> None:
        self._process.communicate()

    def _answer(self) -> Any:
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise SystemExit("A worker ended early; what it said stands above.")
        return json.loads(line)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        documents = [document(name, record=record) for record in GOALS for name in asked.examples]
        (folder / "documents.json").write_text(json.dumps(documents), "utf-8")
        rounds = _rounds(folder, len(documents), asked)
        all_met = [_say(folder, place, each, rounds[place]) for place, each in enumerate(documents)]
    return int(not all(all_met))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", nargs="+", default=["V04", "V10"], help="worked examples")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--runs", type=int, default=6, help="in a turn; the first counts only if alone")
    parser.add_argument("--keep", type=Path, help="a folder for the documents, to look at them")
    return parser


Round = dict[str, list[float]]
"""The times of some runs, by engine."""


def _rounds(folder: Path, count: int, asked: argparse.Namespace) -> list[list[Round]]:
    """By document. An engine after the other, so that what else the machine does disturbs all alike."""
    engines = {name: Engine(name, folder) for name in ENGINES}
    for engine in engines.values():
        for place in range(count):
            engine.run(place, _WARM_UP)
    rounds: list[list[Round]] = [[] for _ in range(count)]
    for number in range(asked.rounds):
        print(f"round {number + 1} of {asked.rounds}", end="\r", file=sys.stderr)
        for place, of in enumerate(rounds):
            times = {name: engine.run(place, asked.runs) for name, engine in engines.items()}
            # The first of several finds the core's caches full of another engine.
            of.append({name: each[1:] or each for name, each in times.items()})
    for engine in engines.values():
        engine.stop()
    return rounds


def _say(folder: Path, place: int, document: dict[str, Any], rounds: list[Round]) -> bool:
    """A row of the table; whether the goal is met and the words are the same."""
    if not place:
        print("| example | made | pages | this product, ms | Typst, ms | ratio | goal, at most | bytes |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    files = [folder / f"{name}-{place}.pdf" for name in ENGINES]
    ours, theirs = map(said, files)
    goal, ratio = GOALS[document["record"]], median(median(of[PRODUCT]) / median(of[PEER]) for of in rounds)
    cells = [
        document["example"],
        "the whole" if document["record"] else "brief and plan",
        f"{ours.pages} and {theirs.pages}",
        *(f"{median(time for of in rounds for time in of[name]):.1f}" for name in ENGINES),
        f"{ratio:.2f}",
        f"{goal:g} ({'met' if ratio <= goal else 'MISSED'})",
        " and ".join(f"{file.stat().st_size:,}" for file in files),
    ]
    print(f"| {' | '.join(cells)} |")
    if apart := ours.apart(theirs):
        print(f"Not the same document: {' '.join(apart[:40])}", file=sys.stderr)
    return ratio <= goal and not apart


if __name__ == "__main__":
    sys.exit(main())
