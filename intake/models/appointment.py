"""Somebody is expected: on a day, at a time, with somebody. No calendar: what the board "Today" begins with."""

from __future__ import annotations

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from .patient import Patient
from .search_term import bare, record_term


class Appointment(models.Model):
    """Of a person in the register; or of somebody who is not, with what was typed of them until the two are linked."""

    class Status(models.TextChoices):
        EXPECTED = "expected", "Expected"
        HERE = "here", "Here"
        ABSENT = "absent", "Did not come"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField()
    time = models.TimeField()
    patient = models.ForeignKey(Patient, null=True, on_delete=models.PROTECT, related_name="appointments")
    record_number = models.CharField(max_length=40, blank=True, default="")
    """This and the next three as they were typed or listed. Once the person is known, theirs count."""
    family_name = models.CharField(max_length=150, blank=True, default="")
    given_name = models.CharField("given names", max_length=150, blank=True, default="")
    date_of_birth = models.DateField(null=True, blank=True)
    with_whom = models.CharField("with", max_length=100, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    status = models.CharField(max_length=10, choices=Status, default=Status.EXPECTED)
    arrived_at = models.DateTimeField(null=True)
    """While the status is "here"."""
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    whose = models.CharField(max_length=64, editable=False)
    """Tells one person from another, so that nobody is entered twice for one time; no name can be read from it."""

    class Meta:
        ordering = ["day", "time", "pk"]
        constraints = [
            # Its index gives a day in the order of time, too.
            models.UniqueConstraint(fields=["day", "time", "whose"], name="appointment_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["expected", "here", "absent", "cancelled"]),
                name="appointment_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(patient__isnull=False) | ~models.Q(family_name=""), name="appointment_of_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(status="here", arrived_at__isnull=False)
                | (~models.Q(status="here") & models.Q(arrived_at__isnull=True)),
                name="appointment_here_since_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Appointment {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.whose = self.key
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def stamp(self) -> str:
        """Another one as soon as it is corrected or linked otherwise; no name can be read from it."""
        told = (self.day, self.time, self.patient_id, self.typed_key, self.with_whom, self.note)
        typed = (self.record_number, self.family_name, self.given_name)
        return hashlib.sha256(repr((*told, *typed)).encode()).hexdigest()

    @property
    def birth_text(self) -> str:
        """``18 Apr 1968``, ``not known``."""
        return date_format(self.date_of_birth, "j M Y") if self.date_of_birth else "not known"

    @property
    def key(self) -> str:
        """What ``whose`` is for these details: the record in use, or else what was typed, spelt one way."""
        return self.patient.record_in_use.pk.hex if self.patient else self.typed_key

    @property
    def typed_key(self) -> str:
        """Of what was typed or listed alone, whoever that is."""
        born = self.date_of_birth.isoformat() if self.date_of_birth else ""
        number = record_term(self.record_number) if self.record_number else ""
        typed = "\n".join((bare(self.family_name), bare(self.given_name), born, number))
        return hashlib.sha256(typed.encode()).hexdigest()
