"""Frozen values of the medicine as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from intake.clinical.language.answers import Days


def _hook(value: Any) -> Any:
    """A duration is written as its days: how it was said stands beside it."""
    if isinstance(value, Days):
        return int(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


as_json = msgspec.json.Encoder(enc_hook=_hook).encode
"""Dataclasses and what they hold, as bytes."""
