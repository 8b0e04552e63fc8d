"""What a PHQ-9 total says from 12 to 17 years: in words, without a band. Source: rule book B.1."""

from __future__ import annotations

from dataclasses import dataclass

from .sources import cited


@dataclass(frozen=True)
class AgeCut:
    """A cut-off found in one study. Each text has the total at ``{n}``, or its ends at ``{min}`` and ``{max}``."""

    limit: int
    at_or_above: str
    below: str
    interval: str
    """Where items are missing, ``{missing}`` of them."""
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        cited(*self.sources)


_ADULT_BANDS = "The adult bands do not apply."
_STUDY = "In one study of 13 to 17 year-olds"

PHQ9_AT_12_TO_17 = AgeCut(
    limit=11,
    at_or_above=(
        f"PHQ-9 {{n}} of 27. {_STUDY} 11 or more was the cut-off (sensitivity 89.5 %, specificity 77.5 %). {_ADULT_BANDS}"
    ),
    below=(
        f"PHQ-9 {{n}} of 27. {_STUDY} 11 or more was the cut-off; this total is below it and does not exclude depression. "
        f"{_ADULT_BANDS}"
    ),
    interval=(
        f"PHQ-9 {{min}} to {{max}} of 27 with {{missing}} unanswered. {_STUDY} the cut-off was 11. {_ADULT_BANDS}"
    ),
    sources=("RICHARDSON2010",),
)
