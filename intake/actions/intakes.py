"""Starting, saving, submitting, reopening, completing and reassessing an intake."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Container, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from intake.actions.alerts import raise_alerts
from intake.actions.assessing import store_assessment
from intake.actions.audit import audited, record
from intake.actions.locking import locked, locked_people, locked_with_person
from intake.actions.queueing import list_in_queue, note_in_queue
from intake.actions.refused import NotPossibleError
from intake.actions.rights import check_role
from intake.actions.settling import settle_follow_ups
from intake.clinical.assessment import assess_case
from intake.clinical.language.answers import as_json
from intake.clinical.language.catalogue import BEFORE, id_of
from intake.clinical.rules import rule_set
from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.rules.questions.context import ctx
from intake.clinical.working.alerts import call_for
from intake.clinical.working.case import Case
from intake.clinical.working.findings import WholeAssessment
from intake.models import (
    AnswerVersion,
    ClinicProfile,
    Correction,
    Examination,
    Intake,
    Patient,
    Review,
    SubmissionToken,
)
from intake.models.intake import ENCOUNTER_DATE
from intake.roles import CLINICIAN
from intake.stored import corrections, details
from intake.stored.beside import beside
from intake.stored.last_time import last_submitted

_SAVED = ("answers", "malformed", "changed", "given_in_private", "revision", "call", "saved_at")
"""The columns of an intake that a save of its draft changes."""


class StaleError(Exception):
    """The intake was changed since the page that asks for this was shown.

    ``intake`` is as it is now; ``conflicts`` are the questions that were answered differently meanwhile.
    """

    def __init__(self, intake: Intake, conflicts: frozenset[str] = frozenset()) -> None:
        self.intake = intake
        self.conflicts = conflicts
        super().__init__(f"intake {intake.pk} has moved on to revision {intake.revision}")


class OpenBesideError(Exception):
    """Somebody else has an intake open for this person, or one was submitted today. Nothing was started."""

    def __init__(self, intakes: list[Intake]) -> None:
        self.intakes = intakes
        super().__init__(f"{len(intakes)} intakes beside")


@audited
def start_intake(*, actor: User, patient: Patient, seen: Container[uuid.UUID] | None = None) -> Intake:
    """A new draft for this patient, or the one this author has open already.

    What of the person's last intake may be confirmed stands beside the questions of the new one, and answers nothing.

    Args:
        seen: the intakes of others, or of today, that were looked at before; nobody is asked where none is given.

    Raises:
        OpenBesideError: there is one that was not looked at.
        NotPossibleError: the record was merged into another.
    """
    patient = locked_people(patient.pk)[patient.pk]
    if opened := open_draft(patient, actor):
        return opened
    others = [] if seen is None else list(beside(patient, actor))
    if seen is not None and any(other.pk not in seen for other in others):
        raise OpenBesideError(others)
    answers = {ENCOUNTER_DATE: timezone.localdate().isoformat(), **_known_of(patient)}
    intake = Intake.objects.create(
        patient=patient, author=actor, answers=answers, given_in_private={}, carried_from=last_submitted(patient)
    )
    record(actor=actor, action="start", on=intake)
    return intake


def _known_of(patient: Patient) -> dict[str, Any]:
    """The answers that the person's details give. Who interprets is asked all the same."""
    answers = {ctx.language.id: patient.preferred_language} if patient.preferred_language else {}
    return answers | ({ctx.interpreter.id: "none"} if patient.interpreter_needed is False else {})


@audited
def save_draft(
    *,
    actor: User,
    intake: Intake,
    revision: int,
    changes: dict[str, Any],
    malformed: dict[str, Any],
    page: str = "",
    in_private: bool = False,
    clears: Collection[str] = (),
) -> Intake:
    """Keep what was filled in so far.

    What the person answered alone is closed to the front desk, until the front desk asks and answers it itself.

    Args:
        revision: the one the page showed.
        changes: by question id, of today or of an earlier rule set, an answer as JSON; null clears it.
        malformed: by question id, what was typed and cannot be read; null where it can.
        page: which open page this comes from. What it saved itself is no conflict, even if the reply was lost.
        in_private: the person answers alone.
        clears: questions that are cleared on purpose, though the page does not show their answers. Of no other does a
            page of the front desk clear what it cannot show.

    Raises:
        StaleError: another page answered one of these questions differently meanwhile. Nothing is written.
    """
    intake = locked(intake)
    if not intake.allows("save_draft") or revision > intake.revision:
        raise StaleError(intake)
    private, changes = intake.in_private, CATALOGUE.as_today(changes)
    if not in_private:
        unseen = private.given - set(clears)
        changes = {id_: value for id_, value in changes.items() if value is not None or id_ not in unseen}
    changes = _since(intake, changes, revision, page)
    before = intake.placed_answers().document
    _apply(intake, changes, page)
    intake.given_in_private = _marks(intake, changes, before, malformed, in_private=in_private)
    del intake.in_private
    _note_malformed(intake, {id_: typed for id_, typed in malformed.items() if CATALOGUE.today(id_) in changes})
    intake.saved_at = timezone.now()
    _note_result(actor, intake, assess_case(_by_clinics_settings(intake)).whole())
    intake.save(update_fields=_SAVED)
    if intake.current_id:
        list_in_queue(intake)
    record(actor=actor, action="save" if private.given.isdisjoint(clears) else "clear private answer", on=intake)
    return intake


