"""Forms of the test client are sent as browsers send them; Django's own client sends each as if it had a file."""

from __future__ import annotations

from typing import Any

from django.test.client import MULTIPART_CONTENT, RequestFactory
from django.utils.http import urlencode

URLENCODED = "application/x-www-form-urlencoded"


def urlencoded_text(fields: Any) -> str:
    return urlencode(fields, doseq=True)


_post = RequestFactory.post


def as_browsers_send_them() -> None:
    RequestFactory.post = _send  # type: ignore[method-assign,assignment]


def _send(
    factory: RequestFactory,
    path: str,
    data: Any = None,
    content_type: str = MULTIPART_CONTENT,
    *args: Any,
    **kwargs: Any,
) -> Any:
    if content_type is MULTIPART_CONTENT and not any(hasattr(value, "read") for value in (data or {}).values()):
        data, content_type = urlencoded_text(data or {}), URLENCODED
    return _post(factory, path, data, content_type, *args, **kwargs)
