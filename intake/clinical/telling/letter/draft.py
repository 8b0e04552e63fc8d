"""The first draft of a letter, from what may be shared of an assessment. It is made once and then only edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.clinical.rules.site_settings import DEFAULT, SiteSettings
from intake.clinical.working.findings import Assessment

from .shape import Letter


@dataclass(frozen=True)
class Details:
    """What the record says of the person that a service needs to see them. Each may be empty: not recorded."""

    language: str = ""
    interpreter: bool | None = None
    phone: str = ""
    contact: str = ""
    """How the person may be reached: ``phone, letter``."""
    safe_contact: str = ""
    """How to contact them safely, as they asked."""


def draft_letter(
    assessment: Assessment,
    steps: Sequence[str],
    *,
    urgency: str = "",
    own_steps: Sequence[str] = (),
    details: Details = Details(),
    settings: SiteSettings = DEFAULT,
) -> Letter:
    """A letter already filled from what may be shared; nothing confidential is ever read.

    Args:
        steps: ids of the accepted steps that it carries out.
        urgency: a key of ``URGENCIES``; proposed from the steps where it is empty.
        own_steps: steps in the clinician's own words.
        settings: the clinic's, with which the assessment was made.
    """
    raise NotImplementedError
