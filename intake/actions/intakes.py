"""Starting, saving, submitting, reopening, completing and reassessing an intake."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from intake.actions.alerts import raise_alerts
from intake.actions.assessing import store_assessment
from intake.actions.audit import record
from intake.actions.locking import locked
from intake.clinical.assessment import assess_case
from intake.clinical.language.answers import as_json
from intake.clinical.rules import rule_set
from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.working.alerts import call_for
from intake.clinical.working.case import Case
from intake.models import AnswerVersion, ClinicProfile, Intake, Patient, Review, SubmissionToken
from intake.models.intake import ENCOUNTER_DATE


class StaleError(Exception):
    """The intake was changed since the page that asks for this was shown.

    ``intake`` is as it is now; ``conflicts`` are the questions that were answered differently meanwhile.
    """

    def __init__(self, intake: Intake, conflicts: frozenset[str] = frozenset()) -> None:
        self.intake = intake
        self.conflicts = conflicts
        super().__init__(f"intake {intake.pk} has moved on to revision {intake.revision}")


@transaction.atomic
def start_intake(*, actor: User, patient: Patient) -> Intake:
    """A new draft for this patient, or the one this author has open already."""
    _one_at_a_time(patient.pk)
    opened = Intake.objects.filter(patient=patient, author=actor, state=Intake.State.DRAFT).first()
    if opened:
        return opened
    today = timezone.localdate().isoformat()
    intake = Intake.objects.create(patient=patient, author=actor, answers={ENCOUNTER_DATE: today})
    record(actor=actor, action="start", on=intake)
    return intake


@transaction.atomic
def save_draft(
    *,
    actor: User,
    intake: Intake,
    revision: int,
    changes: dict[str, Any],
    malformed: dict[str, Any],
    page: str = "",
) -> Intake:
    """Keep what was filled in so far.

    Args:
        revision: the one the page showed.
        changes: by question id, of today or of an earlier rule set, an answer as JSON; null clears it.
        malformed: by question id, what was typed and cannot be read; null where it can.
        page: which open page this comes from. What it saved itself is no conflict, even if the reply was lost.

    Raises:
        StaleError: another page answered one of these questions differently meanwhile. Nothing is written.
    """
    intake = locked(intake)
    if not intake.is_draft or revision > intake.revision:
        raise StaleError(intake)
    changes = _since(intake, CATALOGUE.as_today(changes), revision, page)
    _apply(intake, changes, page)
    _note_malformed(intake, {id_: typed for id_, typed in malformed.items() if CATALOGUE.today(id_) in changes})
    intake.saved_at = timezone.now()
    result = assess_case(_by_clinics_settings(intake)).whole()
    intake.call = call_for(result)
    intake.save()
    raise_alerts(actor=actor, intake=intake, assessment=result)
    record(actor=actor, action="save", on=intake)
    return intake


@transaction.atomic
def submit_intake(*, actor: User, intake: Intake, revision: int, token: uuid.UUID) -> AnswerVersion:
    """Make the draft's answers a version with its assessment. Sent twice with one token, it makes one.

    Raises:
        StaleError: the draft is not what the person checked.
    """
    intake = locked(intake)
    if spent := _spent(token, intake):
        return spent
    if intake.revision != revision or not intake.is_draft:
        raise StaleError(intake)
    version = _new_version(actor=actor, intake=intake, token=token)
    intake.state = Intake.State.SUBMITTED
    intake.save()
    record(actor=actor, action="submit", on=intake)
    return version


@transaction.atomic
def reopen_intake(*, actor: User, intake: Intake) -> Intake:
    """Make a submitted intake a draft again, for corrections. Its versions stay as they are.

    Where this author has another draft open for the patient, that one is to be finished first: it is returned.
    A signed or void intake stays as it is.
    """
    _one_at_a_time(intake.patient_id)
    intake = locked(intake)
    opened = Intake.objects.filter(patient=intake.patient, author=actor, state=Intake.State.DRAFT).first()
    if opened and not intake.is_frozen:
        return opened
    if not intake.is_draft and not intake.is_frozen:
        intake.state = Intake.State.DRAFT
        intake.author = actor
        intake.revision += 1
        intake.save()
        record(actor=actor, action="reopen", on=intake)
    return intake


@transaction.atomic
def complete_intake(
    *, actor: User, intake: Intake, revision: int, changes: dict[str, Any], token: uuid.UUID
) -> AnswerVersion:
    """A clinician's own answers make a new version with a new assessment; the version before stays readable.

    Raises:
        StaleError: somebody saved in between, or signed. Nothing is written.
    """
    intake = locked(intake)
    if spent := _spent(token, intake):
        return spent
    if intake.revision != revision or intake.current is None or intake.is_frozen:
        raise StaleError(intake)
    changes = CATALOGUE.as_today(changes)
    _apply(intake, changes, page="")
    _note_malformed(intake, dict.fromkeys(changes))
    version = _new_version(actor=actor, intake=intake, token=token)
    intake.save()
    record(actor=actor, action="complete", on=intake)
    return version


@transaction.atomic
def reassess_intake(*, actor: User, intake: Intake, token: uuid.UUID) -> AnswerVersion:
    """The same answers make a new version, assessed with today's rules; the version before stays readable.

    Where the newest version is of today's rules already, nothing is made, and it is returned.

    Raises:
        StaleError: the intake is signed, or the front desk is correcting it.
    """
    intake = locked(intake)
    if spent := _spent(token, intake):
        return spent
    if intake.state != Intake.State.SUBMITTED or intake.current is None:
        raise StaleError(intake)
    if intake.current.is_of_todays_rules:
        return intake.current.version
    version = _new_version(actor=actor, intake=intake, token=token)
    intake.save()
    record(actor=actor, action="reassess", on=intake)
    return version


def _one_at_a_time(patient_id: uuid.UUID) -> None:
    """Two clicks at once make one draft of this person.

    Others may go on referring to them: who signs plans follow-ups for the person while holding the intake.
    """
    Patient.objects.select_for_update(no_key=True).get(pk=patient_id)


def _spent(token: uuid.UUID, intake: Intake) -> AnswerVersion | None:
    """The version this token has made already. A token of another intake makes none here."""
    spent = SubmissionToken.objects.select_related("version").filter(token=token).first()
    if spent and spent.version.intake_id != intake.pk:
        raise StaleError(intake)
    return spent.version if spent else None


def _since(intake: Intake, changes: dict[str, Any], revision: int, page: str) -> dict[str, Any]:
    """The changes to make, when the page shows an older revision: what it merely did not know of stays as it is.

    Raises StaleError for questions that both this page and another changed.
    """
    answers = intake.placed_answers().document
    elsewhere = {
        CATALOGUE.today(id_): _before(id_, change["before"])
        for id_, change in sorted(intake.changed.items(), key=lambda item: item[1]["revision"])
        if change["revision"] > revision and not (page and change["page"] == page)
    }
    differing = {id_ for id_, value in changes.items() if id_ in elsewhere and value != answers.get(id_)}
    untouched = {id_ for id_ in differing if changes[id_] == elsewhere[id_]}
    if differing - untouched:
        raise StaleError(intake, frozenset(differing - untouched))
    return {id_: value for id_, value in changes.items() if id_ not in untouched}


def _before(question_id: str, answer: Any) -> Any:
    """The answer before a change, as a page of today shows it; the change may be older than today's questions."""
    question = CATALOGUE.questions.get(CATALOGUE.today(question_id))
    return as_json(question.place(answer, renamed=question.id != question_id).answer) if question else answer


