"""Two-level Wells score for deep vein thrombosis, as an interval. Source: NICE NG158 table 1; rule book section A.13."""

from __future__ import annotations

from intake.clinical.language.conditions import has, is_, yes
from intake.clinical.language.numbers import span
from intake.clinical.rules.facts import wells_not_valid
from intake.clinical.rules.questions.examination import ex
from intake.clinical.rules.questions.history import hx
from intake.clinical.rules.questions.symptoms import sx

from .case import Case
from .findings import WellsFinding

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

CAUTION = "NICE NG158. The score does not settle by itself whether there is a clot."
NOT_USED = (
    "Not used: it does not apply in pregnancy, in the 6 weeks after birth or under 18, and one of these holds or is not "
    "known."
)
RESULTS = {
    "likely": "“DVT likely” (2 points or more)",
    "unlikely": "“DVT unlikely” (1 point or less)",
    "indeterminate": "indeterminate until the open items are known",
}


def work_out_wells(case: Case) -> WellsFinding | None:
    """None where no clot is in question: RF03 and RF03b are absent."""
    if case.flags.keys().isdisjoint(("RF03", "RF03b")):
        return None
    if wells_not_valid.truth(case) is not False:
        return WellsFinding(valid=False, text=NOT_USED, caution="")
    points = [item.truth(case) for item in ONE_POINT_EACH]
    other = MINUS_TWO.truth(case)
    least = points.count(True) - (0 if other is False else 2)
    greatest = points.count(True) + points.count(None) - (2 if other is True else 0)
    result = "likely" if least >= 2 else "unlikely" if greatest <= 1 else "indeterminate"
    text = f"{span(least, greatest)} points: {RESULTS[result]}."
    return WellsFinding(True, text, CAUTION, least, greatest, result)
