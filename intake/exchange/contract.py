"""The contract of the command line: answers in as JSON, an assessment out as JSON.

Names and shapes are fixed, since other systems rely on them.
"""

from __future__ import annotations

import json
from typing import Any

from intake.clinical.language.answers import AnswerError, Answers, Between
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import pt
from intake.clinical.working.findings import (
    Findings,
    FlagFinding,
    Line,
    News2Finding,
    PatternFinding,
    ScoreFinding,
    WellsFinding,
)


def read_json(data: bytes) -> Any:
    """Decode one JSON text strictly. What is not a number (``NaN``, ``1e999``) is left to its question to refuse.

    Raises:
        AnswerError: not UTF-8, not JSON, nested too deep, or a key given twice.
    """
    try:
        return json.loads(data.decode("utf-8-sig"), parse_int=_whole_number, object_pairs_hook=_without_repeats)
    except UnicodeDecodeError as error:
        raise AnswerError(None, None, "this is not JSON: it is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise AnswerError(None, None, f"this is not JSON: {error}") from error
    except RecursionError as error:
        raise AnswerError(None, None, "this is nested too deep") from error


def _whole_number(digits: str) -> float:
    try:
        return int(digits)
    except ValueError:  # more digits than Python reads: outside every range, so infinite will do
        return float(digits)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for key, value in pairs:
        if key in document:
            raise AnswerError(key, value, "the key is given twice")
        document[key] = value
    return document


def read_answers(document: object) -> Answers:
    """An age that is estimated is read as it is stored, ``[least, greatest]``; anything else as somebody enters it.

    Raises:
        AnswerError: a question that is unknown, or an answer that is not allowed.
    """
    estimate = pt.age_years.place(document.get(pt.age_years.id)).answer if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(estimate, Between):
        return Answers.parse(document, QUESTIONS)
    rest = Answers.parse({id_: value for id_, value in document.items() if id_ != pt.age_years.id}, QUESTIONS)
    return Answers({**rest.given, pt.age_years.id: estimate})


def json_text(value: Any) -> str:
    """A value as JSON in ASCII. What JSON cannot carry (``NaN``, half a character, very deep nesting) becomes text."""
    try:
        text = json.dumps(value)
    except RecursionError:
        return '"nested too deep"'
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except ValueError:
        return json.dumps(value.encode(errors="backslashreplace").decode() if isinstance(value, str) else text)
    return text


def refused_line(number: int, error: AnswerError) -> str:
    """What is printed in the place of a line that was refused."""
    fields = {"line": number, "question": error.question, "value": error.value, "reason": error.reason}
    return f'{{"error": {{{", ".join(f"{json_text(name)}: {json_text(value)}" for name, value in fields.items())}}}}}'


def as_contract(assessment: Findings) -> dict[str, Any]:
    """The whole assessment as the contract prints it, every key always there; the confidential included."""
    a = assessment.whole()
    return {
        "rule_set": a.rule_set,
        "scope": a.scope,
        "mood_screen": a.mood_screen,
        "scores": {score.id: _score(score) for score in a.scores} | {"news2": _news2(a.news2)},
        "phq9_algorithm": {"major": a.algorithm_major, "other": a.algorithm_other},
        "wells_dvt": _wells(a.wells_dvt),
        "flags": [_flag(flag) for flag in a.flags],
        "tier": a.tier,
        "tier_open": a.tier_open,
        "tier_unasked": a.tier_unasked,
        "not_asked": [line.question for line in a.not_asked],
        "patterns": None if a.patterns is None else [_pattern(pattern) for pattern in a.patterns],
        "mixed": a.mixed,
        "combined": {
            "pain": a.combined.pain,
            "mood": a.combined.mood,
            "level": a.combined.level,
            "rules": [rule.id for rule in a.combined.rules],
            "undecided": [rule.id for rule in a.combined.undecided],
        },
        "warnings": [f"{w.id}:{w.question}" if w.question else w.id for w in a.warnings],
        "steps": [step.id for step in a.steps],
        "step_groups": [{"group": entry.group or None, "steps": list(entry.steps)} for entry in a.step_groups],
        "key_steps": list(a.key_steps),
    }


def _score(score: ScoreFinding) -> dict[str, Any]:
    # A mean, as PEG is: 4 decimals, always a decimal number. The others are whole.
    if score.decimals:
        return {"min": round(float(score.min), 4), "max": round(float(score.max), 4), "missing": score.missing}
    shown: dict[str, Any] = {"min": score.min, "max": score.max, "missing": score.missing}
    # Of the PHQ-9 alone, as the contract has it.
    return shown | {"band": score.band, "estimate": score.estimate} if score.id == "phq9" else shown


def _flag(flag: FlagFinding) -> dict[str, Any]:
    return {
        "id": flag.id,
        "status": flag.status,
        "tier": flag.tier,
        "because": _evidence(flag.because),
        "hint": _evidence(flag.hint),
        "missing": [line.question for line in flag.missing],
        "waits_for": flag.waits_for,
    }


def _pattern(pattern: PatternFinding) -> dict[str, Any]:
    return {
        "id": pattern.id,
        "points": pattern.points,
        "category": pattern.category,
        "for": [feature.id for feature in pattern.supports],
        "against": [feature.id for feature in pattern.against],
        "unknown": [feature.id for feature in pattern.unknown],
    }


def _wells(wells: WellsFinding | None) -> dict[str, Any] | None:
    if wells is None:
        return None
    if not wells.valid:
        return {"valid": False}
    return {"valid": True, "min": wells.min, "max": wells.max, "result": wells.result}


def _news2(news2: News2Finding | None) -> dict[str, Any] | None:
    return None if news2 is None else {"min": news2.min, "max": None, "missing": news2.missing}


def _evidence(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [{"question": line.question, "answer": line.answer} for line in lines]
