"""The lines of each part of a letter, in the words of the findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from intake.clinical.language.kinds import CALM, Question, inside_sentence
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.rules.questions.history import hx, rx
from intake.clinical.rules.questions.mood import mh, phq, soc
from intake.clinical.rules.questions.pain import pain
from intake.clinical.telling.notices import DRAFT
from intake.clinical.telling.one_line import one_line
from intake.clinical.telling.urgency import counted_flags
from intake.clinical.working.case import Case
from intake.clinical.working.findings import PRESENT, Assessment, FlagFinding, Line, ScoreFinding
from intake.clinical.working.lines import Lines

from .shape import LetterLine
from .told_in_private import is_open_to_all, is_private, rests_on_private

MOST_FINDINGS = 8
"""Lines of findings beside those that make the steps so: what a service reads first has to fit one page."""

NO_FLAG = "No red flag is named here; this does not exclude a serious cause."
NOT_EXAMINED = "Nothing was examined, or it was not entered."
CANNOT_BE_EXCLUDED = "Cannot be excluded from the answers given"
NOT_RECORDED = "not recorded"
BY_CLASS = "By class: "

_COMPLAINT = (pain.duration_days, pain.onset_speed, pain.course, pain.radiation, pain.aggravating, pain.relieving)
"""What is told of every pain, in this order, after where it hurts."""
_IMPACT = (pain.nrs_avg, pain.night, pain.walk_distance_m)
_HISTORY = tuple(
    question.id
    for question in QUESTIONS.values()
    if question.id.startswith("hx.") and question is not hx.investigations
)
_AROUND = tuple(
    question.id
    for question in (pt.pregnancy, soc.support, soc.strain, mh.bereaved_2mo, mh.substance_change, mh.new_med_mood)
)
"""Told in private, and never sent unless a clinician ticks it."""
_TOLD_ELSEWHERE = frozenset(q.id for q in (pt.age_years, pt.sex, pain.sites, pain.main_region, rx.current))
"""In a part or a line of their own."""
_SAID_OF_NOBODY = (False, None, *CALM, [CALM[0]], "not_applicable", "never", "full", 0)
"""Answers that say that there is nothing, by which a letter is not made longer."""


@dataclass(frozen=True)
class Details:
    """What the record says of how a service can reach and speak with the person. What is empty is not recorded."""

    language: str = ""
    interpreter: bool | None = None
    contact: str = ""
    """How they may be reached: ``phone, letter``."""
    safe_contact: str = ""
    """How to contact them safely, as they asked."""


def case_lines(assessment: Assessment, case: Case) -> Iterator[LetterLine]:
    """The one line without what was told in private, what the person came with, and who answered."""
    line = one_line(Lines(case), assessment.scores, is_open_to_all)
    yield LetterLine("case.one_line", line)
    said = assessment.own_words
    if said.complaint:
        yield LetterLine("case.own_words", f"{said.said_by[:1].upper()}{said.said_by[1:]}: “{said.complaint}”")
    if said.hopes:
        yield LetterLine("case.hopes", f"Hopes for help with: “{said.hopes}”")
    for notice in assessment.notices:
        if notice.kind != DRAFT:
            yield LetterLine(f"case.notice.{notice.kind}", notice.title)


def finding_lines(assessment: Assessment, reasons: Sequence[Line]) -> Iterator[LetterLine]:
    """What makes the steps so; then what is told of every pain, and what else is wrong with leg and body."""
    scored = {line.question for score in assessment.scores for line in score.items}
    first = [line for line in reasons if line.question not in scored | _TOLD_ELSEWHERE and _tells(line)]
    for line in first:
        yield _answer("findings", line)
    told = {line.question for line in first}
    places = ", ".join(place.text for place in assessment.places.marked) or assessment.places.why_none
    more = [LetterLine(f"findings.{pain.sites.id}", f"Where it hurts: {places}")]
    for line in _lines(assessment, *_COMPLAINT, *_IMPACT):
        is_due = line.question == pain.duration_days.id and line.state != "na"
        if line.question not in told and (is_due or _is_telling(line)):
            more.append(_answer("findings", line))
    symptoms = (line for line in assessment.lines if line.question.startswith("sx.") and line.question not in told)
    alarming = [_answer("findings", line) for line in symptoms if _is_telling(line)]
    room = max(MOST_FINDINGS - len(alarming), MOST_FINDINGS // 2)
    yield from more[:room]
    yield from alarming


def flag_lines(assessment: Assessment, told: Collection[str]) -> Iterator[LetterLine]:
    """Those present, and those not excluded that something points to; a flag that is kept apart is not even counted.

    Args:
        told: ids of the questions whose answers stand in the letter already.
    """
    flags = [flag for flag in assessment.flags if flag.id]
    present = sorted((flag for flag in flags if flag.status == PRESENT), key=lambda flag: flag.tier)
    pointed_to = sorted((flag for flag in flags if flag.is_pointed_to), key=lambda flag: flag.tier)
    seen = {*told, *_TOLD_ELSEWHERE}
    for flag in present:
        text = f"{_capital(flag.tier_text)}: {flag.title}."
        yield from _flag(flag, text, "Because", flag.because, assessment, seen)
    for flag in pointed_to:
        text = f"{CANNOT_BE_EXCLUDED} ({flag.tier_text}): {flag.title}."
        yield from _flag(flag, text, "Points to it", flag.hint, assessment, seen)
    if not present:
        yield LetterLine("flags.none", NO_FLAG)
    *_, last = ("", *counted_flags(flags))
    if last and any(flag.is_quiet for flag in flags):
        yield LetterLine("flags.open", last)


def _flag(
    flag: FlagFinding, text: str, because: str, lines: Iterable[Line], assessment: Assessment, seen: set[str]
) -> Iterator[LetterLine]:
    """Its title with the answers behind it, each once in the letter; those told in private stand in lines of their own."""
    new = [line for line in _without_scores(lines, assessment) if line.question not in seen]
    seen.update(line.question for line in new)
    if public := "; ".join(_text(line) for line in new if not is_private(line)):
        text = f"{text} {because}: {public}."
    yield LetterLine(f"flags.{flag.id}", text)
    for line in new:
        if is_private(line):
            yield _answer(f"flags.{flag.id}", line)


def _without_scores(lines: Iterable[Line], assessment: Assessment) -> Iterator[Line]:
    """A score, its items and item 9 are told under scores; what is kept apart is told nowhere."""
    scored = {line.question for score in assessment.scores for line in score.items}
    scored |= {f"score.{score.id}" for score in assessment.scores}
    there = {line.question for line in assessment.lines}
    for line in lines:
        if line.question not in scored and (line.question in there or line.question.startswith("score.")):
            yield line


def score_lines(assessment: Assessment, on: str) -> Iterator[LetterLine]:
    """Item 9 first and apart, in the person's own words; then each score with its date, its band and its cautions."""
    found = assessment.item9
    by_proxy = " (answered by somebody else)" if found.by_proxy else ""
    text = f"PHQ-9 item 9 (“{found.question}”){by_proxy}: {found.quoted.rstrip('.')}. {found.after}"
    yield LetterLine("item9", f"{found.conflict} {text}".strip(), sent=False, private=True)
    for score in assessment.leading_scores:
        private = rests_on_private(score)
        yield LetterLine(f"score.{score.id}", _score(score, assessment, on), sent=not private, private=private)


