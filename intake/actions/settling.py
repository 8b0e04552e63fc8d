"""What is to be done, and what later answers close of it: parts of the actions that make a version, or withdraw one."""

from __future__ import annotations

from functools import cached_property

from django.utils import timezone

from intake.clinical.assessment import assess_case
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.rule_set import STEPS
from intake.clinical.rules.steps import Step
from intake.clinical.telling.closing_answers import closing_answers
from intake.clinical.working.case import Case
from intake.clinical.working.findings import WholeAssessment
from intake.models import AnswerVersion, Assessment, ClinicProfile, FollowUp, Intake

_STEPS = {step.id: step for step in STEPS}


def settle_follow_ups(*, intake: Intake, version: AnswerVersion, case: Case, findings: WholeAssessment) -> None:
    """Close what these answers settle of the person's earlier visits, and say which answers did.

    A step is settled where the rules hold it for answered or done in these answers; where it asks for a questionnaire
    again, which is answered now that it is due; or where they would not raise it any more, had the earlier visit been
    told what is answered now and was open then. What an earlier version of this intake had closed is looked at anew.

    Args:
        case: of this version, after it was assessed.
    """
    unsettle_follow_ups(intake=intake)
    visit = version.assessment.assessed_on
    rows = (
        FollowUp.objects.standing()
        .filter(patient=intake.patient_id, settled_by=None, intake__current__assessed_on__lte=visit)
        .filter(step__in=_STEPS)
        .exclude(intake=intake)
        .select_related("intake__patient", "intake__signature__version")
    )
    earlier: dict[Intake, _Earlier] = {}
    settled = []
    for row in rows:
        then = earlier.setdefault(row.intake, _Earlier(row.intake, case))
        step = _STEPS[row.step]
        if (visit >= row.due_from and _is_repeated(step, case)) or then.is_settled(step):
            told = closing_answers(row.step, findings)
            row.words = f"Closed by the intake of {visit.day} {visit:%b %Y}{f': {told}' if told else ''}."
            row.state, row.settled_by, row.closed_at = FollowUp.State.SETTLED, version, timezone.now()
            settled.append(row)
    FollowUp.objects.bulk_update(settled, ["words", "state", "settled_by", "closed_at"])


def settle_by_later_visits(*, intake: Intake) -> None:
    """Close what was agreed at this visit, signed only now, and the person's later visits have settled already."""
    others = (
        Intake.objects.filter(patient=intake.patient_id).exclude(pk=intake.pk).exclude(state__in=Intake.NOT_COUNTED)
    )
    later = Assessment.objects.filter(
        pk__in=others.values("current"), assessed_on__gte=intake.encounter_date()
    ).select_related("version__intake__patient")
    for assessment in later.order_by("assessed_on", "pk"):
        version, other = assessment.version, assessment.version.intake
        case = Case(other.read_answers(version.answers), ClinicProfile.load().rule_settings)
        settle_follow_ups(intake=other, version=version, case=case, findings=assess_case(case).whole())


def unsettle_follow_ups(*, intake: Intake) -> None:
    """What this intake's answers had closed at other visits is to be done again: they do not count any more."""
    closed = FollowUp.objects.filter(settled_by__intake=intake, state=FollowUp.State.SETTLED).exclude(intake=intake)
    closed.update(state=FollowUp.State.OPEN, words="", closed_at=None, settled_by=None)


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
    assess_case(case)  # so that it knows its flags and patterns
    return case


def _raises(step: Step, case: Case) -> bool:
    return step.when.truth(case) is not False and not (
        step.settled_when is not None and step.settled_when.truth(case) is True
    )
