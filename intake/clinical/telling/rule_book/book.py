"""The whole rule book, and those of its chapters that are no rules: why, questions, warnings and sources."""

from __future__ import annotations

from functools import cache

from intake.clinical.language.kinds import CLINICIAN, Question
from intake.clinical.rules import why_together
from intake.clinical.rules.data_quality import NONE_AND_MORE, WARNINGS
from intake.clinical.rules.instruments import INSTRUMENTS, PHQ9
from intake.clinical.rules.questions import SECTIONS
from intake.clinical.rules.questions.mood import phq
from intake.clinical.rules.sources import SOURCES, cited

from .entries import Chapter, Entry, Group, Part, capital
from .handouts import handouts_chapter
from .rules import combined_chapter, facts_chapter, flags_chapter, patterns_chapter, steps_chapter
from .scores import scores_chapter
from .users import used_by


@cache
def chapters() -> tuple[Chapter, ...]:
    """The whole book. The rules do not change while the program runs."""
    return (
        *(_why(), flags_chapter(), combined_chapter(), patterns_chapter(), steps_chapter()),
        *(handouts_chapter(), facts_chapter(), _questions(), scores_chapter(), _warnings(), _cited()),
    )


def _why() -> Chapter:
    passages = []
    for passage in why_together.PASSAGES:
        claims = tuple(Part("", claim.text, cited(*claim.sources)) for claim in passage.claims)
        passages.append(Entry(passage.id, passage.title, claims, shows_id=False))
    intro = (
        "Pain and low mood occur together and may affect each other. The mechanisms below are general knowledge [K], for a clinical lead to check; none of them is a rule.",
    )
    return Chapter("why-together", why_together.TITLE, intro, (Group("", tuple(passages)),))


def _questions() -> Chapter:
    intro = (
        "In the order in which they are asked. Nearly every question can also be left open, answered “does not know” or declined: none of these counts as no.",
    )
    groups = tuple(Group(each.title, tuple(map(_question, each.questions)), each.intro) for each in SECTIONS)
    return Chapter("questions", "Questions", intro, groups)


def _question(question: Question) -> Entry:
    asker = "The clinician alone" if question.by == CLINICIAN else "The front desk, or the clinician"
    if question is phq.difficulty:  # it stands below the items, and is none of them
        instrument = PHQ9.name
    else:
        instrument = next((one.name for one in INSTRUMENTS if question.wording in dict(one.items)), "")
    parts = (
        Part("Answer", question.answer_kind_text),
        Part("Asked by", f"{asker}{', in private' * question.private}."),
        Part("Asked when", question.asked_when().sentence),
        Part("Part of", instrument),
        Part("Help", question.help),
    )
    told = tuple(part for part in parts if part.text)
    return Entry(question.id, question.wording, told, used_by=used_by(question.id))


def _warnings() -> Chapter:
    intro = ("Answers that do not fit together. They change no answer, and the more serious reading counts.",)
    entries = [
        Entry(warning.id, warning.text, (Part("Looks at", "; ".join(q.short for q in warning.questions)),))
        for warning in WARNINGS
    ]
    entries.append(Entry("W09", NONE_AND_MORE))
    return Chapter("warnings", "Warnings", intro, (Group("", tuple(sorted(entries, key=lambda entry: entry.id))),))


def _cited() -> Chapter:
    intro = ("Every citation, once. The mark says how far it was checked.",)
    entries = []
    for source in SOURCES.values():
        parts = (Part(capital(source.status), source.text),)
        entries.append(Entry(f"source-{source.id}", f"{source.id} [{source.mark}]", parts, shows_id=False))
    return Chapter("sources", "Sources", intro, (Group("", tuple(entries)),))
