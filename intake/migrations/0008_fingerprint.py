"""Which rules made an assessment, were approved and were signed on. Of rows made before, nobody knows any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_scores")]

    operations = [
        *(
            migrations.AddField(model, "fingerprint", models.CharField(blank=True, default="", max_length=64))
            for model in ("assessment", "signature", "rulesetapproval")
        ),
        migrations.RemoveIndex(model_name="rulesetapproval", name="approval_version"),
        migrations.AddIndex(
            model_name="rulesetapproval",
            index=models.Index(fields=["fingerprint"], name="approval_fingerprint"),
        ),
    ]
