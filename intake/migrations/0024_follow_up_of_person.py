from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0022_handouts")]

    operations = [
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["patient", "state"], name="follow_up_of_person"),
        ),
    ]
