"""Why a referral was declined, redirected, cancelled and so on: a code, and its words, by the state it leads to.

Whatever needs a reason has one of these codes; with "Another reason" it has words of its own as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from .referral_states import ReferralState

S = ReferralState
OTHER = "other"
NEW_REFERRAL = "new_referral"
_OTHER = {OTHER: "Another reason"}

REASONS: Mapping[ReferralState, Mapping[str, str]] = {
    S.DECLINED: {
        "criteria": "Does not meet their criteria",
        "capacity": "No capacity",
        "wrong_service": "Not the right service",
        "area": "Outside their area",
        "done_first": "Something else is to be done first",
        "known": "Under their care already",
        **_OTHER,
    },
    S.NEEDS_INFO: {
        "result": "A result is missing",
        "question": "The question is not clear",
        "details": "Details of the person are missing",
        "history": "More history or examination is asked for",
        "own_form": "Their own form is asked for",
        **_OTHER,
    },
    S.REDIRECTED: {
        "better_placed": "Another service is better placed",
        "area": "Another service covers the area",
        "capacity": "Another service can see the person sooner",
        **_OTHER,
    },
    S.APPOINTMENT_CANCELLED: {
        "by_person": "By the person",
        "by_service": "By the service",
        "ill": "The person was ill or in hospital",
        "access": "Transport, access or an interpreter was missing",
        **_OTHER,
    },
    S.CANCELLED: {
        "not_needed": "Not needed any more",
        "not_wanted": "The person does not want it",
        "elsewhere": "Seen or referred elsewhere",
        "moved": "The person moved away",
        "died": "The person has died",
        "duplicate": "Another referral to the same service is open",
        **_OTHER,
    },
    S.CLOSED: {
        NEW_REFERRAL: "A new referral was begun in its place",
        "managed_here": "Managed here without being seen there",
        "not_needed": "Not needed any more",
        "not_wanted": "The person does not want it",
        "elsewhere": "Seen or referred elsewhere",
        "moved": "The person moved away",
        "died": "The person has died",
        **_OTHER,
    },
    S.ENTERED_IN_ERROR: {
        "wrong_person": "About another person",
        "wrong_service": "To the wrong service",
        "twice": "Entered twice",
        **_OTHER,
    },
}
"""Of "closed": without being seen."""
REOPENED: Mapping[str, str] = {
    "mistake": "It was ended by mistake",
    "needed": "It is needed after all",
    "unfinished": "Something is still to be done",
    **_OTHER,
}


def reason_text(after: str, code: str, *, reopened: bool = False) -> str:
    """The words of a code, as recorded; of a code that a later release has dropped, the code."""
    words = REOPENED if reopened else REASONS.get(ReferralState(after), {})
    return words.get(code, code)
