"""How fast the summary is made, beside the same document by Typst, WeasyPrint and a raw canvas.

Run by hand: ``python -m tests.benchmarks.run``; see README.md. Exits with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from .document import document
from .words import different, pages, words

PRODUCT = "product"
NAMES = {
    PRODUCT: "this product",
    "typst_peer": "Typst",
    "weasyprint_peer": "WeasyPrint",
    "raw_canvas": "raw canvas (no layout)",
}
GOALS = {"typst_peer": 0.5, "weasyprint_peer": 0.04, "raw_canvas": 1.4}
"""What the product may take at most, as a share of each."""
_SLOW = ("weasyprint_peer",)
"""Timed by fewer runs."""
_WARM_UP = 5
_SHARE_OF_WORDS = 0.002
"""So many words may be read differently, where a label stands close to another."""


class Engine:
    """A process that makes documents when told to."""

    def __init__(self, name: str, documents: Path, core: int) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.worker", name, str(documents), str(core)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.first: dict[str, Any] = self._answer()

    def run(self, times: int) -> list[tuple[float, float]]:
        """CPU and wall time of each, in seconds."""
        self._process.stdin.write(f"{times}\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]
        return self._answer()  # type: ignore[no-any-return]

    def stop(self) -> int:
        """The most memory it held, in bytes."""
        self._process.stdin.close()  # type: ignore[union-attr]
        peak: int = self._answer()["peak"]
        self._process.wait()
        return peak

    def _answer(self) -> Any:
        line = self._process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise SystemExit("A worker ended early; what it said stands above.")
        return json.loads(line)


@dataclass
class Measured:
    cold: list[float] = field(default_factory=list)
    rounds: list[list[tuple[float, float]]] = field(default_factory=list)
    size: int = 0
    peak: int = 0

    @property
    def times(self) -> list[float]:
        """CPU time of all runs, in ms."""
        return [used * 1000 for of in self.rounds for used, _ in of]

    @property
    def wall(self) -> float:
        return median(wall * 1000 for of in self.rounds for _, wall in of)


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    names = [PRODUCT, *asked.peers]
    with tempfile.TemporaryDirectory() as folder:
        documents = (asked.keep or Path(folder)) / "documents.json"
        documents.write_text(json.dumps([document(name) for name in asked.examples]), "utf-8")
        measured = _measured(names, documents, asked)
        say(f"\nExamples {', '.join(asked.examples)}; core {asked.core}; {asked.rounds} rounds\n")
        say_table(_table(measured, documents.parent))
        say()
        say_table(_ratios(measured))
        same = _say_words(names, documents.parent)
    missed = [name for name in asked.peers if _ratio(measured, name) > GOALS[name]]
    return int(bool(missed) or not same)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--examples", nargs="+", default=["V04"], help="worked examples, made in turn; of two pages each"
    )
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument(
        "--runs", type=int, default=6, help="of each engine in each round; WeasyPrint: one of each example"
    )
    parser.add_argument("--cold", type=int, default=5, help="new processes of each engine")
    parser.add_argument("--core", type=int, default=0)
    parser.add_argument("--peers", nargs="*", choices=list(GOALS), default=list(GOALS))
    parser.add_argument("--keep", type=Path, help="a folder for the documents, to look at them")
    return parser


def _measured(names: Sequence[str], documents: Path, asked: argparse.Namespace) -> dict[str, Measured]:
    """In rounds, an engine after the other, so that what else the machine does disturbs all alike."""
    measured = {name: Measured() for name in names}
    for _ in range(asked.cold - 1):
        for name in names:
            engine = Engine(name, documents, asked.core)
            measured[name].cold.append(engine.first["cold"])
            engine.stop()
    engines = {name: Engine(name, documents, asked.core) for name in names}
    for name, engine in engines.items():
        measured[name].cold.append(engine.first["cold"])
        measured[name].size = engine.first["bytes"]
        engine.run(_WARM_UP)
    for number in range(asked.rounds):
        print(f"round {number + 1} of {asked.rounds}", end="\r", file=sys.stderr)
        for name, engine in engines.items():
            if name in _SLOW:
                measured[name].rounds.append(engine.run(len(asked.examples)))
            else:  # the first run finds the core's caches full of another engine
                measured[name].rounds.append(engine.run(asked.runs + 1)[1:])
    for name, engine in engines.items():
        measured[name].peak = engine.stop()
    return measured


def _ratio(measured: dict[str, Measured], peer: str) -> float:
    """The median over the rounds: both were made within a moment of each other."""
    pairs = zip(measured[PRODUCT].rounds, measured[peer].rounds, strict=True)
    return median(_used(ours) / _used(theirs) for ours, theirs in pairs)


def _used(times: list[tuple[float, float]]) -> float:
    return median(used for used, _ in times)


# What is printed ------------------------------------------------------------------------------------------------------


def _table(measured: dict[str, Measured], folder: Path) -> Iterator[Sequence[str]]:
    yield "engine", "median ms", "p95 ms", "wall ms", "runs", "cold start ms", "peak MB", "bytes", "pages"
    for name, of in measured.items():
        late = quantiles(of.times, n=20)[-1] if len(of.times) > 1 else of.times[0]
        times = [f"{median(of.times):.1f}", f"{late:.1f}", f"{of.wall:.1f}", str(len(of.times))]
        sizes = [f"{of.peak / 1e6:.0f}", f"{of.size:,}", str(pages(folder / f"{name}.pdf"))]
        yield NAMES[name], *times, f"{median(of.cold) * 1000:.0f}", *sizes


def _ratios(measured: dict[str, Measured]) -> Iterator[Sequence[str]]:
    yield "this product takes", "ratio", "goal, at most", ""
    for name, goal in GOALS.items():
        if name in measured:
            ratio = _ratio(measured, name)
            yield f"of {NAMES[name]}", f"{ratio:.3f}", f"{goal:g}", "met" if ratio <= goal else "MISSED"


def _say_words(names: Sequence[str], folder: Path) -> bool:
    """Whether all documents say the same."""
    said = {name: words(folder / f"{name}.pdf") for name in names}
    ours, same = said[PRODUCT], True
    for name in names[1:]:
        apart = different(ours, said[name])
        same = same and len(apart) <= _SHARE_OF_WORDS * ours.total()
        say(f"\nWords: {ours.total()}; read differently in {NAMES[name]}: {len(apart)} {' '.join(apart[:40])}")
    return same


def say_table(rows: Iterator[Sequence[str]]) -> None:
    """As Markdown, columns of a width."""
    rows_ = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows_, strict=True)]
    for place, row in enumerate(rows_):
        cells = [
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        say(f"| {' | '.join(cells)} |")
        if not place:
            say(f"| {' | '.join('-' * width for width in widths)} |")


def say(line: str = "") -> None:
    print(line)


if __name__ == "__main__":
    sys.exit(main())
