"""An intake: a draft while it is being filled in, then one version of answers each time it is submitted."""

from __future__ import annotations

import datetime
import uuid
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.clinical.language.answers import Answers
from intake.clinical.language.catalogue import PlacedAnswers
from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.working.case import Case

from .patient import Patient
from .states import ALLOWED, Stage
from .written_once import WrittenOnce

ENCOUNTER_DATE = ctx.encounter_date.id
FROM_PATIENT = (pt.age_years.id, pt.sex.id)
"""Questions that are not asked, since they follow from who the patient is."""


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
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    handed_over_at = models.DateTimeField(null=True)
    """When the person got the screen last, to answer the private questions alone."""
    handed_back_at = models.DateTimeField(null=True)
    """When they came to the end of them. Taken back earlier, it counts as not handed over."""
    take_back_tries = models.PositiveSmallIntegerField(default=0)
    """Passwords tried since then to take the screen back."""
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
                fields=["queue_place", "submitted_at", "id"],
                condition=models.Q(queue_place__isnull=False),
                name="intake_queue",
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

    def encounter_date(self, answers: dict[str, Any] | None = None) -> datetime.date:
        """The date given as that of the assessment, else the day it was started."""
        given = CATALOGUE.place(self.answers if answers is None else answers).answers[ctx.encounter_date]
        return datetime.date.fromisoformat(given) if isinstance(given, str) else timezone.localdate(self.started_at)

    def date_problem(self) -> str:
        """Why the date of the assessment cannot be right, as a sentence; empty where it can."""
        day, born = self.encounter_date(), self.patient.born_from
        if born and day < born:
            return (
                f"The date of the assessment, {_day(day)}, lies before the person's birth, {self.patient.birth_text}."
            )
        if day < ctx.encounter_date.earliest:
            return f"The date of the assessment, {_day(day)}, is too long ago to be right."
        return ""

    def document(self, answers: dict[str, Any] | None = None) -> dict[str, Any]:
        """All that was answered, by question id of today, with what follows from the patient: age on the date of the
        assessment, sex recorded at birth. What no question of today asks stands under its id of then.

        Args:
            answers: those of an earlier version, say; those being filled in where none are given.
        """
        given = self.answers if answers is None else answers
        age = self.patient.age_on(self.encounter_date(given))
        return CATALOGUE.merge(given, {pt.age_years.id: age, pt.sex.id: self.patient.sex_at_birth or None})

    def placed_answers(self, answers: dict[str, Any] | None = None) -> PlacedAnswers:
        """The answers to the questions of today, and those that have no place among them."""
        return CATALOGUE.place(self.document(answers))

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
