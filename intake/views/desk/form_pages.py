"""The pages of the front desk's form: which questions each shows, and how far it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse

from intake.actions.intakes import save_draft
from intake.clinical.assessment import assess_case
from intake.clinical.language.answers import NotAnswered
from intake.clinical.language.kinds import FRONT_DESK, Question
from intake.clinical.language.sections import Section
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS, SCORES, SECTIONS
from intake.clinical.telling.next_questions import most_needed
from intake.forms.layout import ASKED, UNSEEN, Opened, Unseen
from intake.forms.reading import Posted
from intake.forms.section import SectionForm
from intake.models import Intake, OpenedAnswer
from intake.models.intake import FROM_PATIENT
from intake.stored.not_understood import typed_text
from intake.views.access import StaffRequest
from intake.views.country import country_of
from intake.views.posted import read_page, read_revision


def _is_asked_here(question: Question) -> bool:
    return question.by == FRONT_DESK and CATALOGUE.today(question.id) not in FROM_PATIENT


def _asked_at_desk(section: Section) -> tuple[Question, ...]:
    return tuple(filter(_is_asked_here, section.questions))


QUESTIONS_OF = {section.id: _asked_at_desk(section) for section in SECTIONS if _asked_at_desk(section)}
SECTION = {section.id: section for section in SECTIONS if section.id in QUESTIONS_OF}
NUMBER = {
    question.id: number
    for number, question in enumerate((one for questions in QUESTIONS_OF.values() for one in questions), 1)
}
"""By question id, the number on the screen and on paper."""
_ORDER = list(SECTION)
SECTION_OF = {question.id: id_ for id_, questions in QUESTIONS_OF.items() for question in questions}


def anchor(question: Question) -> str:
    """Where the question stands on its section's page."""
    return f"div_id_{question.id.replace('.', '-')}"


def not_scored(intake: Intake, section_id: str) -> str:
    """What is said above a questionnaire that somebody else answers for the person; empty above everything else."""
    if not intake.case.by_proxy:
        return ""
    here = [score for score in SCORES if not score.part_of and score.items[0] in QUESTIONS_OF[section_id]]
    named = (f"{each.name} (questions {NUMBER[each.items[0].id]} to {NUMBER[each.items[-1].id]})" for each in here)
    return f"Asked, not scored: {', '.join(named)}. Somebody else answers for the person." if here else ""


def next_section(intake: Intake, section_id: str) -> str | None:
    """The next section that asks anything now; none after the last."""
    following = _ORDER[_ORDER.index(section_id) + 1 :]
    return next((id_ for id_ in following if visible_questions(intake, id_)), None)


@dataclass(frozen=True)
class Progress:
    section: Section
    answered: int
    asked: int
    malformed: int
    in_private: bool = False
    """Some of it is asked in private, and whether it applies is not told."""
    to_confirm: int = 0
    """Answers of the last intake that stand beside open questions. They count as not answered."""

    @property
    def left(self) -> int:
        return self.asked - self.answered

    @property
    def state(self) -> str:
        if self.malformed:
            return "to check"
        if not self.asked:
            return "in private" if self.in_private else "does not apply"
        return "open" if not self.answered else "part done" if self.left else "done"


def visible_questions(intake: Intake, section_id: str) -> list[Question]:
    """The questions of a section that stand on its page: that are asked now, as far as the front desk knows.

    One that holds an answer stays, though its gate has closed.
    """
    return [
        question
        for question in QUESTIONS_OF[section_id]
        if intake.case_at_desk.is_asked(question)
        or question.id in intake.malformed
        or intake.in_private.hides(question)
    ]


def posted_questions(intake: Intake, section_id: str, posted: QueryDict) -> list[Question]:
    """The questions that the posted page showed: what it did not show is not cleared.

    A page that was opened before the questions changed showed them as they were then. One that does not say what it
    showed is taken to show what is asked now. None shows what was answered in private.
    """
    asked = set(posted.getlist(ASKED))
    if not asked and UNSEEN not in posted:
        filled_in = {name.replace("-", ".", 1) for name in posted}
        visible = [q for q in visible_questions(intake, section_id) if not intake.in_private.hides(q)]
        return [q for q in QUESTIONS_OF[section_id] if q in visible or q.id in filled_in]
    of_then = (CATALOGUE.asked_then(id_) for id_ in sorted(asked - QUESTIONS.keys()))
    return [
        *(question for question in QUESTIONS_OF[section_id] if question.id in asked),
        *(q for q in of_then if q and _is_asked_here(q) and CATALOGUE.section_of[q.id] == section_id),
    ]