def _score(score: ScoreFinding, assessment: Assessment, on: str) -> str:
    about = [*score.cautions]
    if assessment.scope != "adult":
        about += score.statements
    elif phq.q9.id in {line.question for line in score.items if line.state != "answered"}:
        about += score.statements[:1]
    when = f", {on}" if score.is_scored else ""
    return " ".join((f"{score.name}: {score.full_text}{when}.", *about))


def medicine_lines(assessment: Assessment) -> Iterator[LetterLine]:
    found = assessment.medicines
    if found.names:
        yield LetterLine("medicines.names", found.names)
    yield LetterLine("medicines.classes", f"{BY_CLASS}{found.classes}")
    yield LetterLine("medicines.list", found.list_text)


def allergy_lines(assessment: Assessment) -> Iterator[LetterLine]:
    yield LetterLine("allergies.told", assessment.medicines.allergies)


def history_lines(assessment: Assessment, told: Collection[str]) -> Iterator[LetterLine]:
    """What the person has or had; what they were not asked of it is not told as a "no"."""
    asked = {*_HISTORY, *_AROUND} - {*told}
    for line in assessment.lines:
        if line.question in asked and _is_telling(line):
            yield _answer("history", line)
    if all(line.state == "blank" for line in assessment.lines if line.question in _HISTORY):
        yield LetterLine("history.blank", "Not answered")


