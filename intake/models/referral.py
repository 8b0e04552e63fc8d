"""A referral of a person to a service, from the letter's first word to its end, and all that happened to it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from .document_id import new
from .intake import AnswerVersion, Intake
from .patient import Patient
from .referral_limits import Urgency
from .referral_states import BESIDE, ENDED, ReferralState
from .service import Service
from .written_once import WrittenOnce


class ReferralQuerySet(models.QuerySet["Referral"]):
    def standing(self) -> ReferralQuerySet:
        """Somebody has something more to do: by the constraint below, until some time. Its indexes go by that."""
        return self.filter(due_at__isnull=False)


class Referral(models.Model):
    class Consent(models.TextChoices):
        YES = "yes", "Yes, the person agrees"
        BEST_INTERESTS = "best_interests", "The person could not be asked: in their best interests"
        NO = "no", "No, the person does not agree"

    class Owner(models.TextChoices):
        REFERRER = "referrer", "The referrer"
        DESK = "desk", "The front desk"
        NOBODY = "nobody", "Nobody: it has ended"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True, default=new, editable=False)
    """Printed on the letter; says nothing of the person."""
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="referrals")
    version = models.ForeignKey(AnswerVersion, on_delete=models.PROTECT, related_name="+")
    """The answers that the letter was made from."""
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="referrals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="referrals")
    steps = models.JSONField(default=list)
    """Ids of the accepted steps that it carries out; own steps have none."""
    urgency = models.CharField(max_length=10, choices=Urgency)
    state = models.CharField(max_length=24, choices=ReferralState, default=ReferralState.DRAFT)
    referrer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who has to decide whatever a clinician decides of it. It can be handed to a colleague."""
    owner = models.CharField(max_length=10, choices=Owner, default=Owner.REFERRER)
    """Who has the next thing to do."""
    due_at = models.DateTimeField(null=True)
    """Until when; null once it has ended."""
    letter = models.JSONField(default=dict)
    """What it says, as it is being written: see ``intake.clinical.telling.letter``. Nothing is put back into it."""
    revision = models.PositiveIntegerField(default=0)
    """Of the letter and the state: what a page was shown."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who made the letter or the state what they are: a page that is stale says so."""
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    """When it was sent first: the person waits since then, whatever was asked for meanwhile."""
    seen_at = models.DateTimeField(null=True)
    confirmation = models.CharField(max_length=80, blank=True, default="")
    """The number, or the name of who took it, that the service gave."""
    appointment_at = models.DateTimeField(null=True)
    appointment_where = models.CharField(max_length=200, blank=True, default="")
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followed_by")
    """The one that was declined, in whose place this one is."""
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="duplicates")
    """The other open one to this service, where two records of the person were merged."""

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "service"],
                condition=~models.Q(state__in=[str(state) for state in ENDED]) & models.Q(duplicate_of=None),
                name="referral_one_open_a_person_and_service",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in ENDED], owner="nobody", due_at=None)
                | (~models.Q(state__in=[str(state) for state in ENDED]) & ~models.Q(owner="nobody"))
                & models.Q(due_at__isnull=False),
                name="referral_owned_until_it_ends",
            ),
        ]
        indexes = [
            # The few that have not ended, among all others.
            models.Index(fields=["owner", "due_at"], condition=models.Q(due_at__isnull=False), name="referral_due"),
            models.Index(
                fields=["referrer", "owner", "due_at"],
                condition=models.Q(due_at__isnull=False),
                name="referral_due_referrer",
            ),
            models.Index(fields=["patient", "state"], name="referral_of_person"),
            # The figures of a period.
            models.Index(fields=["sent_at"], condition=models.Q(sent_at__isnull=False), name="referral_sent"),
        ]

    def __str__(self) -> str:
        return f"Referral {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    def allows(self, action: str) -> bool:
        """Whether this can be done now, beside recording a change. ``action``: the name of its function."""
        return self.state in BESIDE[action].states

    @property
    def is_of_withdrawn_intake(self) -> bool:
        """The intake was entered in error or declared void: what was sent stays to be followed up, nothing is sent."""
        return self.intake.state in Intake.NOT_COUNTED

    @property
    def is_void(self) -> bool:
        """Its letters are: verification says so of them, they are not copied as text, and their files are named so."""
        return self.state == ReferralState.ENTERED_IN_ERROR or self.is_of_withdrawn_intake

    @property
    def is_of_older_answers(self) -> bool:
        """The answers, or the details they were assessed with, were put right since the letter was begun."""
        return self.intake.current is not None and self.intake.current.version_id != self.version_id