def _apply(intake: Intake, changes: dict[str, Any], page: str) -> None:
    """Make the changes, a new revision, and for each answer that differs the note that other open pages need."""
    intake.revision += 1
    answers = intake.placed_answers().document
    for question_id, value in changes.items():
        before = answers.get(question_id)
        if value != before:
            intake.changed[question_id] = {"revision": intake.revision, "before": before, "page": page}
    intake.answers = CATALOGUE.merge(intake.answers, changes)


def _note_malformed(intake: Intake, typed: dict[str, Any]) -> None:
    noted = intake.malformed | typed
    intake.malformed = {question_id: parts for question_id, parts in noted.items() if parts is not None}


def _by_clinics_settings(intake: Intake) -> Case:
    """The answers as this clinic's rules look at them."""
    intake.case = Case(intake.read_answers(), ClinicProfile.load().rule_settings)
    return intake.case


def _new_version(*, actor: User, intake: Intake, token: uuid.UUID) -> AnswerVersion:
    now = timezone.now()
    case = _by_clinics_settings(intake)
    result = assess_case(case).whole()
    last = intake.versions.order_by("-number").first()
    version = AnswerVersion.objects.create(
        intake=intake,
        number=last.number + 1 if last else 1,
        answers=intake.document(),
        catalogue_version=rule_set.VERSION,
        author=actor,
        made_at=now,
    )
    SubmissionToken.objects.create(token=token, version=version)
    intake.current = store_assessment(version=version, result=result, case=case)
    intake.undecided = Review.undecided(intake, result.key_steps)
    intake.submitted_at = intake.submitted_at or now
    intake.call = call_for(result)
    raise_alerts(actor=actor, intake=intake, assessment=result)
    intake.revision += 1
    intake.saved_at = now
    return version
