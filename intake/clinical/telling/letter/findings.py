"""The findings that a service reads first: what makes the steps so, then as much else as fits a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.questions.history import rx
from intake.clinical.rules.questions.pain import pain
from intake.clinical.working.findings import Assessment, Line

from .answers import answer_line, is_settled, is_telling, lines_of
from .shape import LetterLine

MOST_FINDINGS = 8
"""Lines of findings beside those that make the steps so: what a service reads first has to fit one page."""

TOLD_ELSEWHERE = frozenset(q.id for q in (pt.age_years, pt.sex, pain.sites, pain.main_region, rx.current))
"""In a part or a line of their own."""

_COMPLAINT = (pain.duration_days, pain.onset_speed, pain.course, pain.radiation, pain.aggravating, pain.relieving)
"""What is told of every pain, in this order, after where it hurts."""
_IMPACT = (pain.nrs_avg, pain.night, pain.walk_distance_m)


def finding_lines(assessment: Assessment, reasons: Sequence[Line]) -> Iterator[LetterLine]:
    """What makes the steps so; then what is told of every pain, and what else is wrong with leg and body."""
    scored = {line.question for score in assessment.scores for line in score.items}
    first = [line for line in reasons if line.question not in scored | TOLD_ELSEWHERE and _tells(line)]
    for line in first:
        yield answer_line("findings", line)
    told = {line.question for line in first}
    places = ", ".join(place.text for place in assessment.places.marked) or assessment.places.why_none
    more = [LetterLine(f"findings.{pain.sites.id}", f"Where it hurts: {places}")]
    for line in lines_of(assessment, *_COMPLAINT, *_IMPACT):
        is_due = line.question == pain.duration_days.id and line.state != "na"
        if line.question not in told and (is_due or is_telling(line)):
            more.append(answer_line("findings", line))
    symptoms = (line for line in assessment.lines if line.question.startswith("sx.") and line.question not in told)
    alarming = [answer_line("findings", line) for line in symptoms if is_telling(line)]
    room = max(MOST_FINDINGS - len(alarming), MOST_FINDINGS // 2)
    yield from more[:room]
    yield from alarming


def _tells(line: Line) -> bool:
    """Of a reason also a "no" is told, where it is about the complaint: the others are a list of what is not there."""
    return is_telling(line) or (line.question.startswith(("pain.", "sx.", "ex.")) and is_settled(line))
