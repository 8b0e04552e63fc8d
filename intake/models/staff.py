"""What a clinic knows of somebody with an account, beside the account."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class StaffMember(models.Model):
    """One row for whoever was taken on, or given a password, in the admin site. Older accounts have none."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="staff_member")
    job_title = models.CharField(max_length=60, blank=True)
    registration_number = models.CharField(max_length=30, blank=True)
    """With the body that gave it, as "GMC 1234567"."""
    must_change_password = models.BooleanField(default=False)
    """The password was given by an administrator, who has seen it."""

    def __str__(self) -> str:
        return f"Staff member {self.pk}"

    @classmethod
    def of(cls, user: User) -> StaffMember:
        """What is known of this person, or that nothing is."""
        return cls.objects.filter(pk=user.pk).first() or cls(user=user)

    @property
    def printed_role(self) -> str:
        """As a signature prints it; empty where no job title is known."""
        return ", ".join(filter(None, (self.job_title, self.registration_number))) if self.job_title else ""
