"""Where an intake stands in the queue, and what its row says is open: a part of the actions that change either."""

from __future__ import annotations

from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.telling.urgency import named
from intake.clinical.working.findings import FlagFinding, WholeAssessment
from intake.clinical.working.flags import lowest_tier
from intake.models import Intake, Review
from intake.models.queue_place import queue_place

IN_QUEUE = ("queue_place", "open_tier", "open_flag", "open_mark")
"""The fields of an intake that this writes."""


def note_in_queue(intake: Intake, found: WholeAssessment, review: Review) -> None:
    """The caller saves the intake.

    Args:
        found: of the newest assessment.
    """
    left = _left_open(intake, found, review)
    marked = [flag for flag in left if flag.open_mark]
    others = [flag for flag in left if not flag.open_mark]
    intake.queue_place = queue_place(found.tier, lowest_tier(left), found.tier_unasked)
    intake.open_tier = lowest_tier(others)
    intake.open_flag = named(flag for flag in others if flag.tier == intake.open_tier)
    intake.open_mark = "; ".join(dict.fromkeys(flag.open_mark for flag in marked))


def _left_open(intake: Intake, found: WholeAssessment, review: Review) -> list[FlagFinding]:
    """What cannot be excluded while something points to it, unless a clinician has reviewed it, with words, or the
    person has declined to answer after it was asked again.

    An assessment of before 0.10 does not say what points to a flag: there all that cannot be excluded counts.
    """
    still_open = found.pointed_to
    if found.tier_open and not still_open:
        still_open = (*found.open_to_anyone, *found.open_to_clinician)
    left = [flag for flag in still_open if not review.flags.get(flag.id, {}).get("words", "").strip()]
    if any(map(_is_declined, left)):
        again = _declined_again(intake, found)
        left = [flag for flag in left if not _is_declined(flag) or {line.question for line in flag.missing} - again]
    return left


def _is_declined(flag: FlagFinding) -> bool:
    """Whoever was asked chose not to answer, and nothing else is missing."""
    return bool(flag.missing) and all(line.state == "declined" for line in flag.missing)


def _declined_again(intake: Intake, found: WholeAssessment) -> set[str]:
    """The declined questions that an earlier version left without that answer: they were asked again since.

    A version may hold an answer under the id that its question had then.
    """
    declined = {line.question for line in found.lines if line.state == "declined"}
    versions = list(intake.versions.order_by("number").values_list("answers", flat=True))[:-1]
    earlier = [CATALOGUE.place(answers).document for answers in versions]
    return {
        question
        for question in declined
        if any(answers.get(CATALOGUE.today(question)) != "declined" for answers in earlier)
    }
