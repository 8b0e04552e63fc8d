"""What the queue sorts and filters by stands in one table. What is there already gets its rows from what is stored."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

PLACE = ["place", "since", "intake"]
DATE = ["done_at", "intake"]
INDEXES = [
    models.Index(fields=PLACE, name="queue_place"),
    models.Index(fields=["tier", *PLACE], name="queue_tier"),
    models.Index(fields=["state", *DATE], name="queue_date"),
    models.Index(fields=["state", "tier", *DATE], name="queue_date_tier"),
    models.Index(fields=PLACE, condition=Q(undecided=True), name="queue_undecided"),
    models.Index(fields=["tier", *PLACE], condition=Q(undecided=True), name="queue_undecided_tier"),
    models.Index(fields=["state", *DATE], condition=Q(undecided=True), name="queue_undecided_date"),
    models.Index(fields=["state", "tier", *DATE], condition=Q(undecided=True), name="queue_undecided_date_tier"),
    models.Index(fields=PLACE, condition=Q(alert=True), name="queue_alert"),
    models.Index(fields=["state", *DATE], condition=Q(alert=True), name="queue_alert_date"),
    models.Index(fields=["claimed_by", *PLACE], condition=Q(claimed_by__isnull=False), name="queue_claimed"),
    models.Index(fields=["state", *PLACE], condition=Q(state="correcting"), name="queue_correcting"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0034_factor_reset_on_server"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QueueEntry",
            fields=[
                (
                    "intake",
                    models.OneToOneField(
                        "intake.intake",
                        django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("correcting", "Being corrected"),
                            ("signed", "Signed"),
                            ("void", "Void"),
                            ("in_error", "Entered in error"),
                        ],
                        max_length=10,
                    ),
                ),
                ("tier", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "claimed_by",
                    models.ForeignKey(
                        settings.AUTH_USER_MODEL,
                        django.db.models.deletion.PROTECT,
                        db_index=False,
                        null=True,
                        related_name="+",
                    ),
                ),
                ("undecided", models.BooleanField()),
                ("alert", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(state__in=["waiting", "correcting"], place__lt=1000, done_at__isnull=True)
                        | Q(
                            state__in=["signed", "void", "in_error"],
                            place=1000,
                            done_at__isnull=False,
                            claimed_by=None,
                        ),
                        name="queue_entry_waits_or_is_done",
                    )
                ]
            },
        ),
        # One statement, in both databases: a million rows pass through no Python.
        migrations.RunSQL(
            """
            INSERT INTO intake_queueentry (intake_id, state, tier, place, since, done_at, claimed_by_id, undecided, alert)
            SELECT i.id,
                   CASE i.state WHEN 'submitted' THEN 'waiting' WHEN 'draft' THEN 'correcting' ELSE i.state END,
                   a.tier,
                   COALESCE(i.queue_place, 1000),
                   i.submitted_at,
                   CASE i.state WHEN 'signed' THEN s.signed_at WHEN 'void' THEN v.voided_at WHEN 'in_error' THEN i.submitted_at END,
                   CASE WHEN i.queue_place IS NOT NULL THEN i.claimed_by_id END,
                   i.undecided > 0,
                   EXISTS (SELECT 1 FROM intake_alert o
                           WHERE o.intake_id = i.id AND o.acknowledged_at IS NULL AND o.settled_at IS NULL)
            FROM intake_intake i
            JOIN intake_assessment a ON a.id = i.current_id
            LEFT JOIN intake_signature s ON s.intake_id = i.id
            LEFT JOIN intake_voiding v ON v.intake_id = i.id
            WHERE i.state <> 'discarded'
            """,
            migrations.RunSQL.noop,
        ),
        *(migrations.AddIndex("queueentry", index) for index in INDEXES),
        # What sorted the queue until now.
        migrations.RemoveIndex("intake", "intake_queue"),
        migrations.AddIndex(
            "intake",
            models.Index(fields=["saved_at"], condition=Q(Q(state="draft") & ~Q(call="")), name="intake_calling"),
        ),
    ]
