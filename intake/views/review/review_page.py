"""What the review page lays out: the findings of one version, put in groups for reading. Nothing is worked out here."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from intake.clinical.rules.questions import CATALOGUE, SECTIONS
from intake.clinical.rules.questions.context import pt
from intake.clinical.telling.notices import DRAFT, beside_another_age
from intake.clinical.working.findings import Findings, Line, StepFinding, StepGroup
from intake.models import AnswerVersion, Intake, Preferences, Review
from intake.roles import CLINICIAN
from intake.stored import asked_before, corrections, details, handouts, not_understood
from intake.stored.assessments import findings, read_reasons, read_settling
from intake.views.access import StaffRequest
from intake.views.referral.proposed import Referring
from intake.views.review import decisions, signed_page
from intake.views.review.assessed import unfinished_examinations
from intake.views.review.first_screen import FirstScreen

_SECTION_ID = {section.title: section.id for section in SECTIONS}


class Answered(NamedTuple):
    section: str
    section_id: str
    """Empty where today's form has no such section."""
    lines: list[tuple[Line, corrections.Mark | None]]
    """Each with who corrected it, if a clinician did."""


class Entry(NamedTuple):
    heading: str
    """Empty where it is a step by itself."""
    steps: list[StepFinding]


def context(
    intake: Intake, version: AnswerVersion, request: StaffRequest, posted: decisions.Posted = decisions.NOTHING_POSTED
) -> dict[str, Any]:
    assessment = findings(version.assessment).whole()
    is_newest = version.assessment.pk == intake.current_id
    waits = is_newest and not intake.is_closed
    # A clinical lead to whom an alert climbed reads it, and acknowledges the alert.
    acts = CLINICIAN in request.roles
    versions = list(intake.versions.select_related("author").defer("answers"))
    marks = corrections.marks(versions, version)
    review = Review.of(intake)
    leading = set(assessment.leading_groups)
    further = [group for group in assessment.step_groups if group not in leading]
    notices = [notice for notice in assessment.notices if notice.kind != DRAFT]
    if version.answers.get(pt.age_years.id) != intake.patient.age_on(version.assessment.assessed_on):
        # An age stands in the page's head: the notices say which of them they mean.
        notices = [beside_another_age(notice) for notice in notices]
    return {
        # What was decided so far. It can be changed on the newest version, until the signature.
        "deciding": decisions.Deciding(review, assessment, waits and acts, new_id(), posted),
        "acts": acts,
        "referring": Referring(intake, assessment) if acts and is_newest else None,
        "begun": unfinished_examinations(intake) if waits else [],
        "revision": review.revision,
        "page": new_id(),
        "keys": Preferences.of(request.user).single_keys,
        "first": FirstScreen(assessment),
        "intake": intake,
        "patient": intake.patient,
        "version": version,
        "versions": versions,
        "corrections": corrections.of_intake(intake),
        "malformed": not_understood.of_version(version, intake if is_newest else None),
        "asked_before": asked_before.of_version(version),
        "is_newest": is_newest,
        # The age it was assessed with; and of the newest that waits, what does not go by the person's details.
        "assessed_age": version.answers.get(pt.age_years.id),
        "date_problem": intake.date_problem() if waits else "",
        "differing": details.differing(intake.patient, version) if waits else (),
        "assessment": assessment,
        "reassess_token": uuid.uuid4(),
        "reasons": read_reasons(version.assessment),
        "settling": read_settling(version.assessment),
        "by_proxy": assessment.by_proxy,
        "notices": notices,
        "quiet": [flag for flag in assessment.open_to_anyone + assessment.open_to_clinician if flag.is_quiet],
        "scores": [(score, assessment.parts_of(score)) for score in assessment.leading_scores],
        "key_steps": list(_entries(assessment, assessment.leading_groups, later=False)),
        "key_steps_later": sum(step.later for step in assessment.leading_steps),
        "further_steps": list(_entries(assessment, further, later=False)),
        "later_steps": list(_entries(assessment, assessment.step_groups, later=True)),
        "answers": [
            Answered(
                name, _SECTION_ID.get(name, ""), [(line, marks.get(CATALOGUE.today(line.question))) for line in lines]
            )
            for name, lines in groupby(assessment.lines, lambda line: line.section)
        ],
        "clear_patterns": [pattern for pattern in assessment.patterns or () if pattern.is_clear],
        "other_patterns": [pattern for pattern in assessment.patterns or () if not pattern.is_clear],
        "handouts": handouts.of_intake(intake),
        "may_give_handouts": intake.allows("give_handouts"),
        **signed_page.context(intake),
    }


def new_id() -> str:
    """Of an own step, or of an open page. Own steps stand in the order of their ids, so that the time comes first.

    In parts of a second: two that are added in the same second stand in the order they were added, too.
    """
    return f"{int(time.time() * 256):010x}{secrets.token_hex(1)}"


def _entries(assessment: Findings, groups: Iterable[StepGroup], *, later: bool) -> Iterator[Entry]:
    """Of each its steps that are due now, or that wait for the end of the emergency; none that is left without."""
    for group in groups:
        if steps := [step for step in assessment.steps_of(group) if step.later is later]:
            yield Entry(group.heading, steps)
