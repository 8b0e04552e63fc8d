"""Who answered and how, and since when it hurts: what every report says or draws, in words."""

from __future__ import annotations

from intake.clinical.language.condition import joined
from intake.clinical.language.kinds import inside_sentence
from intake.clinical.language.numbers import as_said
from intake.clinical.rules.instruments import INSTRUMENTS
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.rules.questions.pain import pain
from intake.clinical.working.findings import Circumstances, PainTimes
from intake.clinical.working.lines import Lines

_TOLD = {"Completed": ctx.mode, "Answered by": ctx.respondent, "Language": ctx.language, "Interpreter": ctx.interpreter}
_INSTRUMENTS = f"{joined([one.name for one in INSTRUMENTS], 'and')}, English, as worded in the rule set above"


def circumstances(lines: Lines) -> Circumstances:
    age = lines.all[pt.age_years.id]
    return Circumstances(
        age=age.given if isinstance(age.given, int) else None,
        age_text=age.said,
        assessed_on=lines.all[ctx.encounter_date.id].given,
        told=tuple((label, lines.all[question.id].said) for label, question in _TOLD.items()),
        instruments=_INSTRUMENTS,
    )


def pain_times(lines: Lines) -> PainTimes:
    began, injury, start = (lines.all[q.id] for q in (pain.duration_days, pain.injury_days_ago, pain.onset_speed))
    return PainTimes(
        began=began.given,
        began_text=inside_sentence(began.said),
        injury=injury.given,
        start_text=inside_sentence(start.said) if start.given else "",
        began_said=as_said(began.given),
        injury_said=as_said(injury.given),
    )
