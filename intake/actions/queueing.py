"""Where an intake stands in the queue, and what its row says is open: a part of the actions that change either."""

from __future__ import annotations

import logging
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.telling.urgency import named
from intake.clinical.working.findings import FlagFinding, WholeAssessment
from intake.clinical.working.flags import lowest_tier
from intake.models import Alert, Intake, QueueEntry, Review
from intake.models.queue_entry import DONE
from intake.models.queue_place import queue_place

IN_QUEUE = ("queue_place", "open_tier", "open_flag", "open_mark")
"""The fields of an intake that this writes."""

_AT_ONCE = 1000
log = logging.getLogger(__name__)

_STATES: dict[str, tuple[QueueEntry.State, str]] = {
    Intake.State.SUBMITTED: (QueueEntry.State.WAITING, ""),
    Intake.State.DRAFT: (QueueEntry.State.CORRECTING, ""),
    Intake.State.SIGNED: (QueueEntry.State.SIGNED, "signed_at"),
    Intake.State.VOID: (QueueEntry.State.VOID, "voided_at"),
    Intake.State.IN_ERROR: (QueueEntry.State.IN_ERROR, "submitted_at"),
}
"""By the intake's state: that of its entry; and of what is done with, the column that says when."""


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


def list_in_queue(*intakes: Intake) -> None:
    """What the queue sorts and filters by, as the rows say it now. In two queries, after the caller has saved them.

    A mere draft has no entry.
    """
    alert = Exists(Alert.objects.filter(Alert.OPEN, intake=OuterRef("pk")))
    rows = Intake.objects.filter(pk__in=[intake.pk for intake in intakes], current__isnull=False).values(
        *("pk", "state", "queue_place", "submitted_at", "claimed_by", "undecided"),
        tier=F("current__tier"),
        signed_at=F("signature__signed_at"),
        voided_at=F("voiding__voided_at"),
        alert=alert,
    )
    QueueEntry.objects.bulk_create(
        [_entry(row) for row in rows],
        update_conflicts=True,
        unique_fields=["intake"],
        update_fields=["state", "tier", "place", "since", "done_at", "claimed_by", "undecided", "alert"],
    )


def mend_queue() -> None:
    """Whatever has an assessment and is not in its place in the queue, as where an earlier release still ran after the
    entries had come: nothing that waits may be missing there. A thousand at a time."""
    in_place = QueueEntry.objects.filter(intake=OuterRef("pk"), place=Coalesce(OuterRef("queue_place"), DONE))
    astray = Intake.objects.filter(~Exists(in_place), current__isnull=False).only("pk")
    if found := list(astray[:_AT_ONCE]):
        list_in_queue(*found)
        log.warning("Intakes that were not in their place in the queue, and are now: %d.", len(found))


def _entry(row: dict[str, Any]) -> QueueEntry:
    state, done_at = _STATES[row["state"]]
    return QueueEntry(
        intake_id=row["pk"],
        state=state,
        tier=row["tier"],
        place=DONE if done_at else row["queue_place"],
        since=row["submitted_at"],
        done_at=row[done_at] if done_at else None,
        claimed_by_id=None if done_at else row["claimed_by"],
        undecided=row["undecided"] > 0,
        alert=row["alert"],
    )


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
