"""The writers of referrals: a letter is begun, written and signed; then all that happens until it is closed.

Each holds the person, then the referral; each row of what happened is written once. Whatever a page sends again under
its token is recorded once.
"""

from .beginning import begin_referral
from .changes import record_change
from .contacts import note, note_contact
from .handing import hand_referral
from .letters import Printer, amend_letter, save_letter, sign_letter
from .refusals import NotCompleteError, OpenReferralError, StaleReferralError
from .reopening import reopen_referral

__all__ = [
    "NotCompleteError",
    "OpenReferralError",
    "Printer",
    "StaleReferralError",
    "amend_letter",
    "begin_referral",
    "hand_referral",
    "note",
    "note_contact",
    "record_change",
    "reopen_referral",
    "save_letter",
    "sign_letter",
]
