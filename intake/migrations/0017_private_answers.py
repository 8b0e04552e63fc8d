"""What a person answered alone, closed to the front desk; screens that are told apart; how a hand-over ended."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0016_clinician_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Null in the rows that are there: nobody kept what was answered alone. See Intake.in_private.
        migrations.AddField(model_name="intake", name="given_in_private", field=models.JSONField(null=True)),
        migrations.AddField(
            model_name="intake",
            name="hand_over_ended",
            field=models.CharField(
                blank=True,
                choices=[
                    ("taken_back", "Taken back with the password"),
                    ("wrong_passwords", "Too many wrong passwords"),
                    ("from_desk", "Ended at the front desk"),
                ],
                default="",
                max_length=15,
            ),
        ),
        migrations.AddField(model_name="intake", name="hand_over_ended_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="intake", name="screen_word", field=models.CharField(blank=True, default="", max_length=20)
        ),
        migrations.AddIndex(
            model_name="intake",
            index=models.Index(
                condition=models.Q(("hand_over_ended_at", None), ("handed_over_at__isnull", False)),
                fields=["handed_over_at"],
                name="intake_screens_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("hand_over_ended__in", ["", "taken_back", "wrong_passwords", "from_desk"])),
                name="intake_hand_over_end_known",
            ),
        ),
        migrations.CreateModel(
            name="OpenedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.CharField(max_length=80)),
                ("of_revision", models.PositiveIntegerField()),
                ("reason", models.TextField(max_length=1000)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opened_answers", to="intake.intake"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        migrations.AddConstraint(
            model_name="openedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="opened_answer_has_a_reason"
            ),
        ),
    ]
