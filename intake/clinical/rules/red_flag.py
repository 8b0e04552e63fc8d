"""What a red flag is, its tier, and whom it alerts.

Tier 1 is an emergency now, 2 the same day, 3 urgent (within 2 weeks), 4 routine. Present, absent, or "cannot be excluded"
while the answers leave it open; then its hint may say that something points to it. Source: rule book sections 0.1 and E.
"""

from dataclasses import dataclass

from intake.clinical.language.condition import Condition

from .alert_kinds import ALERT_KINDS, PHYSICAL_EMERGENCY
from .sources import cited

TIERS = {1: "emergency now", 2: "same day", 3: "urgent (within 2 weeks)", 4: "routine, noted", 0: "none"}
EMERGENCY, SAFETY = "emergency", "safety"


@dataclass(frozen=True, eq=False)
class RedFlag:
    id: str
    title: str
    tier: int
    when: Condition
    action: str
    """What a clinician may consider."""
    sources: tuple[str, ...]
    hint: Condition | None = None
    """What points to it while it cannot be excluded. It never makes it present."""
    open_mark: str = ""
    """What the queue says by itself while something points to it: the words of a mark of its own."""
    physical: bool = True
    """Not about mood or medicines: it asks for vital signs and is counted apart."""
    alert_kind: str = ""
    """A key of ``ALERT_KINDS`` where a clinician must acknowledge it. A flag of tier 1 is a physical emergency unless said."""
    asks_for_answer: bool = False
    """Present because an answer is missing: what is missing makes the alert, and its answer settles it."""
    gives_contacts: bool = False
    """While it is not excluded, the crisis contacts are given."""
    confidential: bool = False
    """Whoever lives with the person may read what is shared: there it is a pointer, without the answers it looks at."""

    def __post_init__(self) -> None:
        cited(*self.sources)
        if self.tier not in (1, 2, 3, 4):
            raise ValueError(f"{self.id} has no tier {self.tier}")
        if self.tier == 1 and not self.alert_kind:
            object.__setattr__(self, "alert_kind", PHYSICAL_EMERGENCY)
        if self.alert_kind and self.alert_kind not in ALERT_KINDS:
            raise ValueError(f"{self.id} has no kind of alert {self.alert_kind!r}")

    @property
    def call(self) -> str:
        """Whom it calls: a clinician now, one before the person leaves or, where it does not alert, nobody."""
        return EMERGENCY if self.tier == 1 else SAFETY if self.alert_kind else ""
