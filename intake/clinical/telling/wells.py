"""The two-level Wells score in words."""

from __future__ import annotations

from intake.clinical.language.numbers import span
from intake.clinical.working.findings import WellsFinding
from intake.clinical.working.wells import Wells

CAUTION = "NICE NG158. A score alone neither confirms nor excludes a clot."
NOT_USED = (
    "Not used: it does not apply in pregnancy, in the 6 weeks after birth or under 18, and one of these holds or is not "
    "known."
)
_RESULTS = {
    "likely": "“DVT likely” (2 points or more)",
    "unlikely": "“DVT unlikely” (1 point or less)",
    "indeterminate": "indeterminate until the open items are known",
}


def wells_finding(wells: Wells | None) -> WellsFinding:
    """``wells``: none where the score does not apply."""
    if wells is None:
        return WellsFinding(valid=False, text=NOT_USED, caution="")
    text = f"{span(wells.least, wells.greatest)} points: {_RESULTS[wells.result]}."
    return WellsFinding(True, text, CAUTION, wells.least, wells.greatest, wells.result)
