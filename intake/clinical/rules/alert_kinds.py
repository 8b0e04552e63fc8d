"""The kinds of alert, and what may be recorded when a clinician acknowledges one. Source: rule book I.10."""

from __future__ import annotations

from dataclasses import dataclass

PHYSICAL_EMERGENCY = "physical_emergency"
EXAMINED = "Examined and excluded"
"""Asks for a line of text: what was found."""

_AMBULANCE = ("Ambulance called", "Sent to the emergency department")
_CRISIS = ("Emergency mental-health assessment arranged", "Crisis team contacted")
_NOT_SEEN = ("Left before being seen; being contacted", "Could not be reached; passed on to the clinical lead")
_DECLINED = "Declined; advice and warning signs given"
_IN_ERROR = "Answered in error; corrected with the person"


@dataclass(frozen=True)
class AlertKind:
    title: str
    outcomes: tuple[str, ...]
    """What was done, in the order offered."""


ALERT_KINDS = {
    "suicide_safety": AlertKind(
        "Suicide and safety",
        ("Safety conversation held", "Safety plan made", *_CRISIS, *_NOT_SEEN, _IN_ERROR),
    ),
    PHYSICAL_EMERGENCY: AlertKind(
        "Physical emergency",
        (
            *_AMBULANCE,
            "Specialist on call phoned",
            "Same-day clinic arranged",
            EXAMINED,
            *_NOT_SEEN,
            _DECLINED,
            _IN_ERROR,
        ),
    ),
    "medicine_emergency": AlertKind(
        "Medicine emergency",
        (
            *_AMBULANCE,
            "Prescriber, pharmacist or poisons service phoned",
            "Bloods taken today",
            EXAMINED,
            *_NOT_SEEN,
            _IN_ERROR,
        ),
    ),
    "mental_health_emergency": AlertKind(
        "Mental-health emergency",
        (
            *_CRISIS,
            "Perinatal team contacted",
            "Police or ambulance called",
            EXAMINED,
            *_NOT_SEEN,
            _IN_ERROR,
        ),
    ),
}
