"""The top of the brief as text: what it is, how far it holds, what was said after the signature, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from intake.clinical.telling.notices import NOT_APPROVED
from intake.summary.content import DRAFT, Summary
from intake.summary.dates import time_text
from intake.summary.signed import VOID, Signer

from .answers import said
from .columns import Part, plain

TITLE = "Intake summary"
NOT_SIGNED = "DRAFT: not signed"
DO_NOT_USE = "VOID: do not use"
WRITTEN_AFTER = "The rest of this report is as it was signed."
_SEX, _WHO_ANSWERED, _NOT_ANSWERED = "pt.sex", "Answered by", "Not answered"


def status_text(summary: Summary) -> str:
    return {DRAFT: NOT_SIGNED, VOID: DO_NOT_USE}.get(summary.status, summary.status)


def head(summary: Summary) -> Iterator[Part]:
    """What it is and how far it holds, before anything of it: a part may be pasted, or read, without the rest."""
    rules = [plain(notice.title) for notice in summary.notices_of_rules if notice.kind == NOT_APPROVED]
    sender = summary.letterhead
    reached = [f"Phone {sender.phone}" if sender.phone else "", f"E-mail {sender.email}" if sender.email else ""]
    rows = [status_text(summary), *rules, sender.clinic, sender.address, "; ".join(filter(None, reached))]
    yield Part(TITLE, [row.strip() for row in rows if row.strip()])


def corrections(summary: Summary) -> Iterator[Part]:
    """That it is void, and each addendum, newest last."""
    signed = summary.signed
    if signed and signed.voiding:
        void = signed.voiding
        rows = ["Not valid. Do not use this report for care.", f"{void.kind}. Reason: {void.reason}"]
        yield Part("Void", [*rows, f"Declared void by {signer_text(void.by)}."])
    for addendum in signed.addenda if signed else ():
        rows = [addendum.text, signer_text(addendum.by)]
        last = signed is not None and addendum == signed.addenda[-1]
        yield Part(f"Correction {addendum.number}", [addendum.reason, *rows, *([WRITTEN_AFTER] if last else [])])


def see_correction(summary: Summary, part: str) -> list[str]:
    """Beside whatever an addendum contradicts."""
    addenda = summary.signed.addenda if summary.signed else ()
    numbers = [str(addendum.number) for addendum in addenda if part in addendum.corrects]
    return [f"See correction {' and '.join(numbers)} above."] if numbers else []


def signer_text(signer: Signer) -> str:
    return f"{signer.name}, {signer.role}, {plain(time_text(signer.at))}"


def identity(summary: Summary) -> Iterator[Part]:
    person, made = summary.person, summary.assessment.circumstances
    born = summary.born()
    sex = [said(line) for line in summary.assessment.lines if line.question == _SEX and line.state == "answered"]
    about = [f"{born[:1].upper()}{born[1:]}", *sex, f"Record number {person.record_number.strip() or 'not recorded'}"]
    about += [f"Phone {person.phone}"] if person.phone else []
    about += [f"GP {person.gp}"] if person.gp else []
    told = [(label, text) for label, text in made.told if not (label == _WHO_ANSWERED and summary.assessment.by_proxy)]
    circumstances = [f"{label}: {plain(text)}" for label, text in told if text != _NOT_ANSWERED]
    missing = [label.lower() for label, text in told if text == _NOT_ANSWERED]
    missing += [] if made.assessed_on else ["date"]
    circumstances += [f"{_NOT_ANSWERED}: {', '.join(missing)}"] if missing else []
    rows = [person.name, "; ".join(filter(None, (*about, summary.ages))), "; ".join(circumstances)]
    notices = [plain(f"{notice.title} {notice.text}".strip()) for notice in summary.notices_of_answers]
    yield Part("Person", [*see_correction(summary, "person"), *filter(None, rows), *notices])
