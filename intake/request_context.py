"""Which request this is, for whatever is written while it is answered; empty outside of one."""

from __future__ import annotations

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
address: ContextVar[str] = ContextVar("address", default="")
"""From where it came: an address, as text."""
