"""Kinds of alert; who owns what is to be done, and which answers closed it; an examination while it is typed."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0012_queue_and_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Examination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answers", models.JSONField(default=dict)),
                ("malformed", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="followup",
            name="follow_up_closed_by_somebody",
        ),
        migrations.AddField(
            model_name="alert",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.AddField(
            model_name="followup",
            name="owner",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="followup",
            name="settled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.answerversion"
            ),
        ),
        migrations.AlterField(
            model_name="clinicprofile",
            name="alert_outcomes",
            field=models.TextField(
                default="Spoke with the person; safety conversation held\nStayed with the person; emergency assessment arranged\nSame-day assessment arranged\nHanded over to another clinician\nThe person had left; being contacted\nEntered by mistake; answers checked with the person",
                help_text="One a line. Once you change this list, clinicians can choose from it too, beside what fits the kind of alert.",
                max_length=2000,
                verbose_name="what can have been done about a safety alert",
            ),
        ),
        migrations.AlterField(
            model_name="followup",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("done", "Done"),
                    ("not_needed", "Not needed"),
                    ("settled", "Closed by later answers"),
                ],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True), ("state", "open")),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("state__in", ["done", "not_needed"]),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", True),
                        ("settled_by__isnull", False),
                        ("state", "settled"),
                    ),
                    _connector="OR",
                ),
                name="follow_up_closed_by_somebody",
            ),
        ),
        migrations.AddField(
            model_name="examination",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="examination",
            name="intake",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="examinations", to="intake.intake"
            ),
        ),
        migrations.AddConstraint(
            model_name="examination",
            constraint=models.UniqueConstraint(fields=("intake", "author"), name="examination_one_a_clinician"),
        ),
    ]
