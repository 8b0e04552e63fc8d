"""The red flags of a letter, each with the answers behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from intake.clinical.telling.urgency import counted_flags
from intake.clinical.working.findings import PRESENT, Assessment, FlagFinding, Line

from .answers import answer_line, answer_text
from .findings import TOLD_ELSEWHERE
from .shape import LetterLine
from .told_in_private import is_private

NO_FLAG = "No red flag is named here as present; this does not exclude a serious cause."
CANNOT_BE_EXCLUDED = "Cannot be excluded from the answers given"


def flag_lines(assessment: Assessment, told: Collection[str], referred: Collection[str]) -> Iterator[LetterLine]:
    """Those present, and those not excluded that something points to; a flag that is kept apart is not even counted.

    Args:
        told: ids of the questions whose answers stand in the letter already.
        referred: ids of the flags for which the person is referred. Of any other, a title that rests on private answers
            alone tells them, and is a clinician's to tick.
    """
    flags = [flag for flag in assessment.flags if flag.id]
    present = sorted((flag for flag in flags if flag.status == PRESENT), key=lambda flag: flag.tier)
    pointed_to = sorted((flag for flag in flags if flag.is_pointed_to), key=lambda flag: flag.tier)
    seen = {*told, *TOLD_ELSEWHERE}
    if not present:
        yield LetterLine("flags.none", NO_FLAG)
    for flag in present:
        text = f"{_capital(flag.tier_text)}: {flag.title}."
        yield from _flag(flag, text, "Because", flag.because, assessment, seen, flag.id in referred)
    for flag in pointed_to:
        text = f"{CANNOT_BE_EXCLUDED}, {flag.tier_text}: {flag.title}."
        yield from _flag(flag, text, "Points to it", flag.hint, assessment, seen, flag.id in referred)
    *_, last = ("", *counted_flags(flags))
    if last and any(flag.is_quiet for flag in flags):
        yield LetterLine("flags.open", last)


def _flag(
    flag: FlagFinding,
    text: str,
    because: str,
    lines: Collection[Line],
    assessment: Assessment,
    seen: set[str],
    is_referred: bool,
) -> Iterator[LetterLine]:
    """Its title with the answers behind it, each once in the letter; those told in private stand in lines of their own."""
    new = [line for line in _without_scores(lines, assessment) if line.question not in seen]
    seen.update(line.question for line in new)
    if public := "; ".join(answer_text(line) for line in new if not is_private(line)):
        text = f"{text} {because}: {public}."
    private = not is_referred and all(map(is_private, lines))
    yield LetterLine(f"flags.{flag.id}", text, sent=not private, private=private)
    for line in new:
        if is_private(line):
            yield answer_line(f"flags.{flag.id}", line)


def _without_scores(lines: Iterable[Line], assessment: Assessment) -> Iterator[Line]:
    """A score, its items and item 9 are told under scores; what is kept apart is told nowhere."""
    scored = {line.question for score in assessment.scores for line in score.items}
    scored |= {f"score.{score.id}" for score in assessment.scores}
    there = {line.question for line in assessment.lines}
    for line in lines:
        if line.question not in scored and (line.question in there or line.question.startswith("score.")):
            yield line


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
