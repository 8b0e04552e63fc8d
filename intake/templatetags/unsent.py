"""How a browser keeps what was typed and is not sent yet, so that nobody else can read it there."""

from __future__ import annotations

import base64

from django import template
from django.template.context import Context
from django.utils.crypto import salted_hmac

from intake.models import Intake

register = template.Library()


@register.simple_tag(takes_context=True)
def unsent_key(context: Context, intake: Intake) -> str:
    """32 bytes as base64: this user's key for this intake, the same at every sign-in. Only their pages hold it."""
    key = salted_hmac("intake.unsent", f"{context['user'].pk} {intake.pk}", algorithm="sha256")
    return base64.b64encode(key.digest()).decode()
