"""What a clinician decides: on each step, on red flags, and in words. Kept as it is typed, until the signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.intakes import StaleError
from intake.actions.locking import locked
from intake.actions.queueing import IN_QUEUE, list_in_queue, note_in_queue
from intake.models import Intake, Review
from intake.stored.assessments import findings

Value = dict[str, str]
"""Of a step ``choice`` and ``reason``, of an own step ``text`` too, of a flag ``words``; empty takes it back."""
NOTHING: Mapping[str, int] = {}


@audited
def decide(
    *,
    actor: User,
    intake: Intake,
    revision: int,
    changes: Mapping[str, Value],
    page: str = "",
    seen: Mapping[str, int] = NOTHING,
) -> Review:
    """Keep what was decided or written so far. Only what differs from what is stored counts as a change.

    Args:
        revision: that of the review which the page showed.
        changes: by key (``step:H01``, ``own:…``, ``flag:RF01``, ``text``).
        page: which open page this comes from. What it saved itself is no conflict, even if the reply was lost.
        seen: by key, the later revision whose value was shown beside one's own before choosing to replace it.

    Raises:
        StaleError: another page changed one of these keys meanwhile, the newest answers do not raise it any more, or
            the intake is signed or withdrawn. Nothing is written.
    """
    intake = locked(intake)
    review = Review.of(intake)
    if not intake.allows("decide") or intake.current is None or revision > review.revision:
        raise StaleError(intake)
    found = findings(intake.current).whole()
    changes = _since(review, changes, {key: seen.get(key, revision) for key in changes}, page)
    raised = {f"step:{step.id}" for step in found.steps} | {f"flag:{flag.id}" for flag in found.flags}
    # Own steps and words need no step or flag of the assessment.
    if lost := frozenset(key for key in changes if key.startswith(("step:", "flag:")) and key not in raised):
        raise StaleError(intake, lost)
    if changes:
        _keep(review, changes, actor, page)
        intake.undecided = review.undecided(found.key_steps)
        note_in_queue(intake, found, review)
        intake.save(update_fields=["undecided", *IN_QUEUE])
        list_in_queue(intake)
        record(actor=actor, action="decide", on=review)
    return review


def _since(review: Review, changes: Mapping[str, Value], shown: Mapping[str, int], page: str) -> dict[str, Value]:
    """The changes to make: what a page merely did not know of stays as it is."""
    differing = {key: value for key, value in changes.items() if value != review.value(key)}
    elsewhere = {
        key
        for key in differing
        if (note := review.changed.get(key)) and note["revision"] > shown[key] and not (page and note["page"] == page)
    }
    untouched = {key for key in elsewhere if differing[key] == review.changed[key]["before"]}
    if conflicts := elsewhere - untouched:
        raise StaleError(review.intake, frozenset(conflicts))
    return {key: value for key, value in differing.items() if key not in untouched}


def _keep(review: Review, changes: Mapping[str, Value], actor: User, page: str) -> None:
    review.revision += 1
    review.saved_at = timezone.now()
    who = {"by": actor.get_full_name() or actor.username, "user": actor.pk, "at": review.saved_at.isoformat()}
    for key, value in changes.items():
        last = review.changed.get(key)
        # While one page goes on typing, other pages still show what stood there before it began.
        typing_on = last is not None and page and last["page"] == page
        before = last["before"] if last and typing_on else review.value(key)
        review.changed[key] = {"revision": review.revision, "page": page, "before": before}
        _put(review, key, value, who)
    review.save()


def _put(review: Review, key: str, value: Value, who: dict[str, Any]) -> None:
    kind, _, id_ = key.partition(":")
    if kind == "text":
        review.text = value.get("text", "")
        return
    kept = {"step": review.steps, "own": review.own_steps, "flag": review.flags}[kind]
    if value:
        kept[id_] = value | who
    else:
        kept.pop(id_, None)
