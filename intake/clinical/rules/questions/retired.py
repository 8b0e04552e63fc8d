"""Questions that are not asked any more, so that answers given to them can still be read in their own words.

A question that goes is moved here as it stands, with its id and its section. One that comes in its place says
``renamed_from=("ex.slr_positive",)``, and with ``answers_before`` how the old answers read now. An option that goes moves
to its question's ``retired_options``.
"""

from intake.clinical.language.catalogue import Retired
from intake.clinical.language.kinds import CLINICIAN, YesNo

RETIRED = (
    # 0.10 asks of each leg: ex.slr.
    Retired("ex.slr_positive", "examination", YesNo("Straight-leg raise brings on the leg pain", by=CLINICIAN)),
)
