"""What a clinic may set for itself within the rules. Source: rule book A.2."""

from __future__ import annotations

from dataclasses import asdict, dataclass

STEP_UPS = (2, 3)


@dataclass(frozen=True)
class SiteSettings:
    phq2_step_up: int = 2
    """The PHQ-2 total from which the full PHQ-9 is suggested."""

    def __post_init__(self) -> None:
        if self.phq2_step_up not in STEP_UPS:
            raise ValueError(f"phq2_step_up: {self.phq2_step_up} is refused: 2 or 3 is allowed")

    def as_document(self) -> dict[str, int]:
        """By name, to be stored beside what was worked out with it."""
        return asdict(self)


DEFAULT = SiteSettings()
"""What the rule book says where a clinic says nothing."""
