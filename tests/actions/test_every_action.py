"""Every action, one by one: it happens whole, with its audit row, or not at all (ASVS V2.3.3, V16.5.3)."""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp_webauthn.models import WebAuthnCredential

from intake import actions
from intake.actions import (
    alerts,
    appointments,
    claims,
    clinic,
    copies,
    corrections,
    erasing,
    examination,
    exports,
    factor_resets,
    factors,
    follow_up,
    governance,
    hand_over,
    handouts,
    intakes,
    merging,
    patients,
    preferences,
    private_answers,
    proposals,
    referrals,
    review,
    second_factor,
    services,
    sessions,
    sign_ins,
    signing,
    single_sign_on,
    staff,
)
from intake.actions.queueing import list_in_queue
from intake.actions.sign_ins import Where
from intake.actions.throttle import account_mark
from intake.clinical.rules.handouts import HANDOUTS
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.telling.still_open import still_open
from intake.fingerprint import rule_set_fingerprint
from intake.models import (
    Alert,
    Appointment,
    AuditEvent,
    ClinicProfile,
    Document,
    FollowUp,
    Identity,
    Intake,
    Merge,
    Patient,
    Proposal,
    QueueEntry,
    Service,
    StaffSession,
    TokenBucket,
)
from intake.roles import CLINICAL_LEAD, CLINICIAN, FRONT_DESK
from intake.stored.printing import document_pdf
from tests import factories, over_time, referring
from tests import second_factor as held
from tests.factories import People
from tests.lanes import sweep

Act = Callable[[], Any]
"""Does it, and returns the record that the audit row is about."""


def register_patient(people: People) -> Act:
    patient = Patient(record_number="R1", family_name="Lovelace", given_name="Ada")
    return lambda: patients.register_patient(actor=people.front_desk, patient=patient)


def correct_patient(people: People) -> Act:
    patient = factories.patient(people.front_desk)
    patient.phone = "0123"
    return lambda: patients.correct_patient(actor=people.front_desk, patient=patient)


def choose_keys(people: People) -> Act:
    return lambda: preferences.choose_keys(actor=people.front_desk, single_keys=False)


def choose_board(people: People) -> Act:
    return lambda: preferences.choose_board(actor=people.front_desk, names_short=True)


def enter_appointments(people: People) -> Act:
    who = {"family_name": "Lovelace", "record_number": "R1"}
    new = Appointment(day=timezone.localdate(), time=datetime.time(9), **who)
    return lambda: appointments.enter_appointments(actor=people.front_desk, appointments=[new])[0]


def correct_appointment(people: People) -> Act:
    expected = factories.appointment(people.front_desk, family_name="Lovelace")
    seen, expected.with_whom = expected.stamp, "Dr Lee"
    return lambda: appointments.correct_appointment(actor=people.front_desk, appointment=expected, seen=seen)


def mark_appointment(people: People) -> Act:
    expected = factories.appointment(people.front_desk, family_name="Lovelace")
    return lambda: appointments.mark_appointment(actor=people.front_desk, appointment=expected, status="here")


def link_appointment(people: People) -> Act:
    expected = factories.appointment(people.front_desk, family_name="Lovelace")
    patient = factories.patient(people.front_desk)
    return lambda: appointments.link_appointment(
        actor=people.front_desk, appointment=expected, patient=patient, seen=expected.stamp
    )


def start_intake(people: People) -> Act:
    patient = factories.patient(people.front_desk)
    return lambda: intakes.start_intake(actor=people.front_desk, patient=patient)


def save_draft(people: People) -> Act:
    draft = factories.draft(people.front_desk, {})
    changes = {"phq.q9": 1}
    return lambda: intakes.save_draft(
        actor=people.front_desk, intake=draft, revision=draft.revision, changes=changes, malformed={}
    )


def submit_intake(people: People) -> Act:
    draft = factories.draft(people.front_desk, factories.example("V11"))

    def act() -> Intake:
        token = uuid.uuid4()
        version = intakes.submit_intake(actor=people.front_desk, intake=draft, revision=draft.revision, token=token)
        return version.intake

    return act


