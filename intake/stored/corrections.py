"""What was put right with an intake or withdrawn, as its pages tell it; and what moved between people's records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from intake.clinical.rules.questions import CATALOGUE
from intake.models import AnswerVersion, Assessment, Correction, Intake, Merge, Patient
from intake.stored.assessments import findings

_SENT = (Correction.Kind.SENT_BACK, Correction.Kind.ANSWERED)
DISCARDED_FOR = datetime.timedelta(days=30)
"""How long a discarded draft is listed, and can be restored. It stays in the database after that, as all records do."""


@dataclass(frozen=True)
class Corrections:
    """Of one intake, the newest of each kind."""

    sent_back: Correction | None
    answered: Correction | None
    """Since it was sent back last."""
    withdrawn: Correction | None
    """While it is discarded or entered in error."""
    moves: list[Correction]


def of_intake(intake: Intake) -> Corrections:
    """In one query."""
    rows = list(intake.corrections.select_related("made_by", "from_patient", "to_patient").order_by("pk"))
    sent = [row for row in rows if row.kind in _SENT]
    answered = sent.pop() if sent and sent[-1].kind == Correction.Kind.ANSWERED else None
    withdrawn = [row for row in rows if row.kind == intake.state]
    return Corrections(
        sent_back=sent[-1] if sent else None,
        answered=answered,
        withdrawn=withdrawn[-1] if withdrawn else None,
        moves=[row for row in rows if row.kind == Correction.Kind.MOVED],
    )


def note_to_desk(intake: Intake) -> Correction | None:
    """What a clinician asks of the front desk, while it is theirs again."""
    if not intake.is_draft or intake.current_id is None:
        return None
    last = intake.corrections.filter(kind__in=_SENT).select_related("made_by").order_by("-pk").first()
    return last if last and last.kind == Correction.Kind.SENT_BACK else None


def last_sent() -> Subquery:
    """Of each row of a list of intakes: ``sent_back``, ``answered`` since, or null."""
    sent = Correction.objects.filter(intake=OuterRef("pk"), kind__in=_SENT).order_by("-pk")
    return Subquery(sent.values("kind")[:1])


def listed(intakes: QuerySet[Intake]) -> QuerySet[Intake]:
    """Without drafts that were discarded too long ago to be restored."""
    discarded = Correction.objects.filter(intake=OuterRef("pk"), kind=Correction.Kind.DISCARDED).order_by("-pk")
    return intakes.alias(discarded_at=Subquery(discarded.values("made_at")[:1])).exclude(
        state=Intake.State.DISCARDED, discarded_at__lt=timezone.now() - DISCARDED_FOR
    )


class Discarded(NamedTuple):
    """A draft that can still be restored."""

    intake: Intake
    by: Correction
    until: datetime.datetime


def discarded(of: Patient | None = None, *, at_most: int | None = None) -> list[Discarded]:
    """The drafts discarded in the last 30 days, of everybody or of one person, the newest first, in one query.

    An index holds them in the order of time: what was before that, or comes after ``at_most``, is not looked at. So the
    intake's state, by which databases would begin, is not asked: whatever is discarded stays so until it is restored.
    """
    kinds = (Correction.Kind.DISCARDED, Correction.Kind.RESTORED)
    later = Correction.objects.filter(intake=OuterRef("intake"), kind__in=kinds, pk__gt=OuterRef("pk"))
    since = timezone.now() - DISCARDED_FOR
    rows = Correction.objects.filter(~Exists(later), kind=Correction.Kind.DISCARDED, made_at__gte=since)
    rows = rows.order_by("-made_at", "-pk")
    if of:
        rows = rows.filter(intake__patient=of)
    rows = rows.select_related("made_by", "intake__patient", "intake__author")
    rows = rows.defer("intake__answers", "intake__malformed", "intake__changed")[:at_most]
    return [Discarded(row.intake, row, row.made_at + DISCARDED_FOR) for row in rows]


# What a person's record says ------------------------------------------------------------------------------------------


class Records(NamedTuple):
    moves: list[Correction]
    """Intakes that were moved here, or from here, one by one."""
    merges: list[Merge]


def of_person(patient: Patient) -> Records:
    """In two queries, the newest first."""
    moves = Correction.objects.filter(Q(from_patient=patient) | Q(to_patient=patient), merge=None)
    merges = Merge.objects.filter(Q(kept=patient) | Q(merged=patient))
    moves = moves.select_related("intake", "from_patient", "to_patient", "made_by")
    return Records(
        list(moves.defer("intake__answers", "intake__malformed", "intake__changed").order_by("-pk")),
        list(merges.select_related("kept", "merged", "made_by").order_by("-pk")),
    )


# What a clinician corrected -------------------------------------------------------------------------------------------


class Said(NamedTuple):
    """An answer in words, and the version that brought it."""

    words: str
    version: AnswerVersion


class Mark(NamedTuple):
    by: AnswerVersion
    """The version in which a clinician corrected the answer."""
    earlier: list[Said]
    """What stood there before, the first first."""


def marks(versions: Iterable[AnswerVersion], shown: AnswerVersion) -> dict[str, Mark]:
    """By the question's id of today, the answers of this version that a clinician corrected, in one query or none.

    Args:
        versions: all of the intake; of those up to the one shown, answers and words are looked at.
    """
    numbers = [version.number for version in versions if version.number <= shown.number]
    if not any(version.cause == AnswerVersion.Cause.CORRECTED for version in versions if version.number in numbers):
        return {}
    stored = Assessment.objects.filter(version__intake=shown.intake_id, version__number__in=numbers)
    rows = list(
        stored.select_related("version__author")
        .defer("reasons", "reasons_packed", "site_settings")
        .order_by("version__number")
    )
    given = [CATALOGUE.place(row.version.answers).document for row in rows]
    corrected = {
        question_id
        for (_, before), (row, after) in pairwise(zip(rows, given, strict=True))
        if row.version.cause == AnswerVersion.Cause.CORRECTED
        for question_id in before.keys() | after.keys()
        if before.get(question_id) != after.get(question_id)
    }
    words = [{CATALOGUE.today(line.question): line.said for line in findings(row).whole().lines} for row in rows]
    told = {
        question_id: [
            Said(said.get(question_id, "Not asked then"), row.version)
            for number, (row, said) in enumerate(zip(rows, words, strict=True))
            if not number or given[number].get(question_id) != given[number - 1].get(question_id)
        ]
        for question_id in corrected
    }
    return {
        question_id: Mark(said[-1].version, said[:-1])
        for question_id, said in told.items()
        if said[-1].version.cause == AnswerVersion.Cause.CORRECTED
    }
