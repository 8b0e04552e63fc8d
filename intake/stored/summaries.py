"""From what is stored to what one summary says: of a draft, or of a document as it was signed."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from intake.models import (
    Addendum,
    AnswerVersion,
    ClinicProfile,
    Document,
    Logo,
    Patient,
    RuleSetApproval,
    Signature,
    Voiding,
)
from intake.stored import frozen_history, handouts, history, not_understood
from intake.stored.assessments import findings
from intake.summary import signed
from intake.summary.content import GivenHandout, Summary, Unread
from intake.summary.people import Letterhead, Person


def draft_summary(version: AnswerVersion, patient: Patient, document_id: str, clinic: ClinicProfile) -> Summary:
    """One version that nobody has signed, under the clinic's and the person's details of today."""
    assessment = version.assessment
    return Summary(
        findings(assessment),
        person_of(patient),
        made_at=timezone.localtime(assessment.made_at),
        document_id=document_id,
        letterhead=letterhead_of(clinic),
        approved=RuleSetApproval.holds_for(assessment.fingerprint),
        signed=None,
        history=tuple(history.up_to(version.intake, version)),
        unread=_unread(version),
        handouts=_given(handouts.frozen(version.intake)),
    )


def signed_summary(document: Document) -> Summary:
    """As the document says it: with what had been said by then, whatever the person's details are today."""
    signature = document.intake.signature
    zone = zoneinfo.ZoneInfo(signature.letterhead["time_zone"])
    return Summary(
        findings(signature.version.assessment),
        _person(signature.person),
        made_at=document.made_at.astimezone(zone),
        document_id=document.pk,
        letterhead=_letterhead(signature.letterhead),
        approved=signature.rule_set_approved,
        signed=_signed(document, signature, zone),
        # No such key: signed before a signature kept it.
        history=frozen_history.thaw(signature.decisions.get("history", ())),
        unread=_unread(signature.version),
        # No such key: signed before handouts were given.
        handouts=_given(signature.decisions.get("handouts", ())),
    )


def person_of(patient: Patient) -> Person:
    """As the details are today."""
    names, born = (patient.family_name, patient.given_name), patient.date_of_birth
    return Person(*names, born, patient.record_number, patient.phone, patient.birth_estimate, patient.gp_in_short)


def letterhead_of(clinic: ClinicProfile) -> Letterhead:
    """As it is today."""
    return Letterhead(clinic.name, clinic.address, clinic.contacts, clinic.phone, clinic.email, _png(clinic.logo_id))


def _given(frozen: Iterable[dict[str, str]]) -> tuple[GivenHandout, ...]:
    return tuple(
        GivenHandout(row["title"], row["how"], row["by"], datetime.date.fromisoformat(row["on"])) for row in frozen
    )


def _unread(version: AnswerVersion) -> tuple[Unread, ...]:
    return tuple(Unread(*each) for each in not_understood.of_version(version))


def _letterhead(stored: dict[str, Any]) -> Letterhead:
    """As it was signed. Signed before phone, e-mail and logo were kept, it has none."""
    return Letterhead(
        stored["clinic"],
        stored["address"],
        tuple((service, number) for service, number in stored["emergency"]),
        stored.get("phone", ""),
        stored.get("email", ""),
        _png(stored.get("logo")),
    )


def _png(logo_id: str | None) -> bytes:
    return bytes(Logo.objects.get(pk=logo_id).png) if logo_id else b""


def _signed(document: Document, signature: Signature, zone: datetime.tzinfo) -> signed.Signed:
    decisions, void = signature.decisions, document.status == Document.Status.VOID
    addenda = [row for row in document.intake.addenda.all() if void or row.number < document.number]

    def signer(row: Signature | Addendum | Voiding, at: datetime.datetime) -> signed.Signer:
        return signed.Signer(row.name, row.role, at.astimezone(zone))

    voiding = None
    if void:
        row = document.intake.voiding
        voiding = signed.Voiding(row.get_kind_display(), row.reason, signer(row, row.voided_at))
    return signed.Signed(
        by=signer(signature, signature.signed_at),
        text=decisions["text"],
        steps=tuple(_decision(step["id"], step) for step in decisions["steps"]),
        own_steps=tuple(_decision("", own) for own in decisions["own_steps"]),
        reviewed=tuple(signed.Reviewed(flag["id"], flag["title"], flag["words"]) for flag in decisions["flags"]),
        left_open=tuple(signed.LeftOpen(**item) for item in signature.still_open),
        addenda=tuple(
            signed.Addendum(row.number, row.reason, row.text, signer(row, row.written_at), tuple(row.corrects))
            for row in addenda
        ),
        voiding=voiding,
    )


def _decision(id_: str, stored: dict[str, Any]) -> signed.Decision:
    """Signed before by whom and by when were kept, it has neither."""
    return signed.Decision(
        id_,
        stored["text"],
        stored.get("choice", ""),
        stored.get("reason", ""),
        stored.get("owner", ""),
        _day(stored.get("due")),
    )


def _day(stored: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(stored) if stored else None


def _person(stored: dict[str, Any]) -> Person:
    """As it was signed. Signed before the phone was kept, it has none; an estimate of the birth date, or a GP."""
    return Person(
        stored["family_name"],
        stored["given_name"],
        _day(stored["date_of_birth"]),
        stored["record_number"],
        stored.get("phone", ""),
        stored.get("birth_estimate", ""),
        stored.get("gp", ""),
    )
