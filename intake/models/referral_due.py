"""Who has the next thing to do with a referral, and until when: by its state, its urgency and the time limits."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from .clinic import ClinicProfile
from .referral import Referral
from .referral_limits import Limit, Limits, Stage, Unit, Urgency, WorkingDays, due, read_limits
from .referral_states import AT_ONCE, ENDED, FOR_THE_REFERRER, ReferralState
from .service import Service

CLOSED_WITHIN = Limit(2, Unit.WORKING_DAYS)
"""From the report until the question is answered and the person told."""
AFTER_APPOINTMENT = Limit(1, Unit.WORKING_DAYS)
"""From the day of the appointment until it is known whether the person was seen."""


@dataclass(frozen=True)
class Course:
    """What the next time limit hangs on."""

    state: str
    urgency: str
    now: datetime.datetime
    made_at: datetime.datetime
    sent_at: datetime.datetime | None = None
    """When it was sent first."""
    last_sent_at: datetime.datetime | None = None
    """When it was sent, or redirected, last."""
    appointment_at: datetime.datetime | None = None
    seen_at: datetime.datetime | None = None
    reported_at: datetime.datetime | None = None


def next_owner(state: str) -> Referral.Owner:
    if state in ENDED:
        return Referral.Owner.NOBODY
    return Referral.Owner.REFERRER if state in FOR_THE_REFERRER else Referral.Owner.DESK


def limits_of(clinic: ClinicProfile, service: Service) -> Limits:
    """The site's, with those that the service has of its own."""
    return clinic.limits | read_limits(service.limits)


def next_due(course: Course, limits: Limits, working: WorkingDays) -> datetime.datetime | None:
    """Until when the next thing is to be done, in the clinic's time zone; None once it has ended.

    ==========================  ======================================================================================
    draft                       the limit "sent", from the beginning
    sent, redirected, received  the limit "taken", from the last sending
    accepted                    the limit "seen", from the first sending
    booked                      the end of the working day after the appointment; of what is not routine the limit
                                "seen" where the appointment is later than that, and it has not passed yet
    for the referrer at once    now
    seen                        the limit "report", from then
    report received             two working days from then
    ==========================  ======================================================================================

    What a step that was skipped leaves unknown is counted from the time of recording.
    """

    def ends(begun: datetime.datetime | None, limit: Limit) -> datetime.datetime:
        return due(timezone.localtime(begun or course.now), limit, working)

    def stage_ends(begun: datetime.datetime | None, stage: Stage) -> datetime.datetime:
        return ends(begun, limits[course.urgency, stage])

    state = ReferralState(course.state)
    if state in ENDED:
        return None
    if state in AT_ONCE:
        return timezone.localtime(course.now)
    if state == ReferralState.DRAFT:
        return stage_ends(course.made_at, Stage.SENT)
    if state == ReferralState.ACCEPTED:
        return stage_ends(course.sent_at, Stage.SEEN)
    if state == ReferralState.BOOKED:
        known, seen = ends(course.appointment_at, AFTER_APPOINTMENT), stage_ends(course.sent_at, Stage.SEEN)
        return seen if course.urgency != Urgency.ROUTINE and course.now < seen < known else known
    if state == ReferralState.SEEN:
        return stage_ends(course.seen_at, Stage.REPORT)
    if state == ReferralState.REPORT_BACK:
        return ends(course.reported_at, CLOSED_WITHIN)
    return stage_ends(course.last_sent_at, Stage.TAKEN)
