"""Whether the date of an assessment can be right. The medicine has no clock: whoever asks brings today's date."""

from __future__ import annotations

import datetime

from intake.clinical.language.answers import AnswerError, Answers
from intake.clinical.rules.questions.context import ctx, pt


def check_dates(answers: Answers, latest: datetime.date) -> None:
    """Refuse an assessment in the future or centuries ago, and an age that nobody had then who could be alive now.

    Args:
        latest: the last day that an assessment can be of.

    Raises:
        AnswerError: names the question, the value, and what is allowed.
    """
    answer, age = answers[ctx.encounter_date], answers[pt.age_years]
    if not isinstance(answer, str):
        return
    ctx.encounter_date.check_range(answer, latest)
    since = years_between(datetime.date.fromisoformat(answer), latest)
    oldest = max(0, int(pt.age_years.maximum) - since)
    if isinstance(age, int) and age > oldest:
        allowed = f"a whole number from 0 to {oldest} (years) is allowed for an assessment on {answer}"
        raise AnswerError(pt.age_years.id, age, allowed)


def years_between(earlier: datetime.date, later: datetime.date) -> int:
    """Completed years: an age, where the earlier day is that of the birth."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))
