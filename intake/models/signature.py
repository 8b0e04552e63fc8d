"""What a signature freezes, and what can be said afterwards: addenda, and that the intake is void."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from .intake import AnswerVersion, Intake
from .written_once import WrittenOnce


class Signature(WrittenOnce):
    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="signature")
    version = models.OneToOneField(AnswerVersion, on_delete=models.PROTECT, related_name="signature")
    """The answers and, with them, the assessment that were signed."""
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100)
    """Name and role as printed."""
    person = models.JSONField()
    """Who the intake is about, as printed: a later correction of the person's details does not change it. Older rows
    lack ``phone``."""
    letterhead = models.JSONField()
    """The clinic, as printed, and the paper. Older rows lack ``phone``, ``email``, ``logo`` and ``paper``."""
    decisions = models.JSONField()
    """What was decided on each step, own steps, flags reviewed and the clinician's own assessment, with their texts;
    of what was accepted ``owner`` and ``due``, by whom and by when, which older rows lack; and ``history``, the scores
    over this and earlier intakes as printed, and ``handouts``, those given by then, which older rows lack too."""
    still_open = models.JSONField()
    """What was open at the signature, each as ``{"kind", "id", "label", "words"}``."""
    rule_set_version = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    """Of the rules that the assessment was made with, as it says itself."""
    rule_set_approved = models.BooleanField()
    """Whether this site's clinical lead had approved the rules with that fingerprint."""

    def __str__(self) -> str:
        return f"Signature of intake {self.intake_id}"


class Addendum(WrittenOnce):
    """A correction or addition after the signature."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    text = models.TextField(max_length=10_000)
    corrects = models.JSONField(default=list)
    """What of the first page it contradicts: keys of ``intake.summary.signed.PARTS``, in that order."""
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="addendum_number_unique")]

    def __str__(self) -> str:
        return f"Addendum {self.number} of intake {self.intake_id}"


class Voiding(WrittenOnce):
    """The intake is not valid: it stays readable, marked as void."""

    class Kind(models.TextChoices):
        WRONG_PATIENT = "wrong_patient", "Entered for the wrong person"
        IDENTITY = "identity", "Error in the person's identity"

    intake = models.OneToOneField(Intake, on_delete=models.PROTECT, related_name="voiding")
    kind = models.CharField(max_length=16, choices=Kind)
    reason = models.TextField(max_length=1000)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=100)

    def __str__(self) -> str:
        return f"Voiding of intake {self.intake_id}"


class Document(WrittenOnce):
    """A PDF as it was handed out: its exact bytes. One for the signature, one an addendum, one when voided."""

    class Status(models.TextChoices):
        SIGNED = "SIGNED", "Signed"
        AMENDED = "AMENDED", "Amended"
        VOID = "VOID", "Void"

    id = models.CharField(primary_key=True, max_length=20, editable=False)
    """Printed on every page; says nothing of the person."""
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=Status)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    layout = models.PositiveSmallIntegerField(default=1)
    """Of the report that made it. Of an earlier layout, the stored bytes alone are the document: none is made again."""

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="document_number_unique"),
            models.CheckConstraint(
                condition=models.Q(status__in=["SIGNED", "AMENDED", "VOID"]), name="document_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Document {self.pk}"


class DocumentCopy(WrittenOnce):
    """A document without its record, under the same number: its exact bytes, as they were first asked for."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="copy")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    layout = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"Copy of document {self.document_id}"
