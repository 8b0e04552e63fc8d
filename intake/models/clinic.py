"""The clinic itself: its letterhead, whom to call, and the words its front desk reads."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models

from intake.clinical.rules.site_settings import AUDIT_CUTS, DRINKS, SiteSettings
from intake.clinical.telling.handouts import Number

from .logo import Logo
from .referral_limits import DEFAULTS, Limit, Stage, WorkingDays, check_limits, read_limits

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
"""What a clinician could have done about any alert before each kind had its own: what a clinic's list begins as."""
LONGEST_OUTCOME = 200
COUNTS_FROM_NOW_ON = "Counts from now on. Try a change on the stored intakes first: manage.py replay."


def check_contacts(text: str) -> None:
    for line in _lines(text):
        service, separator, number = line.partition(":")
        if not (service.strip() and separator and number.strip()):
            raise ValidationError(f"Write each line as “service: number”, not “{line}”.")


def check_addresses(text: str) -> None:
    for line in _lines(text):
        validate_email(line)


def check_days(text: str) -> None:
    for line in _lines(text):
        try:
            datetime.date.fromisoformat(line)
        except ValueError:
            raise ValidationError(f"Write each day as 2026-12-25, not “{line}”.") from None


def check_weekdays(letters: str) -> None:
    if not letters or set(letters) - set("1234567") or len(set(letters)) != len(letters):
        raise ValidationError("Write each day once, as a digit: 1 is Monday, 7 is Sunday.")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


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

    class Paper(models.TextChoices):
        A4 = "A4", "A4"
        LETTER = "Letter", "US Letter"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120, default="Clinic")
    address = models.TextField(max_length=400, blank=True)
    phone = models.CharField(
        max_length=40,
        blank=True,
        help_text="Printed in the letterhead. Also whom to call where an account is not set up yet.",
    )
    email = models.EmailField(
        "e-mail",
        blank=True,
        help_text="Printed in the letterhead. Also whom to write to where an account is not set up yet.",
    )
    logo = models.ForeignKey(Logo, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+")
    paper = models.CharField(
        max_length=6,
        choices=Paper,
        default=Paper.A4,
        help_text="Of the summaries and of the form on paper. What is signed keeps the paper it was signed for.",
    )
    region = models.CharField(max_length=2, choices=Region, default=Region.GB)
    own_contacts = models.TextField(
        "own emergency and crisis contacts",
        max_length=1000,
        blank=True,
        validators=[check_contacts],
        help_text="One a line, as “service: number”. Left empty, those of the region are used. Handouts print the "
        "first that says “emergency” as the emergency number, and the first of the others as the crisis line.",
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
        help_text="One a line. Once you change this list, clinicians can choose from it too, beside what fits the kind "
        "of alert.",
    )
    alert_minutes = models.PositiveSmallIntegerField(
        "minutes until an alert climbs",
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text="An alert that nobody has acknowledged by then goes to the clinical leads too.",
    )
    urgent_days = models.PositiveSmallIntegerField(
        "days in which an urgent intake (tier 3) is to be seen",
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="The queue marks as late what waits longer. Tier 1 has the minutes above, tier 2 the same day.",
    )
    routine_days = models.PositiveSmallIntegerField(
        "days in which every other intake is to be seen",
        default=28,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Those of tier 4, and those without a red flag. The queue marks as late what waits longer.",
    )
    alert_mail = models.TextField(
        "who is mailed when an alert climbs",
        max_length=1000,
        blank=True,
        validators=[check_addresses],
        help_text="One e-mail address a line, beside those of the clinical leads. The mail says nothing of the person.",
    )
    working_days = models.CharField(
        max_length=7,
        default="12345",
        validators=[check_weekdays],
        help_text="A digit each: 1 is Monday, 7 is Sunday. Time limits of referrals count these days.",
    )
    closing_days = models.TextField(
        max_length=4000,
        blank=True,
        validators=[check_days],
        help_text="One a line, as 2026-12-25. Time limits of referrals do not count them as working days.",
    )
    referral_limits = models.TextField(
        "time limits of referrals",
        max_length=2000,
        default=DEFAULTS,
        validators=[check_limits],
        help_text="One a line. “taken” is received or accepted; “seen” is seen, or the date known; “0 days” is the end "
        "of the same day. A service can have its own.",
    )
    phq2_step_up = models.PositiveSmallIntegerField(
        "PHQ-2 total from which the full PHQ-9 is suggested",
        choices=[(2, "2 or more"), (3, "3 or more")],
        default=2,
        help_text=COUNTS_FROM_NOW_ON,
    )
    audit_drink_g = models.PositiveSmallIntegerField(
        "what one drink is, on the form beside AUDIT-C",
        choices=[(grams, drink.label) for grams, drink in DRINKS.items()],
        default=10,
        help_text="Changes the words beside the questions, on screen and on paper, and never the score.",
    )
    audit_cut = models.CharField(
        "AUDIT-C total that counts as positive",
        max_length=3,
        choices=[(name, cut.label) for name, cut in AUDIT_CUTS.items()],
        default="4/3",
        help_text=COUNTS_FROM_NOW_ON,
    )

    class Meta:
        verbose_name = "clinic profile"
        verbose_name_plural = "clinic profile"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="clinic_profile_only_one"),
            models.CheckConstraint(condition=models.Q(phq2_step_up__in=[2, 3]), name="clinic_profile_step_up_2_or_3"),
            models.CheckConstraint(condition=models.Q(audit_drink_g__in=list(DRINKS)), name="clinic_profile_drink"),
            models.CheckConstraint(condition=models.Q(audit_cut__in=list(AUDIT_CUTS)), name="clinic_profile_audit_cut"),
            models.CheckConstraint(condition=models.Q(paper__in=["A4", "Letter"]), name="clinic_profile_paper"),
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
        lines = [line.partition(":") for line in _lines(self.own_contacts)]
        return tuple((service.strip(), number.strip()) for service, _, number in lines) or CONTACTS[self.region]

    @property
    def handout_numbers(self) -> dict[str, Number]:
        """What stands in handouts. Nothing is guessed: what the clinic's contacts do not have is empty."""
        called = [(service, number, "emergency" in service.casefold()) for service, number in self.contacts]
        emergency = next((number for _, number, is_emergency in called if is_emergency), "")
        crisis = next((Number(number, service) for service, number, is_emergency in called if not is_emergency), None)
        return {
            "clinic_phone": Number(self.phone.strip()),
            "emergency_number": Number(emergency),
            "crisis_line": crisis or Number(""),
        }

    @property
    def rule_settings(self) -> SiteSettings:
        """What the rules look at."""
        return SiteSettings(phq2_step_up=self.phq2_step_up, audit_drink_g=self.audit_drink_g, audit_cut=self.audit_cut)

    @property
    def works(self) -> WorkingDays:
        closed = frozenset(datetime.date.fromisoformat(day) for day in _lines(self.closing_days))
        return WorkingDays(frozenset(int(digit) - 1 for digit in self.working_days), closed)

    @property
    def limits(self) -> dict[tuple[str, Stage], Limit]:
        """Of referrals; where a line was taken out, as they came."""
        return read_limits(DEFAULTS) | read_limits(self.referral_limits)

    @property
    def mail_addresses(self) -> list[str]:
        """Whom to mail when an alert climbs, beside the clinical leads."""
        return _lines(self.alert_mail)

    @property
    def outcomes(self) -> list[str]:
        return _lines(self.alert_outcomes)

    @property
    def own_outcomes(self) -> list[str]:
        """The list as the clinic changed it; none where it is as it came."""
        return [] if self.outcomes == _lines(OUTCOMES) else self.outcomes
