"""Where the clinic is, as far as its questions ask: how a date and a duration are said differs by country."""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.language.kinds import Control, Question
from intake.models import ClinicProfile


def country_of(questions: Iterable[Question]) -> str:
    """The clinic's country. Nothing is loaded, and it is the default, where no duration is asked."""
    asks = any(question.control is Control.DURATION for question in questions)
    return ClinicProfile.load().region if asks else str(ClinicProfile.Region.GB)
