"""Item 9 and the scores of a letter, in the words of the findings."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.rules.questions.mood import phq
from intake.clinical.working.findings import Assessment, ScoreFinding

from .shape import ITEM9, LetterLine
from .told_in_private import rests_on_private


def score_lines(assessment: Assessment, on: str) -> Iterator[LetterLine]:
    """Item 9 first and apart, in the person's own words; then each score with its date, its band and its cautions."""
    found = assessment.item9
    by_proxy = " (answered by somebody else)" if found.by_proxy else ""
    text = f"PHQ-9 item 9 (“{found.question}”){by_proxy}: {found.quoted.rstrip('.')}. {found.after}"
    yield LetterLine(ITEM9, f"{found.conflict} {text}".strip(), sent=False, private=True)
    for score in assessment.leading_scores:
        private = rests_on_private(score)
        yield LetterLine(f"score.{score.id}", _score(score, assessment, on), sent=not private, private=private)


def _score(score: ScoreFinding, assessment: Assessment, on: str) -> str:
    about = [*score.cautions]
    if assessment.scope != "adult":
        about += score.statements
    elif phq.q9.id in {line.question for line in score.items if line.state != "answered"}:
        about += score.statements[:1]
    when = f", {on}" if score.is_scored else ""
    return " ".join((f"{score.name}: {score.full_text}{when}.", *about))
