"""Which layout made a document; its copy without the record; what an addendum corrects; the clinic's paper."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0014_examination_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="layout",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.CreateModel(
            name="DocumentCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("layout", models.PositiveSmallIntegerField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copy", to="intake.document"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.AddField(
            model_name="addendum",
            name="corrects",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="clinicprofile",
            name="paper",
            field=models.CharField(
                choices=[("A4", "A4"), ("Letter", "US Letter")],
                default="A4",
                help_text="Of the summaries and of the form on paper. What is signed keeps the paper it was signed for.",
                max_length=6,
            ),
        ),
        migrations.AddConstraint(
            model_name="clinicprofile",
            constraint=models.CheckConstraint(
                condition=models.Q(("paper__in", ["A4", "Letter"])), name="clinic_profile_paper"
            ),
        ),
    ]
