"""The list of medicines, and what each name ticks. It stands in ``list.csv``, with the evidence for each note.

A note is made of parts between semicolons, each followed by its evidence in brackets. The front desk is told the parts
that contain a word of ours, ``contains``, ``look-alike``, ``ASK``, ``TICK if``, ``count``, ``tell the clinician``, and
those that warn of another product of nearly the same name. The others are remarks for whoever keeps the list.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from types import MappingProxyType

from intake.clinical.language.condition import RuleError
from intake.clinical.rules.questions.history import rx

NO_CLASS = "other"
"""In the list: a medicine of no class that the question asks about."""
NAME_LENGTH = 100
"""A name with its dose is no longer, in characters."""
REGIONS = MappingProxyType({"uk": "the UK", "us": "the US", "eu": "the EU", "au": "Australia"})

_EVIDENCE = re.compile(r"\s*\[[VKD]\]$")
_OTHER_NAME = re.compile(
    r"(?P<where>(?:(?:uk|us|eu|au|and|older|now|supplement)\b,? ?)*)"
    r"(?:name|spelling|named|also written|also called|often said) (?P<name>(?!not sold).+)"
)
_ANOTHER_PRODUCT = re.compile(r"\b(?:also holds?|holds no|not the same strength)\b|^[A-Z].* differs?$|' is ")


@dataclass(frozen=True)
class Medicine:
    name: str
    """As on the box."""
    brand: bool
    classes: tuple[str, ...]
    """Options of ``rx.current``; none where it is of no class that is asked about."""
    tick_if: str = ""
    """The classes are ticked only if this holds, which has to be asked: ``taken for 3 years or more``."""
    regions: frozenset[str] = frozenset()
    """Where it has this name: keys of ``REGIONS``."""
    contains: str = ""
    another_name_for: str = ""
    look_alikes: tuple[str, ...] = ()
    """Names that are taken for this one, some with a word in brackets on what they are."""
    prompts: tuple[str, ...] = ()
    """What the front desk asks or checks, each a sentence."""

    @property
    def class_labels(self) -> tuple[str, ...]:
        """As they stand beside their boxes."""
        return tuple(rx.current.labels[name] for name in self.classes)

    @property
    def regions_text(self) -> str:
        return " and ".join(REGIONS[region] for region in REGIONS if region in self.regions)


def _read(row: dict[str, str]) -> Medicine:
    """One line of the list. Raises RuleError where it names a class that the question does not offer."""
    parts = [_EVIDENCE.sub("", part.strip()) for part in row["note"].split(";")]
    classes = tuple(name for name in (row["class"], *row["also"].split(";")) if name not in ("", NO_CLASS))
    if classes:
        rx.current.checked(classes)
    regions = frozenset(row["regions"].split(";"))
    if row["kind"] not in ("generic", "brand") or not regions <= REGIONS.keys():
        raise RuleError(f"{row['name']}: a kind or a region that nobody knows")
    return Medicine(
        row["name"],
        row["kind"] == "brand",
        classes,
        tick_if=next((_condition(part) for part in parts if part.startswith("TICK")), ""),
        regions=regions,
        contains=next((part.removeprefix("contains ") for part in parts if part.startswith("contains ")), ""),
        look_alikes=tuple(
            name for part in parts if part.startswith("look-alike ") for name in part.split(" ", 1)[1].split(", ")
        ),
        prompts=tuple(dict.fromkeys(filter(None, map(_prompt, parts)))),
    )


def _condition(part: str) -> str:
    """``taken for 3 years or more``, of "TICK only if 3 years or more"."""
    condition = part.partition(" if ")[2]
    return condition if condition.startswith("taken") else f"taken for {condition}"


def _prompt(part: str) -> str:
    """What a part of the note makes the front desk ask or check, as a sentence; empty of the others."""
    part = re.sub(r"\b(?:in (?:the )?)?(uk|us|eu|au)\b", lambda found: f"in {REGIONS[found[1]]}", part)
    part = re.sub(r"\b(?<=tick )[a-z_]+|(?<=count as )[a-z_]+", lambda found: f"“{rx.current.labels[found[0]]}”", part)
    if "ASK" in part:
        about, _, what = (text.strip(" :") for text in part.partition("ASK"))
        # "ASK the dose: low daily dose is ..." says why behind its colon, "tablets or gel: ASK which" before it.
        what, _, why = what.partition(": ")
        return f"{' '.join(filter(None, ('Ask', what)))}{f': {about or why}' if about or why else ''}."
    if "tell the clinician" in part:
        return "Tell the clinician that it is taken."
    if _ANOTHER_PRODUCT.search(part):
        return f"Check the name: {part}."
    return f"{part[0].upper()}{part[1:]}." if re.search(r"\bcount\b", part) else ""


def _other_names(row: dict[str, str], medicine: Medicine) -> Iterator[Medicine]:
    """The same medicine under the other names that its note gives."""
    for part in row["note"].split(";"):
        if found := _OTHER_NAME.fullmatch(_EVIDENCE.sub("", part.strip())):
            regions = frozenset(REGIONS.keys() & set(re.findall("[a-z]+", found["where"])))
            yield replace(
                medicine,
                name=found["name"].strip("'"),
                another_name_for=medicine.name,
                regions=regions or medicine.regions,
            )


def _all() -> Iterator[Medicine]:
    text = files(__package__).joinpath("list.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    listed = {row["name"].casefold() for row in rows}
    for row in rows:
        medicine = _read(row)
        yield medicine
        yield from (other for other in _other_names(row, medicine) if other.name.casefold() not in listed)


MEDICINES: tuple[Medicine, ...] = tuple(_all())
"""Each name once: first those of the list in its order, each followed by other names of it that the list lacks."""
