"""The screen goes to the person and comes back."""

from __future__ import annotations

import datetime
import secrets

from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.intakes import StaleError
from intake.actions.locking import locked
from intake.models import AuditEvent, Intake

TRIES = 5
"""Wrong passwords, after which whoever handed over is signed out."""
WORDS = (
    *("Anchor", "Apple", "Bell", "Boat", "Bridge", "Candle", "Castle", "Cloud", "Comet", "Drum", "Feather", "Fern"),
    *("Flute", "Garden", "Guitar", "Harbour", "Island", "Kite", "Ladder", "Lantern", "Lemon", "Maple", "Meadow"),
    *("Moon", "Orange", "Paint", "Pebble", "Pencil", "Piano", "River", "Sail", "Shell", "Snow", "Star", "Tulip"),
    *("Violin", "Willow", "Window"),
)
"""A screen that is handed over gets one of these: short, and about nobody."""
IN_USE = datetime.timedelta(hours=12)
"""Longer than a person keeps a screen: a word that nobody took back is free again."""
_TRIED, _NOT_LOOKED_AT = "try password", "give try back"
_AUDITED = {
    Intake.HandOverEnd.TAKEN_BACK: "take back",
    Intake.HandOverEnd.WRONG_PASSWORDS: "end after wrong passwords",
    Intake.HandOverEnd.FROM_DESK: "end from desk",
}


@audited
def start_hand_over(*, actor: User, intake: Intake) -> Intake:
    """From now on the person answers alone. A screen that somebody had for this intake before is closed.

    Raises StaleError where the intake is no draft any more.
    """
    drafts = Intake.objects.filter(pk=intake.pk, state=Intake.State.DRAFT)
    started = {"handed_over_at": timezone.now(), "handed_back_at": None, "take_back_tries": 0}
    word = {"screen_word": _free_word(), "hand_over_ended_at": None, "hand_over_ended": ""}
    if not drafts.update(**started, **word):
        raise StaleError(intake)
    record(actor=actor, action="hand over", on=intake)
    return drafts.get()


@audited
def finish_hand_over(*, actor: User, intake: Intake) -> None:
    """The person came to the end of the questions, or stopped."""
    _of(intake).update(handed_back_at=timezone.now())
    record(actor=actor, action="finish alone", on=intake)


@audited
def spend_try(*, actor: User, intake: Intake) -> int:
    """Count a password before it is looked at, so that guesses sent all at once count too. Returns the tries left."""
    _of(intake).update(take_back_tries=F("take_back_tries") + 1)
    record(actor=actor, action=_TRIED, on=intake)
    tries = _of(intake).values_list("take_back_tries", flat=True).first()
    if tries is None:  # a signed intake cannot count them itself
        locked(intake)  # of guesses sent all at once, each sees those before it
        noted = AuditEvent.objects.filter(record_type="intake", record_id=str(intake.pk))
        since = noted.filter(at__gte=intake.handed_over_at or intake.started_at)
        tries = 1 + since.filter(action=_TRIED).count() - since.filter(action=_NOT_LOOKED_AT).count()
    return TRIES - tries


@audited
def give_try_back(*, actor: User, intake: Intake) -> None:
    """The password was not looked at after all: whoever typed it was told to wait."""
    _of(intake).filter(take_back_tries__gt=0).update(take_back_tries=F("take_back_tries") - 1)
    record(actor=actor, action=_NOT_LOOKED_AT, on=intake)


@audited
def end_hand_over(*, actor: User, intake: Intake, how: Intake.HandOverEnd = Intake.HandOverEnd.TAKEN_BACK) -> None:
    """Staff took the screen back, or nobody can answer on it any more: its next page is the sign-in page.

    Before the person came to the end, it is as if they never had it. What was saved so far is kept.
    """
    _of(intake).update(hand_over_ended_at=timezone.now(), hand_over_ended=how)
    _of(intake).filter(handed_back_at=None).update(handed_over_at=None)
    record(actor=actor, action=_AUDITED[how], on=intake)


def _free_word() -> str:
    """A word that stands on no other screen."""
    out = Intake.objects.filter(handed_over_at__gte=timezone.now() - IN_USE, hand_over_ended_at=None)
    free = sorted(set(WORDS) - set(out.values_list("screen_word", flat=True)))
    return secrets.choice(free or WORDS)


def _of(intake: Intake) -> QuerySet[Intake]:
    """None where it was submitted and signed or withdrawn while the person has the screen: it stays as it is."""
    return Intake.objects.filter(pk=intake.pk).exclude(state__in=Intake.CLOSED)
