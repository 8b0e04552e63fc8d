"""What others have open for a person, or what was submitted today: looked at before another intake is started."""

from __future__ import annotations

import datetime

from django.contrib.auth.models import User
from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from intake.models import Intake, Patient


def beside(patient: Patient, author: User) -> QuerySet[Intake]:
    """Drafts of other authors first, then what anybody submitted today and is not withdrawn; the newest first."""
    midnight = timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time()))
    drafts = Q(state=Intake.State.DRAFT) & ~Q(author=author)
    today = Q(state__in=(Intake.State.SUBMITTED, Intake.State.SIGNED), submitted_at__gte=midnight)
    rows = Intake.objects.filter(drafts | today, patient=patient)
    drafts_first = Case(When(state=Intake.State.DRAFT, then=0), default=1)
    return rows.select_related("patient", "author").order_by(drafts_first, "-saved_at", "pk")
