"""What a letter still lacks before it can be signed, in words for the page."""

from __future__ import annotations

from collections.abc import Iterator

from .shape import ITEM9, Letter


def lacking(letter: Letter) -> tuple[str, ...]:
    return tuple(_lacking(letter))


def _lacking(letter: Letter) -> Iterator[str]:
    if not letter.reason.strip():
        yield "Write the reason in one line."
    if not letter.question.strip():
        yield "Write the question to the service."
    if letter.consent.get("asked") not in ("yes", "best_interests"):
        yield "Record the person's consent, or that the letter is in their best interests."
    sent = {line.key for line in letter.part("scores").sent}
    if "score.phq9" in sent and ITEM9 not in sent:
        yield "The PHQ-9 total includes item 9, which is never told in a total alone: send both or neither."
