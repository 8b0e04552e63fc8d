"""The letter as a form: every line with its tick and its text, and all that stands beside the lines."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from intake.clinical.telling.letter import Letter, LetterLine, LetterPart
from intake.forms.long_text import LongText
from intake.models import Referral, Service
from intake.models.referral_limits import Urgency
from intake.stored.referrals.letter_printing import says_by_itself
from intake.views.referral.record_forms import local_day

LINE = 95
"""About how many letters stand in a line of a field."""
COPIES = (("patient", "The person, in plain words"), ("gp", "The GP"))
PLAIN = {
    "reason": "Why you are being referred",
    "question": "What they are asked to do",
    "told_extra": "What else the letter tells about you",
    "plan": "What was agreed until the visit",
}
"""Of the person's copy, by the letter's own names."""
SCORE = "score."
"""What the key of a line begins with that tells a score: item 9 is none, and not told in the person's copy."""
OTHERWISE = {
    "urgency": "How soon",
    "contact": "How they get in touch",
    "told": "What we told them",
    "medicines": "Your medicines",
    "allergies": "Allergies",
    "private_sent": "What you told us in private, and we sent",
    "not_sent": "What we did not send",
    "consent": "Your say",
    "change_mind": "If you change your mind",
    "access": "What you may need",
    "what_else": "A lift, somebody with you, another time",
    "bring": "Please bring",
    "call_now": "While you wait: when to call for help at once",
    "call_today": "While you wait: when to call us",
    "crisis": "While you wait: thoughts of ending your life",
    "copies": "Copies",
}
"""What the person's copy says by itself, and may say in other words or not at all: ``plain.PROPOSED``."""


