"""Forms built from the catalogue: one way to ask each kind of question, and no class a question.

Saving never refuses a half-filled form. What cannot be read gets an error beside its field and is handed back as
``malformed``, so that it can be kept and shown again.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from crispy_forms.bootstrap import AppendedText, InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.forms.widgets import ChoiceWidget
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from intake.clinical.language.answers import Answer, AnswerError, as_json
from intake.clinical.language.kinds import Choice, Choices, Date, Decimal, Integer, Item, Question, Sites, Text, YesNo
from intake.clinical.telling import body_map
from intake.forms.durations import NotUnderstoodError, Understood, understood
from intake.forms.keys import option_keys

STATES = (("unknown", "Does not know"), ("declined", "Declined"))
PERSON_STATES = {"unknown": "I do not know", "declined": "I would rather not say"}
"""The same, as somebody says it who answers alone."""
BLANK = ("", "Not answered")
ALONE = ("none", "unknown", "declined")
"""Options that clear the others of a list of ticks."""
NONE_OF_THESE = "none-of-these"
"""The button that answers "no" to what is not answered of a block."""
_YES_NO = {"true": True, "false": False}
_SCALE_TO = 10
"""A whole number from 0 to at most this is picked, not typed."""

Posted = MultiValueDict[str, str]


class SectionForm(forms.Form):
    """The questions of a page.

    Args:
        questions: in the order they are shown.
        kept: answers kept so far, as JSON by question id.
        malformed: what was typed before and cannot be read, by question id, as ``malformed`` gave it.
        posted: what was posted, if anything was.
        today: the date of the assessment; durations are counted back from it.
        born: the person's birth date; no date lies before it.
        none_of_these: the yes or no questions that one button answers "no" to.
        numbers: each question's number, the one it has on paper, by question id.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        kept: Mapping[str, Any],
        malformed: Mapping[str, Any],
        posted: Posted | None = None,
        *,
        today: datetime.date | None = None,
        born: datetime.date | None = None,
        none_of_these: Iterable[Question] = (),
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        self.numbers = numbers or {}
        self.asked = {_name(question): question for question in questions}
        self.kept = kept
        self.today = today or timezone.localdate()
        self.born = born
        self.block = [_name(question) for question in none_of_these if question in self.asked.values()]
        self.answered_no = 0
        """After ``is_valid()``: how many questions the button "none of these" answered."""
        self.changes: dict[str, Any] = {}
        """After ``is_valid()``: by question id the answer as JSON; null where there is none or it cannot be read."""
        self.malformed: dict[str, Any] = {}
        """After ``is_valid()``: by question id what was typed and cannot be read; null where it can."""
        self.asked_back: dict[str, bool] = {}
        """After ``is_valid()``: the fields of which we ask whether they are right, and whether that was ticked."""
        if posted is None and any(question.id in malformed for question in self.asked.values()):
            posted = _as_posted(self.asked, kept, malformed)  # so that the errors stand beside their fields again
        super().__init__(posted, initial=_initial(self.asked, kept), label_suffix="")
        for name, question in self.asked.items():
            self.fields.update(_fields(name, question))

    body_views = body_map.VIEWS
    """The drawing that stands with a question about places."""

    @property
    def asks_private(self) -> bool:
        """Some of it is not read aloud at a counter."""
        return any(question.private for question in self.asked.values())

    def clean(self) -> None:
        for name, question in self.asked.items():
            if any(part in self.errors for part in self._parts(name)):
                continue  # no browser sends this: nothing is kept of it, and the answer kept so far stays
            self.changes[question.id] = self.malformed[question.id] = None
            try:
                answer = self._answer(name, question)
            except AnswerError as error:
                full_stop = "" if error.reason.endswith("?") else "."
                self.add_error(name, f"{error.reason[0].upper()}{error.reason[1:]}{full_stop}")
                self.malformed[question.id] = self._raw(name)
            else:
                self.changes[question.id] = as_json(answer)
        if NONE_OF_THESE in self.data:
            self._answer_no()

    def _answer_no(self) -> None:
        """A deliberate act: every question of the block that has no answer is answered "no"."""
        for question in map(self.asked.__getitem__, self.block):
            if question.id in self.changes and self.changes[question.id] is None:
                self.changes[question.id] = False
                self.answered_no += 1

    def _answer(self, name: str, question: Question) -> Answer:
        answer = question.parse(self._typed(name, question))
        if isinstance(question, Date) and isinstance(answer, str):
            self._check_date(name, question, answer)
        return answer

    def _check_date(self, name: str, question: Date, answer: str) -> None:
        """The day is possible, and one that is longer ago than usual was ticked as right, or is the one kept so far."""
        today = timezone.localdate()
        if answer > today.isoformat():
            raise AnswerError(question.id, answer, "the date lies in the future")
        if self.born and answer < self.born.isoformat():
            raise AnswerError(
                question.id, answer, f"the date lies before the birth, {question.say_answer(self.born.isoformat())}"
            )
        question.check_range(answer, today)
        if question.is_to_ask_back(answer, today) and answer != self.kept.get(question.id):
            self.asked_back[name] = bool(self.cleaned_data[f"{name}-right"])
            if not self.asked_back[name]:
                raise AnswerError(question.id, answer, "that is over a year ago. Is it right?")

    def _typed(self, name: str, question: Question) -> object:
        """What was entered, as JSON. Raises AnswerError where it is no such thing."""
        entered = self.cleaned_data[name]
        if isinstance(question, Choices):
            return _options(question, entered)
        if _is_picked(question):
            return _picked(question, entered)
        state = self.cleaned_data.get(f"{name}-state")
        if entered and state:
            raise AnswerError(question.id, entered, "give an answer or say why there is none, not both")
        if not entered:
            return state or None
        return self._days(question, entered) if _is_duration(question) else _written(question, entered)

    def _days(self, question: Question, entered: str) -> int:
        if re.fullmatch(r"[0-9]{1,9}", entered):
            return int(entered)
        try:
            return understood(entered, self.today).days
        except NotUnderstoodError as error:
            raise AnswerError(question.id, entered, str(error)) from None

    @property
    def understood(self) -> dict[str, str]:
        """By field, how each duration is understood: "63 days, since 20 Sep 2026"."""
        self.is_valid()  # reads what was typed, if anything was
        given = self.changes if self.is_bound else self.kept
        return {
            name: Understood(days, self.today - datetime.timedelta(days=days)).said if isinstance(days, int) else ""
            for name, question in self.asked.items()
            if _is_duration(question)
            for days in [given.get(question.id)]
        }

    @property
    def to_read_back(self) -> list[tuple[str, str]]:
        """Durations said in words and new here: question and how it is understood, to be looked at before going on."""
        return [
            (self.asked[name].short, said)
            for name, said in self.understood.items()
            if said
            and not re.fullmatch(r"[0-9]+( days?)?", self.cleaned_data[name])
            and self.changes[self.asked[name].id] != self.kept.get(self.asked[name].id)
        ]

    def _raw(self, name: str) -> dict[str, list[str]]:
        data: Any = self.data
        return {part: data.getlist(part) for part in self._parts(name)}

    def _parts(self, name: str) -> list[str]:
        """The question's field, and that of why there is no answer."""
        return [field for field in self.fields if field == name or field.startswith(f"{name}-")]

    def differing(self, kept: Mapping[str, Any]) -> Iterator[tuple[str, Question]]:
        """Fields whose readable answer is not the one kept: what a stale page would overwrite."""
        for name, question in self.asked.items():
            if question.id in self.changes and self.changes[question.id] != kept.get(question.id):
                yield name, question

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Each error as the question, the id of its first field on the page, and the message."""
        return [
            (self.asked[name].short, self._anchor(name), str(message))
            for name, messages in self.errors.items()
            if name in self.asked
            for message in messages
        ]

    def _anchor(self, name: str) -> str:
        grouped = isinstance(self.fields[name].widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        return f"id_{name}_0" if grouped else f"id_{name}"

    def focus_first(self) -> None:
        """The first field has the focus when the page opens."""
        for field in list(self.fields.values())[:1]:
            field.widget.attrs["autofocus"] = True

    @property
    def helper(self) -> FormHelper:
        """How the whole page is laid out."""
        helper = self._laid_out(*self.asked)
        if self.block:
            helper.layout.insert(list(self.asked).index(self.block[-1]) + 1, _none_of_these(self.block))
        return helper

    def row(self, name: str) -> FormHelper:
        """How one question is laid out, when it opens while somebody types."""
        return self._laid_out(name)

    def _laid_out(self, *names: str) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        said = self.understood
        # "late-..." takes an error found while somebody types, and the tick that answers it.
        rows = (
            Div(
                _row(n, self.asked[n], said.get(n)),
                Div(*_asked_back(n, self.asked_back), css_id=f"late-{n}", css_class="late-error"),
                css_id=f"row-{n}",
                data_number=self.numbers.get(self.asked[n].id, ""),
            )
            for n in names
        )
        helper.layout = Layout(*rows)
        return helper


class PersonForm(SectionForm):
    """The same questions for somebody who answers alone: they speak to the person. None is answered "blank"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in self.asked.items():
            self.fields[name].label = question.to_person or question.wording
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                picked = isinstance(field.widget, forms.RadioSelect)
                field.choices = [(v, PERSON_STATES.get(v, label)) for v, label in offered if v or not picked]


