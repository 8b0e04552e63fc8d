"""The person's copy in plain words. Own wording, reading age about 11; no score, no diagnosis. Source: handouts, chapter (h)."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import BY_CLASS
from .shape import NOW, ROUTINE, SAME_DAY, TWO_WEEKS, Letter

TITLE = "Your copy of the letter we sent"

WHAT_WE_DID = "We sent a letter about you to {service_name}. This is your copy in plain words."
WE_ASKED_THEM = "We asked them: {question_plain}"
IN_TOUCH = "They will get in touch with you."
IN_TOUCH_BY = "They will get in touch with you by {contact_way}."
NOT_HEARD = (
    "If you have not heard by {hear_by_date}, please call us{on_clinic_phone}. It is fine to ask. Letters do get lost."
)
CALL_THEM = "You can also call them on {service_phone}."
LETTER_NUMBER = "Your letter number is {reference_number}."
TOLD_WHO = "Your name, date of birth, address and phone."
TOLD_PAIN = "What you told us about your pain and how it affects you."
TOLD_MEDICINES = "Your medicines: {medicines_list}."
TOLD_ALLERGIES = "Allergies: {allergies_plain}."
TOLD_SCORES = "These scores: {scores}."
NOT_SENT = "Things you told us in private are not in the letter, unless you said that we may share them."
PRIVATE_SENT = (
    "Some of what you told us in private is in the letter. We sent it because we think that it is best for you."
)
CHANGE_YOUR_MIND = "You can change your mind. Call us{on_clinic_phone}."
WHAT_ELSE = "If you need a lift, someone with you, or another time, tell them when they call."
PLEASE_BRING = "this letter, a list of your medicines and your glasses or hearing aid. You may bring someone with you."
THE_PLAN = "Keep to the plan we made: {plan_plain}"
CALL_NOW = (
    "If your leg turns cold or changes colour, if you cannot pee, or if you are short of breath, call "
    "{emergency_number} now."
)
CALL_TODAY = "If your leg swells or goes weak, call us today."
CRISIS = "If you think about ending your life, call {crisis_line}."
WITH_BEST_WISHES = "With best wishes,"
IN_PLACE_OF = "This copy takes the place of an earlier one."
ON_PHONE = " on {clinic_phone}"

NONE_KNOWN, NOT_ASKED_YET = "none that you know of", "not asked yet"
NONE_OF_THESE = "none of those that we ask about"

_URGENCY = {
    NOW: "This needs to be looked at today, without delay. You were asked to go to {service_name} straight away.",
    SAME_DAY: "This needs to be looked at today. Please keep your phone near you.",
    TWO_WEEKS: "You should be seen {seen_within}.",
    ROUTINE: "This is not urgent. You should hear the date of your visit {seen_within}.",
}
TODAY, SOON = "today", "soon"
"""In the place of a time limit: where it ends on the same day, and where it is not known."""
_COUNTED = dict(enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1))
_AGREED_ON, _AGREED = "You agreed to this on {consent_date}.", "You agreed to this."
_BEST_INTERESTS = (
    "You could not tell us what you wanted that day. We sent the letter because we think that it is best for you."
)
_LANGUAGE = "We asked for {interpreter_language} to be spoken."
_COPY_TO_GP, _NO_COPY = "A copy went to your own doctor.", "No one else got a copy."


PROPOSED = (
    "urgency",
    "contact",
    "told",
    "medicines",
    "allergies",
    "private_sent",
    "not_sent",
    "consent",
    "change_mind",
    "access",
    "what_else",
    "bring",
    "call_now",
    "call_today",
    "crisis",
    "copies",
)
"""What the person's copy says by itself, in its order. Where ``Letter.plain`` has a text under that name, it says that
instead; where ``Letter.left_out`` names it, it says nothing of it."""


@dataclass(frozen=True)
class Beside:
    """What the person's copy takes from beside the letter. A number to call that is not known is not guessed."""

    service_name: str
    language: str = ""
    interpreter: bool | None = None
    contact: str = ""
    """How the person may be reached: ``phone or letter``."""
    consent_date: str = ""
    """In words; empty where it was not recorded."""
    seen_within: str = ""
    """The time limit of the visit, as ``within`` says it."""
    clinic_phone: str = ""
    emergency_number: str = ""
    crisis_line: str = ""

    @property
    def on_clinic_phone(self) -> str:
        return ON_PHONE.format(clinic_phone=self.clinic_phone) if self.clinic_phone else ""


