"""A red flag that is present or cannot be excluded."""

from __future__ import annotations

from dataclasses import dataclass

from .line import Line

PRESENT, CANNOT_EXCLUDE = "present", "cannot_exclude"


@dataclass(frozen=True)
class FlagFinding:
    id: str
    title: str
    tier: int
    tier_text: str
    """``same day``."""
    status: str
    """present or cannot_exclude; absent flags are left out."""
    condition: str
    action: str
    sources: tuple[str, ...]
    physical: bool
    because: tuple[Line, ...]
    """The answers that made it so, where present."""
    missing: tuple[Line, ...]
    """The open questions that keep it open, where it cannot be excluded."""
    waits_for: str | None
    """clinician where only a clinician's questions are open, else anyone; null where present."""
    hint: tuple[Line, ...] = ()
    """What points to it while it cannot be excluded; empty where nothing does."""
    open_mark: str = ""
    """Where something points to it, how the queue says so apart from the other flags."""
    held: str = ""
    """Where present, what of the condition holds, in words; empty in assessments stored before it was worked out."""
    alert_kind: str = ""
    """Why a clinician must acknowledge it where it is present; empty where nobody must."""
    call: str = ""
    """Whom the front desk fetches where it is present: emergency, safety or nobody."""
    asks_for_answer: bool = False
    """Present because an answer is missing, which settles it when it comes."""
    gives_contacts: bool = False
    pointer: str = ""
    """Of a confidential flag: its title in the place of all that it says, on what is shared."""

    @property
    def is_pointed_to(self) -> bool:
        return bool(self.hint)

    @property
    def is_quiet(self) -> bool:
        """It cannot be excluded, and nothing points to it."""
        return self.status == CANNOT_EXCLUDE and not self.is_pointed_to

    def shared(self) -> FlagFinding:
        """Its urgency, and where to read the rest."""
        if not self.pointer:
            return self
        return FlagFinding(
            id="",
            title=self.pointer,
            tier=self.tier,
            tier_text=self.tier_text,
            status=self.status,
            condition="",
            action="",
            sources=(),
            physical=False,
            because=(),
            missing=(),
            waits_for=self.waits_for,
        )
