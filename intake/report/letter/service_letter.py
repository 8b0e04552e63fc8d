"""The letter to the service, and its copy for the GP: the same content, each line as it was ticked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from intake.clinical.telling.letter import ITEM9, NOW, SAME_DAY, URGENCIES, LetterLine, LetterPart
from intake.clinical.telling.notices import LIMITATIONS
from intake.report.engine.blocks import Block, Paragraph, Stack
from intake.report.engine.headings import Section
from intake.report.engine.lists import listed
from intake.report.engine.shapes import Barred
from intake.report.engine.styles import ACCENT, BODY, INK, ITEM, OVERALL, QUIET_FOOT, RED, RED_TINT, TINT
from intake.report.engine.words import APART, Words, put, together
from intake.report.sections.letterhead import letterhead
from intake.report.summary import date_text, time_text
from intake.summary.letter import DRAFT, IN_PLACE_OF, TITLES, WHAT_IT_IS, LetterDocument, recorded

from .about_whom import about_whom
from .styles import URGENCY


def service_letter(document: LetterDocument) -> Iterator[Block]:
    yield letterhead(document.letterhead, TITLES[document.kind], document.status, "")
    yield from _amended(document)
    yield about_whom(document)
    yield _urgency(document)
    for part in document.letter.parts:
        yield from _part(part)
    yield Section("Consent", [Paragraph(put("{}.", ". ".join(document.agreed_and_told)), BODY)])
    yield Section("From", [Paragraph(put("{}", text), BODY) for text in _referrer(document)])
    yield from _foot(document)


def _amended(document: LetterDocument) -> Iterator[Block]:
    if document.amended:
        rows: list[Block] = [
            Paragraph(put("Amended: {}", each.reason), OVERALL, "H2")
            if each is document.amended[-1]
            else Paragraph(put("Amended before: {}", each.reason), BODY)
            for each in reversed(document.amended)
        ]
        yield Barred([*rows, Paragraph(put(IN_PLACE_OF), BODY)], INK, TINT)


def _urgency(document: LetterDocument) -> Block:
    letter = document.letter
    is_urgent = letter.urgency in (NOW, SAME_DAY)
    bar, tint = (RED, RED_TINT) if letter.urgency == NOW else (ACCENT, TINT)
    urgency = URGENCIES[letter.urgency]
    said = put("<b>Urgency: {}</b>", urgency.upper() if is_urgent else urgency)
    number = put("Letter number <b>{}</b>", document.number)
    return Barred(
        [
            Paragraph(together(APART, (said, number, date_text(document.made_at.date()))), URGENCY),
            Paragraph(put("<q>Reason:</q> <b>{}</b>", recorded(letter.reason)), BODY),
            Paragraph(put("<q>We ask:</q> <b>{}</b>", recorded(letter.question)), BODY),
        ],
        bar,
        tint,
    )


def _part(part: LetterPart) -> Iterator[Block]:
    """Nothing where nothing of it is sent."""
    if not part.sent:
        return
    items = list(_ITEMS.get(part.id, _in_one)(part.sent))
    yield Section(part.title, [listed(items, ITEM)] if len(items) > 1 else [Paragraph(items[0], BODY)])


def _in_one(lines: Sequence[LetterLine]) -> Iterator[Words]:
    """One after the other, the questions toned down."""
    yield put("{}.", together("; ", map(_toned, lines)))


def _toned(line: LetterLine) -> Words:
    label, colon, rest = line.text.strip().rstrip(".").partition(": ")
    return put("<q>{}:</q> {}", label, rest) if colon else put("{}", label)


def _of_case(lines: Sequence[LetterLine]) -> Iterator[Words]:
    first, *others = lines
    yield put("<b>{}</b>", first.text.strip())
    yield from (put("{}", line.text.strip()) for line in others)


def _of_flags(lines: Sequence[LetterLine]) -> Iterator[Words]:
    """How urgent in bold; the private answers behind a flag, which its key says they are, stand with it."""
    for group in _with_answers(lines):
        urgency, colon, rest = _joined(group).partition(": ")
        yield put("<b>{}:</b> {}.", urgency, rest) if colon else put("{}.", urgency)


def _with_answers(lines: Sequence[LetterLine]) -> Iterator[list[LetterLine]]:
    found: list[LetterLine] = []
    for line in lines:
        if found and not line.key.startswith(f"{found[0].key}."):
            yield found
            found = []
        found.append(line)
    yield found


def _of_scores(lines: Sequence[LetterLine]) -> Iterator[Words]:
    """Item 9 apart from all totals."""
    apart = [line.text.strip() for line in lines if line.key == ITEM9]
    yield from (put("<b>{}</b>", text) for text in apart)
    if totals := [line.text.strip() for line in lines if line.key != ITEM9]:
        yield put("{}", " ".join(totals))


_ITEMS: dict[str, Callable[[Sequence[LetterLine]], Iterator[Words]]] = {
    "case": _of_case,
    "flags": _of_flags,
    "scores": _of_scores,
}
"""The other parts stand in one."""


def _joined(lines: Iterable[LetterLine]) -> str:
    return "; ".join(line.text.strip().rstrip(".") for line in lines)


def _referrer(document: LetterDocument) -> Iterator[str]:
    referrer = document.referrer
    yield document.signer
    signed = f"Signed {time_text(referrer.at)}" if referrer.at else ""
    if document.status == DRAFT:
        signed = "Not signed: a draft"
    yield APART.join(filter(None, (referrer.practice.strip(), f"Phone {recorded(referrer.phone)}", signed)))


def _foot(document: LetterDocument) -> Iterator[Block]:
    said = (WHAT_IT_IS, document.rules, document.made, LIMITATIONS)
    about = Paragraph(put("<b>{}</b> {} {} {}", *said), QUIET_FOOT)
    yield Section("Limits", [Stack([about], whole=True)])