def _name(question: Question) -> str:
    return question.id.replace(".", "-")


def _is_scale(question: Question) -> bool:
    return isinstance(question, Integer) and not question.unit and 0 <= question.maximum <= _SCALE_TO


def _is_picked(question: Question) -> bool:
    return isinstance(question, YesNo | Choice) or _is_scale(question)


# Fields and their layout ----------------------------------------------------------------------------------------------


class _WithKeys(ChoiceWidget):
    """Says beside each option which key picks it."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.keys = keys

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= {"data-key": self.keys[str(value)]} if str(value) in self.keys else {}
        if option["index"] != "0":
            option["attrs"].pop("autofocus", None)
        return option


class _Picks(_WithKeys, forms.RadioSelect):
    pass


class _Ticks(_WithKeys, forms.CheckboxSelectMultiple):
    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= {"data-alone": True} if str(value) in ALONE else {}
        return option


def _fields(name: str, question: Question) -> dict[str, forms.Field]:
    named: dict[str, Any] = {"label": question.wording, "help_text": question.help, "required": False}
    if isinstance(question, Choices):
        choices = (*question.labels.items(), *STATES)
        return {name: forms.MultipleChoiceField(choices=choices, widget=_Ticks(option_keys(question)), **named)}
    if _is_picked(question):
        choices = (*_pickable(question), *STATES, BLANK)
        return {name: forms.ChoiceField(choices=choices, widget=_Picks(option_keys(question)), **named)}
    if isinstance(question, Text):
        return {name: forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **named)}
    fields: dict[str, forms.Field] = {name: forms.CharField(widget=_input(question), **named)}
    no_answer = forms.Select(attrs={"aria-label": f"{question.short}: no answer, because"})
    fields[f"{name}-state"] = forms.ChoiceField(
        label="or no answer:", choices=(("", "—"), *STATES), required=False, widget=no_answer
    )
    if isinstance(question, Date):
        fields[f"{name}-right"] = forms.BooleanField(required=False)
    return fields


def _pickable(question: Question) -> Iterable[tuple[str, str]]:
    if isinstance(question, YesNo):
        return (("true", "Yes"), ("false", "No"))
    if isinstance(question, Choice):
        return question.labels.items()
    if isinstance(question, Item) and question.labels:
        return tuple((str(value), label) for value, label in enumerate(question.labels))
    return tuple((str(value), str(value)) for value in range(int(question.maximum) + 1))  # type: ignore[attr-defined]


def _is_duration(question: Question) -> bool:
    return isinstance(question, Integer) and question.unit == "days"


def _input(question: Question) -> forms.Widget:
    if isinstance(question, Date):
        return forms.DateInput(attrs={"type": "date"})
    if _is_duration(question):
        return forms.TextInput(attrs={"autocomplete": "off", "placeholder": "such as 3 weeks", "spellcheck": "false"})
    return forms.TextInput(
        attrs={"inputmode": "numeric" if isinstance(question, Integer) else "decimal", "autocomplete": "off"}
    )


def _row(name: str, question: Question, said: str | None) -> Div:
    if isinstance(question, Sites):
        return Div(Field(name), HTML('{% include "intake/_body_map.html" %}'), css_class="question question-sites")
    if isinstance(question, Choices):
        return Div(Field(name), css_class="question question-ticks")
    if _is_scale(question):
        kind = "question-words" if isinstance(question, Item) and question.labels else "question-scale"
        return Div(InlineRadios(name), css_class=f"question {kind}")
    if _is_picked(question):
        return Div(InlineRadios(name), css_class="question question-pick")
    unit = question.unit if isinstance(question, Integer | Decimal) and not _is_duration(question) else ""
    typed = AppendedText(name, unit) if unit else Field(name)
    beside = [] if isinstance(question, Text) else [Field(f"{name}-state")]
    # Our own words: a number of days and a date.
    read_back = [] if said is None else [HTML(f'<output class="understood" id="understood-{name}">{said}</output>')]
    return Div(typed, *read_back, *beside, css_class="question question-typed")


def _asked_back(name: str, asked: Mapping[str, bool]) -> list[HTML]:
    """The tick that says that it is right, where we ask."""
    include = f'{{% include "intake/_asked_back.html" with name="{name}" ticked={asked.get(name)} %}}'
    return [HTML(include)] if name in asked else []


def _none_of_these(block: list[str]) -> Div:
    """The button below a block. It is no default: Enter in a field presses the first button of the page."""
    button = (
        f'<button class="btn btn-outline-primary" type="submit" name="{NONE_OF_THESE}" value="1"'
        f' data-block="{" ".join(block)}">None of these ({len(block)})</button>'
    )
    return Div(
        HTML(button),
        HTML(f"<p>Answers No to all of the {len(block)} questions above that are not answered yet.</p>"),
        css_class="none-of-these",
    )


# What was entered, as JSON --------------------------------------------------------------------------------------------


def _options(question: Choices, entered: list[str]) -> object:
    states = [option for option in entered if option in dict(STATES)]
    if states and len(entered) > 1:
        raise AnswerError(question.id, entered, "tick what applies, or say why there is no answer, not both")
    return states[0] if states else entered or None


def _picked(question: Question, entered: str) -> object:
    if not entered or entered in dict(STATES):
        return entered or None
    if isinstance(question, YesNo):
        return _YES_NO[entered]
    return entered if isinstance(question, Choice) else int(entered)


def _written(question: Question, entered: str) -> object:
    """A typed number; anything else goes to the question as it stands, which says what is allowed."""
    if isinstance(question, Integer) and re.fullmatch(r"[0-9]{1,9}", entered):
        return int(entered)
    if isinstance(question, Decimal) and re.fullmatch(r"-?[0-9]{1,9}([.,][0-9]{1,9})?", entered):
        return float(entered.replace(",", "."))
    # "unknown" typed as a word is a state of its own in the catalogue, but here it is not an answer to read.
    return entered if isinstance(question, Text | Date) else [entered]


# What is kept, as a form shows it -------------------------------------------------------------------------------------


def _initial(asked: Mapping[str, Question], kept: Mapping[str, Any]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for name, question in asked.items():
        answer = kept.get(question.id)
        if answer is None:
            initial[name] = [] if isinstance(question, Choices) else ""
        elif isinstance(question, Choices):
            initial[name] = answer if isinstance(answer, list) else [answer]
        elif _is_picked(question) or isinstance(question, Text):
            initial[name] = str(answer).lower() if isinstance(answer, bool) else str(answer)
        elif answer in dict(STATES):
            initial[f"{name}-state"] = answer
        elif _is_duration(question):
            initial[name] = question.say_answer(answer)
        else:
            initial[name] = (
                answer if isinstance(answer, str) else f"{answer:g}" if isinstance(answer, float) else str(answer)
            )
    return initial


def _as_posted(asked: Mapping[str, Question], kept: Mapping[str, Any], malformed: Mapping[str, Any]) -> Posted:
    posted: Posted = MultiValueDict()
    for field, value in _initial(asked, kept).items():
        posted.setlist(field, value if isinstance(value, list) else [value])
    for question in asked.values():
        for field, values in malformed.get(question.id, {}).items():
            posted.setlist(field, values)
    return posted
