"""Two-level Wells score for deep vein thrombosis, as an interval. Source: NICE NG158 table 1; rule book section A.13."""

from __future__ import annotations

from typing import NamedTuple

from intake.clinical.language.conditions import has, is_, yes
from intake.clinical.rules.facts import wells_not_valid
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.symptoms import sx

from .case import Case

ONE_POINT_EACH = (
    is_(hx.cancer, "active"),
    yes(hx.leg_paralysis) | yes(hx.leg_plaster),
    yes(hx.immobile_3d) | yes(hx.surgery_12wk),
    yes(ex.tender_deep_veins),
    has(sx.swelling, "whole_leg"),
    ex.calf_diff_cm >= 3,
    yes(ex.pitting_one_leg),
    yes(ex.collateral_veins),
    yes(hx.dvt_pe),
)
MINUS_TWO = yes(ex.alt_dx_as_likely)


class Wells(NamedTuple):
    """Points as far as the answers allow, and what they come to: likely, unlikely or indeterminate."""

    least: int
    greatest: int
    result: str


def clot_in_question(case: Case) -> bool:
    """RF03 or RF03b is present or cannot be excluded."""
    return not case.flags.keys().isdisjoint(("RF03", "RF03b"))


def wells_dvt(case: Case) -> Wells | None:
    """None where the score does not apply: in pregnancy, in the 6 weeks after birth, under 18, or where that is not known."""
    if wells_not_valid.truth(case) is not False:
        return None
    points = [item.truth(case) for item in ONE_POINT_EACH]
    other = MINUS_TWO.truth(case)
    least = points.count(True) - (0 if other is False else 2)
    greatest = points.count(True) + points.count(None) - (2 if other is True else 0)
    result = "likely" if least >= 2 else "unlikely" if greatest <= 1 else "indeterminate"
    return Wells(least, greatest, result)
