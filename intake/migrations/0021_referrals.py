"""Services that people are referred to, referrals with all that happened to them, and their signed letters."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import intake.models.clinic
import intake.models.document_id
import intake.models.referral_limits


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0020_today"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="clinicprofile",
            name="closing_days",
            field=models.TextField(
                blank=True,
                help_text="One a line, as 2026-12-25. Time limits of referrals do not count them as working days.",
                max_length=4000,
                validators=[intake.models.clinic.check_days],
            ),
        ),
        migrations.AddField(
            model_name="clinicprofile",
            name="referral_limits",
            field=models.TextField(
                default="now: sent 1 hour\nnow: taken 1 hour\nnow: seen 0 days\nnow: report 1 working day\nsame_day: sent 4 hours\nsame_day: taken 0 days\nsame_day: seen 1 day\nsame_day: report 2 working days\ntwo_weeks: sent 1 working day\ntwo_weeks: taken 2 working days\ntwo_weeks: seen 14 days\ntwo_weeks: report 7 days\nroutine: sent 2 working days\nroutine: taken 7 days\nroutine: seen 28 days\nroutine: report 14 days",
                help_text="One a line. “taken” is received or accepted; “seen” is seen, or the date known; “0 days” is the end of the same day. A service can have its own.",
                max_length=2000,
                validators=[intake.models.referral_limits.check_limits],
                verbose_name="time limits of referrals",
            ),
        ),
        migrations.AddField(
            model_name="clinicprofile",
            name="working_days",
            field=models.CharField(
                default="12345",
                help_text="A digit each: 1 is Monday, 7 is Sunday. Time limits of referrals count these days.",
                max_length=7,
                validators=[intake.models.clinic.check_weekdays],
            ),
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=150)),
                (
                    "kind",
                    models.CharField(
                        blank=True, help_text="Such as “Vascular surgery” or “Physiotherapy”.", max_length=80
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="secure e-mail")),
                ("steps", models.JSONField(blank=True, default=list)),
                ("urgencies", models.JSONField(blank=True, default=list)),
                ("wants", models.TextField(blank=True, max_length=1000, verbose_name="what it wants in a letter")),
                (
                    "limits",
                    models.TextField(
                        blank=True,
                        help_text="One a line, such as “routine: seen 42 days” or “two_weeks: report 5 working days”.",
                        max_length=1000,
                        validators=[intake.models.referral_limits.check_limits],
                        verbose_name="its own time limits",
                    ),
                ),
                (
                    "confidential",
                    models.BooleanField(
                        default=False,
                        help_text="For a service whose name alone tells why somebody goes there.",
                        verbose_name="named to the front desk as “confidential service” only",
                    ),
                ),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="service_name_unique"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="service_name_given"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "number",
                    models.CharField(default=intake.models.document_id.new, editable=False, max_length=20, unique=True),
                ),
                ("steps", models.JSONField(default=list)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("now", "Now"),
                            ("same_day", "Same day"),
                            ("two_weeks", "Within 2 weeks"),
                            ("routine", "Routine"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("needs_info", "More information asked for"),
                            ("accepted", "Accepted"),
                            ("booked", "Booked"),
                            ("not_attended", "Not attended"),
                            ("appointment_cancelled", "Appointment cancelled"),
                            ("seen", "Seen"),
                            ("report_back", "Report received"),
                            ("declined", "Declined"),
                            ("redirected", "Redirected"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                            ("entered_in_error", "Entered in error"),
                        ],
                        default="draft",
                        max_length=24,
                    ),
                ),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("referrer", "The referrer"),
                            ("desk", "The front desk"),
                            ("nobody", "Nobody: it has ended"),
                        ],
                        default="referrer",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("letter", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("confirmation", models.CharField(blank=True, default="", max_length=80)),
                ("appointment_at", models.DateTimeField(null=True)),
                ("appointment_where", models.CharField(blank=True, default="", max_length=200)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="intake.referral",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="intake.referral",
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="intake.intake"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="intake.patient"
                    ),
                ),
                (
                    "referrer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.answerversion"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="intake.service"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReferralDocument",
            fields=[
                ("id", models.CharField(editable=False, max_length=20, primary_key=True, serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("letter", "Letter"), ("patient", "Copy for the person"), ("gp", "Copy for the GP")],
                        max_length=8,
                    ),
                ),
                ("content", models.JSONField()),
                ("pdf", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("layout", models.PositiveSmallIntegerField(default=1)),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="intake.referral"
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["number", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("referral", "number", "kind"), name="referral_document_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("changed", "Changed"),
                            ("skipped", "Skipped"),
                            ("contact", "Contact attempt"),
                            ("handed", "Handed to a colleague"),
                            ("reopened", "Reopened"),
                            ("signed", "Letter signed"),
                            ("note", "Note"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("needs_info", "More information asked for"),
                            ("accepted", "Accepted"),
                            ("booked", "Booked"),
                            ("not_attended", "Not attended"),
                            ("appointment_cancelled", "Appointment cancelled"),
                            ("seen", "Seen"),
                            ("report_back", "Report received"),
                            ("declined", "Declined"),
                            ("redirected", "Redirected"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                            ("entered_in_error", "Entered in error"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("sent", "Sent"),
                            ("received", "Received"),
                            ("needs_info", "More information asked for"),
                            ("accepted", "Accepted"),
                            ("booked", "Booked"),
                            ("not_attended", "Not attended"),
                            ("appointment_cancelled", "Appointment cancelled"),
                            ("seen", "Seen"),
                            ("report_back", "Report received"),
                            ("declined", "Declined"),
                            ("redirected", "Redirected"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                            ("entered_in_error", "Entered in error"),
                        ],
                        max_length=24,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Phone"),
                            ("secure_mail", "Secure e-mail"),
                            ("post", "Post"),
                            ("fax", "Fax"),
                            ("portal", "Their own system"),
                            ("by_hand", "By hand, with the person"),
                            ("in_person", "In person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("words", models.TextField(blank=True, max_length=2000)),
                ("details", models.JSONField(default=dict)),
                ("token", models.UUIDField(null=True, unique=True)),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="intake.referral"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("referral", "number"), name="referral_event_number_unique")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)), fields=["owner", "due_at"], name="referral_due"
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["referrer", "owner", "due_at"],
                name="referral_due_referrer",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["patient", "state"], name="referral_of_person"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("sent_at__isnull", False)), fields=["sent_at"], name="referral_sent"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["closed", "cancelled", "entered_in_error"]), _negated=True),
                    ("duplicate_of", None),
                ),
                fields=("patient", "service"),
                name="referral_one_open_a_person_and_service",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_at", None),
                        ("owner", "nobody"),
                        ("state__in", ["closed", "cancelled", "entered_in_error"]),
                    ),
                    models.Q(
                        models.Q(("state__in", ["closed", "cancelled", "entered_in_error"]), _negated=True),
                        models.Q(("owner", "nobody"), _negated=True),
                        ("due_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="referral_owned_until_it_ends",
            ),
        ),
    ]
