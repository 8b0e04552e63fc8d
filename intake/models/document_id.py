"""The ids of documents: short enough to type from paper, and no letter that is taken for another."""

from __future__ import annotations

import re
import secrets

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new() -> str:
    """``7K3M-9QTX-2B4D``: sixty random bits."""
    return grouped("".join(secrets.choice(_CROCKFORD) for _ in range(12)))


def read(typed: str) -> str | None:
    """As it is stored, whether typed in small letters, without hyphens or with O for 0. None where it is no id."""
    bare = re.sub(r"[\s\u2010-\u2015-]", "", typed).upper().translate(_MISREAD)
    return grouped(bare) if len(bare) == 12 and set(bare) <= set(_CROCKFORD) else None


def grouped(bare: str) -> str:
    return "-".join((bare[:4], bare[4:8], bare[8:]))
