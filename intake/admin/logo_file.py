"""What was uploaded as a picture, checked and made anew: no byte of the file itself is kept."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes."""
LARGEST_PICTURE = 20_000_000
"""Pixels: a small file can hold a picture that takes gigabytes once it is opened."""
PRINTED = (600, 180)
"""Pixels at most, across and down: over 300 to the inch in the letterhead's 110 by 36 points."""
_FORMATS = ("PNG", "JPEG")
_UNREADABLE = (OSError, SyntaxError, ValueError, struct.error, TypeError, AttributeError)
"""What Pillow stops with; the last three where what a camera noted beside the picture, its EXIF, is broken."""
_TOO_MANY_PIXELS = f"The picture has more than {LARGEST_PICTURE // 1_000_000} million pixels."


class PictureError(Exception):
    """The file cannot be used; says why, to whoever uploaded it."""


def printable_png(file: IO[bytes]) -> bytes:
    """The picture on white, no larger than it is printed, as PNG without metadata. The same picture, the same bytes.

    Raises:
        PictureError: too large, or no PNG or JPEG that can be read.
    """
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise PictureError(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")
    try:
        # The formats are named: Pillow would try fifty others, some of which start other programs.
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > LARGEST_PICTURE:
                raise PictureError(_TOO_MANY_PIXELS)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureError(_TOO_MANY_PIXELS) from error
    except _UNREADABLE as error:
        raise PictureError("This is no PNG or JPEG picture that can be read.") from error
    upright.thumbnail(PRINTED)
    on_white = Image.new("RGB", upright.size, "white")
    on_white.paste(upright, mask=upright)
    png = BytesIO()
    on_white.save(png, "PNG", optimize=True)
    return png.getvalue()
