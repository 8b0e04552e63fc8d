"""The assessment steps, a module a category, in the order of the catalogue."""

from .bedside_tests import BEDSIDE_TESTS
from .examination import EXAMINATION
from .follow_up import FOLLOW_UP
from .history import HISTORY
from .imaging import IMAGING
from .laboratory import LABORATORY
from .management import MANAGEMENT
from .mental_health import MENTAL_HEALTH
from .referral import REFERRAL
from .safety_netting import SAFETY_NETTING
from .step import GENERAL_GROUPS, GROUPS, TWO_WEEKS, URGENCIES, Category, Due, Step, due_by_urgency, due_of

CATEGORIES: tuple[Category, ...] = (
    HISTORY,
    EXAMINATION,
    BEDSIDE_TESTS,
    LABORATORY,
    IMAGING,
    MENTAL_HEALTH,
    REFERRAL,
    MANAGEMENT,
    SAFETY_NETTING,
    FOLLOW_UP,
)

__all__ = [
    "CATEGORIES",
    "GENERAL_GROUPS",
    "GROUPS",
    "TWO_WEEKS",
    "URGENCIES",
    "Category",
    "Due",
    "Step",
    "due_by_urgency",
    "due_of",
]
