"""What a clinic may set for itself within the rules. Source: rule book I.9."""

from __future__ import annotations

from dataclasses import asdict, dataclass

STEP_UPS = (2, 3)
DRINKS = {
    8: "One drink here is one unit: half a pint of ordinary beer, a single measure (25 ml) of spirits; a small glass (125 ml) of wine counts one and a half.",
    10: "One drink here is 10 grams of alcohol: a small glass of beer (250 ml), a small glass of wine (100 ml), a small measure of spirits (30 ml).",
    14: "One drink here is a can of beer (350 ml), a glass of wine (150 ml) or a shot of spirits (45 ml).",
}
"""Grams in one drink, and what that is, in words."""
AUDIT_CUTS = {"4/3": (4, 3), "5": (5, 5)}


@dataclass(frozen=True)
class SiteSettings:
    phq2_step_up: int = 2
    """The PHQ-2 total from which the full PHQ-9 is suggested."""

    audit_drink_g: int = 10
    """Grams of alcohol in one drink, as AUDIT-C explains it on the form. It changes no score."""
    audit_cut: str = "4/3"
    """AUDIT-C counts as positive from: 4, or 3 for women, intersex people and where sex is not stated; or 5 for all."""

    def __post_init__(self) -> None:
        if self.phq2_step_up not in STEP_UPS:
            raise ValueError(f"phq2_step_up: {self.phq2_step_up} is refused: 2 or 3 is allowed")
        if self.audit_drink_g not in DRINKS:
            raise ValueError(f"audit_drink_g: {self.audit_drink_g} is refused: 8, 10 or 14 is allowed")
        if self.audit_cut not in AUDIT_CUTS:
            raise ValueError(f"audit_cut: {self.audit_cut} is refused: 4/3 or 5 is allowed")

    @property
    def drink_words(self) -> str:
        """What one drink is, to stand beside AUDIT-C."""
        return DRINKS[self.audit_drink_g]

    @property
    def audit_positive_from(self) -> tuple[int, int]:
        """The AUDIT-C total from which it counts: in general, and for women, intersex people and sex not stated."""
        return AUDIT_CUTS[self.audit_cut]

    def as_document(self) -> dict[str, int | str]:
        """By name, to be stored beside what was worked out with it."""
        return asdict(self)


DEFAULT = SiteSettings()
"""What the rule book says where a clinic says nothing."""
