"""The person's copy in plain words. Own wording, reading age about 11; no score, no diagnosis. Source: handouts, chapter (h)."""

from __future__ import annotations

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
CHANGE_YOUR_MIND = "You can change your mind. Call us{on_clinic_phone}."
WHAT_ELSE = "If you need a lift, someone with you, or another time, tell them when they call."
PLEASE_BRING = "this letter, a list of your medicines and your glasses or hearing aid. You may bring someone with you."
THE_PLAN = "Keep to the plan we made: {plan_plain}"
CALL_NOW = (
    "If your leg turns cold or changes colour, if you cannot pee, or if you are short of breath, call "
    "{emergency_number} now. If it swells or goes weak, call us today."
)
CRISIS = "If you think about ending your life, call {crisis_line}."
WITH_BEST_WISHES = "With best wishes,"
IN_PLACE_OF = "This copy takes the place of an earlier one."
ON_PHONE = " on {clinic_phone}"

THE_EMERGENCY_NUMBER = "the emergency number"
"""Where the clinic has named none."""
NONE_KNOWN, NOT_ASKED_YET = "none that you know of", "not asked yet"
NONE_OF_THESE = "none of those that we ask about"

_URGENCY = {
    NOW: "This needs to be looked at today, without delay. You were asked to go to {service_name} straight away.",
    SAME_DAY: "This needs to be looked at today. Please keep your phone near you.",
    TWO_WEEKS: "You should be seen within two weeks.",
    ROUTINE: "This is not urgent. You should hear the date of your visit within four weeks.",
}
_AGREED_ON, _AGREED = "You agreed to this on {consent_date}.", "You agreed to this."
_BEST_INTERESTS = (
    "You could not tell us what you wanted that day. We sent the letter because we think that it is best for you."
)
_LANGUAGE = "We asked for {interpreter_language} to be spoken."
_COPY_TO_GP, _NO_COPY = "A copy went to your own doctor.", "No one else got a copy."


PROPOSED = ("urgency", "consent", "access", "medicines", "allergies", "copies")
"""What the person's copy says by itself; where ``Letter.plain`` has a text under that name, it says that instead."""


def proposals(
    letter: Letter, *, service_name: str, consent_date: str, language: str, interpreter: bool | None
) -> dict[str, str]:
    """By name of ``PROPOSED``, as it follows from the letter; empty where there is nothing to say."""
    proposed = (
        urgency_plain(letter.urgency, service_name),
        consent_plain(letter.consent.get("asked", ""), consent_date),
        access_plain(letter, language, interpreter=interpreter),
        medicines_plain(letter),
        allergies_plain(letter),
        copies_plain(letter),
    )
    return dict(zip(PROPOSED, proposed, strict=True))


def urgency_plain(urgency: str, service_name: str) -> str:
    return _URGENCY[urgency].format(service_name=service_name)


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


def emergency_number(contacts: tuple[tuple[str, str], ...]) -> str:
    """Of a clinic's contacts, service and number, the emergency one: the first where none is called so."""
    named = [number for service, number in contacts if "emergency" in service.lower()]
    return (named or [number for _, number in contacts[:1]] or [THE_EMERGENCY_NUMBER])[0]


def crisis_line(contacts: tuple[tuple[str, str], ...]) -> str:
    """All others, each with its service; the emergency number where there is no other."""
    emergency = emergency_number(contacts)
    others = [f"{number} ({service})" for service, number in contacts if number != emergency]
    return " or ".join(others) or emergency
