"""All of the rules together: their version, and their check of themselves when the program starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from intake.clinical.language.condition import Condition, RuleError
from intake.clinical.language.kinds import Group, Question

from . import confidential
from .combined import COMBINED_RULES, CombinedRule
from .data_quality import WARNINGS
from .handouts import HANDOUTS
from .instruments import INSTRUMENTS
from .patterns import PATTERNS, Feature
from .questions import FOLLOWED, ORDER, QUESTIONS, SECTIONS
from .red_flag import RedFlag
from .red_flags import RED_FLAGS
from .sources import cited
from .steps import CATEGORIES, Step

VERSION = "LPD-CDS 0.10-draft (2026-11-29)"
STATUS = "draft, not clinically approved"

STEPS = tuple(step for category in CATEGORIES for step in category.steps)


def conditions() -> Iterator[tuple[str, Condition]]:
    """Every rule's id and condition."""
    for question in QUESTIONS.values():
        yield question.id, question.asked_when()
    features = (feature for pattern in PATTERNS for feature in pattern.features)
    rules: tuple[RedFlag | Feature | CombinedRule | Step, ...] = (*RED_FLAGS, *features, *COMBINED_RULES, *STEPS)
    for rule in rules:
        yield rule.id, rule.when


def further_conditions() -> Iterator[tuple[str, Condition]]:
    """A rule's id with each condition that it has beside: a flag's hint, what settles or holds back a step or leads it."""
    for flag in RED_FLAGS:
        if flag.hint:
            yield flag.id, flag.hint
    for step in STEPS:
        for condition in step.conditions[1:]:
            yield step.id, condition


def check() -> None:
    """Raises RuleError where ids repeat, a question is in no section or opened by a later one, a rule highlights no step,
    or a handout goes with nothing.

    Questions, options, flags, patterns and sources named by a rule are checked when the rule is made.
    """
    asked = [question.id for section in SECTIONS for question in section.questions]
    _unique(asked)
    _unique([id_ for id_, _ in conditions()] + [warning.id for warning in WARNINGS])
    groups = (vars(group).values() for group in Group.__subclasses__())
    made = {question.id for group in groups for question in group if isinstance(question, Question)}
    if lost := made - set(asked):
        raise RuleError(f"in no section: {', '.join(sorted(lost))}")
    steps = {step.id for step in STEPS}
    for rule in COMBINED_RULES:
        if lost := set(rule.highlights) - steps:
            raise RuleError(f"{rule.id} highlights steps that do not exist: {', '.join(sorted(lost))}")
    raised = steps.union(flag.id for flag in RED_FLAGS).union(rule.id for rule in COMBINED_RULES)
    for handout in HANDOUTS.values():
        if lost := set(handout.goes_with) - raised:
            raise RuleError(f"{handout.id} goes with what does not exist: {', '.join(sorted(lost))}")
    for instrument in INSTRUMENTS:
        cited(*instrument.sources)
    for followed in FOLLOWED:
        cited(*(followed.change.sources if followed.change else ()))
    confidential.check()
    for question in QUESTIONS.values():
        for leaf in question.asked_when().walk(lambda part: part.minds_skips):
            late = (
                other for other in leaf.looks_at if not other.always_asked and ORDER[other.id] >= ORDER[question.id]
            )
            if not leaf.parts and leaf.minds_skips and (other := next(late, None)):
                raise RuleError(f"whether {question.id} is asked depends on {other.id}, which may be skipped after it")


def _unique(ids: list[str]) -> None:
    if repeated := [id_ for id_, number in Counter(ids).items() if number > 1]:
        raise RuleError(f"used twice: {', '.join(repeated)}")


check()
