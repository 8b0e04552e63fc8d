"""The embedded typeface: Fira Sans, with Latin, Vietnamese, Greek and Cyrillic letters.

Registered once, when this module is imported: reading a font file costs more than a page.
"""

import fontpkg
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "FiraSans", "FiraSans-SemiBold", "FiraSans-Italic", "FiraSans-SemiBoldItalic"

_FILES = {
    REGULAR: (400, "normal"),
    BOLD: (600, "normal"),
    ITALIC: (400, "italic"),
    BOLD_ITALIC: (600, "italic"),
}


def _register() -> frozenset[int]:
    """Make the fonts known to ReportLab. Returns the characters that all of them can print."""
    printable: list[frozenset[int]] = []
    for name, (weight, style) in _FILES.items():
        font = TTFont(name, str(fontpkg.path("fira-sans", weight, style)))
        registerFont(font)
        # Glyph 0 is the black box.
        printable.append(frozenset(code for code, glyph in font.face.charToGlyph.items() if glyph))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
    return frozenset.intersection(*printable)


CHARACTERS = _register()
"""Code points with a glyph. Any other would print as a black box or not at all."""
