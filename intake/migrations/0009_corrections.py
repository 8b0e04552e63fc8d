"""Why there is a version; what was put right with an intake, or withdrawn; and two records of one person made one.

Versions made before causes were kept have none: why they were made is not guessed.
"""

from typing import Any

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def _link(to: str, related_name: str, *, null: bool = False) -> Any:
    return models.ForeignKey(to, models.PROTECT, related_name=related_name, null=null)


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_fingerprint"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sent_back", "Sent back to the front desk"),
                            ("answered", "Submitted again"),
                            ("discarded", "Discarded"),
                            ("in_error", "Entered in error"),
                            ("restored", "Restored"),
                            ("moved", "Moved to another person's record"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=1000)),
                (
                    "state_before",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("signed", "Signed"),
                            ("void", "Void"),
                            ("discarded", "Discarded"),
                            ("in_error", "Entered in error"),
                        ],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("merged", "Merged"), ("undone", "Taken apart again")], max_length=6),
                ),
                ("reason", models.TextField(max_length=1000)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="intake",
            name="intake_submitted_has_assessment",
        ),
        migrations.RemoveConstraint(
            model_name="intake",
            name="intake_state_known",
        ),
        migrations.AddField(
            model_name="answerversion",
            name="cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("submitted", "Submitted"),
                    ("completed", "Completed by a clinician"),
                    ("corrected", "Corrected by a clinician"),
                    ("details", "Assessed again: the person's details were corrected"),
                    ("rules", "Assessed again: the rules have changed"),
                    ("moved", "Assessed again: moved to another person's record"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="answerversion",
            name="note",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddField(
            model_name="patient",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=models.PROTECT,
                related_name="+",
                to="intake.patient",
            ),
        ),
        migrations.AlterField(
            model_name="intake",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("signed", "Signed"),
                    ("void", "Void"),
                    ("discarded", "Discarded"),
                    ("in_error", "Entered in error"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="answerversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cause__in", ["", "submitted", "completed", "corrected", "details", "rules", "moved"])
                ),
                name="answer_version_cause_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "submitted", "signed", "void", "discarded", "in_error"])),
                name="intake_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="intake",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "discarded"]),
                    models.Q(("current__isnull", False), ("submitted_at__isnull", False)),
                    _connector="OR",
                ),
                name="intake_submitted_has_assessment",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("id")), _negated=True), name="patient_merged_into_another"
            ),
        ),
        migrations.AddField("correction", "from_patient", _link("intake.patient", "+", null=True)),
        migrations.AddField("correction", "intake", _link("intake.intake", "corrections")),
        migrations.AddField("correction", "made_by", _link(settings.AUTH_USER_MODEL, "+")),
        migrations.AddField("correction", "to_patient", _link("intake.patient", "+", null=True)),
        migrations.AddField("merge", "kept", _link("intake.patient", "merges")),
        migrations.AddField("merge", "made_by", _link(settings.AUTH_USER_MODEL, "+")),
        migrations.AddField("merge", "merged", _link("intake.patient", "+")),
        migrations.AddField("correction", "merge", _link("intake.merge", "moves", null=True)),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["merged", "undone"])), name="merge_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("merged")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["intake", "kind"], name="correction_of_intake"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["sent_back", "answered", "discarded", "in_error", "restored", "moved"])
                ),
                name="correction_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True), ("kind__in", ["answered", "restored"]), _connector="OR"
                ),
                name="correction_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_patient__isnull", False), ("kind", "moved"), ("to_patient__isnull", False)),
                    models.Q(
                        models.Q(("kind", "moved"), _negated=True),
                        ("from_patient__isnull", True),
                        ("to_patient__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="correction_moved_from_somebody_to_somebody",
            ),
        ),
    ]
