"""The person the intake is about."""

from __future__ import annotations

import datetime
import unicodedata
import uuid

from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.formats import date_format

from intake.clinical.language.numbers import span
from intake.clinical.working.dates import years_between

from .birth import OLDEST, Estimate, Precision

RECORD_NUMBER_TAKEN = "Another person has this record number."
RECORD_MERGED = "The record you opened was merged into this one: both are of the same person."


def folded(name: str) -> str:
    """A name as it is searched for: any case, any composition of its marks."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", " ".join(name.split())).casefold())


class PatientQuerySet(models.QuerySet["Patient"]):
    def with_number(self, record_number: str) -> PatientQuerySet:
        """In any case, as the constraint has it, whose index finds them: Django's own ``iexact`` looks through all on
        SQLite."""
        return self.alias(number=Upper("record_number")).filter(number=Upper(models.Value(record_number)))


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
    born_first = models.DateField(null=True, editable=False)
    born_last = models.DateField(null=True, editable=False)
    """The earliest and the latest day of birth, where the date is not known."""
    birth_precision = models.CharField(max_length=5, choices=Precision, blank=True, default="", editable=False)
    """How the estimate was told; empty where the date is known, or nothing is."""
    phone = models.CharField(max_length=40, blank=True)
    second_phone = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    preferred_language = models.CharField(max_length=80, blank=True)
    interpreter_needed = models.BooleanField(null=True, blank=True)
    gp_name = models.CharField("GP", max_length=150, blank=True, default="")
    gp_practice = models.CharField("GP practice", max_length=150, blank=True, default="")
    gp_phone = models.CharField("phone of the practice", max_length=40, blank=True, default="")
    gp_address = models.CharField("address of the practice", max_length=300, blank=True, default="")
    contact_name = models.CharField("next of kin or emergency contact", max_length=150, blank=True, default="")
    contact_relation = models.CharField("who they are to the person", max_length=80, blank=True, default="")
    contact_phone = models.CharField("their phone", max_length=40, blank=True, default="")
    may_phone = models.BooleanField("may we phone?", null=True, blank=True)
    may_message = models.BooleanField("may we send a text message?", null=True, blank=True)
    may_write = models.BooleanField("may we send a letter?", null=True, blank=True)
    consent_asked_on = models.DateField("asked on", null=True, blank=True)
    safe_contact = models.CharField("how to contact safely", max_length=300, blank=True, default="")
    registered_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey("self", null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    """The record that is kept, where two were of one person: this one only leads there."""

    objects = PatientQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=models.Q(born_first=None, born_last=None, birth_precision="")
                | models.Q(
                    date_of_birth=None,
                    born_first__isnull=False,
                    born_last__gte=models.F("born_first"),
                    birth_precision__in=["month", "year", "about"],
                ),
                name="patient_birth_known_or_estimated",
            ),
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
    def estimate(self) -> Estimate | None:
        """When they may have been born, where the date is not known."""
        if self.born_first is None or self.born_last is None:
            return None
        return Estimate(self.born_first, self.born_last, self.birth_precision)

    @estimate.setter
    def estimate(self, estimate: Estimate | None) -> None:
        self.born_first = estimate.first if estimate else None
        self.born_last = estimate.last if estimate else None
        self.birth_precision = estimate.precision if estimate else ""

    @property
    def born_from(self) -> datetime.date | None:
        """No day before it is of their life."""
        return self.date_of_birth or self.born_first

    def born_by(self, day: datetime.date) -> datetime.date | None:
        """The birth date; of an estimate the latest one that may be, no later than this day; None where none is known.

        How long somebody has had something all their life is not told longer than it can be.
        """
        if self.date_of_birth or self.born_last is None:
            return self.date_of_birth
        return min(self.born_last, day)

    @property
    def birth_estimate(self) -> str:
        """``about 1956``; empty where the date is known, or nothing is."""
        return self.estimate.text if self.estimate else ""

    @property
    def birth_text(self) -> str:
        """``18 Apr 1968``, ``about 1956``, ``not known``."""
        return date_format(self.date_of_birth, "j M Y") if self.date_of_birth else self.birth_estimate or "not known"

    @property
    def birth_and_age(self) -> str:
        """``18 Apr 1968 (58 y)``, ``about 1956 (65 to 75 y)``, ``not known``."""
        ages = self.ages_on(timezone.localdate())
        return f"{self.birth_text} ({span(*ages)} y)" if ages else self.birth_text

    @property
    def gp(self) -> list[str]:
        """Name, practice, phone, address, as far as they are known."""
        return [part for part in (self.gp_name, self.gp_practice, self.gp_phone, self.gp_address) if part]

    @property
    def gp_in_short(self) -> str:
        """Name and practice."""
        return ", ".join(filter(None, (self.gp_name, self.gp_practice)))

    @property
    def next_of_kin(self) -> list[str]:
        """Name, who they are, phone, as far as they are known."""
        return [part for part in (self.contact_name, self.contact_relation, self.contact_phone) if part]

    @property
    def age(self) -> int | list[int] | None:
        """As ``age_on`` today."""
        return self.age_on(timezone.localdate())

    def age_on(self, day: datetime.date) -> int | list[int] | None:
        """The answer to the question of age on that day: completed years, or the least and the greatest that may be.

        None where the birth date is not known, lies after that day or cannot be right.
        """
        ages = self.ages_on(day)
        if ages is None:
            return None
        youngest, oldest = ages
        return youngest if youngest == oldest else [youngest, oldest]

    def ages_on(self, day: datetime.date) -> tuple[int, int] | None:
        """The least and the greatest completed years, which are the same where the birth date is known."""
        first, last = self.born_from, self.date_of_birth or self.born_last
        if first is None or last is None or first > day:
            return None
        youngest, oldest = (years_between(born, day) for born in (min(last, day), first))
        return (youngest, min(oldest, OLDEST)) if youngest <= OLDEST else None
