"""What stands beside the questions of a section."""

from __future__ import annotations

from django import template

from intake.clinical.language.sections import Section
from intake.models import ClinicProfile

register = template.Library()


@register.simple_tag
def words_of_clinic(section: Section) -> str:
    """What this clinic says above the questions; empty where no clinic says anything."""
    return section.words_of_clinic(ClinicProfile.load().rule_settings) if section.words_of_clinic else ""
