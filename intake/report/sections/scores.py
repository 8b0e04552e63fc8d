"""The questionnaires: each score with its items, its range where answers are missing, and its limit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from intake.clinical.working.findings import Assessment, ScoreFinding
from intake.report.engine.blocks import Block, Paragraph
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.styles import BODY, ITEM, QUIET_SMALL, SMALL
from intake.report.engine.tables import Cell, Table
from intake.report.engine.text import capital
from intake.report.engine.words import Words, put, together
from intake.report.summary import Summary

_WIDTHS = (48, 0, 116)


def scores(summary: Summary) -> Iterator[Block]:
    assessment = summary.assessment
    leading = assessment.leading_scores
    screen = put("Mood screen: {}. {}", assessment.mood_screen_text, assessment.scores_caution)
    rows: list[Block] = [listed([screen, *(_score(score, assessment) for score in leading)], ITEM)]
    rows.append(_items(leading, summary))
    rows.append(Paragraph(_about(leading, summary), QUIET_SMALL))
    if news2 := assessment.news2:
        about = put("{} {}", " ".join((*news2.cautions, news2.attribution)), summary.cited(news2.sources))
        rows.append(Paragraph(put("<b>{}.</b> {}", news2.text, about), BODY))
    yield Section("Scores, item by item", rows)


def _score(score: ScoreFinding, assessment: Assessment) -> Words:
    """With its cautions, what else it says, and its parts; those with the same cautions together."""
    title = put("<b>{}: {}.</b>", score.name, score.full_text)
    more = (put("{}", sentence) for sentence in (*score.cautions, *score.statements))
    parts = groupby(assessment.parts_of(score), key=lambda part: part.cautions)
    return together(" ", [title, *more, *(_parts(cautions, list(group)) for cautions, group in parts)])


def _parts(cautions: tuple[str, ...], parts: Sequence[ScoreFinding]) -> Words:
    text = together("; ", (put("{}: {}", part.name, part.text) for part in parts))
    return put("{}. {}", text, " ".join(cautions)) if cautions else put("{}.", text)


def _items(leading: Sequence[ScoreFinding], summary: Summary) -> Block:
    proxy = " (by proxy)" if summary.assessment.by_proxy else ""
    rows: list[Sequence[Cell]] = [[(put("<q>{}</q>", name), SMALL) for name in ("Item", "Question", "Answer")]]
    for score in leading:
        for number, line in enumerate(score.items, 1):
            answer = put("<b>{}</b>{}", line.said, proxy) if line.state == "answered" else put("<q>{}</q>", line.said)
            name = put("{} {}", score.name, number)
            rows.append([(name, SMALL), (put("{}", capital(line.wording)), SMALL), (answer, SMALL)])
    return Table(rows, _WIDTHS, row_heads=True, pad=1.2, apart=5, after=3)


def _about(leading: Sequence[ScoreFinding], summary: Summary) -> Words:
    """What holds for several instruments is said once."""
    names_by_text: dict[str, list[str]] = {}
    for score in leading:
        for text in (f"{capital(score.recall)}.", score.limit, score.attribution):
            names_by_text.setdefault(text, []).append(score.name)
    about = [
        put("{}", text if text.startswith(names[0]) else f"{', '.join(names)}: {text}")
        for text, names in names_by_text.items()
    ]
    about += [put("{} sources: {}.", score.name, summary.cited(score.sources)) for score in leading]
    return together(" ", about)
