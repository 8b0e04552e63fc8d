"""How questions stand on the page: a row each, with room for what is found out while somebody types."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from crispy_forms.bootstrap import AppendedText, InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django.utils.html import format_html, format_html_join

from intake.clinical.language.kinds import Control, Question
from intake.clinical.working.earlier import EarlierAnswer
from intake.forms.durations.choices import prompt
from intake.forms.fields import field_name
from intake.forms.reading import as_entered

UNSEEN = "unseen"
"""The hidden field of a row that stands without its answer: a question that the page does not ask."""
NONE_OF_THESE = "none-of-these"
"""The button that answers "no" to what is not answered of a block."""
ASKED = "asked"
"""The hidden field of each row that says which question stands there: what a page did not ask, it does not clear."""

_RADIOS = {
    Control.YES_NO: "question-pick",
    Control.PICK: "question-pick",
    Control.WORDS: "question-words",
    Control.SCALE: "question-scale",
}


def bare_helper() -> FormHelper:
    """Lays out the fields alone: the form's tag, token and buttons stand in the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


STILL_RIGHT, ALL, STILL_RIGHT_OF = "still-right", "all", "still-right-of"
"""The buttons that confirm an earlier answer, or all of the page; and which earlier answers the page shows."""


class Unseen(NamedTuple):
    """A question whose answer the page does not show."""

    question: Question
    words: str
    """What stands in its place."""
    address: str
    """The page from which it can be asked again or opened."""


class Opened(NamedTuple):
    """An answer that somebody chose to look at, given in private before."""

    by: str
    at: datetime.datetime
    reason: str


def page_layout(
    questions: Iterable[Question],
    *,
    numbers: Mapping[str, int],
    understood: Mapping[str, str],
    readings: Mapping[str, tuple[str, ...]],
    asked_back: Mapping[str, bool],
    block: list[str],
    unseen: Sequence[Unseen] = (),
    opened: Sequence[str] = (),
    earlier: Mapping[str, str] = MappingProxyType({}),
    yes_before: int = 0,
) -> FormHelper:
    """A row for each question.

    Args:
        unseen: questions that have no fields, as ``form.unseen`` has them.
        opened: the fields of ``form.opened``, in its order.
        numbers: each question's number, by its id.
        understood: by field, how a duration is understood, in our own words.
        readings: by field, the ways in which a duration can be read, one of which is to be chosen.
        asked_back: the fields of which we ask whether they are right, and whether that was ticked.
        block: the fields that one button answers "no" to; it stands below the last of them.
        earlier: by field, the answer of the last intake that may be confirmed, as HTML.
        yes_before: how many of the block were answered "yes" in the last intake: that button leaves them open.
    """
    helper = bare_helper()
    rows = []
    for question in questions:
        name, number = field_name(question), numbers.get(question.id)
        place = next((place for place, each in enumerate(unseen) if each.question is question), None)
        if place is not None:
            rows.append(_unseen_row(question, name, number, place))
            continue
        heard = _Heard(understood[name], readings.get(name, ())) if name in understood else None
        row = _row(question, name, number, heard, asked_back)
        if name in earlier:
            row.fields.insert(1, Div(_Ready(earlier[name]), css_id=f"still-{name}"))
        if name in opened:
            row.fields.insert(1, _opened_note(opened.index(name)))
        rows.append(row)
        if block and name == block[-1]:
            rows.append(_none_of_these(block, yes_before))
    helper.layout = Layout(*rows)
    return helper


class _Heard(NamedTuple):
    """What stands beside a duration: how it is understood, or the ways in which it can be read."""

    understood: str
    readings: tuple[str, ...]


