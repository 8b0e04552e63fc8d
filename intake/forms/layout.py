"""How questions stand on the page: a row each, with room for what is found out while somebody types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crispy_forms.bootstrap import AppendedText, InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout

from intake.clinical.language.kinds import Control, Question
from intake.forms.fields import field_name

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


def page_layout(
    questions: Iterable[Question],
    *,
    numbers: Mapping[str, int],
    understood: Mapping[str, str],
    asked_back: Mapping[str, bool],
    block: list[str],
) -> FormHelper:
    """A row for each question.

    Args:
        numbers: each question's number, by its id.
        understood: by field, how a duration is understood, in our own words.
        asked_back: the fields of which we ask whether they are right, and whether that was ticked.
        block: the fields that one button answers "no" to; it stands below the last of them.
    """
    helper = bare_helper()
    rows = []
    for question in questions:
        name = field_name(question)
        rows.append(_row(question, name, numbers.get(question.id), understood.get(name), asked_back))
        if block and name == block[-1]:
            rows.append(_none_of_these(block))
    helper.layout = Layout(*rows)
    return helper


def _row(
    question: Question, name: str, number: int | None, understood: str | None, asked_back: Mapping[str, bool]
) -> Div:
    ticked = asked_back.get(name)
    asked = (
        f'{{% include "intake/_asked_back.html" with name="{name}" right="{question.said_right}" ticked={ticked} %}}'
    )
    return Div(
        _answered_with(question, name, understood),
        # It takes an error found while somebody types, and the tick that answers it.
        Div(*([] if ticked is None else [HTML(asked)]), css_id=f"late-{name}", css_class="late-error"),
        HTML(f'<input type="hidden" name="{ASKED}" value="{question.id}">'),
        css_id=f"row-{name}",
        data_number=number or "",
    )


def _answered_with(question: Question, name: str, understood: str | None) -> Div:
    control = question.control
    if control is Control.PLACES:
        return Div(Field(name), HTML('{% include "intake/_body_map.html" %}'), css_class="question question-sites")
    if question.several:
        return Div(Field(name), css_class="question question-ticks")
    if question.is_picked:
        return Div(InlineRadios(name), css_class=f"question {_RADIOS[control]}")
    unit = "" if control is Control.DURATION else question.unit
    typed = AppendedText(name, unit) if unit else Field(name)
    read_back = f'<output class="understood" id="understood-{name}">{understood}</output>'
    no_answer = [] if control is Control.TEXT else [Field(f"{name}-state")]
    return Div(
        typed, *([] if understood is None else [HTML(read_back)]), *no_answer, css_class="question question-typed"
    )


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
