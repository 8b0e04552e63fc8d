"""The fonts that text is printed in, in the order in which they are asked for a letter.

All come as dependencies; none is looked for on the machine. A site can add a folder of its own.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock
from unicodedata import bidirectional, category, normalize

import fontpkg

from .faces import BOLD, REGULAR, Face

_WEIGHTS = {False: 400, True: 600}
_HEAVY = 550
SIMPLE = frozenset(
    character
    for character in REGULAR.glyphs.keys() & BOLD.glyphs.keys()
    if category(character)[0] not in "CM" and bidirectional(character) not in ("R", "AL", "AN", "B")
)
"""Characters that are one glyph of Fira Sans each, from left to right, with nothing to shape."""

_faces: dict[bool, tuple[Face, ...]] = {False: (REGULAR,), True: (BOLD,)}
_folders: list[Path] = []
_LOCK = Lock()


def faces(bold: bool) -> tuple[Face, ...]:
    return _faces[bold]


@lru_cache(maxsize=16_384)
def face_of(letter: str, bold: bool) -> Face | None:
    """The first face that has all of a letter and its marks."""
    return next((face for face in _faces[bold] if _has(face, letter)), None)


def add_folder(folder: Path) -> None:
    """Every TrueType font of a folder, by name, is asked after those that are there already.

    Raises:
        ValueError: there is no such folder, or a font in it cannot be used; says which.
    """
    folder = folder.resolve()
    with _LOCK:
        if folder in _folders:
            return
        if not folder.is_dir():
            raise ValueError(f"There is no folder of fonts at {folder}")
        found = [_added(file) for file in sorted(folder.iterdir()) if file.suffix.lower() == ".ttf"]
        if not found:
            raise ValueError(f"There is no TrueType font (.ttf) in {folder}")
        for bold, weight in _WEIGHTS.items():
            known = len(_faces[False]) + len(_faces[True])
            more = [Face(f"F{known + place}", file, weight) for place, file in enumerate(found, 1)]
            # Of fonts with one weight each, bold text asks the heavy ones first.
            _faces[bold] += tuple(sorted(more, key=lambda face: (face.weight >= _HEAVY) != bold))
        _folders.append(folder)
        face_of.cache_clear()


def _added(file: Path) -> Path:
    """The file, if a document can be made with it."""
    try:
        face = Face("F0", file, _WEIGHTS[False])
        if not face.glyphs:
            raise ValueError("it has no characters")
        face.program(frozenset(list(face.glyphs.values())[:1]))
    except Exception as wrong:  # whatever HarfBuzz finds wrong with it
        raise ValueError(f"The font {file} cannot be used: {wrong}") from wrong
    return file


def _has(face: Face, letter: str) -> bool:
    # Shaping takes letters apart that a font has in parts only.
    return all(
        _shows(face, character) or all(_shows(face, part) for part in normalize("NFD", character))
        for character in normalize("NFC", letter)
    )


def _shows(face: Face, character: str) -> bool:
    # What is for private use means something else in each font: it is named instead.
    return is_joining(character) or (character in face.glyphs and category(character) != "Co")


def is_joining(character: str) -> bool:
    """Shows nothing itself, but says how its neighbours look: a joiner, a selector of a variant."""
    return character in "\u200c\u200d" or is_selector(character)


def is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


for _family in ("ibm-plex-sans-arabic", "noto-sans-arabic", "arimo"):
    for _bold, _weight in _WEIGHTS.items():
        _number = len(_faces[False]) + len(_faces[True]) + 1
        _faces[_bold] += (Face(f"F{_number}", Path(str(fontpkg.path(_family, _weight, "normal"))), _weight),)
