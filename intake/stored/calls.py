"""What the front desk is told of an intake's alerts: to fetch a clinician, that one was told, that one has seen it.

Never which alerts there are, or why.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from intake.clinical.rules.red_flag import EMERGENCY, SAFETY
from intake.models import Alert, ClinicianTold, Intake

OPEN, CHANGED, SEEN = "open", "changed", "seen"


@dataclass(frozen=True)
class Call:
    state: str
    """``open``: a clinician is wanted. ``changed``: the answers that called were changed since, and no clinician has
    seen that yet. ``seen``: a clinician has acknowledged all of it."""
    kind: str
    """``emergency`` or ``safety``: by what nobody has seen yet."""
    since: datetime.datetime
    """The first sign that nobody has seen yet."""
    newest_at: datetime.datetime
    first: int
    newest: int
    """The first and the last alert that nobody has seen yet; 0 where that was saved before there were alerts."""
    told: ClinicianTold | None
    """The last telling of this call, not of one that was seen before."""
    seen: Alert | None
    """What a clinician acknowledged last, perhaps before this call."""

    @property
    def is_open(self) -> bool:
        return self.state != SEEN

    @property
    def is_told(self) -> bool:
        """Of all there is: nothing came after it was told."""
        return self.told is not None and self.told.alert_id >= self.newest

    @property
    def key(self) -> str:
        """Two that say the same have the same: a page that shows this need not be told it again."""
        parts = (self.state, self.kind, self.first, self.newest, self.told and self.told.pk, self.seen and self.seen.pk)
        return "-".join(map(str, parts))


def of_intake(intake: Intake) -> Call | None:
    return of_intakes([intake])[intake.pk]


def of_intakes(intakes: Iterable[Intake]) -> dict[uuid.UUID, Call | None]:
    """In two queries, or one where there is no alert. None where nobody was ever called."""
    by_id = {intake.pk: intake for intake in intakes}
    alerts: dict[uuid.UUID, list[Alert]] = {}
    rows = Alert.objects.filter(intake__in=by_id, settled_at=None).select_related("acknowledged_by")
    for alert in rows.defer("because", "words").order_by("pk"):
        alerts.setdefault(alert.intake_id, []).append(alert)
    told = ClinicianTold.objects.filter(intake__in=alerts).order_by("pk") if alerts else ()
    last = {row.intake_id: row for row in told}
    return {pk: _call(intake, alerts.get(pk, []), last.get(pk)) for pk, intake in by_id.items()}


def _call(intake: Intake, alerts: list[Alert], told: ClinicianTold | None) -> Call | None:
    unseen = [alert for alert in alerts if alert.is_open]
    present = [alert for alert in unseen if alert.lapsed_at is None]
    seen = max((alert for alert in alerts if not alert.is_open), key=lambda a: (a.acknowledged_at, a.pk), default=None)
    if waiting := present or unseen:
        return Call(
            state=OPEN if present else CHANGED,
            kind=EMERGENCY if min(alert.tier for alert in waiting) == 1 else SAFETY,
            since=waiting[0].raised_at,
            newest_at=waiting[-1].raised_at,
            first=waiting[0].pk,
            newest=waiting[-1].pk,
            told=told if told and told.alert_id >= waiting[0].pk else None,
            seen=seen,
        )
    if seen:
        return Call(SEEN, intake.call, seen.raised_at, seen.raised_at, 0, 0, None, seen)
    saved = intake.saved_at
    return Call(OPEN, intake.call, saved, saved, 0, 0, None, None) if intake.call else None
