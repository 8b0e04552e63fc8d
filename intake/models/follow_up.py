"""What was agreed to be done later, by whom, and by when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .intake import AnswerVersion, Intake
from .patient import Patient


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def standing(self) -> FollowUpQuerySet:
        """Open, and of an intake that counts."""
        return self.filter(state=FollowUp.State.OPEN).exclude(intake__state__in=Intake.NOT_COUNTED)


class FollowUp(models.Model):
    """An accepted step of a signed intake that is still to be done.

    The same step, agreed anew at a later visit of the person, is one thing to be done: see ``twins``.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        NOT_NEEDED = "not_needed", "Not needed"
        SETTLED = "settled", "Closed by later answers"

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="follow_ups")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="follow_ups")
    step = models.CharField(max_length=40)
    """The step's id, or that of the clinician's own step."""
    text = models.TextField(max_length=1000)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """Who accepted it; of rows made before that was kept, nobody."""
    due_from = models.DateField()
    due_by = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    words = models.TextField(max_length=1000, blank=True)
    """What was said at closing; of what later answers closed, which."""
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(AnswerVersion, null=True, on_delete=models.PROTECT, related_name="+")
    """The answers that closed it. Opened again by hand, it keeps them, and they close it no more."""

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_by", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "step"], name="follow_up_one_a_step"),
            models.CheckConstraint(condition=models.Q(due_from__lte=models.F("due_by")), name="follow_up_from_by"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_by__isnull=True, closed_at__isnull=True)
                | models.Q(state__in=["done", "not_needed"], closed_by__isnull=False, closed_at__isnull=False)
                | models.Q(state="settled", closed_by__isnull=True, closed_at__isnull=False, settled_by__isnull=False),
                name="follow_up_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_by"], name="follow_up_due"),
            models.Index(fields=["patient", "state"], name="follow_up_of_person"),
        ]

    def __str__(self) -> str:
        return f"Follow-up {self.pk}"


def twins(of: FollowUp | None = None) -> models.Q:
    """The same thing to be done, of other intakes of the person: the same step, or an own step in the same words.

    Args:
        of: the row itself; left out, the row of an outer query.
    """
    patient, step, text, pk = (
        (of.patient_id, of.step, of.text, of.pk)
        if of
        else (models.OuterRef("patient"), models.OuterRef("step"), models.OuterRef("text"), models.OuterRef("pk"))
    )
    return models.Q(patient=patient) & (models.Q(step=step) | models.Q(text=text)) & ~models.Q(pk=pk)
