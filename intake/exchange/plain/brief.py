"""The brief as text: the parts of the first page in its order, and nothing cut, since there is no page to fill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from intake.clinical.telling.notices import LIMITATIONS, NOT_APPROVED
from intake.clinical.working.findings import FlagFinding
from intake.summary.content import Summary
from intake.summary.dates import date_text, time_text
from intake.summary.entries import Entry, entries
from intake.summary.signed import Decision, Signed

from .answers import labels_text, reasons_text
from .columns import Part, bullet, plain, together
from .head import see_correction, signer_text

WHAT_IT_IS = "Decision support for a qualified clinician. Not a diagnosis."
NO_CONTACTS = "Use your local crisis pathway."
_CHOICES = {"accepted": "Accepted", "done": "Done"}


def urgency(summary: Summary) -> Iterator[Part]:
    assessment, found = summary.assessment, summary.assessment.item9
    rows = [*see_correction(summary, "urgency")]
    if found.attention and not assessment.tier:
        about = f"PHQ-9 item 9 (better off dead, or hurting oneself): {found.meaning}"
        rows.append(plain(found.conflict or about))
    rows.append(plain(f"{assessment.headline}."))
    yield Part("Urgency", [*rows, *(_present(flag, summary) for flag in assessment.present)])


def _present(flag: FlagFinding, summary: Summary) -> str:
    """A flag that is told in its pointer alone has no reasons and nothing to consider."""
    because = f" {reasons_text(flag.because, summary.assessment)}." if flag.because else ""
    consider = f" Consider: {plain(flag.action)}" if flag.action else ""
    return bullet(f"{_mark(flag)}.{because}{consider}")


def _mark(flag: FlagFinding) -> str:
    return f"{flag.tier_text.upper()}: {plain(flag.title)}"


def case(summary: Summary) -> Iterator[Part]:
    own = summary.assessment.own_words
    rows = [plain(summary.assessment.one_line)] if summary.assessment.one_line else []
    named = ((f"{own.said_by[:1].upper()}{own.said_by[1:]}", own.complaint), ("Hopes for", own.hopes))
    rows += [f'{name}: "{text}"' for name, text in named if text]
    yield Part("In one line", [*see_correction(summary, "case"), *rows] if rows else [])


def decision(summary: Summary) -> Iterator[Part]:
    """What was concluded and accepted; before the signature, the key steps."""
    rows = see_correction(summary, "plan")
    if summary.signed:
        yield Part("Assessment and plan", [*rows, *_decided(summary, summary.signed)])
        return
    leading = entries(summary.assessment, summary.assessment.leading_groups)
    none = "No key steps. Further steps stand in the plan."
    yield Part("To consider", [*rows, *(map(bullet, entries_texts(leading)) if leading else [none])])


def entries_texts(found: list[Entry]) -> Iterator[str]:
    """Each entry with how urgent it is, since a line may be pasted without the one before."""
    for entry in found:
        text = f"{entry.heading}." if entry.heading else entry.steps[0].text
        yield plain(f"{entry.steps[0].urgency_text}: {text}")


def _decided(summary: Summary, signed: Signed) -> Iterator[str]:
    yield signed.text or "No assessment of their own was written."
    shared = shared_ids(summary)
    steps = [*(step for step in signed.steps if step.id in shared), *signed.own_steps]
    for choice, name in _CHOICES.items():
        chosen = sorted((step for step in steps if step.choice == choice), key=lambda step: step.due or date.max)
        for by_whom, same in groupby(chosen, key=lambda step: _by_whom(name, step)):
            yield f"{by_whom}:"
            yield from (bullet(f"{step_text(step)} {step.reason}".rstrip()) for step in same)
    for flag in signed.reviewed:
        if flag.id in shared:
            yield bullet(f"Clinically reviewed: {plain(flag.title)}: {flag.words}")
    if left := sum(item.id in shared for item in signed.left_open):
        yield f"Open at the signature: {left}, each with a word in the plan."


def _by_whom(said_of_it: str, step: Decision) -> str:
    return f"{said_of_it}: {step.owner}, by {date_text(step.due)}" if step.owner and step.due else said_of_it


def step_text(step: Decision) -> str:
    """The clinician's own step as it was typed."""
    return plain(step.text) if step.id else step.text


