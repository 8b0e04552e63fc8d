"""Which layout made a document; what an addendum corrects; and the paper that the clinic prints on."""

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
                help_text="Of the summaries. What is signed keeps the paper it was signed for.",
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