def proposals(letter: Letter, beside: Beside) -> dict[str, str]:
    """By name of ``PROPOSED``, as it follows from the letter; empty where there is nothing to say."""
    asked = letter.consent.get("asked", "")
    proposed = (
        urgency_plain(letter.urgency, beside),
        contact_plain(letter, beside.contact),
        f"{TOLD_WHO} {TOLD_PAIN}" if letter.part("findings").sent else TOLD_WHO,
        medicines_plain(letter),
        allergies_plain(letter),
        PRIVATE_SENT if _sends_private(letter) and asked == "best_interests" else "",
        NOT_SENT if asked == "yes" or not _sends_private(letter) else "",
        consent_plain(asked, beside.consent_date),
        CHANGE_YOUR_MIND.format(on_clinic_phone=beside.on_clinic_phone),
        access_plain(letter, beside.language, interpreter=beside.interpreter),
        WHAT_ELSE,
        PLEASE_BRING,
        CALL_NOW.format(emergency_number=beside.emergency_number) if beside.emergency_number else "",
        CALL_TODAY,
        CRISIS.format(crisis_line=beside.crisis_line) if beside.crisis_line else "",
        copies_plain(letter),
    )
    return dict(zip(PROPOSED, proposed, strict=True))


def said(letter: Letter, beside: Beside) -> dict[str, str]:
    """The same as a clinician left it; nothing of medicines and allergies that the letter does not tell."""
    untold = {part for part in ("medicines", "allergies") if not letter.part(part).sent}
    own = {name: text for name in PROPOSED if (text := letter.plain.get(name, "").strip())}
    left_out = dict.fromkeys((*letter.left_out, *untold), "")
    return proposals(letter, beside) | own | left_out


def within(amount: int, unit: str) -> str:
    """A time limit in words, such as ``within two weeks``.

    Args:
        unit: hours, days or working days.
    """
    if not amount:
        return TODAY
    if unit == "days" and not amount % 7:
        amount, unit = amount // 7, "weeks"
    return f"within {_COUNTED.get(amount, amount)} {unit if amount > 1 else unit.removesuffix('s')}"


def urgency_plain(urgency: str, beside: Beside) -> str:
    return _URGENCY[urgency].format(service_name=beside.service_name, seen_within=beside.seen_within or SOON)


def contact_plain(letter: Letter, contact: str) -> str:
    """How, only where the letter tells the service so."""
    told = any(line.key == "access.contact" for line in letter.part("access").sent)
    return IN_TOUCH_BY.format(contact_way=contact) if told and contact else IN_TOUCH


def _sends_private(letter: Letter) -> bool:
    return any(line.private for part in letter.parts for line in part.sent)


def consent_plain(asked: str, consent_date: str) -> str:
    """Empty where nothing was recorded, or the person did not agree.

    Args:
        consent_date: in words; empty where it was not recorded.
    """
    if asked == "best_interests":
        return _BEST_INTERESTS
    agreed = _AGREED_ON.format(consent_date=consent_date) if consent_date else _AGREED
    return agreed if asked == "yes" else ""


def copies_plain(letter: Letter) -> str:
    return _COPY_TO_GP if "gp" in letter.copies else _NO_COPY


def access_plain(letter: Letter, language: str, *, interpreter: bool | None) -> str:
    """Only what the letter asks for."""
    asked = {line.key for line in letter.part("access").sent}
    if interpreter and language and asked >= {"access.language", "access.interpreter"}:
        return _LANGUAGE.format(interpreter_language=language)
    return ""


def medicines_plain(letter: Letter) -> str:
    """Names as on the letter, else their classes; empty where the letter tells of none."""
    texts = {line.key: line.text.strip() for line in letter.part("medicines").sent}
    told = texts.get("medicines.names") or texts.get("medicines.classes", "").removeprefix(BY_CLASS)
    return _not_answered(told.rstrip("."))


def allergies_plain(letter: Letter) -> str:
    told = "; ".join(line.text.strip().removeprefix("Yes: ") for line in letter.part("allergies").sent)
    return NONE_KNOWN if told == "None known" else _not_answered(told.rstrip("."))


def _not_answered(told: str) -> str:
    return {"Not answered": NOT_ASKED_YET, "None of these": NONE_OF_THESE}.get(told, told)


def scores_plain(letter: Letter) -> str:
    """Those that a clinician added to the person's copy, and that the letter has."""
    added = (line for line in letter.part("scores").sent if line.key in letter.scores_for_person)
    return "; ".join(line.text.strip().rstrip(".") for line in added if line.key.startswith("score."))
