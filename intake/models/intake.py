"""An intake: a draft while it is being filled in, then one version of answers each time it is submitted."""

from __future__ import annotations

import datetime
import uuid
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.clinical.language.answers import Answers
from intake.clinical.language.catalogue import BEFORE, PlacedAnswers, id_of
from intake.clinical.language.kinds import FRONT_DESK
from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.working.case import Case
from intake.clinical.working.earlier import NOTHING_EARLIER, Earlier, earlier_answers

from .audit import AuditEvent
from .patient import Patient
from .private_answer import InPrivate
from .states import ALLOWED, Stage
from .written_once import WrittenOnce

ENCOUNTER_DATE = ctx.encounter_date.id
_DATE_IDS = (ENCOUNTER_DATE, *ctx.encounter_date.renamed_from)
"""All ids that a date of the assessment may be stored under."""
FROM_PATIENT = (pt.age_years.id, pt.sex.id)
"""Questions that are not asked, since they follow from who the patient is."""


class _Read(NamedTuple):
    """Answers as they were read last."""

    given: dict[str, Any]
    as_they_were: dict[str, Any]
    """A copy of them, since whoever holds them can change them."""
    follows: dict[str, Any]
    """What follows from the patient."""
    document: dict[str, Any]
    placed: PlacedAnswers

    def is_of(self, given: dict[str, Any], follows: dict[str, Any]) -> bool:
        """The very same: that two are equal is not enough, since True equals 1."""
        return self.given is given and self.as_they_were == given and self.follows == follows


