"""Records that are one since a merge: what each was, and why they cannot be taken apart where they cannot."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from intake.models import Correction, Intake, Merge, Patient, ReferralDocument, Signature

WITH_PERSON = "The person is answering one of the intakes. Please take the screen back first."
_TAKEN_APART = "These two records are taken apart already."


@dataclass(frozen=True)
class Together:
    merge: Merge
    why_not: str
    """Why the two records cannot be taken apart, as a sentence; empty where they can."""

    @property
    def record(self) -> Patient:
        """The one that only leads to the other, with the details it had."""
        return self.merge.merged


def of_person(kept: Patient) -> list[Together]:
    """Every record that leads straight to this one, the newest merge first. One query, however many there are."""
    return [Together(merge, _why_together(merge)) for merge in _standing().filter(kept=kept).order_by("-pk")]


def why_together(merge: Merge) -> str:
    """Why this merge cannot be undone, as a sentence; empty where it can."""
    row = _standing().filter(pk=merge.pk).first()
    return _why_together(row) if row else _TAKEN_APART


def _standing() -> QuerySet[Merge]:
    """Merges that hold: the last of the merged record, which still leads to the one that was kept."""
    moved = Correction.objects.filter(merge=OuterRef("pk"))
    drafts = moved.filter(intake__state=Intake.State.DRAFT)
    signatures = Signature.objects.filter(intake__corrections__merge=OuterRef("pk"))
    letters = ReferralDocument.objects.filter(referral__intake__corrections__merge=OuterRef("pk"))
    later = Merge.objects.filter(merged=OuterRef("merged"), kind=Merge.Kind.MERGED, pk__gt=OuterRef("pk"))
    standing = Merge.objects.filter(kind=Merge.Kind.MERGED, merged__merged_into=F("kept")).exclude(Exists(later))
    told: QuerySet[Merge] = standing.select_related("kept", "merged", "made_by").annotate(
        moved_on=Exists(moved.exclude(intake__patient=OuterRef("kept"))),
        signed_since=Exists(signatures.filter(signed_at__gte=OuterRef("made_at"))),
        letter_since=Exists(letters.filter(made_at__gte=OuterRef("made_at"))),
        with_person=Exists(drafts.filter(intake__handed_over_at__isnull=False, intake__handed_back_at=None)),
    )
    return told


def _why_together(merge: Merge) -> str:
    """Of a row of ``_standing``."""
    whys = {
        "The record that was kept was merged into another since. That has to be undone first.": (
            merge.kept.merged_into_id is not None
        ),
        "An intake was moved on since. It has to be moved back first.": merge.moved_on,  # type: ignore[attr-defined]
        "An intake that moved was signed since. The records stay together.": merge.signed_since,  # type: ignore[attr-defined]
        "A letter about an intake that moved was signed since. The records stay together.": merge.letter_since,  # type: ignore[attr-defined]
        WITH_PERSON: merge.with_person,  # type: ignore[attr-defined]
    }
    return next((why for why, holds in whys.items() if holds), "")
