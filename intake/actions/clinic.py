"""What the clinic says of itself."""

from __future__ import annotations

from django.contrib.auth.models import User

from intake.actions.audit import audited, record
from intake.models import ClinicProfile, Logo


@audited
def save_clinic(*, actor: User, clinic: ClinicProfile, logo: bytes | None) -> ClinicProfile:
    """``logo``: a PNG as it is to be printed, empty for none from now on, or None where it stays as it is.

    What was signed keeps the letterhead it was signed with.
    """
    if logo is not None:
        clinic.logo = Logo.keep(logo) if logo else None
    clinic.save()
    record(actor=actor, action="change", on=clinic)
    return clinic
