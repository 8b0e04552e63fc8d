"""The colour space that the documents' colours are meant in, embedded as PDF/A asks: sRGB, from Little CMS."""

from __future__ import annotations

import zlib

from PIL import ImageCms

_DATE = slice(24, 36)
"""When the profile was made: set to nothing, so that the same document gives the same bytes."""


def _profile() -> bytes:
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_DATE] = bytes((7, 218, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 1 January 2010
    return zlib.compress(bytes(made), 9)


SRGB = _profile()
"""Deflated."""
