"""The chapter of the rule book on instruments and scores."""

from __future__ import annotations

from intake.clinical.language.instruments import Instrument, Score
from intake.clinical.rules import facts
from intake.clinical.rules.body_mass import bmi
from intake.clinical.rules.instruments import INSTRUMENTS
from intake.clinical.rules.news2 import ACKNOWLEDGEMENT, FROM_AGE, OXYGEN_NOT_ASKED, PARAMETERS, news2
from intake.clinical.rules.questions import SCORES
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.sources import cited
from intake.clinical.telling.news2 import SOURCES as NEWS2_SOURCES
from intake.clinical.working.wells import MINUS_TWO, ONE_POINT_EACH

from .entries import Chapter, Entry, Group, Part, capital
from .users import used_by


def scores_chapter() -> Chapter:
    intro = (
        "Instruments are printed word for word, under their own licence. A missing item widens a total to a range; nothing is filled in.",
    )
    groups = (
        Group("Instruments", tuple(map(_instrument, INSTRUMENTS))),
        Group("Scores", (*map(_score, SCORES), _news2(), _body_mass(), _wells())),
    )
    return Chapter("instruments", "Instruments and scores", intro, groups)


def _instrument(instrument: Instrument) -> Entry:
    items = tuple(
        Part(f"Item {number}", f"{text} ({'; '.join(answers)})" if answers else text)
        for number, (text, answers) in enumerate(instrument.items, start=1)
    )
    bands = tuple(
        Part(f"{band.name.capitalize()}, {band.lowest:g} to {band.highest:g}", band.advice or "No advice of its own.")
        for band in instrument.bands
    )
    before = (Part("Stem", instrument.stem),) if instrument.stem else ()
    after = (
        Part("Looks back on", f"{capital(instrument.recall)}."),
        Part("Limits", instrument.limit),
        Part("Attribution and licence", instrument.attribution),
    )
    parts = (*before, *items, *bands, *after)
    return Entry(f"instrument-{instrument.name}", instrument.name, parts, cited(*instrument.sources), shows_id=False)


def _score(score: Score) -> Entry:
    way = "mean" if score.mean else "sum"
    skipped = " A skipped item counts as 0." * score.skipped_counts_as_0
    items = ", ".join(item.id for item in score.items)
    parts = (
        Part("Worked out as", f"The {way} of {len(score.items)} items ({items}), 0 to {score.greatest:g}.{skipped}"),
        Part("From", score.instrument.name),
    )
    return Entry(score.id, score.name, parts, cited(*score.instrument.sources), used_by(score.id))


def _news2() -> Entry:
    parts = (
        *(
            Part(f"{points} points: {parameter.question.short}", condition.sentence)
            for parameter in PARAMETERS
            for condition, points in parameter.points
        ),
        Part(
            "Limits",
            f"Not under {FROM_AGE}. What was not measured adds none, so that it is a minimum. {OXYGEN_NOT_ASKED}",
        ),
        Part("Attribution", ACKNOWLEDGEMENT),
    )
    return Entry(news2.id, "NEWS2, as a minimum", parts, cited(*NEWS2_SOURCES), used_by(news2.id))


def _body_mass() -> Entry:
    limits = sorted({limit for step in STEPS for measured, limit in step.when.limits() if measured is bmi})
    text = f"Weight in kg, divided by height in metres squared; adults alone. Rules compare it with {' and '.join(f'{limit:g}' for limit in limits)}. It is never printed of a person."
    return Entry(bmi.id, bmi.name, (Part("Worked out as", text),), used_by=used_by(bmi.id))


def _wells() -> Entry:
    parts = (
        *(Part("1 point", item.sentence) for item in ONE_POINT_EACH),
        Part("−2 points", MINUS_TWO.sentence),
        Part("Does not apply", facts.wells_not_valid.meaning.sentence),
    )
    return Entry("wells", "Two-level Wells score for deep vein thrombosis", parts, cited("NG158"))
