"""A picture made of pixels, as a page shows it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image


@dataclass(frozen=True)
class Bitmap:
    """Three bytes a pixel, in the colours of the document's profile; without transparency."""

    width: int
    height: int
    deflated: bytes

    @property
    def entries(self) -> bytes:
        """Of its dictionary in the file."""
        size = b"/Width %d /Height %d" % (self.width, self.height)
        return b"/Type /XObject /Subtype /Image %s /ColorSpace /DeviceRGB /BitsPerComponent 8" % size

    def fitting(self, width: float, height: float) -> tuple[float, float]:
        """How wide and tall it stands in a box of this size, in points, without being stretched."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


@lru_cache(maxsize=8)
def bitmap(png: bytes) -> Bitmap:
    """Read from a PNG. A clinic prints the same one on every document."""
    with Image.open(BytesIO(png), formats=("PNG",)) as picture:
        pixels = picture.convert("RGB")
    return Bitmap(pixels.width, pixels.height, zlib.compress(pixels.tobytes(), 9))
