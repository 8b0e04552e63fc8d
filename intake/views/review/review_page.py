"""What the review page lays out: the findings of one version, put in groups for reading. Nothing is worked out here."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from intake.clinical.rules import rule_set
from intake.clinical.rules.questions import QUESTIONS, SECTIONS
from intake.clinical.working.findings import Assessment, Line, PatternFinding, StepFinding
from intake.models import AnswerVersion, Intake, Preferences, Review
from intake.stored import corrections, details
from intake.views.access import StaffRequest
from intake.views.review import decisions, signed_page
from intake.views.review.first_screen import FirstScreen

_SECTION_ID = {section.title: section.id for section in SECTIONS}
WHOLE_SCORES = ("phq9", "gad7", "peg", "auditc")
"""Scores of whole instruments, in the order shown; the others are parts of these."""


class Answered(NamedTuple):
    section: str
    section_id: str
    """Empty where today's form has no such section."""
    lines: list[tuple[Line, corrections.Mark | None]]
    """Each with who corrected it, if a clinician did."""


def context(
    intake: Intake, version: AnswerVersion, request: StaffRequest, posted: decisions.Posted = decisions.NOTHING_POSTED
) -> dict[str, Any]:
    assessment = version.assessment.findings
    versions = list(intake.versions.select_related("author").defer("answers"))
    marks = corrections.marks(versions, version)
    return {
        **_deciding(intake, version, request, posted),
        "first": FirstScreen(assessment),
        "intake": intake,
        "patient": intake.patient,
        "version": version,
        "versions": versions,
        "corrections": corrections.of_intake(intake),
        "malformed": _malformed(intake) if version.assessment.pk == intake.current_id else [],
        "is_newest": version.assessment.pk == intake.current_id,
        **_details(intake, version),
        "assessment": assessment,
        "rule_set_status": rule_set.STATUS,
        "by_proxy": assessment.mood_screen == "proxy",
        "still_open": len(assessment.open_to_anyone) + len(assessment.open_to_clinician),
        "item9": assessment.line("phq.q9"),
        "scores": [assessment.score(id_) for id_ in WHOLE_SCORES],
        "part_scores": [score for score in assessment.scores if score.id not in WHOLE_SCORES],
        "key_steps": [step for step in assessment.leading_steps if not step.later],
        "key_steps_later": sum(step.later for step in assessment.leading_steps),
        "further_steps": _by_category(
            step for step in assessment.steps if not step.later and step.id not in assessment.key_steps
        ),
        "later_steps": _by_category(step for step in assessment.steps if step.later),
        "answers": [
            Answered(name, _SECTION_ID.get(name, ""), [(line, marks.get(line.question)) for line in lines])
            for name, lines in groupby(assessment.lines, lambda line: line.section)
        ],
        **_patterns(assessment),
        **signed_page.context(intake),
    }


def new_id() -> str:
    """Of an own step, or of an open page. Own steps stand in the order of their ids, so that the time comes first."""
    return f"{int(time.time()):08x}{secrets.token_hex(2)}"


def _deciding(
    intake: Intake, version: AnswerVersion, request: StaffRequest, posted: decisions.Posted
) -> dict[str, Any]:
    """What was decided so far. It can be changed on the newest version, until the signature."""
    review = Review.objects.filter(pk=intake.pk).first() or Review(intake=intake)
    editable = version.assessment.pk == intake.current_id and not intake.is_closed
    return {
        "deciding": decisions.Deciding(review, version.assessment.findings, editable, new_id(), posted),
        "revision": review.revision,
        "page": new_id(),
        "keys": Preferences.of(request.user).single_keys,
    }


def _details(intake: Intake, version: AnswerVersion) -> dict[str, Any]:
    """The age it was assessed with; and of the newest that waits, what does not go by the person's details."""
    waits = version.assessment.pk == intake.current_id and not intake.is_closed
    return {
        "assessed_age": version.answers.get("pt.age_years"),
        "date_problem": intake.date_problem() if waits else "",
        "differing": details.differing(intake.patient, version) if waits else (),
    }


def _malformed(intake: Intake) -> list[tuple[str, str]]:
    """What was typed and cannot be read, as it was typed: it counts as not answered."""
    return [
        (QUESTIONS[question_id].short, " ".join(part for parts in typed.values() for part in parts if part))
        for question_id, typed in intake.malformed.items()
    ]


def _by_category(steps: Iterable[StepFinding]) -> list[tuple[str, list[StepFinding]]]:
    """They come in catalogue order, so that each category stands together."""
    return [(category, list(chosen)) for category, chosen in groupby(steps, lambda step: step.category)]


def _patterns(assessment: Assessment) -> dict[str, Any]:
    ranked = assessment.patterns or ()
    clear = [pattern for pattern in ranked if _is_clear(pattern)]
    times = Counter(pattern.points for pattern in clear)
    return {
        "clear_patterns": clear,
        "other_patterns": [pattern for pattern in ranked if not _is_clear(pattern)],
        "joint_points": {points for points, number in times.items() if number > 1},
    }


def _is_clear(pattern: PatternFinding) -> bool:
    return pattern.category in ("several", "some")