@audited
def submit_intake(*, actor: User, intake: Intake, revision: int, token: uuid.UUID) -> AnswerVersion:
    """Make the draft's answers a version with its assessment. Sent twice with one token, it makes one.

    Raises:
        StaleError: the draft is not what the person checked.
        NotPossibleError: the date of the assessment cannot be right.
    """
    intake = locked(intake)
    if spent := _spent(token, intake):
        return spent
    if intake.revision != revision or not intake.allows("submit_intake"):
        raise StaleError(intake)
    _check_date(intake)
    version = _new_version(actor=actor, intake=intake, token=token, cause=AnswerVersion.Cause.SUBMITTED)
    if version.number > 1 and corrections.note_to_desk(intake):
        Correction.objects.create(
            intake=intake, kind=Correction.Kind.ANSWERED, state_before=intake.state, made_by=actor
        )
    intake.state = Intake.State.SUBMITTED
    intake.save()
    list_in_queue(intake)
    record(actor=actor, action="submit", on=intake)
    return version


@audited
def reopen_intake(*, actor: User, intake: Intake) -> Intake:
    """Make a submitted intake a draft again, for corrections. Its versions stay as they are.

    Where this author has another draft open for the patient, that one is to be finished first: it is returned.
    What is signed, void or withdrawn stays as it is.

    Raises:
        NotPossibleError: it was moved to another person's record meanwhile.
    """
    intake = locked_with_person(intake)
    opened = open_draft(intake.patient, actor)
    if opened and not intake.is_closed:
        return opened
    if intake.allows("reopen_intake"):
        intake.state = Intake.State.DRAFT
        intake.author = actor
        intake.revision += 1
        intake.save()
        list_in_queue(intake)
        record(actor=actor, action="reopen", on=intake)
    return intake


@audited
def complete_intake(
    *, actor: User, intake: Intake, revision: int, changes: dict[str, Any], token: uuid.UUID
) -> AnswerVersion:
    """A clinician's own answers make a new version with a new assessment; the version before stays readable.

    Raises:
        StaleError: somebody saved in between, or signed; or the token made a version without these answers, because the
            page was sent again with others. Nothing is written.
        NotPossibleError: the date of the assessment cannot be right.
    """
    cause = AnswerVersion.Cause.COMPLETED
    version = _answer(actor, intake, revision, changes, token, action="complete_intake", cause=cause)
    # What was kept of these as it was typed is in the version now; another open page may hold more.
    for examination in Examination.objects.filter(intake=intake, author=actor):
        examination.forget(CATALOGUE.as_today(changes))
        examination.save()
    return version


@audited
def correct_intake(
    *, actor: User, intake: Intake, revision: int, changes: dict[str, Any], token: uuid.UUID
) -> AnswerVersion:
    """A clinician corrects what the front desk entered. The desk's answer stays readable in the version before.

    Raises:
        PermissionDenied: not a clinician.
        StaleError: somebody saved in between, or signed or withdrew it; or the token made a version without these
            answers. Nothing is written.
        NotPossibleError: the date of the assessment cannot be right.
    """
    check_role(actor, CLINICIAN)
    cause = AnswerVersion.Cause.CORRECTED
    return _answer(actor, intake, revision, changes, token, action="correct_intake", cause=cause)