def section_form(
    intake: Intake, section_id: str, questions: Iterable[Question], posted: Posted | None = None
) -> SectionForm:
    """The form of a section, with what was kept or with what was posted: what a page posted it asks, closed or not."""
    private, asked = intake.in_private, list(questions)
    hidden = {question.id for question in QUESTIONS_OF[section_id] if private.hides(question)}
    unseen = [q for q in QUESTIONS_OF[section_id] if q.id in hidden and (posted is None) == (q in asked)]
    return SectionForm(
        _in_order(section_id, {*asked, *unseen}),
        intake.case_at_desk.answers.as_document(),
        {id_: typed for id_, typed in intake.malformed.items() if id_ not in hidden} if posted is None else {},
        posted,
        today=intake.encounter_date(),
        born=intake.patient.born_by(intake.encounter_date()),
        born_from=intake.patient.born_from,
        country=country_of(asked),
        none_of_these=SECTION[section_id].none_of_these,
        numbers=NUMBER,
        unseen=[Unseen(q, words_in_private(intake, q), private_address(intake, q)) for q in unseen],
        opened={id_: opened_by(row) for id_, row in private.opened.items()},
        marks_private=True,
        earlier=intake.earlier,
    )


def _in_order(section_id: str, questions: Collection[Question]) -> list[Question]:
    """Those of today in the order of the section, and after them those of before."""
    order = QUESTIONS_OF[section_id]
    return [*(q for q in order if q in questions), *(q for q in questions if q not in order)]


def words_in_private(intake: Intake, question: Question) -> str:
    """What stands in the place of an answer that was given in private."""
    unreadable = question.id in intake.malformed and question.id in intake.in_private.given
    return f"{intake.in_private.words(question)}{', cannot be read' if unreadable else ''}"


def private_address(intake: Intake, question: Question) -> str:
    """Where a question that was answered in private can be asked again or opened."""
    return reverse("private-answer", args=[intake.pk, question.id])


def opened_by(row: OpenedAnswer) -> Opened:
    return Opened(row.opened_by.get_full_name() or row.opened_by.get_username(), row.opened_at, row.reason)


def say_at_desk(intake: Intake, question: Question) -> str:
    """The answer in words, as far as the front desk sees it."""
    if intake.in_private.hides(question):
        return words_in_private(intake, question)
    typed = intake.malformed.get(question.id)
    return typed_text(typed) if typed else question.say_at_desk(intake.case_at_desk.stored(question))


def save(
    request: StaffRequest,
    intake: Intake,
    form: SectionForm,
    *,
    in_private: bool = False,
    clears: Collection[str] = (),
) -> Intake:
    """Keep what was posted. Raises StaleError where another page answered differently meanwhile.

    Args:
        in_private: the person answers alone.
        clears: by id, questions that are cleared unseen.
    """
    return save_draft(
        actor=request.user,
        intake=intake,
        revision=read_revision(request.POST),
        changes=form.changes,
        malformed=form.malformed,
        page=read_page(request.POST),
        in_private=in_private,
        clears=clears,
    )


def closed_questions(intake: Intake) -> list[Question]:
    """Questions that hold an answer although they do not apply any more, as far as the front desk knows."""
    given = [q for q in intake.case.closed_answers() if q.id in intake.in_private.given]
    closed = {*intake.case_at_desk.closed_answers(), *given}
    asked = [question for questions in QUESTIONS_OF.values() for question in questions if question in closed]
    return [question for question in asked if not intake.in_private.hides_whether_asked(question)]


def progress(intake: Intake) -> list[Progress]:
    """Every section, with how much of it is answered. "Does not know" is an answer."""
    rows = []
    for section_id, questions in QUESTIONS_OF.items():
        maybe = [question for question in questions if intake.in_private.hides_whether_asked(question)]
        asked = [q for q in questions if q not in maybe and (_is_given(intake, q) or intake.case_at_desk.is_asked(q))]
        answered = sum(
            _is_given(intake, question) or intake.case_at_desk.answer(question) is not NotAnswered.BLANK
            for question in asked
        )
        malformed = sum(question.id in intake.malformed for question in questions)
        to_confirm = len(unconfirmed(intake, section_id))
        rows.append(Progress(SECTION[section_id], answered, len(asked), malformed, bool(maybe), to_confirm))
    return rows


def unconfirmed(intake: Intake, section_id: str) -> list[Question]:
    """What has no answer yet on a section's page, and had one in the person's last intake that may be confirmed."""
    earlier = intake.earlier.answers
    asked = (q for q in QUESTIONS_OF[section_id] if q.id in earlier and not intake.in_private.hides(q))
    return [q for q in asked if intake.case_at_desk.answer(q) is NotAnswered.BLANK]


def _is_given(intake: Intake, question: Question) -> bool:
    return question.id in intake.in_private.given


class Wanted(NamedTuple):
    """A question whose answer the rules need most, and the page it stands on."""

    question: Question
    section_id: str
    anchor: str


def most_wanted(intake: Intake) -> list[Wanted]:
    """The few questions whose answers would settle the most: which flags is not for the front desk.

    Nor what was answered in private.
    """
    hidden = {id_ for id_ in SECTION_OF if intake.in_private.hides(QUESTIONS[id_])}
    needed = most_needed(assess_case(intake.case_at_desk).whole(), SECTION_OF.keys() - hidden)
    return [Wanted(QUESTIONS[id_], SECTION_OF[id_], f"row-{id_.replace('.', '-')}") for id_ in needed]
