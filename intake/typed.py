"""What somebody sent stands in a page, to be sent once more: all but what nobody else may read there."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.http import QueryDict

SECRET = re.compile(r"password|otp|factor|recovery|^code$", re.IGNORECASE)
"""Names of fields that no page shows again: what is in them is typed anew."""


class Typed(NamedTuple):
    name: str
    value: str


def typed_fields(posted: QueryDict) -> list[Typed]:
    """What may stand in the page as it was sent."""
    return [field for field in _all(posted) if not SECRET.search(field.name)]


def secret_fields(posted: QueryDict) -> list[str]:
    """The names of those that stand there empty."""
    return [field.name for field in _all(posted) if SECRET.search(field.name)]


def _all(posted: QueryDict) -> list[Typed]:
    return [Typed(name, value) for name, values in posted.lists() for value in values]
