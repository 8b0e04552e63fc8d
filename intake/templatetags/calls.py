"""Times of a call for a clinician."""

from __future__ import annotations

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def clock(moment: datetime.datetime) -> str:
    """``10:42`` of today, ``27 Nov, 10:42`` of another day."""
    local = timezone.localtime(moment)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "j M, H:i")
