"""The form of somebody who answers alone."""

from __future__ import annotations

from typing import Any

from django import forms

from intake.forms.section import SectionForm

PERSON_STATES = {"unknown": "I do not know", "declined": "I would rather not say"}
"""Why there is no answer, as the person says it."""


class PersonForm(SectionForm):
    """The same questions as they speak to the person. None is answered "blank"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in self.asked.items():
            self.fields[name].label = question.to_person or question.wording
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                picked = isinstance(field.widget, forms.RadioSelect)
                field.choices = [(v, PERSON_STATES.get(v, label)) for v, label in offered if v or not picked]
