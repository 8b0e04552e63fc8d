"""When a step would be unsafe or pointless beside what is suspected. Source: rule book section G, "not with"."""

from intake.clinical.language.conditions import has
from intake.clinical.rules.facts import cannot_take_4_steps
from intake.clinical.rules.questions.pain import pain
from intake.clinical.rules.raised import any_physical_flag, flag, flag_pointed_to

LEG_AT_RISK = (
    flag("RF01", "RF01c", "RF05a", "RF06", "RF07", "RF09a", "RF09c", "RF09e", "RF09f", "RF22a")
    | flag_pointed_to("RF01", "RF01c", "RF09a")
    | (flag("RF09b") & (cannot_take_4_steps | has(pain.sites, "groin", "hip_side", "thigh_front", "buttock")))
)
"""Moving or loading the leg may do harm until it has been looked at."""
EMERGENCY_OF_THE_LEG = any_physical_flag(1) | flag_pointed_to("RF01", "RF01c")
"""Nothing may take time from it."""
