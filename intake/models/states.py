"""The stages an intake goes through, and what can be done in each: one table, which every action asks."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """An intake's state; and of a draft, whether it was submitted before and whether the person has the screen."""

    DRAFT = "draft"
    WITH_PERSON = "draft, with the person"
    REOPENED = "reopened"
    REOPENED_WITH_PERSON = "reopened, with the person"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    VOID = "void"
    DISCARDED = "discarded"
    IN_ERROR = "in_error"


_DRAFTS = frozenset({Stage.DRAFT, Stage.WITH_PERSON, Stage.REOPENED, Stage.REOPENED_WITH_PERSON})
_BEFORE_A_SIGNATURE = frozenset({Stage.REOPENED, Stage.REOPENED_WITH_PERSON, Stage.SUBMITTED})
_OPEN = _DRAFTS | {Stage.SUBMITTED}

ALLOWED: dict[str, frozenset[Stage]] = {
    # The front desk
    "save_draft": _DRAFTS,
    "submit_intake": _DRAFTS,
    "reopen_intake": frozenset({Stage.SUBMITTED}),
    "start_hand_over": _DRAFTS,
    "finish_hand_over": _OPEN,
    "spend_try": _OPEN,
    "give_try_back": _OPEN,
    "end_hand_over": _OPEN,
    "open_private_answer": _DRAFTS,
    "discard_draft": frozenset({Stage.DRAFT}),
    "restore_draft": frozenset({Stage.DISCARDED}),
    "note_told": _OPEN | {Stage.DISCARDED, Stage.IN_ERROR},
    # The clinician
    "acknowledge_alerts": _OPEN | {Stage.DISCARDED, Stage.IN_ERROR},
    "claim_intake": _OPEN,
    "take_over_intake": _OPEN,
    "release_intake": _OPEN,
    "decide": _BEFORE_A_SIGNATURE,
    "save_examination": _BEFORE_A_SIGNATURE,
    "complete_intake": _BEFORE_A_SIGNATURE,
    "correct_intake": _BEFORE_A_SIGNATURE,
    "assess_again": _BEFORE_A_SIGNATURE,
    "reassess_intake": frozenset({Stage.SUBMITTED}),
    "send_back": frozenset({Stage.SUBMITTED}),
    "mark_in_error": frozenset({Stage.REOPENED, Stage.SUBMITTED}),
    "restore_intake": frozenset({Stage.IN_ERROR}),
    "move_intake": frozenset({Stage.DRAFT, Stage.REOPENED, Stage.SUBMITTED}),
    "sign_intake": frozenset({Stage.SUBMITTED}),
    "add_addendum": frozenset({Stage.SIGNED}),
    "void_intake": frozenset({Stage.SIGNED}),
    "give_handouts": _BEFORE_A_SIGNATURE | {Stage.SIGNED},
    "copy_without_record": frozenset({Stage.SIGNED, Stage.VOID}),
    "begin_referral": frozenset({Stage.SUBMITTED, Stage.SIGNED}),
}
"""By action, the stages in which it is done. In any other it is refused, or does nothing."""
