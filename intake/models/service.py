"""A service that people are referred to: a directory that administrators keep."""

from __future__ import annotations

from django.db import models

from .referral_limits import check_limits

CONFIDENTIAL_SERVICE = "Confidential service"


class Service(models.Model):
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=80, blank=True, help_text="Such as “Vascular surgery” or “Physiotherapy”.")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField("secure e-mail", blank=True)
    steps = models.JSONField(default=list, blank=True)
    """Ids of the assessment steps that it takes; empty: any."""
    urgencies = models.JSONField(default=list, blank=True)
    """Values of ``Urgency`` that it takes; empty: any."""
    wants = models.TextField("what it wants in a letter", max_length=1000, blank=True)
    limits = models.TextField(
        "its own time limits",
        max_length=1000,
        blank=True,
        validators=[check_limits],
        help_text="One a line, such as “routine: seen 42 days” or “two_weeks: report 5 working days”.",
    )
    confidential = models.BooleanField(
        "named to the front desk as “confidential service” only",
        default=False,
        help_text="For a service whose name alone tells why somebody goes there.",
    )
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="service_name_unique"),
            models.CheckConstraint(condition=~models.Q(name=""), name="service_name_given"),
        ]

    def __str__(self) -> str:
        return self.name

    def takes(self, step_id: str, urgency: str) -> bool:
        return (not self.steps or step_id in self.steps) and (not self.urgencies or urgency in self.urgencies)

    @property
    def name_at_desk(self) -> str:
        return CONFIDENTIAL_SERVICE if self.confidential else self.name
