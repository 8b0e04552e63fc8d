"""What is to be done, and what later answers close of it: parts of the actions that make a version, or withdraw one."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property

from django.db.models import F, QuerySet
from django.utils import timezone

from intake.clinical.assessment import assess_case
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.steps import Step
from intake.clinical.telling.closing_answers import closing_answers
from intake.clinical.working.case import Case
from intake.clinical.working.findings import WholeAssessment
from intake.models import AnswerVersion, Assessment, ClinicProfile, FollowUp, Intake, Patient

_STEPS = {step.id: step for step in STEPS}
_WRITTEN = ["words", "state", "settled_by", "closed_at"]


def settle_follow_ups(*, intake: Intake, version: AnswerVersion, case: Case, findings: WholeAssessment) -> None:
    """Close what these answers settle of the person's earlier visits, and say which answers did.

    A step is settled where the rules hold it for answered or done in these answers; where it asks for a questionnaire
    again, which is answered now that it is due; or where they would not raise it any more, had the earlier visit been
    told what is answered now and was open then. What an earlier version of this intake had closed is looked at anew.

    Args:
        case: of this version, after it was assessed.
    """
    if version.number > 1:
        unsettle_follow_ups(intake=intake)
    rows = FollowUp.objects.standing().filter(patient=intake.patient_id).exclude(intake=intake)
    _settle(rows, version, case, findings)


def settle_again(*, intake: Intake, version: AnswerVersion) -> None:
    """Close anew what this newest version of an intake settles, which counts again."""
    case = Case(intake.read_answers(version.answers), ClinicProfile.load().rule_settings)
    settle_follow_ups(intake=intake, version=version, case=case, findings=assess_case(case).whole())


def settle_by_later_visits(*, intake: Intake) -> None:
    """Close what was agreed at this visit, signed only now, and the person's later visits have settled already."""
    others = (
        Intake.objects.filter(patient=intake.patient_id).exclude(pk=intake.pk).exclude(state__in=Intake.NOT_COUNTED)
    )
    later = Assessment.objects.filter(
        pk__in=others.values("current"), assessed_on__gte=intake.encounter_date()
    ).select_related("version__intake__patient")
    settings = ClinicProfile.load().rule_settings
    for assessment in later.order_by("assessed_on", "pk"):
        version = assessment.version
        case = Case(version.intake.read_answers(version.answers), settings)
        _settle(FollowUp.objects.standing().filter(intake=intake), version, case, assess_case(case).whole())


def unsettle_follow_ups(*, intake: Intake) -> None:
    """What this intake's answers had closed at other visits is to be done again: they do not count any more."""
    _unsettle(FollowUp.objects.filter(settled_by__intake=intake).exclude(intake=intake))


def unsettle_of_others(*, people: Iterable[Patient]) -> None:
    """What the answers of somebody else had closed for these people is to be done again."""
    _unsettle(FollowUp.objects.filter(patient__in=people).exclude(settled_by__intake__patient=F("patient")))


def _unsettle(rows: QuerySet[FollowUp]) -> None:
    """What people have said of it before stays."""
    visit = F("settled_by__assessment__assessed_on")
    unsettled = rows.filter(state=FollowUp.State.SETTLED).annotate(visit=visit).select_for_update(of=("self",))
    for row in unsettled:
        row.words = row.words.rpartition(_closed_by(row.visit))[0].strip()
        row.state, row.settled_by, row.closed_at = FollowUp.State.OPEN, None, None
    FollowUp.objects.bulk_update(unsettled, _WRITTEN)


def _settle(among: QuerySet[FollowUp], version: AnswerVersion, case: Case, findings: WholeAssessment) -> None:
    """Nobody else closes what is looked at here until this transaction ends."""
    visit = version.assessment.assessed_on
    open_steps = among.filter(settled_by=None, intake__current__assessed_on__lte=visit, step__in=_STEPS)
    if not open_steps.exists():  # as of most people: what hangs on them is many columns
        return
    rows = open_steps.select_related("intake__patient", "intake__signature__version").select_for_update(of=("self",))
    earlier: dict[Intake, _Earlier] = {}
    settled = []
    for row in rows:
        then = earlier.setdefault(row.intake, _Earlier(row.intake, case))
        step = _STEPS[row.step]
        if (visit >= row.due_from and _is_repeated(step, case)) or then.is_settled(step):
            told = closing_answers(row.step, findings)
            row.words = f"{row.words}\n{_closed_by(visit)}{f': {told}' if told else ''}.".strip()
            row.state, row.settled_by, row.closed_at = FollowUp.State.SETTLED, version, timezone.now()
            settled.append(row)
    FollowUp.objects.bulk_update(settled, _WRITTEN)


def _closed_by(visit: datetime.date) -> str:
    """How the words on what a visit closed begin, after what people have said before."""
    return f"Closed by the intake of {visit.day} {visit:%b %Y}"


class _Earlier:
    """The answers signed at an earlier visit, and the same with what is known now."""

    def __init__(self, intake: Intake, now: Case) -> None:
        self.intake, self.now = intake, now

    def is_settled(self, step: Step) -> bool:
        if step.settled_when is not None and step.settled_when.truth(self.now) is True:
            return True
        return _raises(step, self.then) and not _raises(step, self.completed)

    @cached_property
    def then(self) -> Case:
        answers = self.intake.read_answers(self.intake.signature.version.answers)
        return _assessed(Case(answers, self.now.settings))

    @cached_property
    def completed(self) -> Case:
        known = {
            question: self.now.answers[question]
            for question in QUESTIONS.values()
            if self.then.is_open(question) and self.now.was_opened(question) and not self.now.is_open(question)
        }
        return _assessed(self.then.with_answers(known))


def _is_repeated(step: Step, case: Case) -> bool:
    whole = not case.by_proxy and not any(case.interval(score).missing for score in step.repeats)
    return bool(step.repeats) and whole


def _assessed(case: Case) -> Case:
    """The case, knowing its flags and patterns."""
    assess_case(case)
    return case


def _raises(step: Step, case: Case) -> bool:
    return step.when.truth(case) is not False and not (
        step.settled_when is not None and step.settled_when.truth(case) is True
    )
