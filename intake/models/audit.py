"""Who did what, when, to which record, and from where. Never a name, an answer or a score."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .written_once import WrittenOnce


class AuditEvent(WrittenOnce):
    """See ``audit_chain`` for number, previous and hash, which only rows from before the chain do not have."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """Nobody where the program acted by itself."""
    action = models.CharField(max_length=40)
    record_type = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)
    address = models.CharField(max_length=45, default="")
    """From where: the network address that asked; none where a command acted on the clinic's own machine."""
    request_id = models.CharField(max_length=64, default="")
    """As in the log."""
    number = models.BigIntegerField(null=True, unique=True)
    previous = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [
            models.Index(fields=["record_type", "record_id"], name="audit_record"),
            models.Index(fields=["actor", "at"], name="audit_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.record_type} {self.record_id}"
