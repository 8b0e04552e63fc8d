"""What was typed and cannot be read goes with the version that was submitted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0018_people"),
    ]

    operations = [
        migrations.AddField(
            model_name="answerversion",
            name="malformed",
            field=models.JSONField(default=dict),
        ),
    ]
