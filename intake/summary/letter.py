"""All that a letter says on paper and as text, and its form as JSON: what was signed is kept as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from cattrs.preconf.json import make_converter

from intake.clinical.telling.handouts import Number
from intake.clinical.telling.letter import Letter, letter_as_json, letter_from_json
from intake.clinical.telling.letter.plain import Beside
from intake.clinical.telling.notices import not_approved

from .consent import consent_text
from .dates import date_text, time_text
from .people import Letterhead, Person

LETTER, PATIENT, GP = "letter", "patient", "gp"
"""The letter to the service, the copy for the person, the copy for the GP."""

DRAFT, SIGNED, AMENDED = "DRAFT", "SIGNED", "AMENDED"

TITLES = {LETTER: "Referral letter", GP: "Copy of a referral letter", PATIENT: "Copy of a letter"}
"""They hold nothing about the person."""
IN_PLACE_OF = "This letter takes the place of the earlier one."
WHAT_IT_IS = "Self-reported answers, not verified. No diagnosis."
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class LetterPerson:
    """As on the day. What is empty is printed as not recorded."""

    family_name: str
    given_name: str
    date_of_birth: date | None
    record_number: str
    sex: str = ""
    address: str = ""
    phone: str = ""
    birth_estimate: str = ""
    """Where the date is not known: ``1956``, ``about 1956``."""
    gp_name: str = ""
    gp_practice: str = ""
    gp_address: str = ""
    language: str = ""
    interpreter: bool | None = None
    contact: str = ""
    """How they may be reached: ``phone``, ``phone or letter``."""

    @property
    def as_on_a_report(self) -> Person:
        names, born = (self.family_name, self.given_name), self.date_of_birth
        return Person(*names, born, self.record_number, self.phone, self.birth_estimate)


@dataclass(frozen=True)
class LetterService:
    """As in the directory on the day."""

    name: str
    kind: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Referrer:
    name: str
    role: str
    registration_number: str = ""
    practice: str = ""
    phone: str = ""
    at: datetime | None = None
    """When it was signed, with a time zone; none while it is a draft."""


@dataclass(frozen=True)
class Amendment:
    number: int
    reason: str


@dataclass(frozen=True)
class LetterDocument:
    letter: Letter
    number: str
    """Of the letter: the same on all of its documents."""
    document_id: str
    kind: str
    """letter, patient or gp."""
    person: LetterPerson
    service: LetterService
    referrer: Referrer
    letterhead: Letterhead
    made_at: datetime
    """With a time zone."""
    rule_set: str
    approved: bool = False
    """Whether this site's clinical lead has approved the rule set."""
    status: str = DRAFT
    """DRAFT until it is signed, then SIGNED, or AMENDED."""
    amended: tuple[Amendment, ...] = ()
    """What was changed after the first signature and why, newest last."""
    paper: str = "A4"
    numbers: Mapping[str, Number] = field(default_factory=dict)
    """Whom the person can call, as in handouts: by the names of ``rules.handouts.NUMBERS``."""
    seen_within: str = ""
    """The time limit of the visit as it was set for the service, in words: ``within two weeks``."""

    @property
    def rules(self) -> str:
        if self.approved:
            return f"Rule set {self.rule_set}, approved at this site."
        return not_approved(self.rule_set).title

    @property
    def made(self) -> str:
        return f"Made {time_text(self.made_at)}."

    @property
    def signer(self) -> str:
        by = self.referrer
        return f"{recorded(by.name)}, {recorded(by.role)}, registration number {recorded(by.registration_number)}"

    @property
    def agreed_and_told(self) -> Iterator[str]:
        """Sentences, without their full stops."""
        letter = self.letter
        yield consent_text(letter.consent)
        if told := letter.told.strip().rstrip("."):
            yield f"Told: {told}"
        if letter.hear_by:
            yield f"Should hear by {date_text(date.fromisoformat(letter.hear_by))}"
        copies = [name for name, kind in (("the person", PATIENT), ("the GP", GP)) if kind in letter.copies]
        yield f"Copies: {' and '.join(copies)}" if copies else "No copies"

    @property
    def beside(self) -> Beside:
        """What the person's copy takes from beside the letter."""
        person, asked_on = self.person, self.letter.consent.get("on", "")
        crisis = self.numbers.get("crisis_line", Number(""))
        return Beside(
            service_name=self.service.name,
            language=person.language,
            interpreter=person.interpreter,
            contact=person.contact.strip(),
            consent_date=date_text(date.fromisoformat(asked_on)) if asked_on else "",
            seen_within=self.seen_within,
            clinic_phone=self.letterhead.phone.strip(),
            emergency_number=self.numbers.get("emergency_number", Number("")).number,
            crisis_line=f"{crisis.number} ({crisis.service})" if crisis.service else crisis.number,
        )


def recorded(text: str) -> str:
    """What is not known is said."""
    return text.strip() or NOT_RECORDED


_converter = make_converter()
# A letter writes and reads itself, in plain Python.
_converter.register_unstructure_hook(Letter, letter_as_json)
_converter.register_structure_hook(Letter, lambda document, _: letter_from_json(document))


def document_as_json(document: LetterDocument) -> dict[str, Any]:
    """Everything but the clinic's logo, which is kept elsewhere."""
    without_logo = replace(document, letterhead=replace(document.letterhead, logo=b""))
    return _converter.unstructure(without_logo)  # type: ignore[no-any-return]


def document_from_json(stored: Mapping[str, Any], *, logo: bytes = b"") -> LetterDocument:
    """Args:
    logo: the clinic's as it was then, a PNG.
    """
    document = _converter.structure(stored, LetterDocument)
    return replace(document, letterhead=replace(document.letterhead, logo=logo))
