"""What happened to a referral."""

from __future__ import annotations

from django.db.models import QuerySet

from intake.models import Referral, ReferralDocument, ReferralEvent

KIND = ReferralEvent.Kind


def events(referral: Referral) -> QuerySet[ReferralEvent]:
    """All that happened, in the order it was recorded, with who recorded it. One query."""
    told: QuerySet[ReferralEvent] = referral.events.select_related("recorded_by").order_by("number")
    return told


def documents(referral: Referral) -> QuerySet[ReferralDocument]:
    """Its letters and copies, the newest number first, without what they hold. One query."""
    kept: QuerySet[ReferralDocument] = referral.documents.select_related("signed_by").defer("pdf", "content")
    return kept.order_by("-number", "kind")


def began(referral: Referral) -> ReferralEvent | None:
    """The event with which the state began; None where it is the draft that it was made as."""
    last: ReferralEvent | None = referral.events.filter(kind__in=(KIND.CHANGED, KIND.REOPENED)).last()
    return last


def contact_since(referral: Referral, since: ReferralEvent | None) -> bool:
    """Whether somebody tried to contact the person since then: typed to the minute, in the same one at the earliest."""
    begun = since.happened_at if since else referral.made_at
    return referral.events.filter(kind=KIND.CONTACT, happened_at__gte=begun.replace(second=0, microsecond=0)).exists()
