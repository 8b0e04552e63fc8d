"""What somebody answered alone, which the front desk does not see; and the answers that it opened, with the reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.clinical.language.catalogue import BEFORE, id_of
from intake.clinical.language.kinds import FRONT_DESK, Question
from intake.clinical.rules.questions import CATALOGUE
from intake.clinical.working.case import gate_of

from .written_once import WrittenOnce

LONGEST_REASON = 1000
ANSWERED, WHERE_IT_APPLIES = "Answered in private", "Asked in private, where it applies"
"""In the place of an answer. The second also where nothing was asked: that a question applied would tell an answer."""


class OpenedAnswer(WrittenOnce):
    """The front desk looked at one answer that was given in private."""

    intake = models.ForeignKey("intake.Intake", on_delete=models.PROTECT, related_name="opened_answers")
    question = models.CharField(max_length=80)
    """Its id of then."""
    of_revision = models.PositiveIntegerField()
    """The mark of the answer that was opened. An answer given since then is closed again."""
    reason = models.TextField(max_length=LONGEST_REASON)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="opened_answer_has_a_reason")]

    def __str__(self) -> str:
        return f"Opened answer {self.pk}"


@cache
def _gate(question: Question) -> frozenset[str]:
    """The ids of the questions whose answers say whether this one is asked."""
    return frozenset() if question.always_asked else frozenset(q.id for q in gate_of(question).questions())


class InPrivate:
    """Which answers of an intake its pages at the front desk do not show.

    Args:
        marks: by the id of a question, the revision at which the person answered it alone; after ``BEFORE``, where
            the front desk has answered since, and what the person answered to the question of then is kept.
        answered: the ids of all questions that have an answer now, or something typed that cannot be read.
        opened: what the front desk opened, the oldest first.
    """

    def __init__(self, marks: Mapping[str, int], answered: Collection[str], opened: Iterable[OpenedAnswer]) -> None:
        self.marks = {CATALOGUE.today(id_): revision for id_, revision in marks.items()}
        """By the id that the question has today."""
        self.opened = {
            id_: row
            for row in opened
            for id_ in [CATALOGUE.today(row.question)]
            if self.marks.get(id_, 0) == row.of_revision and (id_ in self.marks or id_ not in answered)
        }
        self._answered = answered
        self.given = frozenset(self.marks.keys() & set(answered)) - self.opened.keys()
        """What was answered in private and is closed to the front desk."""

    def hides(self, question: Question) -> bool:
        """The front desk does not see its answer."""
        return question.id in self.given or self.hides_whether_asked(question)

    def hides_whether_asked(self, question: Question) -> bool:
        """Nor whether it was asked, since answers that it does not see decide that."""
        if not question.private or question.by != FRONT_DESK or question.id in self.opened:
            return False
        told_at_desk = question.id in self._answered and question.id not in self.given
        return not told_at_desk and not self.given.isdisjoint(_gate(question))

    def hides_stored(self, key: str) -> bool:
        """The same of what is stored under this key, whatever question of whichever release it answered."""
        today = CATALOGUE.today(id_of(key))
        return (today in self.marks and today not in self.opened) or f"{BEFORE}{today}" in self.marks

    def words(self, question: Question) -> str:
        """What stands in the place of its answer."""
        return WHERE_IT_APPLIES if self.hides_whether_asked(question) else ANSWERED