class _Ready(HTML):  # type: ignore[misc]
    """HTML that is no template: it may hold what somebody typed."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        return str(self.html)


def chosen_name(name: str) -> str:
    """What the buttons beside a duration are called, each of which chooses how it is read."""
    return f"{name}-reading"


def readings_html(name: str, question: Question, readings: Iterable[str]) -> str:
    """A button for each way to read a duration; empty where there is one way.

    Without JavaScript it saves the page with that reading; ``readings.js`` writes it into the field.
    """
    buttons = format_html_join(
        " ",
        '<button class="btn btn-sm btn-outline-primary" type="submit" name="{}" value="{}" data-reading="{}"'
        ' data-prompt="{}">{}</button>',
        ((chosen_name(name), reading, name, prompt(reading), reading) for reading in readings),
    )
    group = format_html('<div role="group" aria-label="{}: which is it?">{}</div>', question.short, buttons)
    return group if buttons else ""


def still_right_html(on: str, earlier: EarlierAnswer) -> str:
    """The earlier answer and the button that confirms it. ``still_right.js`` picks it in the field instead."""
    fields = json.dumps(as_entered([earlier.question], {earlier.question.id: earlier.stored}))
    return format_html(
        '<div class="still-right-row"><p>As on {}: <strong class="as-typed">{}</strong>. Still right?</p>'
        '<button class="btn btn-sm btn-outline-primary" type="submit" name="{}" value="{}" data-earlier="{}"'
        ' aria-label="Still right: {}, {}">Still right</button></div>',
        on,
        earlier.said,
        STILL_RIGHT,
        earlier.question.id,
        fields,
        earlier.question.short,
        earlier.said,
    )


def _row(
    question: Question, name: str, number: int | None, heard: _Heard | None, asked_back: Mapping[str, bool]
) -> Div:
    ticked = asked_back.get(name)
    asked = (
        f'{{% include "intake/_asked_back.html" with name="{name}" right="{question.said_right}" ticked={ticked} %}}'
    )
    return Div(
        _answered_with(question, name, heard),
        # It takes an error found while somebody types, and the tick that answers it.
        Div(*([] if ticked is None else [HTML(asked)]), css_id=f"late-{name}", css_class="late-error"),
        HTML(f'<input type="hidden" name="{ASKED}" value="{question.id}">'),
        css_id=f"row-{name}",
        data_number=number or "",
    )


def _opened_note(place: int) -> HTML:
    return HTML(f'{{% include "intake/private_answers/_opened.html" with opened=form.opened_rows.{place} %}}')


def _unseen_row(question: Question, name: str, number: int | None, place: int) -> Div:
    told = f'{{% include "intake/private_answers/_unseen.html" with row=form.unseen.{place} %}}'
    shown = HTML(f'<input type="hidden" name="{UNSEEN}" value="{question.id}">')
    return Div(HTML(told), shown, css_id=f"row-{name}", css_class="unseen-row", data_number=number or "")


def _answered_with(question: Question, name: str, heard: _Heard | None) -> Div:
    control = question.control
    if control is Control.PLACES:
        return Div(Field(name), HTML('{% include "intake/_body_map.html" %}'), css_class="question question-sites")
    if question.several:
        return Div(Field(name), css_class="question question-ticks")
    if question.is_picked:
        return Div(InlineRadios(name), css_class=f"question {_RADIOS[control]}")
    unit = "" if control is Control.DURATION else question.unit
    typed = AppendedText(name, unit) if unit else Field(name)
    beside = [] if heard is None else [_Ready(_beside(name, question, heard))]
    no_answer = [] if control is Control.TEXT else [Field(f"{name}-state")]
    return Div(typed, *beside, *no_answer, css_class="question question-typed")


def _beside(name: str, question: Question, heard: _Heard) -> str:
    """Both are there from the start: what is found out while somebody types takes their place."""
    return format_html(
        '<output class="understood" id="understood-{}">{}</output><div class="readings" id="readings-{}">{}</div>',
        name,
        heard.understood,
        name,
        readings_html(name, question, heard.readings),
    )


def _none_of_these(block: list[str], yes_before: int) -> Div:
    """The button below a block. It is no default: Enter in a field presses the first button of the page."""
    button = (
        f'<button class="btn btn-outline-primary" type="submit" name="{NONE_OF_THESE}" value="1"'
        f' data-block="{" ".join(block)}">None of these ({len(block)})</button>'
    )
    but = ", but for those that were Yes in the last intake" if yes_before else ""
    return Div(
        HTML(button),
        HTML(f"<p>Answers No to all of the {len(block)} questions above that are not answered yet{but}.</p>"),
        css_class="none-of-these",
    )
