"""What the review page lays out: the findings of one version, put in groups for reading. Nothing is worked out here."""

from __future__ import annotations

import secrets
import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.urls import reverse

from intake.clinical.rules.questions.context import pt
from intake.clinical.telling.notices import DRAFT, beside_another_age
from intake.clinical.working.findings import PRESENT, Findings, FlagFinding, StepFinding, StepGroup, WholeAssessment
from intake.models import AnswerVersion, Intake, Preferences, Review
from intake.roles import CLINICIAN
from intake.stored import asked_before, corrections, details, handouts, not_understood
from intake.stored.assessments import findings, read_settling
from intake.stored.last_time import before
from intake.views.access import StaffRequest
from intake.views.referral.proposed import Referring
from intake.views.review import decisions, signed_page
from intake.views.review.assessed import unfinished_examinations
from intake.views.review.first_screen import FirstScreen


class Stated(NamedTuple):
    """Something that the result states by a rule."""

    finding: Any
    section: str
    """Where on the page it stands."""


class Entry(NamedTuple):
    heading: str
    """Empty where it is a step by itself."""
    steps: list[StepFinding]


def frame(
    intake: Intake, version: AnswerVersion, request: StaffRequest, posted: decisions.Posted = decisions.NOTHING_POSTED
) -> dict[str, Any]:
    """What the page and each of its parts go by."""
    assessment = findings(version.assessment).whole()
    is_newest = version.assessment.pk == intake.current_id
    # A clinical lead to whom an alert climbed reads it, and acknowledges the alert.
    acts = CLINICIAN in request.roles
    review = Review.of(intake)
    return {
        "intake": intake,
        "patient": intake.patient,
        "version": version,
        "is_newest": is_newest,
        "acts": acts,
        "assessment": assessment,
        "by_proxy": assessment.by_proxy,
        # What was decided so far. It can be changed on the newest version, until the signature.
        "deciding": decisions.Deciding(
            review, assessment, is_newest and not intake.is_closed and acts, new_id(), posted
        ),
        "revision": review.revision,
        "page": new_id(),
        "parts": reverse("review-part", args=[intake.pk, version.number, "-", 0]).removesuffix("/-/0/"),
        "places": {stated.finding.id: place for place, stated in enumerate(statements(assessment))},
    }


def statements(found: WholeAssessment) -> list[Stated]:
    """All that has a reason, always in this order: the addresses of reasons go by it."""
    combined = (*found.combined.rules, *found.combined.undecided)
    features = (feature for pattern in found.patterns or () for feature in pattern.features)
    return [
        *(Stated(flag, "flags" if flag.status == PRESENT else "open") for flag in found.flags),
        *(Stated(rule, "combined") for rule in combined),
        *(Stated(step, "key-steps") for step in found.steps),
        *(Stated(feature, "patterns") for feature in features),
    ]


def context(
    intake: Intake, version: AnswerVersion, request: StaffRequest, posted: decisions.Posted = decisions.NOTHING_POSTED
) -> dict[str, Any]:
    page = frame(intake, version, request, posted)
    assessment, is_newest, acts = page["assessment"], page["is_newest"], page["acts"]
    waits = is_newest and not intake.is_closed
    leading = set(assessment.leading_groups)
    further = [group for group in assessment.step_groups if group not in leading]
    notices = [notice for notice in assessment.notices if notice.kind != DRAFT]
    if version.answers.get(pt.age_years.id) != intake.patient.age_on(version.assessment.assessed_on):
        # An age stands in the page's head: the notices say which of them they mean.
        notices = [beside_another_age(notice) for notice in notices]
    quiet = quiet_flags(assessment)
    return page | {
        "referring": Referring(intake, assessment) if acts and is_newest else None,
        "begun": unfinished_examinations(intake) if waits else [],
        "keys": Preferences.of(request.user).single_keys,
        "first": FirstScreen(assessment),
        "has_earlier": acts and before(intake).exists(),
        "versions": versions_of(intake),
        "corrections": corrections.of_intake(intake),
        "malformed": not_understood.of_version(version, intake if is_newest else None),
        "asked_before": asked_before.of_version(version),
        # The age it was assessed with; and of the newest that waits, what does not go by the person's details.
        "assessed_age": version.answers.get(pt.age_years.id),
        "date_problem": intake.date_problem() if waits else "",
        "differing": details.differing(intake.patient, version) if waits else (),
        "reassess_token": uuid.uuid4(),
        "settling": read_settling(version.assessment) if assessment.pointed_to or posted.typed else {},
        "notices": notices,
        "quiet": quiet,
        # What was typed in a part, and is not stored, is shown where it was typed.
        "with_open": any(f"flag:{flag.id}" in posted.typed for flag in quiet),
        "scores": [(score, assessment.parts_of(score)) for score in assessment.leading_scores],
        "key_steps": list(_entries(assessment, assessment.leading_groups, later=False)),
        "key_steps_later": sum(step.later for step in assessment.leading_steps),
        "further_steps": list(_entries(assessment, further, later=False)),
        "later_steps": list(_entries(assessment, assessment.step_groups, later=True)),
        "answered_sections": len({line.section for line in assessment.lines}),
        "clear_patterns": [pattern for pattern in assessment.patterns or () if pattern.is_clear],
        "other_patterns": sum(not pattern.is_clear for pattern in assessment.patterns or ()),
        "handouts": handouts.of_intake(intake),
        "may_give_handouts": intake.allows("give_handouts"),
        **signed_page.context(intake),
    }


def versions_of(intake: Intake) -> list[AnswerVersion]:
    return list(intake.versions.select_related("author").defer("answers"))


def quiet_flags(found: WholeAssessment) -> list[FlagFinding]:
    """That nothing points to, and that cannot be excluded all the same."""
    return [flag for flag in found.open_to_anyone + found.open_to_clinician if flag.is_quiet]


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
