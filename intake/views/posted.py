"""The hidden fields of our forms. Somebody who sends others than we made is told so."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.core.exceptions import BadRequest
from django.http import QueryDict


def read_revision(posted: QueryDict) -> int:
    # "overwrite": chosen after both answers were seen
    return read_number(posted, "overwrite" if posted.get("overwrite") else "revision")


def read_number(posted: QueryDict, name: str) -> int:
    text = posted.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest(f"no {name}")
    return int(text)


def read_page(posted: QueryDict) -> str:
    """Which open page this comes from: made when the page was shown."""
    text = posted.get("page", "")
    return text if text.isalnum() and text.isascii() and len(text) <= 32 else ""


def read_token(posted: QueryDict) -> uuid.UUID:
    try:
        return uuid.UUID(posted.get("token", ""))
    except ValueError:
        raise BadRequest("no token") from None


def read_token_for(posted: QueryDict, *sent: object) -> uuid.UUID:
    """Of the page, and of what it sends: a page that the browser went back to may send something else.

    Args:
        sent: what tells it from anything else that the page can send, or the page of another record under its token.
    """
    return uuid.uuid5(read_token(posted), repr(sent))


def read_opened_with(posted: QueryDict) -> dict[str, Any]:
    """By question id, what the page was opened with."""
    try:
        opened_with = json.loads(posted.get("shown", "{}"))
    except (ValueError, RecursionError):
        opened_with = None
    if not isinstance(opened_with, dict):
        raise BadRequest("nothing shown")
    return opened_with