class Intake(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        SIGNED = "signed", "Signed"
        VOID = "void", "Void"
        DISCARDED = "discarded", "Discarded"
        IN_ERROR = "in_error", "Entered in error"

    FROZEN = (State.SIGNED, State.VOID)
    CLOSED = (*FROZEN, State.DISCARDED, State.IN_ERROR)
    NOT_COUNTED = (State.VOID, State.IN_ERROR)
    """It may be about somebody else: it is in no trend, and no newer visit."""

    class Call(models.TextChoices):
        NONE = "", "Nobody"
        SAFETY = "safety", "The clinician, before the person leaves"
        EMERGENCY = "emergency", "The clinician, now"

    class HandOverEnd(models.TextChoices):
        TAKEN_BACK = "taken_back", "Taken back with the password"
        WRONG_PASSWORDS = "wrong_passwords", "Too many wrong passwords"
        FROM_DESK = "from_desk", "Ended at the front desk"

    _last_read: _Read | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="intakes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="intakes")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    answers = models.JSONField(default=dict)
    """The answers being filled in, by question id. What counts clinically is the versions."""
    malformed = models.JSONField(default=dict)
    """What was typed but cannot be read, by question id, so that it is not lost."""
    revision = models.PositiveIntegerField(default=0)
    """Goes up with every save: a page that shows an older one is stale."""
    changed = models.JSONField(default=dict)
    """By question id, the last change: its revision, the answer before it, and the page that made it."""
    call = models.CharField(max_length=10, choices=Call, default=Call.NONE, blank=True)
    """Whom the front desk is to fetch, as the answers saved last say."""
    current = models.OneToOneField("Assessment", null=True, on_delete=models.PROTECT, related_name="+")
    """The newest assessment, once there is one."""
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    """The person's last intake when this one was started: what of it may be confirmed stands beside the questions."""
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    handed_over_at = models.DateTimeField(null=True)
    """When the person got the screen last, to answer the private questions alone."""
    handed_back_at = models.DateTimeField(null=True)
    """When they came to the end of them. Taken back earlier, it counts as not handed over."""
    take_back_tries = models.PositiveSmallIntegerField(default=0)
    """Passwords tried since then to take the screen back."""
    screen_word = models.CharField(max_length=20, blank=True, default="")
    """Stands on the screen that the person got last, and beside the intake at the desk: two screens are told apart."""
    hand_over_ended_at = models.DateTimeField(null=True)
    """When the screen came back, or nobody could answer on it any more. Null while somebody can."""
    hand_over_ended = models.CharField(max_length=15, choices=HandOverEnd, blank=True, default="")
    given_in_private = models.JSONField(null=True)
    """By question id, the revision at which the person answered it alone. Null in rows from before this was kept."""
    submitted_at = models.DateTimeField(null=True)
    """When it was submitted first: from then on it waits for a clinician."""
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """The clinician who is working on it."""
    claimed_at = models.DateTimeField(null=True)
    undecided = models.PositiveSmallIntegerField(default=0)
    """How many key steps of the newest assessment nobody has decided on."""
    queue_place = models.PositiveSmallIntegerField(null=True)
    """While it waits for a clinician: where it stands before the longer wait counts, as ``queue_place`` says it."""
    open_tier = models.PositiveSmallIntegerField(null=True)
    """Of the flags that cannot be excluded while something points to them, as far as nobody has settled that; 0 where
    none is left, null where it waits since before this was kept."""
    open_flag = models.CharField(max_length=300, blank=True, default="")
    """Which they are, in words that may be shared."""
    open_mark = models.CharField(max_length=100, blank=True, default="")
    """Those that have a mark of their own, in its words."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "author"],
                condition=models.Q(state="draft"),
                name="intake_one_open_draft_per_patient_and_author",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "submitted", "signed", "void", "discarded", "in_error"]),
                name="intake_state_known",
            ),
            models.CheckConstraint(condition=models.Q(call__in=["", "safety", "emergency"]), name="intake_call_known"),
            models.CheckConstraint(
                condition=models.Q(hand_over_ended__in=["", "taken_back", "wrong_passwords", "from_desk"]),
                name="intake_hand_over_end_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "discarded"])
                | models.Q(current__isnull=False, submitted_at__isnull=False),
                name="intake_submitted_has_assessment",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | models.Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="intake_claimed_by_somebody_at_some_time",
            ),
            # Nothing that waits is missing from the queue.
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "submitted"], current__isnull=False, queue_place__isnull=False)
                | models.Q(
                    ~models.Q(state__in=["draft", "submitted"]) | models.Q(current__isnull=True),
                    queue_place__isnull=True,
                ),
                name="intake_waiting_has_a_place_in_the_queue",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "saved_at"], name="intake_drafts"),
            models.Index(
                fields=["state", "saved_at"],
                condition=models.Q(queue_place__isnull=False),
                name="intake_reopened",  # the few drafts that were submitted before, among all others
            ),
            models.Index(
                fields=["handed_over_at"],
                condition=models.Q(handed_over_at__isnull=False, hand_over_ended_at=None),
                name="intake_screens_out",
            ),
            models.Index(
                fields=["saved_at"],
                condition=models.Q(models.Q(state="draft") & ~models.Q(call="")),
                name="intake_calling",  # the few drafts that ask for a clinician, among all others
            ),
        ]

    def __str__(self) -> str:
        return f"Intake {self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Signed, or void after that: nothing of it changes any more."""
        return self.state in self.FROZEN

    @property
    def is_closed(self) -> bool:
        """Frozen, or withdrawn: nobody works on it."""
        return self.state in self.CLOSED

    @property
    def stage(self) -> Stage:
        if not self.is_draft:
            return Stage(self.state)
        if self.current_id:
            return Stage.REOPENED_WITH_PERSON if self.is_with_person else Stage.REOPENED
        return Stage.WITH_PERSON if self.is_with_person else Stage.DRAFT

    def allows(self, action: str) -> bool:
        """Whether this can be done now. ``action``: the name of its function."""
        return self.stage in ALLOWED[action]

    @property
    def is_with_person(self) -> bool:
        """The person has the screen, as far as we know."""
        return self.is_draft and self.handed_over_at is not None and self.handed_back_at is None

    @property
    def has_screen_out(self) -> bool:
        """A screen shows the person's pages, whether or not they have finished, as far as we know."""
        return self.is_draft and self.handed_over_at is not None and self.hand_over_ended_at is None

    @property
    def screen_state(self) -> str:
        """What the desk is told of it: ``answering``, ``finished``, ``ended``; empty where it was taken back."""
        if self.is_with_person:
            return "answering"
        if self.hand_over_ended in (self.HandOverEnd.WRONG_PASSWORDS, self.HandOverEnd.FROM_DESK):
            return "ended"
        return "finished" if self.handed_back_at else ""

    @cached_property
    def in_private(self) -> InPrivate:
        """What the front desk does not see. Made once, as ``case``: whoever changes the answers gives it anew."""
        placed = self.placed_answers()
        answered = {*placed.document, *map(CATALOGUE.today, self.malformed)}
        marks = self.given_in_private
        if marks is None:
            marks = dict.fromkeys(self._may_be_given_in_private(placed), 0)
        opened = self.opened_answers.select_related("opened_by") if marks else ()
        return InPrivate(marks, answered, opened)

    @cached_property
    def case_at_desk(self) -> Case:
        """The answers without those that the front desk does not see: what hangs on them is not known to it."""
        closed = self.in_private.given
        if not closed:
            return self.case
        given = {id_: answer for id_, answer in self.case.answers.given.items() if id_ not in closed}
        return Case(Answers(given), self.case.settings)

    @cached_property
    def earlier(self) -> Earlier:
        """What may be confirmed from the person's last intake, in one query or none. It answers nothing by itself.

        Read as it stands now: nothing is left of it where that intake is withdrawn, is another person's by now, or was
        assessed after this one; and what a clinician has corrected there since is what is shown.
        """
        if not (self.is_draft and self.carried_from_id):
            return NOTHING_EARLIER
        rows = Intake.objects.filter(pk=self.carried_from_id, patient=self.patient_id, current__isnull=False)
        rows = rows.exclude(state__in=self.NOT_COUNTED).select_related("current__version")
        source = rows.defer(
            *("answers", "malformed", "changed"),
            *(f"current__{name}" for name in ("result", "reasons", "result_packed", "reasons_packed")),
        ).first()
        if not (source and source.current) or source.current.assessed_on > self.encounter_date():
            return NOTHING_EARLIER
        private = {CATALOGUE.today(id_.removeprefix(BEFORE)) for id_ in source.given_in_private or ()}
        version = source.current.version
        return Earlier(source.current.assessed_on, str(version.pk), earlier_answers(version.answers, private))

    def _may_be_given_in_private(self, placed: PlacedAnswers) -> set[str]:
        """Of a row from before this was kept: once a person had the screen, each private answer may be theirs alone."""
        handed_over = AuditEvent.objects.filter(record_type="intake", record_id=str(self.pk), action="hand over")
        if not self.handed_over_at and not handed_over.exists():
            return set()
        keys = {*placed.document, *self.malformed, *(id_of(each.key) for each in placed.unplaced)}
        asked = {key: CATALOGUE.asked_then(key) for key in keys}
        return {key for key, q in asked.items() if q is None or (q.private and q.by == FRONT_DESK)}

    def encounter_date(self, answers: dict[str, Any] | None = None) -> datetime.date:
        """The date given as that of the assessment, else the day it was started."""
        stored = self.answers if answers is None else answers
        dates = {id_: stored[id_] for id_ in _DATE_IDS if id_ in stored}
        given = CATALOGUE.place(dates).answers[ctx.encounter_date]
        return datetime.date.fromisoformat(given) if isinstance(given, str) else timezone.localdate(self.started_at)

    def date_problem(self) -> str:
        """Why the date of the assessment cannot be right, as a sentence; empty where it can."""
        day, born = self.encounter_date(), self.patient.born_from
        if born and day < born:
            birth = f"{self.patient.birth_text}{' (estimated)' if self.patient.estimate else ''}"
            return f"The date of the assessment, {_day(day)}, lies before the person's birth, {birth}."
        if day < ctx.encounter_date.earliest:
            return f"The date of the assessment, {_day(day)}, is too long ago to be right."
        return ""

    def document(self, answers: dict[str, Any] | None = None) -> dict[str, Any]:
        """All that was answered, by question id of today, with what follows from the patient: age on the date of the
        assessment, sex recorded at birth. What no question of today asks stands under its id of then.

        Args:
            answers: those of an earlier version, say; those being filled in where none are given.
        """
        return dict(self._read(answers).document)

    def placed_answers(self, answers: dict[str, Any] | None = None) -> PlacedAnswers:
        """The answers to the questions of today, and those that have no place among them."""
        return self._read(answers).placed

    def _read(self, answers: dict[str, Any] | None) -> _Read:
        """Pages and actions ask for the same answers many times: what was read last is kept, until it is of others."""
        given = self.answers if answers is None else answers
        age = self.patient.age_on(self.encounter_date(given))
        follows = {pt.age_years.id: age, pt.sex.id: self.patient.sex_at_birth or None}
        if self._last_read is None or not self._last_read.is_of(given, follows):
            document = CATALOGUE.merge(given, follows)
            self._last_read = _Read(given, dict(given), follows, document, CATALOGUE.place(document))
        return self._last_read

    def read_answers(self, answers: dict[str, Any] | None = None) -> Answers:
        return self.placed_answers(answers).answers

    @cached_property
    def case(self) -> Case:
        """The answers as conditions look at them. Made once: whoever changes the answers gives it anew."""
        return Case(self.read_answers())


def _day(day: datetime.date) -> str:
    return ctx.encounter_date.say_answer(day.isoformat())


class AnswerVersion(WrittenOnce):
    """The answers as they were submitted, for good."""

    class Cause(models.TextChoices):
        SUBMITTED = "submitted", "Submitted"
        COMPLETED = "completed", "Completed by a clinician"
        CORRECTED = "corrected", "Corrected by a clinician"
        DETAILS = "details", "Assessed again: the person's details were corrected"
        RULES = "rules", "Assessed again: the rules have changed"
        MOVED = "moved", "Assessed again: moved to another person's record"

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    malformed = models.JSONField(default=dict)
    """What was typed and cannot be read, as it stood at the submission; empty in rows made before it was kept here."""
    catalogue_version = models.CharField(max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    cause = models.CharField(max_length=10, choices=Cause, blank=True, default="")
    """Why there is this version; empty in rows made before causes were kept."""
    note = models.CharField(max_length=200, blank=True, default="")
    """Where nobody changed an answer, the cause as a clause: "assessed again because the birth date was corrected"."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="answer_version_number_unique"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="answer_version_number_from_1"),
            models.CheckConstraint(
                condition=models.Q(cause__in=["", "submitted", "completed", "corrected", "details", "rules", "moved"]),
                name="answer_version_cause_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of intake {self.intake_id}"


class SubmissionToken(WrittenOnce):
    """Spent in the transaction that makes a version, so that sending a form twice makes one version."""

    token = models.UUIDField(primary_key=True)
    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Token {self.token}"
