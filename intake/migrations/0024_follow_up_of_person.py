from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0023_carried_from")]

    operations = [
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["patient", "state"], name="follow_up_of_person"),
        ),
    ]
