"""The clinic itself: its letterhead, whom to call, and the words its front desk reads."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models

from intake.clinical.rules.site_settings import SiteSettings

CONTACTS = {
    "GB": (("Emergency", "999"), ("NHS urgent help, mental health option", "111"), ("Samaritans", "116 123")),
    "IE": (("Emergency", "112 or 999"), ("Samaritans", "116 123")),
    "US": (("Emergency", "911"), ("Suicide and Crisis Lifeline", "988")),
    "CA": (("Emergency", "911"), ("Suicide Crisis Helpline", "988")),
    "AU": (("Emergency", "000"), ("Lifeline", "13 11 14")),
    "NZ": (("Emergency", "111"), ("Need to talk?", "1737")),
    "IN": (("Emergency", "112"), ("Tele-MANAS", "14416")),
    "EU": (("Emergency", "112"),),
}
"""Region packs: service and number. A clinic checks them before use and can replace them."""

EMERGENCY_TEXT = (
    "Please fetch the clinician on duty now. Stay with the person and keep calm; do not leave them alone. "
    "You can go on with the form later: everything so far is saved."
)
SAFETY_TEXT = (
    "Please tell the clinician on duty now that this person should be seen before they leave. Do not leave the person "
    "alone. You can go on with the form: everything so far is saved."
)
CRISIS_TEXT = (
    "Thank you for answering. You do not have to cope on your own: somebody here would like to talk with you before "
    "you leave. If you would like that now, please tell the staff. You can also call one of these numbers at any time."
)

OUTCOMES = """\
Spoke with the person; safety conversation held
Stayed with the person; emergency assessment arranged
Same-day assessment arranged
Handed over to another clinician
The person had left; being contacted
Entered by mistake; answers checked with the person"""
"""What a clinician can have done about a safety alert, unless the clinic says otherwise."""
LONGEST_OUTCOME = 200


def check_contacts(text: str) -> None:
    for line in text.splitlines():
        service, separator, number = line.partition(":")
        if line.strip() and not (service.strip() and separator and number.strip()):
            raise ValidationError(f"Write each line as “service: number”, not “{line.strip()}”.")


def check_addresses(text: str) -> None:
    for line in filter(None, map(str.strip, text.splitlines())):
        validate_email(line)


class ClinicProfile(models.Model):
    """One row: the clinic that runs this site."""

    class Region(models.TextChoices):
        GB = "GB", "United Kingdom"
        IE = "IE", "Ireland"
        US = "US", "United States"
        CA = "CA", "Canada"
        AU = "AU", "Australia"
        NZ = "NZ", "New Zealand"
        IN = "IN", "India"
        EU = "EU", "European Union"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120, default="Clinic")
    address = models.TextField(max_length=400, blank=True)
    region = models.CharField(max_length=2, choices=Region, default=Region.GB)
    own_contacts = models.TextField(
        "own emergency and crisis contacts",
        max_length=1000,
        blank=True,
        validators=[check_contacts],
        help_text="One a line, as “service: number”. Left empty, those of the region are used.",
    )
    emergency_text = models.TextField(
        "what the front desk reads in an emergency",
        max_length=1000,
        default=EMERGENCY_TEXT,
        help_text="Say what to do and whom to call, calmly. Say nothing about the reason.",
    )
    safety_text = models.TextField(
        "what the front desk reads when a person should be seen before they leave",
        max_length=1000,
        default=SAFETY_TEXT,
        help_text="Say what to do and whom to call, calmly. Say nothing about the reason.",
    )
    crisis_text = models.TextField(
        "what a person who answers alone reads above the crisis contacts",
        max_length=1000,
        default=CRISIS_TEXT,
        help_text="Shown to the person at once when an answer about mood calls for it. Say nothing about the reason.",
    )
    alert_outcomes = models.TextField(
        "what can have been done about a safety alert",
        max_length=2000,
        default=OUTCOMES,
        help_text="One a line. Clinicians choose from these when they acknowledge an alert, and can add words.",
    )
    alert_minutes = models.PositiveSmallIntegerField(
        "minutes until an alert climbs",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text="An alert that nobody has acknowledged by then goes to the clinical leads too.",
    )
    alert_mail = models.TextField(
        "who is mailed when an alert climbs",
        max_length=1000,
        blank=True,
        validators=[check_addresses],
        help_text="One e-mail address a line, beside those of the clinical leads. The mail says nothing of the person.",
    )
    phq2_step_up = models.PositiveSmallIntegerField(
        "PHQ-2 total from which the full PHQ-9 is suggested",
        choices=[(2, "2 or more"), (3, "3 or more")],
        default=2,
        help_text="Counts from now on. Try a change on the stored intakes first: manage.py replay.",
    )

    class Meta:
        verbose_name = "clinic profile"
        verbose_name_plural = "clinic profile"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="clinic_profile_only_one"),
            models.CheckConstraint(condition=models.Q(phq2_step_up__in=[2, 3]), name="clinic_profile_step_up_2_or_3"),
        ]

    def __str__(self) -> str:
        return "Clinic profile"

    def clean(self) -> None:
        """At least one thing that can have been done, each short enough to be kept with the alert."""
        if not self.outcomes or max(map(len, self.outcomes)) > LONGEST_OUTCOME:
            raise ValidationError(
                {"alert_outcomes": f"Write at least one line, each of at most {LONGEST_OUTCOME} characters."}
            )

    @classmethod
    def load(cls) -> ClinicProfile:
        """The clinic's profile, or one with the defaults where none has been saved."""
        return cls.objects.first() or cls()

    @property
    def contacts(self) -> tuple[tuple[str, str], ...]:
        """Service and number, the clinic's own before the region's."""
        lines = [line.partition(":") for line in self.own_contacts.splitlines() if line.strip()]
        return tuple((service.strip(), number.strip()) for service, _, number in lines) or CONTACTS[self.region]

    @property
    def rule_settings(self) -> SiteSettings:
        """What the rules look at."""
        return SiteSettings(phq2_step_up=self.phq2_step_up)

    @property
    def outcomes(self) -> list[str]:
        return [line.strip() for line in self.alert_outcomes.splitlines() if line.strip()]