def _answer(
    actor: User,
    intake: Intake,
    revision: int,
    changes: dict[str, Any],
    token: uuid.UUID,
    *,
    action: str,
    cause: AnswerVersion.Cause,
) -> AnswerVersion:
    intake = locked(intake)
    if spent := _spent(token, intake, changes):
        return spent
    if intake.revision != revision or not intake.allows(action):
        raise StaleError(intake)
    changes = CATALOGUE.as_today(changes)
    _apply(intake, changes, page="")
    _note_malformed(intake, dict.fromkeys(changes))
    _check_date(intake)
    version = _new_version(actor=actor, intake=intake, token=token, cause=cause)
    intake.save()
    list_in_queue(intake)
    record(actor=actor, action=action.removesuffix("_intake"), on=intake)
    return version


@audited
def reassess_intake(*, actor: User, intake: Intake, token: uuid.UUID) -> AnswerVersion:
    """The same answers make a new version, assessed with today's rules; the version before stays readable.

    Where the newest version is of today's rules already, nothing is made, and it is returned.

    Raises:
        StaleError: the intake is signed or withdrawn, or the front desk is correcting it.
        NotPossibleError: the date of the assessment cannot be right.
    """
    intake = locked(intake)
    if spent := _spent(token, intake):
        return spent
    if intake.current is None or not intake.allows("reassess_intake"):
        raise StaleError(intake)
    if intake.current.is_of_todays_rules:
        return intake.current.version
    _check_date(intake)
    note = "assessed again with today's rules"
    version = _new_version(actor=actor, intake=intake, token=token, cause=AnswerVersion.Cause.RULES, note=note)
    intake.save()
    list_in_queue(intake)
    record(actor=actor, action="reassess", on=intake)
    return version


@audited
def assess_again(*, actor: User, intake: Intake) -> Intake:
    """A clinician has the answers worked out anew, because the person's details have changed since.

    Correcting the details does the same by itself: this is for what failed half-way, or was changed beside us. Where
    nothing differs, as at a second click, nothing is written.

    Raises:
        NotPossibleError: not submitted, or signed; or the date of the assessment cannot be right.
    """
    intake = locked(intake)
    if intake.current is None or not intake.allows("assess_again"):
        raise NotPossibleError("Only an intake that waits for a signature is assessed again.")
    _check_date(intake)
    if differing := details.differing(intake.patient, intake.current.version):
        note = details.corrected(differing)
        work_out_again(actor=actor, intake=intake, cause=AnswerVersion.Cause.DETAILS, note=note)
        record(actor=actor, action="assess again", on=intake)
    return intake


def work_out_again(*, actor: User, intake: Intake, cause: AnswerVersion.Cause, note: str) -> None:
    """Part of actions that change what the rules look at beside the answers, while they hold the intake.

    What was submitted gets a new version: the newest one's answers, under the person's details of today. What the front
    desk has typed since then stays in the draft. A mere draft has no version: whom to call, and alerts, follow.
    """
    if intake.current:
        answers = intake.current.version.answers
        _new_version(actor=actor, intake=intake, cause=cause, answers=answers, note=note)
    else:
        _note_result(actor, intake, assess_case(_by_clinics_settings(intake)).whole())
    intake.save()
    if intake.current_id:
        list_in_queue(intake)


def open_draft(patient: Patient, author: User) -> Intake | None:
    """The draft this author has open for the person: there is one at most."""
    return Intake.objects.filter(patient=patient, author=author, state=Intake.State.DRAFT).first()


def _spent(token: uuid.UUID, intake: Intake, changes: Mapping[str, Any] | None = None) -> AnswerVersion | None:
    """The version this token has made already. A token of another intake makes none here.

    A page can be sent again with other answers before the reply to the first time has come: those are not in it.
    """
    spent = SubmissionToken.objects.select_related("version").filter(token=token).first()
    if spent is None:
        return None
    version: AnswerVersion = spent.version
    sent = CATALOGUE.as_today(changes or {})
    if version.intake_id != intake.pk or any(version.answers.get(id_) != value for id_, value in sent.items()):
        raise StaleError(intake)
    return version


def _since(intake: Intake, changes: dict[str, Any], revision: int, page: str) -> dict[str, Any]:
    """The changes to make, when the page shows an older revision: what it merely did not know of stays as it is.

    Raises StaleError for questions that both this page and another changed.
    """
    answers = intake.placed_answers().document
    elsewhere = {}
    for id_, change in sorted(intake.changed.items(), key=lambda item: item[1]["revision"]):
        if change["revision"] <= revision or (page and change["page"] == page):
            continue
        today, before = CATALOGUE.today(id_), change["before"]
        if question := CATALOGUE.questions.get(today):  # the change may be older than today's questions
            before = as_json(question.place(before, renamed=today != id_).answer)
        elsewhere[today] = before
    differing = {id_ for id_, value in changes.items() if id_ in elsewhere and value != answers.get(id_)}
    untouched = {id_ for id_ in differing if changes[id_] == elsewhere[id_]}
    if conflicts := differing - untouched:
        raise StaleError(intake, frozenset(conflicts))
    return {id_: value for id_, value in changes.items() if id_ not in untouched}


