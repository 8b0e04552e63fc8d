"""Item 9 in words, what contradicts it, then the total, then what else of the mind was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.clinical.language.conditions import yes
from intake.clinical.language.kinds import inside_sentence
from intake.clinical.rules.data_quality import SAFETY_YES
from intake.clinical.rules.questions.mood import asq, mh, phq, phq9

from .clause import ALARM, ALWAYS, Run, clause, listed, where

if TYPE_CHECKING:
    from intake.clinical.working.findings import ScoreFinding

_ITEM9 = Run("item 9")
_SAFETY = Run("safety")
_TOTAL = Run("total")
_MIND = Run("mind", more=" and more")

_NOT_ASKED = {frozenset({"blank"}): "mood not asked", frozenset({"na"}): "mood not asked at this age"}
"""In place of item 9 and of the total, by the states of all items."""


def _item9(score: ScoreFinding) -> str:
    """``item 9: not at all``; where nothing of the questionnaire was opened, that is said once for all of it."""
    states = frozenset(line.state for line in score.items)
    line = score.items[-1]
    said = phq.q9.labels[line.given] if line.state == "answered" else line.said
    if line.state == "na":
        said = "not asked at this age"
    return _NOT_ASKED.get(states) or f"item 9: {inside_sentence(said)}"


def _total(score: ScoreFinding) -> str:
    """``PHQ-9 11 (moderate band)``."""
    if frozenset(line.state for line in score.items) in _NOT_ASKED:
        return ""
    return f"{score.name} {score.value}{f' ({score.band_text})' if score.band_text else ''}"


_QUESTIONS = {
    asq.q5: "thoughts of killing yourself right now",
    mh.intent: "an intention to act",
    mh.plan: "a plan",
    mh.attempt_3mo: "an attempt in the last 3 months",
    asq.q3: "thoughts of killing yourself in the past week",
    mh.selfharm_3mo: "self-harm in the last 3 months",
    asq.q1: "wished you were dead",
    asq.q2: "better off dead",
    asq.q4: "ever tried to kill yourself",
}
"""The most serious first; of more than two the first is said."""


def _safety(item9: int | None, *answers: bool | None) -> str:
    """``but: a plan: yes``, where that contradicts an item 9 of "Not at all" (W07)."""
    said_yes = [question for question, answer in zip(_QUESTIONS, answers, strict=True) if answer]
    if not said_yes:
        return ""
    told = [f"{_QUESTIONS[question]}: yes" for question in said_yes]
    if len(told) > 2:
        told[1:] = [f"and {len(told) - 1} more"]
    opens = "but" if item9 == 0 and not {*said_yes}.isdisjoint(SAFETY_YES) else "also"
    return f"{opens}: {'; '.join(told)}"


MOOD = (
    clause(_ITEM9, ALWAYS, _item9, phq9),
    clause(_SAFETY, ALWAYS, _safety, phq.q9, *_QUESTIONS),
    clause(_TOTAL, ALWAYS, _total, phq9),
    clause(
        _MIND,
        ALARM,
        listed(
            mh.psychosis,
            {"voices": "hears voices", "paranoia": "fears harm or control", "other": "unusual experiences"},
        ),
        mh.psychosis,
    ),
    clause(
        _MIND,
        ALARM,
        listed(
            mh.mania,
            {
                "elevated_or_irritable": "mood high or irritable",
                "decreased_need_sleep": "needs less sleep",
                "racing_thoughts": "racing thoughts",
                "risky_spending_or_sex": "risky spending or sex",
                "unusually_active_talkative": "unusually active",
            },
        ),
        mh.mania,
    ),
    clause(
        _MIND,
        ALARM,
        listed(
            mh.perinatal_red,
            {
                "rapid_change": "rapid change since pregnancy or birth",
                "violent_self_harm": "violent self-harm since pregnancy or birth",
                "estranged_or_unable_as_parent": "estranged from the baby",
            },
        ),
        mh.perinatal_red,
    ),
    where(_MIND, ALARM, yes(mh.harm_others), "thoughts of harming others"),
    where(_MIND, ALARM, yes(mh.self_neglect), "not eating, or unsafe self-care"),
)
