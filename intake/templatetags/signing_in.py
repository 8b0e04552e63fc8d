"""What the pages around signing in have to know of the site."""

from __future__ import annotations

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def is_demo_without_second_factor() -> bool:
    return settings.MODE == "demo" and not settings.SECOND_FACTOR


@register.simple_tag
def asks_second_factor() -> bool:
    return bool(settings.SECOND_FACTOR)


@register.simple_tag
def has_single_sign_on() -> bool:
    return bool(settings.SINGLE_SIGN_ON)