def examination_lines(assessment: Assessment, told: Collection[str]) -> Iterator[LetterLine]:
    """What was found, also where it is as usual: a service asks for it. Each is a clinician's to tick."""
    examined = [line for line in assessment.lines if line.question.startswith("ex.") and _is_settled(line)]
    for line in examined:
        if line.question not in told:
            yield _answer("examination", line)
    if examined and assessment.news2:
        news2 = assessment.news2
        yield LetterLine("examination.news2", " ".join((f"{news2.text}.", *news2.cautions)), sent=False, private=True)
    if not examined:
        yield LetterLine("examination.none", NOT_EXAMINED)


def tried_lines(assessment: Assessment) -> Iterator[LetterLine]:
    for line in _lines(assessment, rx.treatments_tried, hx.investigations):
        yield _answer("tried", line)


def access_lines(details: Details, assessment: Assessment) -> Iterator[LetterLine]:
    """What the record says, else what was answered at the assessment."""
    language = details.language or "".join(line.given or "" for line in _lines(assessment, ctx.language))
    yield LetterLine("access.language", f"Language: {language or NOT_RECORDED}")
    yield LetterLine("access.interpreter", _interpreter(details, assessment))
    if details.contact:
        yield LetterLine("access.contact", f"Can be reached by: {details.contact}")
    if details.safe_contact:
        text = f"How to contact safely: {details.safe_contact}"
        yield LetterLine("access.safe_contact", text, sent=False, private=True)


def _interpreter(details: Details, assessment: Assessment) -> str:
    if details.interpreter is not None:
        return "Interpreter needed" if details.interpreter else "No interpreter needed"
    for line in _lines(assessment, ctx.interpreter):
        if line.state == "answered":
            return f"Interpreter at the assessment: {inside_sentence(line.said)}"
    return f"Interpreter: {NOT_RECORDED}"


def _lines(assessment: Assessment, *questions: Question) -> Iterator[Line]:
    """In this order; an assessment of an earlier release may lack some."""
    by_id = {line.question: line for line in assessment.lines}
    yield from (by_id[question.id] for question in questions if question.id in by_id)


def _answer(part: str, line: Line) -> LetterLine:
    private = is_private(line)
    return LetterLine(f"{part}.{line.question}", _text(line), sent=not private, private=private)


def _text(line: Line) -> str:
    return f"{line.brief}: {line.said}".rstrip(".")


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _is_settled(line: Line) -> bool:
    """Answered, and not with "not examined" and the like."""
    question = QUESTIONS.get(line.question)
    return line.state == "answered" and not (question and line.answer in question.open_options)


def _is_telling(line: Line) -> bool:
    """There is something."""
    return line.state == "answered" and line.answer not in _SAID_OF_NOBODY


def _tells(line: Line) -> bool:
    """Of a reason also a "no" is told, where it is about the complaint: the others are a list of what is not there."""
    return _is_telling(line) or (line.question.startswith(("pain.", "sx.", "ex.")) and _is_settled(line))
