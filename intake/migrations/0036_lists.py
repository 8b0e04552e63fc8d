from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0035_queue_entry"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["raised_at"], name="alert_raised"),
        ),
    ]
