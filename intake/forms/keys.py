"""Which key picks which answer at the keyboard. The page shows them, ``keys.js`` acts on them.

A key may be two characters typed one after the other: 10 on a scale to 10, or a region and a side.
"""

from __future__ import annotations

from intake.clinical.language.kinds import Choice, Choices, Integer, Item, Question, Sites, YesNo

STATES = {"unknown": "u", "declined": "d"}
NONE = {"none": "n"}
_COUNTED = "1234567890abcefghjkmopqstvwxz"
"""Keys of options in their order: no key of ``STATES`` and ``NONE``, nor y, l and r; nor i, which looks like l."""


def option_keys(question: Question) -> dict[str, str]:
    """The key of each answer that can be picked, by its value in the form."""
    if isinstance(question, YesNo):
        return {"true": "y", "false": "n", **STATES}
    if isinstance(question, Sites):
        return _site_keys(question) | STATES
    if isinstance(question, Choice | Choices):
        several = NONE if isinstance(question, Choices) else {}
        counted = [option for option in question.options if option not in several]
        return dict(zip(counted, _COUNTED, strict=False)) | several | STATES
    if isinstance(question, Item | Integer):
        return {str(value): str(value) for value in range(int(question.maximum) + 1)} | STATES
    return dict(STATES)


def _site_keys(question: Sites) -> dict[str, str]:
    """The key of the region, then l or r; the same as in a choice among the regions."""
    regions = dict(zip(question.regions, _COUNTED, strict=False))
    keys = {}
    for site in question.options:
        region, _, side = site.rpartition("_")
        keys[site] = regions[region] + side.lower() if side in ("L", "R") else regions[site]
    return keys
