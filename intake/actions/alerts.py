"""Safety alerts: raised with every save, acknowledged by a clinician, mailed when nobody did in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.locking import locked
from intake.actions.queueing import list_in_queue
from intake.actions.refused import NotPossibleError
from intake.clinical.rules.alert_kinds import EXAMINED
from intake.clinical.working.alerts import alerting, is_settled, pairs, reasons
from intake.clinical.working.findings import WholeAssessment
from intake.models import Alert, ClinicianTold, ClinicProfile, Intake
from intake.stored import calls


class Acknowledged(NamedTuple):
    now: int
    """How many were acknowledged by this."""
    before: list[Alert]
    """Those that somebody else had acknowledged, or that had closed by themselves, meanwhile."""


def raise_alerts(*, actor: User, intake: Intake, assessment: WholeAssessment) -> None:
    """An alert for each flag that these answers make, and that no earlier alert has told of.

    A part of the actions that save answers: in their transaction, while they hold the intake, under their audit row.
    """
    now = timezone.now()
    standing = list(intake.alerts.filter(lapsed_at=None, settled_at=None))
    flags = {flag.id: flag for flag in alerting(assessment)}
    news = []
    for flag in flags.values():
        told = [
            pairs(alert.because, asks_for_answer=alert.asks_for_answer) for alert in standing if alert.flag == flag.id
        ]
        because = reasons(flag)
        if not told or pairs(because, asks_for_answer=flag.asks_for_answer) - frozenset().union(*told):
            news.append(
                Alert(
                    intake=intake,
                    flag=flag.id,
                    title=flag.title,
                    tier=flag.tier,
                    kind=flag.alert_kind,
                    because=because,
                    asks_for_answer=flag.asks_for_answer,
                    raised_by=actor,
                )
            )
    Alert.objects.bulk_create(news)
    if gone := [alert for alert in standing if alert.flag not in flags]:
        settled = {
            alert.pk
            for alert in gone
            if alert.is_open and is_settled(alert.because, assessment, asks_for_answer=alert.asks_for_answer)
        }
        # Acknowledged meanwhile, it stays so: an alert settles only while it is open.
        intake.alerts.still_open().filter(pk__in=settled).update(settled_at=now)
        intake.alerts.filter(pk__in=[alert.pk for alert in gone], settled_at=None).update(lapsed_at=now)


@audited
def acknowledge_alerts(
    *, actor: User, intake: Intake, alert_ids: Collection[int], outcome: str, words: str
) -> Acknowledged:
    """These alerts of the intake have been seen, and this was done. Others, raised meanwhile, stay open.

    Raises:
        ValueError: this does not fit the kind of one of them; or it was examined, and not said what was found.
    """
    clinic = ClinicProfile.load()
    locked(intake)  # of two at once, or of this and a save, one waits
    chosen = intake.alerts.filter(pk__in=alert_ids)
    if any(outcome not in alert.outcomes(clinic) for alert in chosen):
        raise ValueError("not in the list of what can be done about this kind of alert")
    if outcome == EXAMINED and not words.strip():
        raise ValueError("what was found is to be said")
    before = list(chosen.exclude(Alert.OPEN).values_list("pk", flat=True))
    now = chosen.still_open().update(
        acknowledged_at=timezone.now(), acknowledged_by=actor, outcome=outcome, words=words
    )
    if now:
        list_in_queue(intake)
        record(actor=actor, action="acknowledge", on=intake)
    return Acknowledged(now, list(chosen.filter(pk__in=before).select_related("acknowledged_by")))


@audited
def note_told(
    *, actor: User, intake: Intake, alert_id: int, after: int | None, clinician: User | None, name: str
) -> ClinicianTold:
    """The front desk told a clinician of the call: the alerts stay open until a clinician has seen them.

    Args:
        alert_id: the newest alert of the call that the page showed. One raised since has not been told.
        after: the row that the page showed as told last. Sent twice, the form makes one row.
        clinician: nobody, where only a name was written.

    Raises:
        NotPossibleError: a clinician has seen it meanwhile, or nobody was called.
    """
    intake = locked(intake)
    call = calls.of_intake(intake)
    if call is None or not call.is_open or not intake.allows("note_told"):
        raise NotPossibleError("A clinician has seen it meanwhile: nothing is left to tell.")
    if alert_id < call.first or not intake.alerts.filter(pk=alert_id).exists():
        raise NotPossibleError("This has changed meanwhile. Please look at what is shown now.")
    told = {"alert_id": alert_id, "clinician": clinician, "name": name, "told_by": actor}
    last = intake.told.last()
    if last and last.pk != after and all(getattr(last, field) == value for field, value in told.items()):
        return last
    made: ClinicianTold = ClinicianTold.objects.create(intake=intake, call=call.kind, **told)
    record(actor=actor, action="tell a clinician", on=intake)
    return made


@audited
def note_mailed(*, alerts: Iterable[Alert]) -> None:
    """Somebody was mailed that nobody had acknowledged these. Those acknowledged meanwhile stay as they are."""
    for alert in alerts:
        if Alert.objects.still_open().filter(pk=alert.pk, mailed_at=None).update(mailed_at=timezone.now()):
            record(actor=None, action="mail", on=alert)
