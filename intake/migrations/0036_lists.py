from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0034_factor_reset_on_server"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["raised_at"], name="alert_raised"),
        ),
    ]
