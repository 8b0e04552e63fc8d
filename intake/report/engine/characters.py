"""What is printed of what people type: every letter that a font has, and the name of every other."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import bidirectional, category, name, normalize

from .font_list import SIMPLE, face_of, faces, is_joining, is_selector

_LINE_ENDS = dict.fromkeys("\u2028\u2029\u0085\v\f", "\n")
_MOST_MARKS = 8
"""On one letter. More are named: a high pile of them would cover the lines around."""
_JOINING = (
    *("arabic", "bengali", "devanagari", "gujarati", "gurmukhi", "kannada", "khmer", "malayalam", "mandaic"),
    *("mongolian", "myanmar", "nko", "oriya", "sinhala", "syriac", "tamil", "telugu", "tibetan"),
)
"""Scripts in which an invisible joiner changes how letters look."""


def printable(text: str) -> str:
    """Composed letters without control or invisible characters; ``[grinning face]`` for what no font can print."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"[{shown}]" if named else shown for shown, named in _printed(text))


def unprintable(text: str) -> tuple[str, ...]:
    """The names of its characters that no font can print, each once: ``grinning face``, or ``U+E000``."""
    return tuple(dict.fromkeys(shown for shown, named in _printed(text) if named))


def _printed(text: str) -> Iterator[tuple[str, bool]]:
    """What is shown, and whether that is the name of a character instead of itself."""
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if SIMPLE.issuperset(text):
        yield text, False
        return
    before, marks = "", 0
    for place, character in enumerate(text):
        if character == "\t" or (category(character) == "Zs" and character not in SIMPLE):
            character = "\u00a0" if character == "\u202f" else " "  # spaces of any width as the usual ones
        character = _LINE_ENDS.get(character, character)
        if is_joining(character):
            if _joins(before, character, text[place + 1 : place + 2]):
                yield character, False
        elif not _is_invisible(character):
            marks = marks + 1 if category(character)[0] == "M" else 0
            named = character != "\n" and (marks > _MOST_MARKS or not is_printable(character))
            yield _name(character) if named else character, named
            before = "" if named else character


def is_printable(character: str) -> bool:
    return face_of(character, False) is not None


def _is_invisible(character: str) -> bool:
    # Cc: control characters. Cf: invisible ones, among them those that turn the direction of writing around; Arabic
    # signs that go around a number are Cf, too, but seen. U+034F: a mark that shows nothing.
    kind = category(character)
    return (
        (kind == "Cc" and character != "\n")
        or (kind == "Cf" and bidirectional(character) != "AN")
        or character == "\u034f"
    )


def _joins(before: str, joining: str, after: str) -> bool:
    """Whether it has something to say about its neighbours."""
    if not before:
        return False
    if is_selector(joining):
        return any(face.font.get_variation_glyph(ord(before), ord(joining)) for face in faces(False))
    return _script(before) == _script(after) != "" and is_printable(after)


def _script(character: str) -> str:
    """Of a letter or mark whose script joins; else empty."""
    script = _name(character).partition(" ")[0] if character and category(character)[0] in "LM" else ""
    return script if script in _JOINING else ""


def _name(character: str) -> str:
    return name(character, "").lower() or f"U+{ord(character):04X}"
