"""What is known of the request that is being answered, for whoever has no request at hand. Empty outside of one."""

from __future__ import annotations

from contextvars import ContextVar

address: ContextVar[str] = ContextVar("address", default="")
"""The network address that asked."""
request_id: ContextVar[str] = ContextVar("request_id", default="")
"""One name for all that the log and the audit hold of this request."""
