"""The board "Today": who is expected, and how somebody wants it shown."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0019_durations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="preferences",
            name="names_short",
            field=models.BooleanField(default=False, verbose_name="names on the board are short"),
        ),
        migrations.AddField(
            model_name="preferences",
            name="only_mine",
            field=models.BooleanField(default=False, verbose_name="the board shows only mine"),
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("time", models.TimeField()),
                ("record_number", models.CharField(blank=True, default="", max_length=40)),
                ("family_name", models.CharField(blank=True, default="", max_length=150)),
                ("given_name", models.CharField(blank=True, default="", max_length=150, verbose_name="given names")),
                ("date_of_birth", models.DateField(blank=True, null=True)),
                ("with_whom", models.CharField(blank=True, default="", max_length=100, verbose_name="with")),
                ("note", models.CharField(blank=True, default="", max_length=300)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("expected", "Expected"),
                            ("here", "Here"),
                            ("absent", "Did not come"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="expected",
                        max_length=10,
                    ),
                ),
                ("arrived_at", models.DateTimeField(null=True)),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("whose", models.CharField(editable=False, max_length=64)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="intake.patient",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "time", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "time", "whose"), name="appointment_once"),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["expected", "here", "absent", "cancelled"])),
                        name="appointment_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("patient__isnull", False), models.Q(("family_name", ""), _negated=True), _connector="OR"
                        ),
                        name="appointment_of_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("arrived_at__isnull", False), ("status", "here")),
                            models.Q(models.Q(("status", "here"), _negated=True), ("arrived_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="appointment_here_since_some_time",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["kind", "made_at"], name="correction_in_time"),
        ),
        migrations.AddIndex(
            model_name="intake",
            index=models.Index(
                condition=models.Q(("queue_place__isnull", False)), fields=["state", "saved_at"], name="intake_reopened"
            ),
        ),
    ]
