"""What was put right with an intake or withdrawn, as its pages tell it; and what moved between people's records."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from intake.models import AnswerVersion, Assessment, Correction, Intake, Merge, Patient

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
    """By question id, the answers of this version that a clinician corrected, in one query or none.

    Args:
        versions: all of the intake; of those up to the one shown, answers and words are looked at.
    """
    numbers = [version.number for version in versions if version.number <= shown.number]
    if not any(version.cause == AnswerVersion.Cause.CORRECTED for version in versions if version.number in numbers):
        return {}
    stored = Assessment.objects.filter(version__intake=shown.intake_id, version__number__in=numbers)
    rows = list(stored.select_related("version__author").defer("reasons", "site_settings").order_by("version__number"))
    corrected = {
        question_id
        for before, after in pairwise(rows)
        if after.version.cause == AnswerVersion.Cause.CORRECTED
        for question_id in _changed(before.version, after.version)
    }
    told = {question_id: list(_told(question_id, rows)) for question_id in corrected}
    return {
        question_id: Mark(said[-1].version, said[:-1])
        for question_id, said in told.items()
        if said[-1].version.cause == AnswerVersion.Cause.CORRECTED
    }


def _changed(before: AnswerVersion, after: AnswerVersion) -> Iterator[str]:
    ids = before.answers.keys() | after.answers.keys()
    return (id_ for id_ in ids if before.answers.get(id_) != after.answers.get(id_))


def _told(question_id: str, rows: Iterable[Assessment]) -> Iterator[Said]:
    """Each answer to it as it was stored, with the first version that held it."""
    last: Any = object()
    for row in rows:
        answer = row.version.answers.get(question_id)
        if answer != last:
            last = answer
            words = {line.question: line.said for line in row.findings.lines}
            yield Said(words.get(question_id, "Not asked then"), row.version)
