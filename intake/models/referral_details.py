"""What is told of a change of a referral, beside when it was, how and why: by the state it leads to, and how long."""

from __future__ import annotations

from collections.abc import Mapping

from .referral_states import ReferralState

S = ReferralState

MAY_TELL: Mapping[ReferralState, tuple[str, ...]] = {
    S.SENT: ("confirmation",),
    S.RECEIVED: ("confirmation",),
    S.ACCEPTED: ("confirmation",),
    S.BOOKED: ("appointment_at", "appointment_where", "confirmation"),
    S.REDIRECTED: ("service",),
    S.REPORT_BACK: ("report",),
    S.CLOSED: ("question_answered", "advice", "told_on"),
}
"""In the order in which they are asked; of all others nothing."""
LONGEST = {"confirmation": 80, "appointment_where": 200, "report": 1000, "advice": 1000, "words": 2000}
"""In characters."""
