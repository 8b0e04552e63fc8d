"""Why there is a version. Rows made before causes were kept have none: why they were made is not guessed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_clinical_lead_and_columns")]

    operations = [
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
        migrations.AddConstraint(
            model_name="answerversion",
            constraint=models.CheckConstraint(
                condition=models.Q(cause__in=["", "submitted", "completed", "corrected", "details", "rules", "moved"]),
                name="answer_version_cause_known",
            ),
        ),
    ]
