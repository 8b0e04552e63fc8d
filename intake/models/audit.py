"""Who did what, when, to which record. Never a name, an answer or a score."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .written_once import WrittenOnce


class AuditEvent(WrittenOnce):
    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """Nobody where the program acted by itself."""
    action = models.CharField(max_length=40)
    record_type = models.CharField(max_length=40)
    record_id = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["record_type", "record_id"], name="audit_record")]

    def __str__(self) -> str:
        return f"{self.action} {self.record_type} {self.record_id}"