def reopen_intake(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V01")
    return lambda: intakes.reopen_intake(actor=people.front_desk, intake=done)


def complete_intake(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    changes = {"mh.plan": True}

    def act() -> Intake:
        token = uuid.uuid4()
        version = intakes.complete_intake(
            actor=people.clinician, intake=done, revision=done.revision, changes=changes, token=token
        )
        return version.intake

    return act


def save_examination(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")

    def act() -> Intake:
        typed = examination.Typed({"ex.hr": 88}, {}, done.revision, "page")
        kept, _ = examination.save_examination(actor=people.clinician, intake=done, typed=typed)
        return kept.intake

    return act


def reassess_intake(people: People) -> Act:
    with factories.other_rules():
        done = factories.submitted(people.front_desk, "V11")

    def act() -> Intake:
        return intakes.reassess_intake(actor=people.clinician, intake=done, token=uuid.uuid4()).intake

    return act


def assess_again(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    Patient.objects.filter(pk=done.patient_id).update(date_of_birth=None)
    return lambda: intakes.assess_again(actor=people.clinician, intake=done)


def correct_intake(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    answer: dict[str, Any] = {"revision": done.revision, "changes": {"pain.nrs_now": 4}}
    return lambda: intakes.correct_intake(actor=people.clinician, intake=done, token=uuid.uuid4(), **answer).intake


def send_back(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    return lambda: corrections.send_back(
        actor=people.clinician, intake=done, revision=done.revision, note="Which leg, please?"
    )


def discard_draft(people: People) -> Act:
    draft = factories.draft(people.front_desk, {"phq.q9": 1})
    return lambda: corrections.discard_draft(
        actor=people.front_desk, intake=draft, revision=draft.revision, reason="Started twice"
    )


def restore_draft(people: People) -> Act:
    draft = discard_draft(people)()
    return lambda: corrections.restore_draft(actor=people.front_desk, intake=draft)


def mark_in_error(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    return lambda: corrections.mark_in_error(
        actor=people.clinician, intake=done, revision=done.revision, reason="Entered twice"
    )


def restore_intake(people: People) -> Act:
    done = mark_in_error(people)()
    return lambda: corrections.restore_intake(actor=people.clinician, intake=done)


def move_intake(people: People) -> Act:
    done, sister = factories.submitted(people.front_desk, "V11"), factories.patient(people.front_desk)
    return lambda: corrections.move_intake(
        actor=people.clinician, intake=done, revision=done.revision, to=sister, reason="Her sister came"
    )


def merge_patients(people: People) -> Act:
    kept, merged = factories.signed(people).patient, factories.submitted(people.front_desk, "V01").patient
    return lambda: merging.merge_patients(actor=people.clinician, kept=kept, merged=merged, reason="One person")


def undo_merge(people: People) -> Act:
    kept = merge_patients(people)()
    return lambda: merging.undo_merge(actor=people.clinician, merge=Merge.objects.get(), reason="Two people") and kept


def decide(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    changes = {"text": {"text": "Calm."}}
    return lambda: review.decide(actor=people.clinician, intake=done, revision=0, changes=changes)


def an_alert(people: People) -> Alert:
    return factories.draft(people.front_desk, {"phq.q9": 1}).alerts.get(flag="RF17a")


def acknowledge_alerts(people: People) -> Act:
    alert = an_alert(people)

    def act() -> Intake:
        alerts.acknowledge_alerts(
            actor=people.clinician,
            intake=alert.intake,
            alert_ids=[alert.pk],
            outcome=factories.FITTING[0],
            words="",
        )
        return alert.intake

    return act


def note_told(people: People) -> Act:
    alert = an_alert(people)
    told: dict[str, Any] = {"alert_id": alert.pk, "after": None, "clinician": people.clinician, "name": "Dr Lee"}
    return lambda: alerts.note_told(actor=people.front_desk, intake=alert.intake, **told).intake


def note_mailed(people: People) -> Act:
    alert = an_alert(people)
    return lambda: alerts.note_mailed(alerts=[alert]) or alert


def start_hand_over(people: People) -> Act:
    draft = factories.draft(people.front_desk, {})
    return lambda: hand_over.start_hand_over(actor=people.front_desk, intake=draft) or draft


def with_the_person(people: People) -> Intake:
    draft = factories.draft(people.front_desk, {})
    hand_over.start_hand_over(actor=people.front_desk, intake=draft)
    return draft


def finish_hand_over(people: People) -> Act:
    draft = with_the_person(people)
    return lambda: hand_over.finish_hand_over(actor=people.front_desk, intake=draft) or draft


def give_try_back(people: People) -> Act:
    draft = with_the_person(people)
    hand_over.spend_try(actor=people.front_desk, intake=draft)
    return lambda: hand_over.give_try_back(actor=people.front_desk, intake=draft) or draft


def spend_try(people: People) -> Act:
    draft = with_the_person(people)
    return lambda: hand_over.spend_try(actor=people.front_desk, intake=draft) and draft


def end_hand_over(people: People) -> Act:
    draft = with_the_person(people)
    return lambda: hand_over.end_hand_over(actor=people.front_desk, intake=draft) or draft


def open_private_answer(people: People) -> Act:
    draft = with_the_person(people)
    draft = intakes.save_draft(
        actor=people.front_desk,
        intake=draft,
        revision=draft.revision,
        changes={"phq.q9": 1},
        malformed={},
        in_private=True,
    )
    return lambda: private_answers.open_private_answer(
        actor=people.front_desk, intake=draft, question=QUESTIONS["phq.q9"], reason="She says it was a slip"
    )


def claim_intake(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V01")
    return lambda: claims.claim_intake(actor=people.clinician, intake=done)


def claimed(people: People) -> Intake:
    done = factories.submitted(people.front_desk, "V01")
    return claims.claim_intake(actor=people.clinician, intake=done)


def take_over_intake(people: People) -> Act:
    done = claims.claim_intake(actor=factories.user("gone-home"), intake=factories.submitted(people.front_desk, "V01"))
    holder = done.claimed_by_id
    assert holder
    return lambda: claims.take_over_intake(actor=people.clinician, intake=done, holder_id=holder)


def release_intake(people: People) -> Act:
    done = claimed(people)
    return lambda: claims.release_intake(actor=people.clinician, intake=done)


def note_download(people: People) -> Act:
    version = factories.submitted(people.front_desk, "V01").versions.get()

    def act() -> object:
        exports.note_download(actor=people.clinician, of=version)
        return version

    return act


def note_print(people: People) -> Act:
    draft = factories.draft(people.front_desk, {})
    return lambda: exports.note_print(actor=people.front_desk, intake=draft) or draft


def note_export(people: People) -> Act:
    patient = factories.patient(people.front_desk)
    return lambda: exports.note_export(actor=people.administrator, patient=patient) or patient


def erase_person(people: People) -> Act:
    patient = factories.draft(people.front_desk, {"phq.q9": 1}).patient
    return lambda: erasing.erase_person(actor=people.administrator, patient=patient) and patient


def close_follow_up(people: People) -> Act:
    planned = over_time.planned(factories.submitted(people.front_desk, "V11"))
    return lambda: follow_up.close_follow_up(
        actor=people.clinician, follow_up=planned, state=FollowUp.State.DONE, words="Rang"
    )


def hand_follow_up(people: People) -> Act:
    planned = over_time.planned(factories.submitted(people.front_desk, "V11"))
    return lambda: follow_up.hand_follow_up(actor=people.clinician, follow_up=planned, to=people.clinician)


def reopen_follow_up(people: People) -> Act:
    close_follow_up(people)()
    return lambda: follow_up.reopen_follow_up(actor=people.clinician, follow_up=FollowUp.objects.get())


def decide_rule_set(people: People) -> Act:
    return lambda: governance.decide_rule_set(
        actor=people.clinical_lead,
        fingerprint=rule_set_fingerprint(),
        number=1,
        approved=True,
        name="Dr Lee",
        role="Clinical lead",
        decided_on=timezone.localdate(),
        remarks="",
    )


SIGNER: dict[str, Any] = {"name": "Carol Clinician", "role": "GP", "printer": document_pdf}


def sign_intake(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    factories.acknowledged(people.clinician, done)
    assert done.current
    words = {item.key: "Next week" for item in still_open(factories.found(done), ())}
    seen = {"revision": done.revision, "review_revision": 0, "fingerprint": rule_set_fingerprint()}
    return lambda: signing.sign_intake(actor=people.clinician, intake=done, words=words, **seen, **SIGNER) and done


def add_addendum(people: People) -> Act:
    done, said = factories.signed(people), {"number": 1, "reason": "late result", "text": "CK normal"}
    return lambda: signing.add_addendum(actor=people.clinician, intake=done, **said, **SIGNER) and done


def void_intake(people: People) -> Act:
    done, said = factories.signed(people), {"kind": "identity", "reason": "wrong birth date"}
    return lambda: signing.void_intake(actor=people.clinician, intake=done, **said, **SIGNER) and done


def copy_without_record(people: People) -> Act:
    document = factories.signed(people, printer=document_pdf).documents.get()
    printer = partial(document_pdf, record=False)

    def act() -> Document:
        return copies.copy_without_record(actor=people.clinician, document=document, printer=printer).document

    return act


def begin_referral(people: People) -> Act:
    done, there = referring.accepted(people), referring.service()
    return lambda: referring.begun(people, done, service=there)


def save_letter(people: People) -> Act:
    draft = referring.begun(people)
    written: dict[str, Any] = {"letter": {"reason": "Leg pain"}, "service": draft.service, "urgency": "now"}
    return lambda: referrals.save_letter(actor=people.clinician, referral=draft, revision=draft.revision, **written)


def sign_letter(people: People) -> Act:
    draft = referring.begun(people)
    return lambda: referring.sign(people.clinician, draft)


def amend_letter(people: People) -> Act:
    sent = referring.in_state(people, "sent")
    amended: dict[str, Any] = {"letter": referring.LETTER, "reason": "A result came", **referring.SIGNER}
    return lambda: referrals.amend_letter(
        actor=people.clinician, referral=sent, revision=sent.revision, printer=referring.stand_in_pdf, **amended
    )


def record_change(people: People) -> Act:
    sent = referring.in_state(people, "sent")
    return lambda: referring.change(people.front_desk, sent, "seen")


def note_contact(people: People) -> Act:
    sent = referring.in_state(people, "sent")
    return lambda: referring.contacted(people.front_desk, sent)


def note(people: People) -> Act:
    sent = referring.in_state(people, "sent")
    return lambda: referrals.note(actor=people.front_desk, referral=sent, words="New flat, ground floor")


def hand_referral(people: People) -> Act:
    draft, colleague = referring.begun(people), factories.user("colleague", CLINICIAN)
    return lambda: referrals.hand_referral(actor=people.clinician, referral=draft, to=colleague)


def reopen_referral(people: People) -> Act:
    ended = referring.in_state(people, "cancelled")
    return lambda: referrals.reopen_referral(
        actor=people.clinician, referral=ended, revision=ended.revision, reason="needed"
    )


def give_handouts(people: People) -> Act:
    done = factories.submitted(people.front_desk, "V11")
    ClinicProfile.objects.create(phone="020 7946 0123")
    what: dict[str, Any] = {"handouts": [HANDOUTS["foot-care"]], "how": "printed", "with_name": True}
    token = uuid.uuid4()
    return lambda: handouts.give_handouts(actor=people.clinician, intake=done, token=token, **what)[0]


def details(job_title: str = "Physiotherapist") -> dict[str, Any]:
    """Of somebody whose roles stay as they are: each that is given or taken leaves a row of its own."""
    roles = Group.objects.filter(name=FRONT_DESK)
    return {"roles": roles, "job_title": job_title, "registration_number": "PH 123"}


WHERE = Where("192.0.2.7")


def note_sign_in(people: People) -> Act:
    return lambda: sign_ins.note_sign_in(actor=people.clinician, where=WHERE) or people.clinician


def note_sign_out(people: People) -> Act:
    return lambda: sign_ins.note_sign_out(actor=people.clinician, where=WHERE) or people.clinician


def note_confirmed(people: People) -> Act:
    return lambda: sign_ins.note_confirmed(actor=people.clinician, where=WHERE) or people.clinician


def note_sign_on_refused(people: People) -> Act:
    reason = SimpleNamespace(pk="incomplete")
    return lambda: sign_ins.note_sign_on_refused(where=WHERE, reason="incomplete") or reason


def note_refused(people: People) -> Act:
    account = SimpleNamespace(pk=account_mark("clinician"))
    return lambda: sign_ins.note_refused(username="Clinician ", where=WHERE) or account


def note_throttled(people: People) -> Act:
    account = SimpleNamespace(pk=account_mark("clinician"))
    return lambda: sign_ins.note_throttled(username="clinician", where=WHERE, wait=9) or account


def end_sign_ins(people: People) -> Act:
    Client().force_login(people.clinician)
    keys = [StaffSession.objects.get(user=people.clinician).session_key]
    return lambda: sessions.end_sign_ins(actor=people.clinician, keys=keys)


def take_on(people: People) -> Act:
    new = {**details(), "roles": []}
    return lambda: staff.take_on(actor=people.administrator, user=User(username="newcomer"), **new)


def change_person(people: People) -> Act:
    return lambda: staff.change_person(actor=people.administrator, user=people.front_desk, **details())


def invite(people: People) -> Act:
    return lambda: staff.invite(actor=people.administrator, user=people.front_desk)


def give_one_time_password(people: People) -> Act:
    def act() -> User:
        staff.give_one_time_password(actor=people.administrator, user=people.front_desk)
        return people.front_desk

    return act


def choose_password(people: People) -> Act:
    return lambda: staff.choose_password(user=people.front_desk, password="another long enough one")


def propose_way_in(people: People) -> Act:
    return lambda: proposals.propose_way_in(actor=people.administrator, user=people.clinician)


def proposal(people: People, user: User, role: str) -> Proposal:
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    return Proposal.objects.create(user=user, role=role, proposed_by=people.administrator)


def confirm_role(people: People) -> Act:
    waiting = proposal(people, people.front_desk, CLINICIAN)
    return lambda: proposals.confirm_role(actor=people.clinical_lead, proposal=waiting)


def confirm_way_in(people: People) -> Act:
    waiting = proposal(people, people.clinician, "")

    def act() -> User:
        proposals.confirm_way_in(actor=people.clinical_lead, proposal=waiting, by_mail=False, address="")
        return people.clinician

    return act


def refuse_proposal(people: People) -> Act:
    waiting = proposal(people, people.front_desk, CLINICIAN)
    return lambda: proposals.refuse_proposal(actor=people.clinical_lead, proposal=waiting)


def give_role_on_server(people: People) -> Act:
    people.clinical_lead.groups.clear()
    named: dict[str, Any] = {"role": CLINICAL_LEAD, "second_person": "Pat Manager"}
    return lambda: proposals.give_role_on_server(user=people.clinical_lead, **named)


def set_up_authenticator(people: People) -> Act:
    key = factors.new_key()
    return lambda: (
        factors.set_up_authenticator(user=people.front_desk, key=key, step=1, is_first=True) and people.front_desk
    )


def renew_recovery_codes(people: People) -> Act:
    return lambda: factors.renew_recovery_codes(user=people.front_desk) and people.front_desk


def add_passkey(people: People) -> Act:
    asked, answer = held.offered(people.front_desk)
    more: dict[str, Any] = {"name": "Key ring", "is_first": True}
    return lambda: factors.add_passkey(user=people.front_desk, **asked, answer=answer, **more) and people.front_desk


def remove_passkey(people: People) -> Act:
    add_passkey(people)()
    held.set_up(people.front_desk, is_first=False)
    passkey = WebAuthnCredential.objects.get()
    return lambda: factors.remove_passkey(user=people.front_desk, passkey=passkey) or people.front_desk


def use_passkey(people: People) -> Act:
    asked, answer = held.asked(people.front_desk)
    return lambda: second_factor.use_passkey(user=people.front_desk, **asked, answer=answer) and people.front_desk


def check_code(people: People) -> Act:
    code = held.code_of(held.set_up(people.front_desk))
    return lambda: second_factor.check_code(user=people.front_desk, code=code) and people.front_desk


def factor_of_code(people: People) -> Act:
    code = held.recovery_codes(people.front_desk)[0]
    return lambda: second_factor.factor_of_code(user=people.front_desk, code=code) and people.front_desk


def propose_factor_reset(people: People) -> Act:
    return lambda: factor_resets.propose_factor_reset(actor=people.administrator, user=people.front_desk).user


def confirm_factor_reset(people: People) -> Act:
    held.set_up(people.front_desk)
    reset = factor_resets.propose_factor_reset(actor=people.administrator, user=people.front_desk)
    return lambda: factor_resets.confirm_factor_reset(actor=people.clinical_lead, reset=reset)


def withdraw_factor_reset(people: People) -> Act:
    reset = factor_resets.propose_factor_reset(actor=people.administrator, user=people.front_desk)
    return lambda: factor_resets.withdraw_factor_reset(actor=people.administrator, reset=reset)


def reset_factors_on_server(people: People) -> Act:
    held.set_up(people.front_desk)
    return lambda: factor_resets.reset_factors_on_server(user=people.front_desk, second_person="Pat Manager")


def sign_on(people: People) -> Act:
    Identity.objects.create(user=people.front_desk, issuer="https://idp.example", subject="1")
    claims = single_sign_on.Claims(issuer="https://idp.example", subject="1")
    return lambda: single_sign_on.sign_on(claims=claims, given=(), by_email=False)


def save_clinic(people: People) -> Act:
    profile = ClinicProfile(name="Riverside")
    return lambda: clinic.save_clinic(actor=people.administrator, clinic=profile, logo=b"a picture")


def save_service(people: People) -> Act:
    return lambda: services.save_service(actor=people.administrator, service=Service(name="Pain service"))


def save_service_list(people: People) -> Act:
    new = [Service(name="Pain service")]
    return lambda: services.save_service_list(actor=people.administrator, services=new, seen={})[0]


ACTIONS = [
    (register_patient, "register", "patient"),
    (correct_patient, "correct", "patient"),
    (choose_keys, "choose", "preferences"),
    (choose_board, "choose", "preferences"),
    (enter_appointments, "enter", "appointment"),
    (correct_appointment, "correct", "appointment"),
    (mark_appointment, "arrive", "appointment"),
    (link_appointment, "link", "appointment"),
    (start_intake, "start", "intake"),
    (save_draft, "save", "intake"),
    (submit_intake, "submit", "intake"),
    (reopen_intake, "reopen", "intake"),
    (complete_intake, "complete", "intake"),
    (save_examination, "save examination", "intake"),
    (reassess_intake, "reassess", "intake"),
    (assess_again, "assess again", "intake"),
    (correct_intake, "correct", "intake"),
    (send_back, "send back", "intake"),
    (discard_draft, "discard", "intake"),
    (restore_draft, "restore", "intake"),
    (mark_in_error, "enter in error", "intake"),
    (restore_intake, "restore", "intake"),
    (move_intake, "move", "intake"),
    (merge_patients, "merge", "patient"),
    (undo_merge, "undo merge", "patient"),
    (decide, "decide", "review"),
    (acknowledge_alerts, "acknowledge", "intake"),
    (note_told, "tell a clinician", "intake"),
    (note_mailed, "mail", "alert"),
    (start_hand_over, "hand over", "intake"),
    (finish_hand_over, "finish alone", "intake"),
    (spend_try, "try password", "intake"),
    (give_try_back, "give try back", "intake"),
    (end_hand_over, "take back", "intake"),
    (open_private_answer, "open private answer", "intake"),
    (claim_intake, "claim", "intake"),
    (take_over_intake, "take over", "intake"),
    (release_intake, "release", "intake"),
    (sign_intake, "sign", "intake"),
    (add_addendum, "amend", "intake"),
    (void_intake, "void", "intake"),
    (copy_without_record, "copy", "document"),
    (give_handouts, "give", "handoutgiven"),
    (note_download, "download", "answerversion"),
    (note_print, "print", "intake"),
    (note_export, "export", "patient"),
    (erase_person, "erase", "patient"),
    (close_follow_up, "close", "followup"),
    (hand_follow_up, "hand", "followup"),
    (reopen_follow_up, "reopen", "followup"),
    (begin_referral, "begin referral", "referral"),
    (save_letter, "save letter", "referral"),
    (sign_letter, "sign letter", "referral"),
    (amend_letter, "amend letter", "referral"),
    (record_change, "record change", "referral"),
    (note_contact, "note contact", "referral"),
    (note, "note", "referral"),
    (hand_referral, "hand referral", "referral"),
    (reopen_referral, "reopen", "referral"),
    (decide_rule_set, "approve", "rulesetapproval"),
    (note_sign_in, "sign in", "user"),
    (note_sign_out, "sign out", "user"),
    (note_confirmed, "confirm", "user"),
    (note_sign_on_refused, "sign-on refused", "account"),
    (note_refused, "sign-in refused", "account"),
    (note_throttled, "sign-in throttled", "account"),
    (end_sign_ins, "end sign-ins", "user"),
    (take_on, "take on", "user"),
    (change_person, "change", "user"),
    (invite, "invite", "user"),
    (give_one_time_password, "give one-time password", "user"),
    (choose_password, "choose password", "user"),
    (propose_way_in, "propose new way in", "user"),
    (confirm_role, "confirm Clinician", "user"),
    (confirm_way_in, "confirm new way in", "user"),
    (refuse_proposal, "refuse Clinician", "user"),
    (give_role_on_server, "give on the server Clinical lead", "user"),
    (set_up_authenticator, "set up authenticator", "user"),
    (renew_recovery_codes, "renew recovery codes", "user"),
    (add_passkey, "add passkey", "user"),
    (remove_passkey, "remove passkey", "user"),
    (use_passkey, "use passkey", "user"),
    (check_code, "use authenticator", "user"),
    (factor_of_code, "use recovery code", "user"),
    (propose_factor_reset, "propose factor reset", "user"),
    (confirm_factor_reset, "confirm factor reset", "user"),
    (withdraw_factor_reset, "withdraw factor reset", "user"),
    (reset_factors_on_server, "reset factors on the server", "user"),
    (sign_on, "sign on", "user"),
    (save_clinic, "change", "clinicprofile"),
    (save_service, "add", "service"),
    (save_service_list, "add", "service"),
]
BY_ITSELF = {
    "note_mailed",
    "give_role_on_server",
    "note_refused",
    "note_sign_on_refused",
    "note_throttled",
    "reset_factors_on_server",
}
"""What the program does without anybody, or without knowing who it is."""
PARTS = {"record", "raise_alerts", "plan_follow_ups", "locked", "locked_people", "locked_with_person", "check_role"}
PARTS |= {"record_event", "sign_out_everywhere", "spend", "spend_guess", "give_back", "refill", "sweep", "account_mark"}
PARTS |= {"give_back_address"}
PARTS |= {"audited", "audited_block", "last_event"}
PARTS |= {
    "open_draft",
    "work_out_again",
    "unsigned_intakes",
    "check_birth",
    "store_assessment",
    "note_in_queue",
    "list_in_queue",
}
PARTS |= {"settle_follow_ups", "settle_again", "settle_by_later_visits", "unsettle_follow_ups", "unsettle_of_others"}
PARTS |= {"link_expected", "renew_keys", "count_assessment", "cannot_be_given"}
PARTS |= {"locked_referral", "is_recorded", "check_revision", "add_event", "save_changed", "set_next", "move_referrals"}
PARTS |= {"check_none_open", "check_in_use", "check_urgency", "read_told", "read_time", "check_words"}
PARTS |= {"set_roles", "mark_staff", "is_first_set_up", "without_password", "set_one_time_password"}
PARTS |= {"new_key", "keep_texts"}
"""Called by actions, in their transaction and under their audit row."""
PARTS |= {"beat", "take_hold", "let_go", "mend_queue"}
"""About the program itself, and nobody's data: no audit row."""
EACH = pytest.mark.parametrize(
    ("prepare", "action", "kind"), ACTIONS, ids=[prepare.__name__ for prepare, _, _ in ACTIONS]
)


class Fault(Exception):
    """The database went away."""


class FailAfter:
    """Lets this many statements through and fails after the last of them. BEGIN and SAVEPOINT do not count."""

    def __init__(self, statements: int) -> None:
        self.left = statements

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.left -= 1
            if self.left == 0:
                raise Fault
        return result


def everything_stored() -> dict[str, list[Any]]:
    """Without the tokens of the throttle: one that was spent for a try stays spent, whatever became of the try."""
    models = [model for model in apps.get_app_config("intake").get_models() if model is not TokenBucket]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_every_action_is_tried_here() -> None:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(actions.__path__, prefix="intake.actions.")
    ]
    writers = {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert writers - PARTS == {prepare.__name__ for prepare, _, _ in ACTIONS}


@EACH
def test_an_action_leaves_one_audit_row_that_names_nobody_but_the_actor(
    prepare: Callable[[People], Act], action: str, kind: str, people: People
) -> None:
    act = prepare(people)
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    record = act()
    row = AuditEvent.objects.exclude(pk__in=before).get()
    assert (row.action, row.record_type, row.record_id) == (action, kind, str(record.pk))
    assert str(row) == f"{action} {kind} {record.pk}"
    somebody = [people.front_desk, people.clinician, people.clinical_lead, people.administrator]
    assert row.actor in ([None] if prepare.__name__ in BY_ITSELF else somebody)


@EACH
def test_what_the_queue_goes_by_is_written_with_it(
    prepare: Callable[[People], Act], action: str, kind: str, people: People
) -> None:
    """No action leaves behind anything that would be listed otherwise, were it listed anew."""
    prepare(people)()
    entries = list(QueueEntry.objects.order_by("pk").values())
    list_in_queue(*Intake.objects.all())
    assert list(QueueEntry.objects.order_by("pk").values()) == entries


FAR_APART = [2**power for power in range(7)]


@pytest.mark.no_cover  # other tests run the same lines
@pytest.mark.parametrize("failing_after", sweep((FAR_APART, range(1, 100)), few=(FAR_APART,)), ids=len)
@EACH
def test_v2_3_3_a_fault_after_any_statement_leaves_nothing_behind(
    prepare: Callable[[People], Act],
    action: str,
    kind: str,
    failing_after: Sequence[int],
    transactional_db: None,
    people: People,
) -> None:
    act = prepare(people)
    before = everything_stored()
    for statements in failing_after:
        try:
            with connection.execute_wrapper(FailAfter(statements)):
                act()
        except Fault:
            assert everything_stored() == before
        else:
            break
    else:
        act()  # it has more statements than were tried
    assert statements > 1
    assert everything_stored() != before


@pytest.mark.parametrize(
    "prepare",
    [renew_recovery_codes, give_one_time_password, choose_password, confirm_way_in],
    ids=lambda each: each.__name__,
)
def test_nobody_waits_while_a_password_is_hashed(
    prepare: Callable[[People], Act], transactional_db: None, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite an action keeps everybody else from saving."""
    act = prepare(people)
    within: list[bool] = []
    hasher = type(get_hasher())
    real = hasher.encode

    def encode(self: Any, *given: Any) -> str:
        within.append(connection.in_atomic_block)
        return str(real(self, *given))

    monkeypatch.setattr(hasher, "encode", encode)
    act()
    assert within
    assert not any(within)


@pytest.mark.no_cover  # other tests run the same lines
@EACH
def test_v16_5_3_without_its_audit_row_nothing_happens(
    prepare: Callable[[People], Act],
    action: str,
    kind: str,
    transactional_db: None,
    people: People,
) -> None:
    act = prepare(people)
    before = everything_stored()

    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "intake_auditevent"'):
            raise Fault
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse), pytest.raises(Fault):
        act()
    assert everything_stored() == before
