"""The person the intake is about."""

from __future__ import annotations

import datetime
import unicodedata
import uuid

from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone

from intake.clinical.working.dates import years_between

OLDEST = 120
"""Years: an earlier birth date is a slip of the key."""

RECORD_NUMBER_TAKEN = "Another person has this record number."
RECORD_MERGED = "The record you opened was merged into this one: both are of the same person."


def folded(name: str) -> str:
    """A name as it is searched for: any case, any composition of its marks."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", " ".join(name.split())).casefold())


class Patient(models.Model):
    class SexAtBirth(models.TextChoices):
        FEMALE = "female", "Female"
        MALE = "male", "Male"
        INTERSEX = "intersex", "Intersex"
        UNKNOWN = "unknown", "Not known"
        DECLINED = "declined", "Chose not to answer"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_number = models.CharField(max_length=40)
    family_name = models.CharField(max_length=150)
    given_name = models.CharField("given names", max_length=150, blank=True)
    family_name_folded = models.CharField(max_length=450, editable=False)  # folding can triple a letter
    date_of_birth = models.DateField(null=True, blank=True)
    sex_at_birth = models.CharField("sex recorded at birth", max_length=10, choices=SexAtBirth, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    preferred_language = models.CharField(max_length=80, blank=True)
    interpreter_needed = models.BooleanField(null=True, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    """The record that is kept, where two were of one person: this one only leads there."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Upper("record_number"),
                name="patient_record_number_unique",
                violation_error_message=RECORD_NUMBER_TAKEN,
            ),
            models.CheckConstraint(condition=~models.Q(record_number=""), name="patient_record_number_given"),
            models.CheckConstraint(condition=~models.Q(family_name=""), name="patient_family_name_given"),
            models.CheckConstraint(
                condition=models.Q(sex_at_birth__in=["", "female", "male", "intersex", "unknown", "declined"]),
                name="patient_sex_at_birth_known_value",
            ),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="patient_merged_into_another"),
        ]
        indexes = [models.Index(fields=["family_name_folded", "date_of_birth"], name="patient_search")]

    def __str__(self) -> str:
        return f"Patient {self.pk}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.family_name_folded = folded(self.family_name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def record_in_use(self) -> Patient:
        """This one, or the one it leads to."""
        return self.merged_into.record_in_use if self.merged_into else self

    @property
    def age(self) -> int | None:
        """Completed years today."""
        return self.age_on(timezone.localdate())

    def age_on(self, day: datetime.date) -> int | None:
        """Completed years on that day; none where the birth date is not known, lies after it or cannot be right."""
        born = self.date_of_birth
        if born is None or born > day:
            return None
        years = years_between(born, day)
        return years if years <= OLDEST else None
