"""Forms built from the catalogue: one way to ask each kind of question, and no class a question.

Saving never refuses a half-filled form. What cannot be read gets an error beside its field and is handed back as
``malformed``, so that it can be kept and shown again.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.html import format_html

from intake.clinical.language.answers import Answer, AnswerError, NotAnswered, as_json
from intake.clinical.language.kinds import Control, Question
from intake.clinical.rules.questions import CATALOGUE, QUESTIONS
from intake.clinical.rules.questions.context import ctx
from intake.clinical.telling import body_map
from intake.clinical.working.earlier import NOTHING_EARLIER, Earlier, EarlierAnswer
from intake.forms.durations.choices import prompt
from intake.forms.fields import field_name, fields_of, right_name
from intake.forms.layout import (
    ALL,
    NONE_OF_THESE,
    STILL_RIGHT,
    STILL_RIGHT_OF,
    Opened,
    Unseen,
    chosen_name,
    page_layout,
    readings_html,
    still_right_html,
)
from intake.forms.reading import AskedBackError, Posted, as_entered, as_posted, duration_text, read_answer


def _says_the_same(typed: str, said: str) -> bool:
    """It is what was typed, or a number with the unit spelt out: "6wks", "6 weeks"."""
    text = " ".join(typed.casefold().split())
    short = re.fullmatch(r"([0-9]+) ?([a-z])[a-z]*", text)
    return text == said.casefold() or bool(short and said.startswith(f"{short[1]} {short[2]}"))


class SectionForm(forms.Form):
    """The questions of a page.

    Args:
        questions: in the order they are shown.
        answers: those given so far, as JSON by question id.
        malformed: what was typed before and cannot be read, by question id, as ``malformed`` gave it.
        posted: what was posted, if anything was.
        today: the date of the assessment; durations are counted back from it.
        born: the person's birth date, or the latest that it may be: durations are counted from it.
        born_from: no date lies before it; the birth date where none is given.
        country: of the clinic, as ISO has it, or EU: how dates and durations are said there.
        none_of_these: the yes or no questions that one button answers "no" to.
        numbers: each question's number, the one it has on paper, by question id.
        unseen: of the questions, those that stand on the page without their answers, and are not asked here.
        opened: by question id, answers given in private that somebody chose to look at.
        marks_private: each private question says that it is one.
        earlier: answers of the last intake that may be confirmed.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        answers: Mapping[str, Any],
        malformed: Mapping[str, Any],
        posted: Posted | None = None,
        *,
        today: datetime.date | None = None,
        born: datetime.date | None = None,
        born_from: datetime.date | None = None,
        country: str = "GB",
        none_of_these: Iterable[Question] = (),
        numbers: Mapping[str, int] | None = None,
        unseen: Iterable[Unseen] = (),
        opened: Mapping[str, Opened] | None = None,
        marks_private: bool = False,
        earlier: Earlier = NOTHING_EARLIER,
    ) -> None:
        self.numbers = numbers or {}
        self.unseen = list(unseen)
        self.rows = {field_name(question): question for question in questions}
        """All that stands on the page, by field."""
        not_asked = {each.question for each in self.unseen}
        self.asked = {name: question for name, question in self.rows.items() if question not in not_asked}
        self.opened = {name: opened[q.id] for name, q in self.asked.items() if opened and q.id in opened}
        self.answers = answers
        self.today = today or timezone.localdate()
        self.born = born
        self.born_from = born_from or born
        self.country = country
        self.block = [field_name(question) for question in none_of_these if question in self.asked.values()]
        self.answered_no = 0
        """After ``is_valid()``: how many questions the button "none of these" answered."""
        self.earlier = earlier
        self.confirmed = 0
        """After ``is_valid()``: how many earlier answers were confirmed."""
        self.changes: dict[str, Any] = {}
        """After ``is_valid()``: by question id the answer as JSON; null where there is none or it cannot be read."""
        self.malformed: dict[str, Any] = {}
        """After ``is_valid()``: by question id what was typed and cannot be read; null where it can."""
        self.asked_back: dict[str, bool] = {}
        """After ``is_valid()``: the fields of which we ask whether they are right, and whether that was ticked."""
        self.readings: dict[str, tuple[str, ...]] = {}
        """After ``is_valid()``: by field, the ways in which a duration can be read, of which one is to be chosen."""
        if posted is None and any(question.id in malformed for question in self.asked.values()):
            # So that the errors stand beside their fields again.
            posted = as_posted(self.asked.values(), answers, malformed)
        self.wanted: dict[str, str] = {}
        """By field, what was chosen that asks for a number or a date: "weeks: how many?"."""
        posted = self._with_chosen(posted) if posted else posted
        super().__init__(posted, initial=as_entered(self.asked.values(), answers), label_suffix="")
        for question in self.asked.values():
            self.fields.update(fields_of(question))
        for name, question in self.asked.items():
            if marks_private and question.private:
                self.fields[name].label = format_html('{} <span class="private-mark">private</span>', question.wording)

    body_views = body_map.VIEWS
    """The drawing that stands with a question about places."""

    @property
    def asks_private(self) -> bool:
        """Some of it is not read aloud at a counter."""
        return any(question.private for question in self.rows.values())

    @property
    def opened_rows(self) -> list[Opened]:
        return list(self.opened.values())

    def _with_chosen(self, posted: Posted) -> Posted:
        """With the reading that a button beside a duration chose in the place of what was typed."""
        chosen = {name: posted.get(chosen_name(name), "") for name in self.asked}
        posted = posted.copy() if any(chosen.values()) else posted
        for name, reading in chosen.items():
            if reading.endswith("?"):
                self.wanted[name] = reading
            elif reading:
                posted.setlist(name, [reading])
        return posted

    def clean(self) -> None:
        for name, question in self.asked.items():
            if any(part in self.errors for part in self.parts(name)):
                continue  # no browser sends this: nothing is kept of it, and the answer kept so far stays
            if self.confirms and question.id == self.data[STILL_RIGHT] and question.id in self.earlier.answers:
                self._confirm(question)  # this very one, whatever was picked before
                continue
            self.changes[question.id] = self.malformed[question.id] = None
            state = self.cleaned_data.get(f"{name}-state", "")
            try:
                answer = read_answer(
                    question,
                    self.cleaned_data[name],
                    state,
                    self.today,
                    kept=self.answers.get(question.id),
                    country=self.country,
                    born=self.born,
                )
                if question.control is Control.DATE and isinstance(answer, str):
                    self._check_date(question, answer)
                if question.asks_back and not isinstance(answer, NotAnswered):
                    self._ask_back(name, question, answer)
            except AnswerError as error:
                if isinstance(error, AskedBackError):
                    self.readings[name] = error.choices
                reason = prompt(self.wanted[name]) if name in self.wanted else error.reason
                full_stop = "" if reason.endswith(("?", ".")) else "."
                self.add_error(name, f"{reason[0].upper()}{reason[1:]}{full_stop}")
                posted: Any = self.data
                typed = [part for part in self.parts(name) if part != right_name(question)]  # a tick is no word of it
                self.malformed[question.id] = {part: posted.getlist(part) for part in typed}
            else:
                self.changes[question.id] = as_json(answer)
        if self.confirms and self.data[STILL_RIGHT] == ALL:
            for name, earlier in self.unconfirmed.items():
                if name not in self.errors:
                    self._confirm(earlier.question)
        if NONE_OF_THESE in self.data:
            # A deliberate act: every question of the block that has no answer is answered "no". A "yes" of the last
            # intake is asked by itself.
            for id_ in (self.asked[name].id for name in self.block if name not in self._yes_before):
                if id_ in self.changes and self.changes[id_] is None:
                    self.changes[id_] = False
                    self.answered_no += 1

    # The answers of the last intake -----------------------------------------------------------------------------------

    @property
    def presses_still_right(self) -> bool:
        return self.is_bound and STILL_RIGHT in self.data

    @property
    def confirms(self) -> bool:
        """Earlier answers are confirmed, and they are those that the page showed."""
        shown = self.data.get(STILL_RIGHT_OF)
        return self.presses_still_right and bool(shown) and shown == self.earlier.version

    def _confirm(self, question: Question) -> None:
        self.changes[question.id] = self.earlier.answers[question.id].stored
        self.malformed[question.id] = None
        self.confirmed += 1

    @property
    def unconfirmed(self) -> dict[str, EarlierAnswer]:
        """By field, the earlier answers to what has no answer yet, neither kept nor on the page."""
        given = {**self.answers, **{id_: answer for id_, answer in self.changes.items() if answer is not None}}
        earlier = ((name, self.earlier.answers.get(question.id)) for name, question in self.asked.items())
        return {name: each for name, each in earlier if each and given.get(each.question.id) is None}

    @property
    def _yes_before(self) -> list[str]:
        """Of the block that one button answers "no" to, the fields that were answered "yes" in the last intake."""
        earlier = ((name, self.earlier.answers.get(self.asked[name].id)) for name in self.block)
        return [name for name, each in earlier if each and each.stored is True]

    @property
    def earlier_on(self) -> str:
        """``3 May 2026``."""
        return ctx.encounter_date.say_answer(self.earlier.on.isoformat())

    @property
    def still_right(self) -> dict[str, str]:
        """By field of each question that may be confirmed, its answer of then as HTML; empty once it is answered."""
        may = {name: "" for name, question in self.asked.items() if question.stable_when}
        return may | {name: still_right_html(self.earlier_on, each) for name, each in self.unconfirmed.items()}

    def _check_date(self, question: Question, answer: str) -> None:
        """The day is possible."""
        today = timezone.localdate()
        if answer > today.isoformat():
            raise AnswerError(question.id, answer, "the date lies in the future")
        if self.born_from and answer < self.born_from.isoformat():
            birth = "the birth" if self.born_from == self.born else "the earliest birth date that is possible"
            born = question.say_answer(self.born_from.isoformat())
            raise AnswerError(question.id, answer, f"the date lies before {birth}, {born}")
        question.check_range(answer, today)

    def _ask_back(self, name: str, question: Question, answer: Answer) -> None:
        """What is a slip more often than not was ticked as right, or is the answer kept so far."""
        asked = question.asked_back(answer, timezone.localdate())
        if asked and answer != self.answers.get(question.id):
            self.asked_back[name] = bool(self.cleaned_data[right_name(question)])
            if not self.asked_back[name]:
                raise AnswerError(question.id, answer, asked)

    @property
    def understood(self) -> dict[str, str]:
        """By field, how each duration is understood: "2 to 3 weeks". Empty where the field says the same."""
        self.is_valid()  # reads what was typed, if anything was
        given = self.changes if self.is_bound else self.answers
        found = {
            name: duration_text(question.place(given.get(question.id)).answer)
            for name, question in self.asked.items()
            if question.control is Control.DURATION
        }
        return {name: "" if said == str(self[name].value() or "").strip() else said for name, said in found.items()}

    @property
    def to_read_back(self) -> list[tuple[str, str]]:
        """Durations that are new here and were said otherwise: question and how it is understood, to be looked at."""
        return [
            (self.asked[name].short, said)
            for name, said in self.understood.items()
            if said
            and not _says_the_same(self.cleaned_data[name], said)
            and self.changes[self.asked[name].id] != self.answers.get(self.asked[name].id)
        ]

    def parts(self, name: str) -> list[str]:
        """The question's field, and where it has them that of why there is no answer and the tick that it is right."""
        return [field for field in self.fields if field == name or field.startswith(f"{name}-")]

    def differing(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, Question]]:
        """Fields whose readable answer is not among these: what a stale page would overwrite."""
        for name, question in self.asked.items():
            if question.id in self.changes and self.changes[question.id] != answers.get(question.id):
                yield name, question

    def add_conflicts(self, ids: Collection[str], text: Callable[[Question], str], then: str = "") -> None:
        """What another page has answered differently stands beside its field.

        Args:
            ids: of the questions, as they are asked today.
            text: the other page's answer to a question.
            then: what follows from it.
        """
        for name, question in self.asked.items():
            today = QUESTIONS.get(CATALOGUE.today(question.id))
            if today and today.id in ids:
                self.add_error(name, f"Saved meanwhile: “{text(today)}”.{then}")

    @property
    def late_readings(self) -> list[tuple[str, str]]:
        """Of each duration, the buttons that choose how it is read, as HTML; empty where there is one way."""
        return [
            (name, readings_html(name, question, self.readings.get(name, ())))
            for name, question in self.asked.items()
            if question.control is Control.DURATION
        ]

    @property
    def late_errors(self) -> list[tuple[str, str, str, bool | None]]:
        """Of each field, what is wrong with it, and the tick that says it is right, where we ask."""
        return [
            (
                name,
                str(self.errors.get(name, [""])[0]),
                question.said_right if name in self.asked_back else "",
                self.asked_back.get(name),
            )
            for name, question in self.asked.items()
        ]

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Each error as the question, the id of its first field on the page, and the message."""
        return [
            (self.asked[name].short, f"id_{name}_0" if self.asked[name].choices_offered else f"id_{name}", str(message))
            for name, messages in self.errors.items()
            if name in self.asked
            for message in messages
        ]

    def focus_first(self) -> None:
        """The first field has the focus when the page opens."""
        for field in list(self.fields.values())[:1]:
            field.widget.attrs["autofocus"] = True

    @property
    def helper(self) -> FormHelper:
        """How the whole page is laid out."""
        return self._layout(self.rows.values(), self.block)

    def row(self, name: str) -> FormHelper:
        """How one question is laid out, when it opens while somebody types."""
        return self._layout([self.rows[name]], [])

    def _layout(self, questions: Iterable[Question], block: list[str]) -> FormHelper:
        return page_layout(
            questions,
            numbers=self.numbers,
            understood=self.understood,
            readings=self.readings,
            asked_back=self.asked_back,
            block=block,
            unseen=self.unseen,
            opened=list(self.opened),
            earlier=self.still_right,
            yes_before=len(self._yes_before),
        )
