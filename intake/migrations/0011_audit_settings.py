"""What one drink is beside AUDIT-C, and from which total it counts, by the clinic. Until it says so, as in the rule book."""

from django.db import migrations, models

_CUTS = [
    ("4/3", "4 or more; 3 or more for women, intersex people and where sex is not stated"),
    ("5", "5 or more for everybody"),
]
_DRINKS = [(8, "8 grams (a unit, United Kingdom)"), (10, "10 grams (WHO)"), (14, "14 grams (United States)")]


class Migration(migrations.Migration):
    dependencies = [("intake", "0010_people_and_letterhead")]

    operations = [
        migrations.AddField(
            "clinicprofile",
            "audit_cut",
            models.CharField(
                "AUDIT-C total that counts as positive",
                max_length=3,
                choices=_CUTS,
                default="4/3",
                help_text="Counts from now on. Try a change on the stored intakes first: manage.py replay.",
            ),
        ),
        migrations.AddField(
            "clinicprofile",
            "audit_drink_g",
            models.PositiveSmallIntegerField(
                "what one drink is, on the form beside AUDIT-C",
                choices=_DRINKS,
                default=10,
                help_text="Changes the words beside the questions, on screen and on paper, and never the score.",
            ),
        ),
        migrations.AddConstraint(
            "clinicprofile",
            models.CheckConstraint(condition=models.Q(audit_drink_g__in=[8, 10, 14]), name="clinic_profile_drink"),
        ),
        migrations.AddConstraint(
            "clinicprofile",
            models.CheckConstraint(condition=models.Q(audit_cut__in=["4/3", "5"]), name="clinic_profile_audit_cut"),
        ),
    ]
