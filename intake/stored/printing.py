"""From what is stored to the PDF.

A signed intake's rows give the same bytes each time, whatever has changed since but the layout of the report.
"""

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
from intake.report import LAYOUT, GivenHandout, Letterhead, Person, Unread, signed, summary_pdf
from intake.report.signed import PARTS
from intake.stored import frozen_history, handouts, history, not_understood
from intake.stored.assessments import findings

__all__ = ["LAYOUT", "PARTS", "document_pdf", "draft_pdf", "letterhead_of", "person_of"]


def draft_pdf(version: AnswerVersion, patient: Patient, document_id: str, *, record: bool = True) -> bytes:
    """One version that nobody has signed, under the clinic's and the person's details of today."""
    clinic, assessment = ClinicProfile.load(), version.assessment
    return summary_pdf(
        findings(assessment),
        person_of(patient),
        made_at=timezone.localtime(assessment.made_at),
        document_id=document_id,
        letterhead=letterhead_of(clinic),
        approved=RuleSetApproval.holds_for(assessment.fingerprint),
        history=history.up_to(version.intake, version),
        unread=_unread(version),
        handouts=_given(handouts.frozen(version.intake)),
        record=record,
        paper=clinic.paper,
    )


def document_pdf(document: Document, *, record: bool = True) -> bytes:
    """The signature's document, one of an addendum, or that of the voiding: with what had been said by then.

    Made again, a stored document of today's layout has the same bytes. One of an earlier layout has not. Without the
    ``record``, it is the copy that goes to others.
    """
    signature = document.intake.signature
    zone = zoneinfo.ZoneInfo(signature.letterhead["time_zone"])
    return summary_pdf(
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
        record=record,
        paper=signature.letterhead.get("paper", ClinicProfile.Paper.A4),
    )


def person_of(patient: Patient) -> Person:
    """As the details are today."""
    names, born = (patient.family_name, patient.given_name), patient.date_of_birth
    return Person(*names, born, patient.record_number, patient.phone, patient.birth_estimate, patient.gp_in_short)


def letterhead_of(clinic: ClinicProfile) -> Letterhead:
    """As it is today."""
    return Letterhead(clinic.name, clinic.address, clinic.contacts, clinic.phone, clinic.email, _png(clinic.logo_id))


def _unread(version: AnswerVersion) -> list[Unread]:
    return [Unread(*each) for each in not_understood.of_version(version)]


def _given(frozen: Iterable[dict[str, str]]) -> list[GivenHandout]:
    return [GivenHandout(row["title"], row["how"], row["by"], datetime.date.fromisoformat(row["on"])) for row in frozen]


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
