"""The fields of a question: one for its answer, and beside what is typed one that says why there is no answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.widgets import ChoiceWidget

from intake.clinical.language.kinds import Control, Question, typed_text
from intake.forms.keys import option_keys

STATES = (("unknown", "Does not know"), ("declined", "Declined"))
BLANK = ("", "Not answered")
ALONE = ("none", "unknown", "declined")
"""Options that clear the others of a list of ticks."""


def field_name(question: Question) -> str:
    return question.id.replace(".", "-")


def right_name(question: Question) -> str:
    """The tick beside an answer that is asked back: it is right."""
    return f"{field_name(question)}-right"


def fields_of(question: Question) -> dict[str, forms.Field]:
    """By name, the fields that the question is answered with. All may be left empty."""
    name = field_name(question)
    named: dict[str, Any] = {"label": question.wording, "help_text": question.help, "required": False}
    offered = [(typed_text(answer), label) for answer, label in question.choices_offered]
    keys = option_keys(question)
    if question.several:
        return {name: forms.MultipleChoiceField(choices=(*offered, *STATES), widget=_Ticks(keys), **named)}
    if offered:
        return {name: forms.ChoiceField(choices=(*offered, *STATES, BLANK), widget=_Picks(keys), **named)}
    fields: dict[str, forms.Field] = {name: forms.CharField(widget=_typed_in(question), **named)}
    if question.control is not Control.TEXT:
        no_answer = forms.Select(attrs={"aria-label": f"{question.short}: no answer, because"})
        fields[f"{name}-state"] = forms.ChoiceField(
            label="or no answer:", choices=(("", "—"), *STATES), required=False, widget=no_answer
        )
    if question.asks_back:
        fields[right_name(question)] = forms.BooleanField(required=False)
    return fields


def _typed_in(question: Question) -> forms.Widget:
    match question.control:
        case Control.TEXT:
            return forms.Textarea(attrs={"rows": 3})
        case Control.DATE:
            return forms.DateInput(attrs={"type": "date"})
        case Control.DURATION:
            placeholder = {"placeholder": "such as 3 weeks", "spellcheck": "false"}
            return forms.TextInput(attrs={"autocomplete": "off"} | placeholder)
        case control:
            inputmode = "numeric" if control is Control.WHOLE_NUMBER else "decimal"
            return forms.TextInput(attrs={"inputmode": inputmode, "autocomplete": "off"})


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
