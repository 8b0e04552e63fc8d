"""A score in words: its value, its band and its cautions, for every face alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from intake.clinical.language.condition import joined
from intake.clinical.language.instruments import Rating
from intake.clinical.language.kinds import inside_sentence
from intake.clinical.language.numbers import number, span
from intake.clinical.rules.age_cut import PHQ9_AT_12_TO_17
from intake.clinical.rules.questions.mood import phq, phq8, phq9
from intake.clinical.working.case import Case
from intake.clinical.working.findings import RatingFinding, ScaleBand, ScoreFinding, completed
from intake.clinical.working.lines import Lines
from intake.clinical.working.scores import ADULT, Scored, not_asked_because, rated

CAUTION = "A score is not a diagnosis."
DESCRIPTIVE = "Descriptive only, not for screening."
BY_PROXY = "by proxy, not scored"
NOT_ANSWERED, NOT_ASKED = "not answered", "not asked"
_NOT_BANDED = {
    "minor": "no band under 18",
    "age_missing": "no band: age missing",
    "age_not_exact": "no band: age not exact",
}
_NOT_COMPARED = {
    "minor": "under 18, not scored",
    "age_missing": "age missing, not scored",
    "age_not_exact": "age not exact, not scored",
}
_NICE_LIST = {
    True: "NICE list of options for a PHQ-9 of 16 and over",
    False: "NICE list of options for a PHQ-9 below 16",
}
_ALGORITHM_CAUTION = (
    "A clinician has yet to consider bereavement, past mania, physical illness, medicines and drugs as the reason."
)


def score_finding(scored: Scored, lines: Lines, algorithm: str) -> ScoreFinding:
    """``algorithm``: what the PHQ-9 pattern says, which belongs to its score."""
    statements = tuple(_statements(scored, lines, algorithm)) if scored.is_scored else ()
    items = tuple([lines.all[item.id] for item in scored.score.items])
    return completed(_without_lines(scored), items=items, statements=statements)


@lru_cache(maxsize=4096)
def _without_lines(scored: Scored) -> ScoreFinding:
    """All that follows from the total: a score has few, so that it is said once for everybody."""
    score, interval, instrument = scored.score, scored.interval, scored.score.instrument
    value = score_value(scored)
    banded = scored.is_scored and scored.band is not None
    text = f"{value} of {number(score.greatest)}" if scored.is_scored else value
    band_text = _band_text(scored) if scored.is_scored else ""
    band_note = instrument.band_note if score.bands else ""
    bands = score.bands if scored.scope == ADULT else ()
    answered = interval.missing < len(score.items)
    unscored = _unscored(scored.by_proxy, scored.scope, scored.not_asked_because, answered=answered)
    return ScoreFinding(
        id=score.id,
        name=score.name,
        min=interval.least,
        max=interval.greatest,
        missing=interval.missing,
        greatest=score.greatest,
        decimals=score.decimals,
        is_scored=scored.is_scored,
        value=value,
        text=text,
        full_text=f"{text} ({'; '.join(filter(None, (band_text, band_note)))})" if banded else text,
        band=scored.band.name if scored.band else None,
        band_text=band_text,
        bands=tuple(ScaleBand(band.name, band.lowest, band.highest) for band in bands),
        band_note=band_note,
        cut_offs=score.cut_offs,
        advice=scored.band.advice if scored.band else "",
        estimate=scored.estimate,
        cautions=tuple(_cautions(scored)),
        part_of=score.part_of.id if score.part_of else "",
        unscored=unscored if score.change else "",
        followed=score.change is not None,
        recall=instrument.recall,
        attribution=instrument.attribution,
        limit=instrument.limit,
        sources=instrument.sources,
        items=(),
        statements=(),
    )


def score_value(scored: Scored) -> str:
    """``17``, ``12 to 18``, or why there is none."""
    if scored.by_proxy:
        return BY_PROXY
    if scored.all_skipped:
        return NOT_ASKED if scored.interval.missing else f"{NOT_ASKED}, counts as 0"
    if not scored.is_scored:
        return NOT_ANSWERED
    return span(scored.interval.least, scored.interval.greatest, scored.score.decimals)


def _band_text(scored: Scored) -> str:
    instrument = scored.score.instrument
    if scored.score.cut_offs:
        limits = joined([number(limit) for limit in scored.score.cut_offs], "or")
        return f"cut-off {limits}, by {instrument.cut_offs_by}" if instrument.cut_offs_by else f"cut-off {limits}"
    if not scored.score.bands:
        return ""
    if scored.scope != ADULT:
        return _NOT_BANDED[scored.scope]
    return f"{scored.band.name} band" if scored.band else "band not decided"


def _cautions(scored: Scored) -> Iterator[str]:
    score, missing = scored.score, scored.interval.missing
    if scored.is_scored and missing and not score.part_of:
        undecided = (
            " and the band is indeterminate" if score.bands and scored.scope == ADULT and not scored.band else ""
        )
        yield f"{missing} of {len(score.items)} items not answered or not asked, so this is a range{undecided}."
    if scored.estimate is not None:
        answered = len(score.items) - missing
        yield f"Estimate from {answered} of {len(score.items)} items: {scored.estimate}. No rule uses it."
    if not score.for_screening:
        yield DESCRIPTIVE


def _statements(scored: Scored, lines: Lines, algorithm: str) -> Iterator[str]:
    if scored.score is phq9 and lines.all[phq.q9.id].state != "answered":
        yield f"PHQ-8 = {phq8.value(lines.case)} (item 9 not answered)."
    if scored.severe is not None:
        yield f"{_NICE_LIST[scored.severe]}."
    if scored.band and scored.band.advice:
        yield scored.band.advice
    if scored.score is phq9 and scored.scope == ADULT:
        yield algorithm
    if scored.score is phq9 and scored.scope == "minor":
        yield _of_age(scored)


def _of_age(scored: Scored) -> str:
    """What the total says at 12 to 17, in words: the bands are for adults."""
    interval, cut = scored.interval, PHQ9_AT_12_TO_17
    whole = cut.at_or_above if interval.least >= cut.limit else cut.below
    told = cut.interval if interval.missing else whole
    ends = {"n": number(interval.least), "min": number(interval.least), "max": number(interval.greatest)}
    return told.format(**ends, missing=interval.missing)


def _unscored(by_proxy: bool, scope: str, not_asked: str, *, answered: bool) -> str:
    """Only adults who answered for themselves are compared over time."""
    if by_proxy:
        return BY_PROXY
    if scope != ADULT:
        return _NOT_COMPARED[scope]
    if not_asked:
        return f"{NOT_ASKED}: {not_asked}"
    return "" if answered else NOT_ANSWERED


def rating_finding(rating: Rating, case: Case, lines: Lines, scope: str) -> RatingFinding:
    question, value = rating.question, rated(case, rating)
    line, greatest = lines.all[question.id], number(question.maximum)
    unanswered = NOT_ASKED if line.state == "na" else inside_sentence(line.said)
    return RatingFinding(
        id=rating.id,
        name=rating.name,
        value=value,
        greatest=question.maximum,
        text=unanswered if value is None else f"{number(value)} of {greatest}",
        note="by proxy" if case.by_proxy and value is not None else "",
        ends=rating.ends,
        unscored=_unscored(case.by_proxy, scope, not_asked_because(case, question), answered=value is not None),
    )


def algorithm_text(major: bool | None, other: bool | None) -> str:
    """What the PHQ-9 pattern says, for adults who answered for themselves."""
    if major:
        return f"The answers match the PHQ-9 pattern for major depressive syndrome. {_ALGORITHM_CAUTION}"
    if other:
        return f"The answers match the PHQ-9 pattern for other depressive syndrome. {_ALGORITHM_CAUTION}"
    if major is None:
        return "Whether the answers match a PHQ-9 pattern cannot be decided."
    return "The answers do not match the PHQ-9 pattern for major or other depressive syndrome."
