"""Who somebody is at the identity provider of the site, where it has single sign-on."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models


class Identity(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="identity")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    """The provider's own id of the person, which never changes; an e-mail address may pass to somebody else."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]

    def __str__(self) -> str:
        return f"Identity {self.pk}"