def shared_ids(summary: Summary) -> set[str]:
    """Of the flags and steps that may be shared."""
    flags, steps = summary.assessment.flags, summary.assessment.steps
    return {*(flag.id for flag in flags), *(step.id for step in steps)}


def still_open(summary: Summary) -> Iterator[Part]:
    assessment = summary.assessment
    rows = [bullet(_pointed_to(flag, summary)) for flag in assessment.pointed_to]
    if assessment.warnings:
        texts = " ".join(plain(warning.text) for warning in assessment.warnings)
        rows.append(f"Answers do not fit together: {texts} {plain(assessment.warnings_caution)}")
    # The sentences before count the flags that stand here by name.
    rows += [plain(text) for text in assessment.counted[bool(assessment.present) + bool(assessment.pointed_to) :]]
    yield Part("Cannot be excluded" if assessment.pointed_to else "Still open", rows)


def _pointed_to(flag: FlagFinding, summary: Summary) -> str:
    hint = reasons_text(flag.hint, summary.assessment)
    missing = f" Open: {labels_text(flag.missing)}." if flag.missing else ""
    return f"{_mark(flag)}. {hint}.{missing}"


def item9(summary: Summary) -> Iterator[Part]:
    """In the person's own words, apart from any score; what contradicts it before it."""
    found = summary.assessment.item9
    rows = [*see_correction(summary, "item9"), *([plain(found.conflict)] if found.conflict else [])]
    rows.append(plain(f"{found.quoted}. {found.after}".strip()))
    if found.contacts_due:
        rows.append(f"Crisis contacts: {contacts_text(summary)}")
    yield Part("PHQ-9 item 9", rows)


def contacts_text(summary: Summary) -> str:
    numbers = [f"{service} {together(number)}" for service, number in summary.letterhead.emergency]
    return f"{', '.join(numbers)}." if numbers else NO_CONTACTS


def scores(summary: Summary) -> Iterator[Part]:
    """Each with its cautions, and what it came to at the visit before."""
    assessment = summary.assessment
    earlier = {trend.measure.id: trend.points[-2].reading for trend in summary.history if len(trend.points) > 1}
    rows = []
    for score in assessment.leading_scores:
        before = earlier.get(score.id)
        told = [
            f"{score.name}: {score.full_text}{f'; before: {before.text} on {date_text(before.on)}' if before else ''}."
        ]
        rows.append(bullet(plain(" ".join((*told, *score.cautions)))))
    yield Part("Scores", [*see_correction(summary, "scores"), *rows, plain(assessment.scores_caution)])


def where_it_hurts(summary: Summary) -> Iterator[Part]:
    places = summary.assessment.places
    marked = "; ".join(place.text for place in places.marked) or places.why_none
    text = f"{marked[:1].upper()}{marked[1:]}."
    note = f" {places.note}." if places.marked and places.note else ""
    yield Part("Where it hurts", [*see_correction(summary, "places"), plain(f"{text}{note}")])


def medicines(summary: Summary) -> Iterator[Part]:
    """A blank is told as one, and never as "none"."""
    found = summary.assessment.medicines
    told = (("As on the box", found.names), ("By class", plain(found.classes)), ("Allergies", found.allergies))
    rows = [f"{name}: {text.rstrip('.')}." for name, text in told if text]
    yield Part("Medicines", [*see_correction(summary, "medicines"), *rows, plain(found.list_text)])


def signature(summary: Summary) -> Iterator[Part]:
    yield Part("Signature", [f"Signed by {signer_text(summary.signed.by)}." if summary.signed else "Not signed."])


def about(summary: Summary) -> Iterator[Part]:
    """How it was made, and at the end of whatever leaves the site, what it cannot do."""
    later = summary.assessment.circumstances.assessed_on and summary.assessed_on != summary.made_at.date()
    made = [f"Assessed {date_text(summary.assessed_on)}."] if later else []
    made += [f"Made {plain(time_text(summary.made_at))}.", f"Document {summary.document_id}."]
    rules = [f"Rule set {summary.assessment.rule_set}, approved at this site."] if summary.approved else []
    told = [plain(notice.title) for notice in summary.notices_of_rules if notice.kind != NOT_APPROVED]
    yield Part(
        "About", [" ".join((WHAT_IT_IS, *rules, *told, *made)), "Self-reported, not verified.", plain(LIMITATIONS)]
    )
