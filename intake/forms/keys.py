"""Which key picks which answer at the keyboard. The page shows them, ``keys.js`` acts on them.

A key may be two characters typed one after the other: 10 on a scale to 10, or a region and a side.
"""

from __future__ import annotations

from intake.clinical.language.kinds import Control, Question, typed_text

STATES = {"unknown": "u", "declined": "d"}
NONE = {"none": "n"}
_COUNTED = "1234567890abcefghjkmopqstvwxz"
"""Keys of options in their order: no key of ``STATES`` and ``NONE``, nor y, l and r; nor i, which looks like l."""


def option_keys(question: Question) -> dict[str, str]:
    """The key of each answer that can be picked, by its value in the form."""
    offered = [typed_text(answer) for answer, _ in question.choices_offered]
    match question.control:
        case Control.YES_NO:
            keys = {"true": "y", "false": "n"}
        case Control.PLACES:
            keys = _place_keys(question, offered)
        case Control.PICK | Control.TICKS:
            several = NONE if question.several else {}
            counted = [option for option in offered if option not in several]
            keys = dict(zip(counted, _COUNTED, strict=False)) | several
        case _:
            keys = {number: number for number in offered}
    return keys | STATES


def _place_keys(question: Question, places: list[str]) -> dict[str, str]:
    """The key of the region, then l or r; the same as in a choice among the regions."""
    regions = dict(zip(question.body_regions, _COUNTED, strict=False))
    keys = {}
    for place in places:
        region, _, side = place.rpartition("_")
        keys[place] = regions[region] + side.lower() if side in ("L", "R") else regions[place]
    return keys
