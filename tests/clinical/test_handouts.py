"""The handouts say what was handed over, word for word, and are easily read; each goes with what is raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from unittest import mock

import pytest

from intake.clinical.language.condition import RuleError
from intake.clinical.rules import rule_set
from intake.clinical.rules.handouts import HANDOUTS, NUMBERS, Handout
from intake.clinical.rules.handouts.handout import (
    Blank,
    Boxes,
    Heading,
    Numbered,
    Paragraph,
    Points,
    Said,
    paragraph,
    said,
)
from intake.clinical.telling.handouts import Number, Run, goes_with, missing, proposed_first, runs
from intake.clinical.telling.rule_book import chapters
from tests.clinical.cases import EXAMPLES, assessed
from tests.lanes import each

WORDS = Path(__file__).with_name("handouts.md").read_text(encoding="utf-8")
FILLED = {
    "clinic_phone": Number("020 7946 0123"),
    "emergency_number": Number("999"),
    "crisis_line": Number("111", "NHS urgent help, mental health option"),
}
NOTHING_SET = dict.fromkeys(NUMBERS, Number(""))

VERSIONS = {
    "back-and-leg-warning-signs": ("1", "f8abf1e9b655"),
    "leg-warning-signs": ("1", "f6e9775485ac"),
    "who-to-call": ("1", "59f7733a228f"),
    "foot-care": ("1", "53ed5291d272"),
    "after-a-clot-scan": ("1", "912dce848d59"),
    "pain-and-low-mood": ("1", "98a50de686d0"),
    "ten-questions": ("1", "9ce2dbfa49a8"),
}
"""Of each its version, and the beginning of the SHA-256 of its title and words. Other words have a higher version."""


def written(handout: Handout) -> str:
    """As it was handed over: with the marks of its sources, and stars around what is bold."""
    blocks = []
    for block in handout.blocks:
        match block:
            case Points():
                blocks += [f"- {line(item)}" for item in block.items]
            case Numbered():
                blocks += [f"{number}. {line(item)}" for number, item in enumerate(block.items, start=1)]
            case Boxes():
                blocks += [f"☐ {line(item)}" for item in block.items]
            case _:
                blocks.append(line(block))
    return "\n".join(blocks)


def line(told: Heading | Paragraph) -> str:
    parts = [f"**{told.lead}**"] if told.lead else []
    for part in told.parts:
        parts += [part.text] if isinstance(part, Said) else [part.label, "____"]
        parts += [f"[{'; '.join(part.sources)}]"] if part.sources else []
    return " ".join(filter(None, parts))


def sources_of(handout: Handout) -> set[str]:
    return {source for told in handout.lines for part in told.parts for source in part.sources}


def as_approved(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", WORDS, re.DOTALL | re.MULTILINE)
    assert found, title
    return re.sub("_{5,}", "____", found[1])


def one_line(text: str) -> str:
    return " ".join(text.split())


# Words --------------------------------------------------------------------------------------------------------------


@each(HANDOUTS)
def test_it_says_word_for_word_what_was_handed_over(handout: Handout) -> None:
    """With the mark of every source in its place."""
    assert one_line(written(handout)) == one_line(as_approved(handout.title))


def test_all_that_was_handed_over_is_there() -> None:
    assert re.findall("^## (.+)$", WORDS, re.MULTILINE) == [
        handout.title for handout in sorted(HANDOUTS.values(), key=lambda each: WORDS.index(f"## {each.title}\n"))
    ]
    assert len(HANDOUTS) == WORDS.count("\n## ") == 7


def test_other_words_have_another_version() -> None:
    told = {
        id_: (handout.version, sha256(f"{handout.title}\n{written(handout)}".encode()).hexdigest()[:12])
        for id_, handout in HANDOUTS.items()
    }
    assert told == VERSIONS


@each(HANDOUTS)
def test_every_word_rests_on_something(handout: Handout) -> None:
    """What has no source of its own stands in a paragraph with something that has; a bare heading needs none."""
    for told in handout.lines:
        assert not told.parts or any(part.sources for part in told.parts)


def test_a_source_or_a_number_that_nobody_knows_fails() -> None:
    one = HANDOUTS["foot-care"]
    with pytest.raises(KeyError):
        replace(one, blocks=(paragraph(said("Rest.", "NOBODY1999")),))
    with pytest.raises(ValueError, match="foot-care has no number fax"):
        replace(one, blocks=(paragraph(said("Send a fax to {fax}.", "TOOL")),))


def test_what_it_goes_with_exists() -> None:
    wrong = replace(HANDOUTS["foot-care"], goes_with=("S05", "RF99"))
    with mock.patch.object(rule_set, "HANDOUTS", {"x": wrong}), pytest.raises(RuleError, match="exist: RF99"):
        rule_set.check()


FORBIDDEN = (
    r"\b(low|medium|high) (suicide )?risk\b",
    r"\bdenies\b",
    r"\bnon-complian",
    r"no red flags",
    r"most likely",
    r"\bdiagnos",
    r"%",
    r"PHQ|GAD-|PEG\b|NEWS",
)


@each(HANDOUTS)
def test_no_word_that_is_never_said(handout: Handout) -> None:
    assert [pattern for pattern in FORBIDDEN if re.search(pattern, written(handout), re.IGNORECASE)] == []


# Reading age --------------------------------------------------------------------------------------------------------


def sentences(handout: Handout) -> Iterator[str]:
    """Headings left out, numbers filled in; an item of a list is a sentence at least."""
    headings = [block for block in handout.blocks if isinstance(block, Heading)]
    for each_line in handout.lines:
        if each_line not in headings:
            told = " ".join([each_line.lead, *(part.text for part in each_line.parts if isinstance(part, Said))])
            text = "".join(run.text for run in runs(told, FILLED))
            yield from filter(None, (piece.strip(' “”"') for piece in re.split(r"(?<=[.?!:])[\"”]?\s+", text)))


def syllables(word: str) -> int:
    """As a reader counts them, roughly: groups of vowels, without a silent e."""
    groups = len(re.findall("[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid."""
    words = [word for text in texts for word in re.findall(r"[a-z0-9’']+", text.casefold())]
    return 0.39 * len(words) / len(texts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


@each(HANDOUTS)
def test_somebody_of_eleven_can_read_it(handout: Handout) -> None:
    assert grade(list(sentences(handout))) <= 6.5


def test_the_grade_tells_hard_words_from_easy_ones() -> None:
    assert grade(["The cat sat on the mat."]) < 1
    assert grade(["Neuropathic pain necessitates multidisciplinary evaluation of comorbidities."]) > 15


# Numbers ------------------------------------------------------------------------------------------------------------


def test_numbers_stand_in_their_places() -> None:
    assert runs("Call {emergency_number} now, or {crisis_line}.", FILLED) == (
        Run("Call "),
        Run("999", calls=True),
        Run(" now, or "),
        Run("111", calls=True),
        Run(" (NHS urgent help, mental health option)"),
        Run("."),
    )
    assert runs("{clinic_phone}", FILLED) == (Run("020 7946 0123", calls=True),)


def test_what_is_missing_is_named() -> None:
    assert missing(HANDOUTS["who-to-call"], NOTHING_SET) == tuple(NUMBERS.values())
    assert missing(HANDOUTS["foot-care"], NOTHING_SET | {"emergency_number": Number("999")}) == ("the clinic's phone",)
    assert missing(HANDOUTS["foot-care"], FILLED | {"crisis_line": Number("")}) == ()
    assert all(missing(handout, FILLED) == () for handout in HANDOUTS.values())


def test_there_is_room_to_write_and_to_tick() -> None:
    plan = next(block for block in HANDOUTS["who-to-call"].blocks if isinstance(block, Numbered))
    assert [isinstance(item.parts[-1], Blank) for item in plan.items] == [True] * 6
    result = next(block for block in HANDOUTS["after-a-clot-scan"].blocks if isinstance(block, Boxes))
    assert [item.lead for item in result.items] == [
        "No clot was seen.",
        "No clot was seen, and you need one more scan.",
        "A clot was found.",
    ]


# What it goes with --------------------------------------------------------------------------------------------------

NOBODY: dict[str, object] = {"pt.age_years": 50}


@pytest.mark.parametrize(
    ("handout", "raised"),
    [
        ("back-and-leg-warning-signs", "RF02a"),
        ("back-and-leg-warning-signs", "S01"),
        ("leg-warning-signs", "S02"),
        ("who-to-call", "S03"),
        ("foot-care", "S05"),
        ("after-a-clot-scan", "RF03"),
        ("pain-and-low-mood", "CB01"),
        ("ten-questions", "CB01"),
    ],
)
def test_it_is_proposed_beside_what_it_goes_with(handout: str, raised: str) -> None:
    """In every worked case that raises it."""
    cases = [assessed(example["answers"]).whole() for example in EXAMPLES.values()]
    raising = [
        found
        for found in cases
        if any(raised == each.id for each in (*found.present, *found.steps, *found.combined.rules))
    ]
    assert raising
    assert all(goes_with(HANDOUTS[handout], found) for found in raising)


def test_without_what_it_goes_with_it_is_offered_all_the_same_but_not_proposed() -> None:
    offered = proposed_first(assessed({}).whole())
    assert {handout.id for handout, _ in offered} == set(HANDOUTS)
    proposed = [is_proposed for _, is_proposed in offered]
    assert proposed == sorted(proposed, reverse=True)
    assert ("after-a-clot-scan", False) in [(handout.id, is_proposed) for handout, is_proposed in offered]


def test_nothing_confidential_proposes_one() -> None:
    """So what is given may stand on every page of the summary."""
    for example in EXAMPLES.values():
        whole = assessed(example["answers"]).whole()
        assert proposed_first(whole) == proposed_first(whole.shared())


# The rule book ------------------------------------------------------------------------------------------------------


@each(HANDOUTS)
def test_the_rule_book_says_all_of_it_with_its_sources(handout: Handout) -> None:
    chapter = next(chapter for chapter in chapters() if chapter.id == "handouts")
    entry = next(entry for entry in chapter.entries if entry.id == handout.id)
    said_there = one_line(" ".join(part.text for part in entry.parts))
    bare = re.sub(r"\*\*|^- |^\d\. |☐ | ?\[[A-Z][^\]]*\]", "", written(handout), flags=re.MULTILINE)
    bare = re.sub(r"____", "[…]", bare)
    for name, words in NUMBERS.items():
        bare = bare.replace(f"{{{name}}}", f"[{words}]")
    assert said_there == f"{handout.version}. {one_line(bare)}"
    assert {source.id for part in entry.parts for source in part.sources} == sources_of(handout)
    assert entry.used_by == handout.goes_with
