"""What a person is found by: the words of their names, the record number, the telephone and the date of birth."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import models
from django.db.models.lookups import Lookup

from .birth import Estimate, Precision
from .patient import Patient

LONGEST = 60
"""Characters of a word that are kept: nobody types more to find somebody."""
RECORD, PHONE, BORN, NEAR = "#", "+", "=", "~"
"""Before what is no word of a name. No bare word holds them."""
UNDATED = f"{BORN}?"
"""Of whom neither the date nor the year of birth is known."""
NEAR_FROM, NEAR_TO = 4, 20
"""Letters of a word of a name that is found with one letter wrong, too: in a shorter one, every other name is near."""
PHONE_DIGITS = 9
"""The last of a telephone number that tell it apart, whether or not the country's code is written before them."""
_WITHOUT_MARK = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)
"""Letters with a mark that Unicode does not take apart."""
_APOSTROPHES = str.maketrans(dict.fromkeys([*range(0x2B9, 0x2E0), 0x60, 0xB4, 0x2018, 0x2019], "'"))
"""What is typed for an apostrophe; some of it Unicode counts among the letters."""
_BETWEEN_WORDS = re.compile(r"[^\w']+|_")
_BETWEEN = re.compile(r"[^\w]+|_")
_LAST = "\U0010ffff"


def bare(text: str) -> str:
    """Letters and digits alone, without case, marks, hyphens, apostrophes and spaces: ``oneill`` for ``O'Neill``."""
    plain = unicodedata.normalize("NFKD", text).translate(_APOSTROPHES)
    apart = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(letter for letter in apart.translate(_WITHOUT_MARK) if letter.isalnum())


def terms_of(
    record_number: str, family_name: str, given_name: str, phones: str, born: Any, estimate: Estimate | None = None
) -> set[str]:
    """What somebody with these details is found by.

    Args:
        phones: one or several.
        born: the date of birth; None where it is not known.
        estimate: when they may have been born, where that is so.
    """
    terms = set[str]()
    for name in (family_name, given_name):
        name = unicodedata.normalize("NFC", name).translate(_APOSTROPHES)
        parts = _BETWEEN.split(name)
        # Each word, what a hyphen or an apostrophe joins, and the name from each of these on: O'Brien-Smith is found by
        # any half, and by "Brien-Smith".
        words = {bare(part) for part in (name, *name.split(), *_BETWEEN_WORDS.split(name), *parts)}
        terms |= words | {bare("".join(parts[first:])) for first in range(len(parts))}
        for word in words:
            if NEAR_FROM <= len(word) <= NEAR_TO:
                terms |= {NEAR + near for near in (word, *one_letter_less(word))}
    terms.discard("")
    terms.add(record_term(record_number))
    for number in re.split("[/,;]", phones):
        # Without an extension, or words about whose telephone it is.
        if runs := re.findall(r"\d+", bare(number)):
            terms.add(PHONE + max(runs, key=len)[-PHONE_DIGITS:])
    if born:
        terms.add(f"{BORN}{born:%Y%m%d}")
    elif estimate:
        in_month = estimate.precision == Precision.MONTH
        terms |= {f"{BORN}{estimate.first:%Y%m}"} if in_month else {f"{BORN}{year}" for year in estimate.years}
    else:
        terms.add(UNDATED)
    return set(map(kept_term, terms))


def one_letter_less(word: str) -> set[str]:
    """Two words of which one letter is wrong, missing, too many or out of its place share one of these, or one is the
    other's."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def near_terms(word: str) -> set[str]:
    """The terms of words that are spelt nearly as this bare one: equal to one of these, whatever the database."""
    if not NEAR_FROM - 1 <= len(word) <= NEAR_TO + 1:
        return set()
    less = {near for near in one_letter_less(word) if len(near) >= NEAR_FROM - 1}
    return {NEAR + near for near in (word, *less)}


def record_term(number: str) -> str:
    """A number of signs alone is found by these."""
    return kept_term(RECORD + (bare(number) or number.strip()))


def kept_term(term: str) -> str:
    return term[:LONGEST]


class SearchTerm(models.Model):
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="search_terms", db_index=False)
    term = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "term"], name="search_term_once")]
        indexes = [
            # Byte by byte, so that PostgreSQL finds beginnings with it, whatever the database's language.
            models.Index(fields=["term", "patient"], name="search_term", opclasses=["varchar_pattern_ops", "uuid_ops"])
        ]

    def __str__(self) -> str:
        return f"Search term {self.pk}"


@models.CharField.register_lookup
class Begins(Lookup):  # type: ignore[type-arg]
    """``term__begins="smi"``: from there up to the last that begins so, which an index serves in both databases.

    Django's own ``startswith`` is a LIKE, for which SQLite looks at every row.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, given = self.process_lhs(compiler, connection)
        from_there, up_to = ("~>=~", "~<~") if connection.vendor == "postgresql" else (">=", "<")
        beginning = str(self.rhs)
        return (
            f"({column} {from_there} %s AND {column} {up_to} %s)",
            [*given, beginning, *given, beginning + _LAST],
        )
