"""The colour space that the documents' colours are meant in, embedded as PDF/A asks: sRGB, from Little CMS."""

from __future__ import annotations

import zlib

from PIL import ImageCms

_DATE = slice(24, 36)
"""When the profile was made: always the same day, so that the same document gives the same bytes."""
_profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
_profile[_DATE] = bytes((7, 218, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # 1 January 2010
SRGB = zlib.compress(bytes(_profile), 9)
"""Deflated."""