class ReferralEvent(WrittenOnce):
    """Something that happened to a referral: a change of its state, an attempt to contact the person, a hand-over."""

    class Kind(models.TextChoices):
        CHANGED = "changed", "Changed"
        SKIPPED = "skipped", "Skipped"
        CONTACT = "contact", "Contact attempt"
        HANDED = "handed", "Handed to a colleague"
        REOPENED = "reopened", "Reopened"
        SIGNED = "signed", "Letter signed"
        NOTE = "note", "Note"

    class Channel(models.TextChoices):
        PHONE = "phone", "Phone"
        SECURE_MAIL = "secure_mail", "Secure e-mail"
        POST = "post", "Post"
        FAX = "fax", "Fax"
        PORTAL = "portal", "Their own system"
        BY_HAND = "by_hand", "By hand, with the person"
        IN_PERSON = "in_person", "In person"

    class Reached(models.TextChoices):
        """Whether an attempt to contact the person reached them."""

        YES = "yes", "Yes"
        NO = "no", "No"
        MESSAGE = "message", "A message was left"

    class Answered(models.TextChoices):
        """Whether the service answered what it was asked."""

        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    before = models.CharField(max_length=24, choices=ReferralState, blank=True)
    after = models.CharField(max_length=24, choices=ReferralState, blank=True)
    happened_at = models.DateTimeField()
    """When it happened, as told; a step that was skipped has the time of the one that was recorded."""
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    """A code of ``intake.models.referral_reasons``."""
    words = models.TextField(max_length=2000, blank=True)
    details = models.JSONField(default=dict)
    """What belongs to this kind of event: ``confirmation``, ``appointment_at``, ``appointment_where``, ``service``,
    ``service_before``, ``service_name`` and ``service_before_name`` (of then), ``reached``, ``report``,
    ``question_answered``, ``advice``, ``told_on``, ``document`` (the letter's number),
    ``copies``, ``from``, ``to``, ``followed_by``."""
    token = models.UUIDField(null=True, unique=True)
    """Of the page that sent it: sent twice, it is recorded once."""
    due_at = models.DateTimeField(null=True)
    """What was due from then on."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="referral_event_number_unique"),
        ]

    def __str__(self) -> str:
        return f"Event {self.number} of referral {self.referral_id}"

    @property
    def reached_text(self) -> str:
        """Of an attempt to contact the person."""
        return str(self.Reached(self.details["reached"]).label)


class ReferralDocument(WrittenOnce):
    """A signed letter, or its copy for the person or the GP: what it says, and its exact bytes."""

    class Kind(models.TextChoices):
        LETTER = "letter", "Letter"
        PATIENT = "patient", "Copy for the person"
        GP = "gp", "Copy for the GP"

    id = models.CharField(primary_key=True, max_length=20, editable=False)
    """Printed on every page; says nothing of the person."""
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveSmallIntegerField()
    """1 as it was signed first; each amendment makes all of them again under the next number."""
    kind = models.CharField(max_length=8, choices=Kind)
    content = models.JSONField()
    """The letter, the person, the service, the referrer and the clinic, as printed."""
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    layout = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["number", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number", "kind"], name="referral_document_unique"),
        ]

    def __str__(self) -> str:
        return f"Document {self.pk}"
