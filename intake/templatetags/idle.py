"""How long a page may stand there until nothing of it is seen any more."""

from __future__ import annotations

from typing import Any

from django import template

from intake.middleware.session_life import idle_limit

register = template.Library()


@register.simple_tag(takes_context=True)
def idle_minutes(context: dict[str, Any]) -> int:
    return int(idle_limit(context["request"]).total_seconds() // 60)
