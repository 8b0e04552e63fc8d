"""The handouts for the person, a module each, in the order in which they are offered."""

from .back_warning_signs import BACK_WARNING_SIGNS
from .clot_scan import CLOT_SCAN
from .foot_care import FOOT_CARE
from .handout import NUMBERS, Handout
from .leg_warning_signs import LEG_WARNING_SIGNS
from .pain_and_mood import PAIN_AND_MOOD
from .ten_questions import TEN_QUESTIONS
from .who_to_call import WHO_TO_CALL

HANDOUTS: dict[str, Handout] = {
    handout.id: handout
    for handout in (
        BACK_WARNING_SIGNS,
        LEG_WARNING_SIGNS,
        WHO_TO_CALL,
        FOOT_CARE,
        CLOT_SCAN,
        PAIN_AND_MOOD,
        TEN_QUESTIONS,
    )
}
"""By id."""

__all__ = ["HANDOUTS", "NUMBERS", "Handout"]
