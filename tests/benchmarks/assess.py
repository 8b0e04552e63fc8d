"""An assessment beside JSON-Logic that evaluates the same conditions, in pairs, one after the other.

    pip install 'json-logic-qubit==0.9.1'     # the extra "bench"
    python -m tests.benchmarks.assess

Prints the table, and exits with 1 where the goal is missed, with 2 where the peer does not say the same.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from intake.clinical.assessment import assess, assess_case
from intake.clinical.language.answers import Answers
from intake.clinical.working.case import Case
from intake.exchange.contract import read_answers
from tests.clinical.cases import EXAMPLES, VIGNETTES

from .json_logic import Data, Expression, data_of, expression, rule_conditions, two_valued

GOAL = 0.25
"""What an assessment, with every finding and its words, may take of the peer's time at most."""


def main() -> int:
    from json_logic import jsonLogic

    asked = _parser().parse_args()
    conditions = rule_conditions()
    expressions = [expression(condition) for condition in conditions]
    print("| answers of | cases | this product, ms | JSON-Logic, ms | ratio | goal, at most |")
    print("| --- | --- | --- | --- | --- | --- |")
    ratios = []
    for name, ids in (("the vignettes", VIGNETTES), ("every seventh worked example", [*EXAMPLES][::7])):
        cases: list[tuple[Answers, Data]] = []
        for id_ in ids:
            answers = read_answers(EXAMPLES[id_]["answers"])
            assess_case(case := Case(answers))
            data = json.loads(json.dumps(data_of(case, conditions)))
            if [bool(jsonLogic(each, data)) for each in expressions] != [two_valued(c, case) for c in conditions]:
                print(f"{id_}: JSON-Logic does not say the same.", file=sys.stderr)
                return 2
            cases.append((answers, data))
        pairs = [
            (_took(lambda: assess(answers)), _took(lambda: _all(jsonLogic, expressions, data)))  # noqa: B023 - called at once
            for _ in range(asked.rounds)
            for answers, data in cases
        ]
        ratio = median(ours / theirs for ours, theirs in pairs)
        ours, theirs = (median(pair[side] for pair in pairs) * 1000 for side in (0, 1))
        told = f"{GOAL:g} ({'met' if ratio <= GOAL else 'MISSED'})"
        print(f"| {name} | {len(cases)} | {ours:.2f} | {theirs:.2f} | {ratio:.2f} | {told} |")
        ratios.append(ratio)
    print(f"\n{len(conditions)} conditions, two-valued and without reasons.")
    return int(max(ratios) > GOAL)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="pairs of each case (default: 20)")
    return parser


def _all(evaluate: Callable[[Expression, Data], Any], expressions: list[Expression], data: Data) -> None:
    for each in expressions:
        evaluate(each, data)


def _took(run: Callable[[], object]) -> float:
    """CPU time in seconds."""
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