@dataclass(frozen=True)
class LineRow:
    """A line as the page shows it."""

    line: LetterLine
    tick: forms.BoundField
    text: forms.BoundField

    @property
    def height(self) -> int:
        """Rows of the field, so that what it holds is in sight."""
        text = str(self.text.value() or "")
        return min(8, max(1, sum(1 + len(line) // LINE for line in text.split("\n"))))


@dataclass(frozen=True)
class SaidRow:
    """A sentence of the person's copy, as the page shows it."""

    tick: forms.BoundField
    text: forms.BoundField


@dataclass(frozen=True)
class PartRow:
    part: LetterPart
    rows: list[LineRow]
    new: forms.BoundField
    """Where a line is added."""


class LetterForm(forms.Form):
    """All of the letter. Nothing is required while it is being written; signing says what is missing."""

    service = forms.ChoiceField(label="To", widget=forms.Select({"class": "form-select"}))
    urgency = forms.ChoiceField(label="How soon", choices=Urgency, widget=forms.Select({"class": "form-select"}))
    reason = forms.CharField(label="Reason, in one line", max_length=300, required=False)
    question = LongText(label="What you ask of them", max_length=2000, rows=3, required=False)
    consent = forms.ChoiceField(
        label="Does the person agree to be referred, and to what the letter says?",
        choices=[("", "Not asked yet"), *Referral.Consent.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    consent_by = forms.CharField(label="Asked by", max_length=120, required=False)
    consent_on = local_day("Asked on", required=False)
    told = LongText(label="What the person was told", max_length=2000, rows=3, required=False)
    hear_by = local_day("The person is told to expect to hear by", required=False)
    copies = forms.MultipleChoiceField(
        label="Copies", choices=COPIES, required=False, widget=forms.CheckboxSelectMultiple
    )
    scores_for_person = forms.MultipleChoiceField(
        label="Scores that the person's copy tells, too", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, referral: Referral, letter: Letter, posted: QueryDict | None = None, *, is_signed: bool = False
    ) -> None:
        """Of what is signed, to whom it went and how soon are not changed."""
        super().__init__(posted if posted is None else _with_unseen(posted, letter))
        self.letter = letter
        services = Service.objects.filter(active=True) | Service.objects.filter(pk=referral.service_id)
        scores = [(line.key, line.text) for line in letter.part("scores").lines if line.key.startswith(SCORE)]
        self.fields["scores_for_person"].choices = scores  # type: ignore[attr-defined]
        self.services = {str(service.pk): service for service in services}
        self.fields["service"].choices = [(key, service.name) for key, service in self.services.items()]  # type: ignore[attr-defined]
        for name, label in PLAIN.items():
            self.fields[f"plain_{name}"] = LongText(label=label, max_length=2000, rows=2, required=False)
        for name, said in says_by_itself(referral).items():
            self.fields[f"say_{name}"] = forms.BooleanField(label=f"Say “{OTHERWISE[name]}”", required=False)
            self.fields[f"plain_{name}"] = LongText(
                label=OTHERWISE[name],
                help_text=f"Left empty, it says: “{said}”" if said else "Left empty, it says nothing of it.",
                max_length=2000,
                rows=1,
                required=False,
            )
        for part in letter.parts:
            for line in part.lines:
                self.fields[_tick(line)] = forms.BooleanField(label=f"Send: {line.text[:60]}", required=False)
                self.fields[_text(line)] = LongText(label=part.title, max_length=2000, rows=1, required=False)
            label = f"Add to “{part.title}”"
            self.fields[f"new-{part.id}"] = LongText(label=label, max_length=2000, rows=1, required=False)
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput | forms.Textarea):
                field.widget.attrs.setdefault("class", "form-control")
        self.initial = self._stored(referral)
        for name in ("service", "urgency"):
            self.fields[name].disabled = is_signed

    def clean_consent_on(self) -> datetime.date | None:
        """Consent that is printed on a letter was given by then."""
        day: datetime.date | None = self.cleaned_data["consent_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("This is in the future.")
        return day

    def _stored(self, referral: Referral) -> dict[str, Any]:
        letter, consent = self.letter, self.letter.consent
        stored: dict[str, Any] = {
            "service": str(referral.service_id),
            "urgency": referral.urgency,
            "reason": letter.reason,
            "question": letter.question,
            "consent": consent.get("asked", ""),
            "consent_by": consent.get("by", ""),
            "consent_on": consent.get("on", ""),
            "told": letter.told,
            "hear_by": letter.hear_by,
            "copies": list(letter.copies),
            "scores_for_person": list(letter.scores_for_person),
        }
        stored |= {f"plain_{name}": letter.plain.get(name, "") for name in (*PLAIN, *OTHERWISE)}
        stored |= {f"say_{name}": name not in letter.left_out for name in OTHERWISE}
        for part in letter.parts:
            for line in part.lines:
                stored |= {_tick(line): line.sent, _text(line): line.text}
        return stored

    # What the page shows

    @property
    def part_rows(self) -> list[PartRow]:
        return [
            PartRow(
                part,
                [LineRow(line, self[_tick(line)], self[_text(line)]) for line in part.lines],
                self[f"new-{part.id}"],
            )
            for part in self.letter.parts
        ]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [self[f"plain_{name}"] for name in PLAIN]

    @property
    def otherwise_rows(self) -> list[SaidRow]:
        return [SaidRow(self[f"say_{name}"], self[f"plain_{name}"]) for name in OTHERWISE]

    @property
    def has_wrong_plain(self) -> bool:
        """The person's copy, whose fields stand folded, has something to put right."""
        return any(name.startswith("plain_") or name == "scores_for_person" for name in self.errors)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Label, anchor and message of each field that is wrong."""
        return [(str(self[name].label), f"id_{name}", str(messages[0])) for name, messages in self.errors.items()]

    def differing(self) -> list[tuple[str, str]]:
        """Of each field that was typed otherwise than it is stored now: its label, and what is stored."""
        return [
            (str(field.label), _said(self.initial.get(field.name)))
            for field in self
            if self.is_bound and field.field.has_changed(self.initial.get(field.name), field.data)
        ]

    # What was typed

    @property
    def chosen_service(self) -> Service:
        return self.services[self.cleaned_data["service"]]

    @property
    def written(self) -> Letter:
        """The letter as it was typed."""
        given = self.cleaned_data
        return replace(
            self.letter,
            reason=given["reason"],
            question=given["question"],
            urgency=given["urgency"],
            parts=tuple(_written(self.letter, given)),
            consent={"asked": given["consent"], "by": given["consent_by"], "on": _iso(given["consent_on"])},
            told=given["told"],
            hear_by=_iso(given["hear_by"]),
            copies=tuple(given["copies"]),
            scores_for_person=tuple(given["scores_for_person"]),
            left_out=tuple(name for name in OTHERWISE if not given[f"say_{name}"]),
            plain={
                **{name: given[f"plain_{name}"] for name in PLAIN},
                **{name: text for name in OTHERWISE if (text := given[f"plain_{name}"])},
            },
        )


def _written(letter: Letter, given: dict[str, Any]) -> Iterator[LetterPart]:
    """Each line as it was typed, and those that were added."""
    typed = {line.key: (given[_text(line)], given[_tick(line)]) for line in letter.lines()}
    for part in letter.with_lines(typed).parts:
        text = given[f"new-{part.id}"]
        added = (LetterLine(f"{part.id}.own{len(part.lines) + 1}", text),) if text else ()
        yield replace(part, lines=(*part.lines, *added))


def _with_unseen(posted: QueryDict, letter: Letter) -> QueryDict:
    """With the lines that were added since the page was shown, as they are; what it adds of them is there already."""
    whole = posted.copy()
    for part in letter.parts:
        for line in part.lines:
            if _text(line) in posted:
                continue
            whole[_text(line)] = line.text
            if line.sent:
                whole[_tick(line)] = "on"
            if line.text == posted.get(f"new-{part.id}", "").strip():
                whole[f"new-{part.id}"] = ""
    return whole


def _tick(line: LetterLine) -> str:
    return f"send-{line.key}"


def _text(line: LetterLine) -> str:
    return f"text-{line.key}"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "ticked" if value else "not ticked"
    return ", ".join(value) if isinstance(value, list) else str(value or "nothing")


def _iso(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""
