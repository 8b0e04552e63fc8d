"""What a letter still lacks before it can be signed: of its own, and of the record that it is printed with."""

from __future__ import annotations

from intake.clinical.telling.letter import Letter, lacking
from intake.models import Patient

NO_GP = "The record names no GP to send the copy to: the front desk adds the GP, or leave that copy out."


def lacking_to_sign(letter: Letter, patient: Patient) -> tuple[str, ...]:
    """In words for the page."""
    has_gp = patient.gp_name or patient.gp_practice or patient.gp_address
    return (*lacking(letter), *([NO_GP] if "gp" in letter.copies and not has_gp else []))
