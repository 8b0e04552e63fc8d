"""The search for a medicine's name while it is typed. The list is small and stays in memory: no request, no query."""

from __future__ import annotations

from dataclasses import dataclass

from .letters import letters_of, words_of
from .medicine import MEDICINES, NAME_LENGTH, Medicine
from .notes import NOT_IN_THE_LIST, look_alike_text, notes

SHOWN = 8
SHORTEST = 2
"""So many letters make a search."""


@dataclass(frozen=True)
class Found:
    medicine: Medicine
    dose: str
    """What was typed behind the name."""
    sure: bool
    """It begins as was typed. Otherwise it is spelt nearly so, and has to be chosen on purpose."""

    @property
    def notes(self) -> list[str]:
        """What is told once it is chosen."""
        return notes(self.medicine)

    @property
    def look_alikes(self) -> str:
        return look_alike_text(self.medicine)

    @property
    def written(self) -> str:
        """As it is added to the names."""
        return f"{self.medicine.name} {self.dose}".strip()


@dataclass(frozen=True)
class Search:
    typed: str
    shown: list[Found]
    more: int
    """How many others there are."""
    exact: bool
    """The first of them has just this name."""
    region: str
    """Whose names come first; empty where none do."""
    not_in_the_list = NOT_IN_THE_LIST


def search(typed: str, region: str = "") -> Search:
    """Names that begin as typed, else those spelt nearly so: those used in this region first.

    Args:
        typed: some letters of a name, or a name with its dose behind it.
        region: one of ``REGIONS``, or none of them.
    """
    typed = " ".join(typed.split())[:NAME_LENGTH]
    found = _found(typed)
    found.sort(key=lambda one: (one[0], bool(region) and region not in one[1].medicine.regions, one[1].medicine.brand))
    shown = [one for _, one in found[:SHOWN]]
    return Search(typed, shown, len(found) - len(shown), bool(found) and found[0][0] == _EXACT, region)


def recognised(text: str) -> list[Medicine]:
    """Medicines of the list that stand in a text, the longest name where one is part of another."""
    rest = f" {' '.join(words_of(text))} "
    found = []
    for medicine, words in sorted(_WORDS.items(), key=lambda one: -sum(map(len, one[1]))):
        name = f" {' '.join(words)} "
        if name in rest:
            rest = rest.replace(name, " | ")
            found.append(medicine)
    return found


_EXACT, _BEGINS, _WORD_BEGINS, _DOSE, _NEAR = range(5)


def _found(typed: str) -> list[tuple[int, Found]]:
    """How each fits, and what was found: by the name alone, else with its dose, else by one spelt nearly so."""
    if found := _by_name(typed):
        return [(fit, Found(medicine, "", sure=True)) for fit, medicine in found]
    words = typed.split(" ")
    with_dose = [
        (" ".join(words[:end]), " ".join(words[end:]))
        for end in range(len(words) - 1, 0, -1)
        if words[end][0].isdigit()
    ]
    for name, dose in with_dose:
        by_name = _by_name(name)
        whole = [medicine for fit, medicine in by_name if fit == _EXACT] or [medicine for _, medicine in by_name]
        if whole:
            return [(_DOSE, Found(medicine, dose, sure=True)) for medicine in whole]
    name, dose = with_dose[-1] if with_dose else (typed, "")
    return [(_NEAR, Found(medicine, dose, sure=False)) for medicine in _nearly(letters_of(name))]


def _by_name(typed: str) -> list[tuple[int, Medicine]]:
    letters = letters_of(typed)
    if len(letters) < SHORTEST:
        return []
    return [(fit, medicine) for medicine, words in _WORDS.items() if (fit := _fit(letters, words)) is not None]


def _fit(letters: str, words: tuple[str, ...]) -> int | None:
    """How well a name fits that begins with these letters, or has a word that does; none where it does not fit."""
    name = "".join(words)
    if name.startswith(letters):
        return _EXACT if name == letters else _BEGINS
    later = ("".join(words[place:]) for place in range(1, len(words)))
    return _WORD_BEGINS if len(letters) > SHORTEST and any(rest.startswith(letters) for rest in later) else None


def _nearly(letters: str) -> list[Medicine]:
    """Those that begin with these letters but for a wrong one, or for two where many are typed."""
    allowed = 0 if len(letters) < 4 else 1 if len(letters) < 8 else 2
    distances = {
        medicine: _wrong_letters(letters, "".join(words), allowed) for medicine, words in _WORDS.items() if allowed
    }
    return sorted((m for m, wrong in distances.items() if wrong <= allowed), key=lambda medicine: distances[medicine])


def _wrong_letters(typed: str, name: str, allowed: int) -> int:
    """How many letters are wrong, missing, too many or swapped, compared with how the name begins.

    More than ``allowed``, it is no exact number.
    """
    name = name[: len(typed) + allowed]
    before: list[int] = []
    row = list(range(len(name) + 1))
    for place, letter in enumerate(typed, 1):
        two_before, before, row = before, row, [place]
        for at, other in enumerate(name, 1):
            best = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != other))
            if place > 1 and at > 1 and letter == name[at - 2] and typed[place - 2] == other:
                best = min(best, two_before[at - 2] + 1)
            row.append(best)
        if min(row) > allowed:
            return allowed + 1
    return min(row)


_WORDS = {medicine: words_of(medicine.name) for medicine in MEDICINES}
