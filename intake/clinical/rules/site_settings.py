"""What a clinic may set for itself within the rules. Source: rule book I.9."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import NamedTuple

from intake.clinical.language.condition import joined

STEP_UPS = (2, 3)


class Drink(NamedTuple):
    label: str
    """As a clinic chooses it."""
    words: str
    """As it stands on the form."""


DRINKS = {
    8: Drink(
        "8 grams (a unit, United Kingdom)",
        "One drink here is one unit: half a pint of ordinary beer, a single measure (25 ml) of spirits; a small glass (125 ml) of wine counts one and a half.",
    ),
    10: Drink(
        "10 grams (WHO)",
        "One drink here is 10 grams of alcohol: a small glass of beer (250 ml), a small glass of wine (100 ml), a small measure of spirits (30 ml).",
    ),
    14: Drink(
        "14 grams (United States)",
        "One drink here is a can of beer (350 ml), a glass of wine (150 ml) or a shot of spirits (45 ml).",
    ),
}
"""By the grams of alcohol in one."""


class AuditCut(NamedTuple):
    label: str
    """As a clinic chooses it."""
    positive_from: tuple[int, int]
    """The total: in general, and for women, intersex people and sex not stated."""


AUDIT_CUTS = {
    "4/3": AuditCut("4 or more; 3 or more for women, intersex people and where sex is not stated", (4, 3)),
    "5": AuditCut("5 or more for everybody", (5, 5)),
}


@dataclass(frozen=True)
class SiteSettings:
    phq2_step_up: int = 2
    """The PHQ-2 total from which the full PHQ-9 is suggested."""

    audit_drink_g: int = 10
    """Grams of alcohol in one drink, as AUDIT-C explains it on the form. It changes no score."""
    audit_cut: str = "4/3"
    """AUDIT-C counts as positive from: 4, or 3 for women, intersex people and where sex is not stated; or 5 for all."""

    def __post_init__(self) -> None:
        for name, allowed in (("phq2_step_up", STEP_UPS), ("audit_drink_g", DRINKS), ("audit_cut", AUDIT_CUTS)):
            if (given := getattr(self, name)) not in allowed:
                raise ValueError(f"{name}: {given} is refused: {joined(list(map(str, allowed)), 'or')} is allowed")

    @property
    def drink_words(self) -> str:
        """What one drink is, to stand beside AUDIT-C."""
        return DRINKS[self.audit_drink_g].words

    @property
    def audit_positive_from(self) -> tuple[int, int]:
        """The AUDIT-C total from which it counts: in general, and for women, intersex people and sex not stated."""
        return AUDIT_CUTS[self.audit_cut].positive_from

    def as_document(self) -> dict[str, int | str]:
        """By name, to be stored beside what was worked out with it."""
        return asdict(self)


DEFAULT = SiteSettings()
"""What the rule book says where a clinic says nothing."""
