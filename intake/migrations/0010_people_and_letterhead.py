"""What is known of people with an account; the clinic's phone, e-mail and logo. The guards keep a logo once it is up."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("intake", "0009_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "sha256",
                    models.CharField(editable=False, max_length=64, primary_key=True, serialize=False),
                ),
                ("png", models.BinaryField()),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="StaffMember",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="staff_member",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("job_title", models.CharField(blank=True, max_length=60)),
                ("registration_number", models.CharField(blank=True, max_length=30)),
                ("must_change_password", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="clinicprofile",
            name="email",
            field=models.EmailField(
                blank=True,
                help_text="Printed in the letterhead. Also whom to write to where an account is not set up yet.",
                max_length=254,
                verbose_name="e-mail",
            ),
        ),
        migrations.AddField(
            model_name="clinicprofile",
            name="phone",
            field=models.CharField(
                blank=True,
                help_text="Printed in the letterhead. Also whom to call where an account is not set up yet.",
                max_length=40,
            ),
        ),
        migrations.AddField(
            model_name="clinicprofile",
            name="logo",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="intake.logo",
            ),
        ),
    ]