def _apply(intake: Intake, changes: dict[str, Any], page: str) -> None:
    """Make the changes, a new revision, and for each answer that differs the note that other open pages need."""
    intake.revision += 1
    answers = intake.placed_answers().document
    for question_id, value in changes.items():
        before = answers.get(question_id)
        if value != before:
            intake.changed[question_id] = {"revision": intake.revision, "before": before, "page": page}
    intake.answers = CATALOGUE.merge(intake.answers, changes)


def _marks(
    intake: Intake,
    changes: Mapping[str, Any],
    before: Mapping[str, Any],
    malformed: Mapping[str, Any],
    *,
    in_private: bool,
) -> dict[str, int]:
    """By question id, the revision at which the person answered alone; not what the front desk has answered since."""
    marks, opened = dict(intake.in_private.marks), intake.in_private.opened
    before_today = {CATALOGUE.today(id_of(each.key)) for each in intake.placed_answers().unplaced}
    unreadable = {CATALOGUE.today(id_) for id_, typed in malformed.items() if typed is not None}
    for id_, value in changes.items():
        differs = value != before.get(id_)
        if in_private and (differs or id_ in unreadable):
            marks[id_] = intake.revision
        elif not in_private and (differs or (value is not None and id_ not in opened)):
            of = marks.pop(id_, None)
            if of is not None and id_ in before_today:  # what the person answered to the question of then stays closed
                marks[f"{BEFORE}{id_}"] = of
    return marks


def _note_malformed(intake: Intake, typed: dict[str, Any]) -> None:
    noted = intake.malformed | typed
    intake.malformed = {question_id: parts for question_id, parts in noted.items() if parts is not None}


def _check_date(intake: Intake) -> None:
    """What is typed is checked on its page: this is for what an earlier release stored, or was changed beside us."""
    if problem := intake.date_problem():
        raise NotPossibleError(f"{problem} Please correct the date first, or the person's details.")


def _by_clinics_settings(intake: Intake, answers: dict[str, Any] | None = None) -> Case:
    """The answers as this clinic's rules look at them."""
    case = Case(intake.read_answers(answers), ClinicProfile.load().rule_settings)
    if answers is None:
        intake.case = case
    return case


def _new_version(
    *,
    actor: User,
    intake: Intake,
    cause: AnswerVersion.Cause,
    token: uuid.UUID | None = None,
    answers: dict[str, Any] | None = None,
    note: str = "",
) -> AnswerVersion:
    """A version with its assessment, as the newest; the caller saves the intake.

    Args:
        answers: those of an earlier version, where they are assessed again; those being filled in where none are given.
    """
    now = timezone.now()
    case = _by_clinics_settings(intake, answers)
    result = assess_case(case).whole()
    last = intake.versions.order_by("-number").first() if intake.current_id else None
    version = AnswerVersion.objects.create(
        intake=intake,
        number=last.number + 1 if last else 1,
        answers=intake.document(answers),
        # Where an earlier version is assessed again, what was typed since is of the draft.
        malformed=last.malformed if last and answers is not None else intake.malformed,
        catalogue_version=rule_set.VERSION,
        author=actor,
        made_at=now,
        cause=cause,
        note=note,
    )
    if token:
        SubmissionToken.objects.create(token=token, version=version)
    intake.current = store_assessment(version=version, result=result, case=case)
    settle_follow_ups(intake=intake, version=version, case=case, findings=result)
    review = Review.of(intake) if last else Review(intake=intake)
    intake.undecided = review.undecided(result.key_steps)
    note_in_queue(intake, result, review)
    intake.submitted_at = intake.submitted_at or now
    if intake.is_draft and answers is not None:
        result = assess_case(_by_clinics_settings(intake)).whole()  # alerts are about what was saved last
    _note_result(actor, intake, result)
    intake.revision += 1
    intake.saved_at = now
    return version


def _note_result(actor: User, intake: Intake, result: WholeAssessment) -> None:
    """Whom the front desk is to fetch, and the alerts, as the answers saved last say."""
    intake.call = call_for(result)
    raise_alerts(actor=actor, intake=intake, assessment=result)
