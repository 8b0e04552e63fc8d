"""The questionnaires: each score with its items, its range where answers are missing, and its limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.clinical.working.findings import Assessment, Line, ScoreFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import column_heading
from intake.report.engine.lists import listed
from intake.report.engine.styles import DENSE, HANGING_TEXT, QUIET_DENSE
from intake.report.engine.tables import Cell, Table
from intake.report.engine.text import capital
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

SHOWN = ("phq9", "gad7", "auditc", "peg")
_WIDTHS = (33, 0, 90)
_SHORT_FORMS = {"phq9": "phq2", "gad7": "gad2"}
_SUB_SCORES = ("phq_cogaff", "phq_somatic", "phq_robust")
_NOT_VALIDATED = "bands are conventions, not validated"


def scores(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    shown = [assessment.score(score_id) for score_id in SHOWN]
    yield column_heading("Scores, item by item")
    said = [put("Mood screen: {}.", assessment.mood_screen_text), *(_score(score, assessment) for score in shown)]
    yield listed(said, HANGING_TEXT)
    yield _items(shown, summary)
    yield Paragraph(_about(shown, summary), QUIET_DENSE)


def _score(score: ScoreFinding, assessment: Assessment) -> Words:
    title = put("<b>{}: {}.</b>", score.name, said_score(score, assessment))
    return together(" ", [title, *_more(score, assessment)])


def said_score(score: ScoreFinding, assessment: Assessment) -> str:
    """``17 of 27 (moderately severe band)``; a range where answers are missing, never a guess."""
    if assessment.mood_screen == "proxy":
        return "not scored, since somebody else answered"
    if all(line.state == "na" for line in score.items):
        return "not asked"
    if not score.missing:
        return f"{_number(score, score.min)} of {score.greatest:g}{_band(score)}"
    span = f"{_number(score, score.min)}–{_number(score, score.max)}"
    missing = f"{score.missing} of {len(score.items)} items not answered"
    if score.band:
        return f"{span} of {score.greatest:g}{_band(score)}; {missing}"
    return f"indeterminate ({span}) of {score.greatest:g}; {missing}"


def _number(score: ScoreFinding, value: float) -> str:
    return f"{value:.1f}" if score.id == "peg" else f"{value:g}"


def _band(score: ScoreFinding) -> str:
    if not score.band:
        return ""
    return f" ({score.band}; {_NOT_VALIDATED})" if score.id == "peg" else f" ({score.band} band)"


def _more(score: ScoreFinding, assessment: Assessment) -> Iterator[Words]:
    """What belongs to this score and is no item of it."""
    if assessment.mood_screen == "proxy" or all(line.state == "na" for line in score.items):
        return
    if score.id == "phq9":
        yield from _phq9(score, assessment)
    if short_id := _SHORT_FORMS.get(score.id):
        short = assessment.score(short_id)
        yield put("{}: {}.", short.name, _span(short))
    if score.id == "phq9":
        parts = (put("{}: {}", part.name, _span(part)) for part in map(assessment.score, _SUB_SCORES))
        yield put("Descriptive only, not for screening: {}.", together("; ", parts))


def _phq9(score: ScoreFinding, assessment: Assessment) -> Iterator[Words]:
    if assessment.line("phq.q9").state != "answered":
        phq8 = assessment.score("phq8")
        yield put("<b>PHQ-8 = {} (item 9 not answered).</b>", _span(phq8).removesuffix(f" of {phq8.greatest:g}"))
    if score.estimate is not None:
        answered = len(score.items) - score.missing
        label = f"PHQ-9 estimate from {answered} of {len(score.items)} items"
        yield put("<b>{}: {}.</b> No rule uses it.", label, score.estimate)
    if score.severity:
        yield put("NICE NG222: {}.", score.severity)
    if score.advice:
        yield put("{}", score.advice)
    if assessment.scope == "adult":
        yield put("{}", assessment.algorithm_text)


def _span(score: ScoreFinding) -> str:
    """``6 of 12``, or ``6–9 of 12`` where answers are missing."""
    number = f"{score.min:g}" if not score.missing else f"{score.min:g}–{score.max:g}"
    return f"{number} of {score.greatest:g}"


def _items(shown: list[ScoreFinding], summary: Summary) -> Block:
    proxy = " (by proxy)" if summary.by_proxy else ""
    style = DENSE
    rows: list[Sequence[Cell]] = [[(put("<q>{}</q>", name), style) for name in ("Item", "Question", "Answer")]]
    for score in shown:
        for number, line in enumerate(score.items, 1):
            said = put("<b>{}</b>{}", line.said, proxy) if line.state == "answered" else put("<q>{}</q>", line.said)
            name = put("{} {}", score.name, number)
            rows.append([(name, style), (put("{}", _item_text(line)), style), (said, style)])
    return Table(rows, _WIDTHS, row_heads=True, pad=0.2, apart=3, after=2)


def _item_text(line: Line) -> str:
    return capital(line.label.partition(": ")[2] or line.label)


def _about(shown: list[ScoreFinding], summary: Summary) -> Words:
    """What holds for several instruments is said once."""
    told: dict[str, list[str]] = {}
    for score in shown:
        for text in (f"{capital(score.recall)}.", score.limit, score.attribution):
            told.setdefault(text, []).append(score.name)
    said = [
        put("{}", text if text.startswith(names[0]) else f"{', '.join(names)}: {text}") for text, names in told.items()
    ]
    said += [put("{} sources: {}.", score.name, summary.cited(score.sources)) for score in shown]
    return together(" ", said)
