"""What may put the person in danger if somebody at home reads it, and all that would tell of it.

A confidential flag keeps every question it looks at, the questions that their answers may open, and every rule that
looks at one of these. Nothing else says what is confidential. Source: rule book I.7, H11.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake.clinical.language.condition import Condition, RuleError
from intake.clinical.language.kinds import Question

from .questions import QUESTIONS, RATINGS, SCORES
from .questions.context import pt
from .red_flag import RedFlag
from .red_flags import RED_FLAGS, TITLES

POINTER = "Safeguarding: see the clinician-only page"
"""In the place of a flag that is present."""
OPEN = "Safeguarding, to be asked only in private and never through a family member who interprets"
"""In the place of one that cannot be excluded."""
MATTER = "Safeguarding"
"""In the place of its title, where a rule that may be shared names it."""
LABEL, ELSEWHERE = "Safeguarding at home", "asked in private, and kept off the pages that are shared"
"""In the place of a question and of its answer, whatever that is."""


def _kept(flags: Iterable[RedFlag]) -> frozenset[Question]:
    """The questions that these flags look at, and those that may be asked because of an answer to one of them."""
    kept = {question for flag in flags if flag.confidential for question in flag.when.questions()}
    while opened := {q for q in QUESTIONS.values() if q not in kept and kept.intersection(q.asked_when().questions())}:
        kept |= opened
    return frozenset(kept)


KEPT = _kept(RED_FLAGS)


def looks_at_kept(condition: Condition) -> bool:
    """It looks at a confidential answer itself."""
    return not KEPT.isdisjoint(condition.questions())


def looks_at_kept_answer(condition: Condition) -> bool:
    """The same, and at which answer it is: more than at whether there is one."""
    return any(leaf.minds_answer and looks_at_kept(leaf) for leaf in condition.leaves)


FLAGS = frozenset(
    flag.id
    for flag in RED_FLAGS
    if flag.confidential or looks_at_kept(flag.when) or (flag.hint and looks_at_kept(flag.hint))
)
_SHARED_TITLES = TITLES | dict.fromkeys(FLAGS, MATTER)


def flags_named(condition: Condition) -> frozenset[str]:
    """The confidential flags that a condition names."""
    return FLAGS.intersection(id_ for part in condition.walk() if part.on_flags for id_ in part.names())


def tells(condition: Condition) -> bool:
    """It names a confidential flag, or looks at a confidential answer."""
    return looks_at_kept(condition) or bool(flags_named(condition))


def masked(condition: Condition) -> Condition:
    """The same condition, in whose words no confidential flag has its title."""
    return condition.titled(_SHARED_TITLES) if flags_named(condition) else condition


def check() -> None:
    """Raises RuleError where what every page shows would be confidential."""
    shown = {pt.age_years, pt.sex, *(rating.question for rating in RATINGS)}
    shown |= {item for score in SCORES for item in score.items}
    if lost := sorted(question.id for question in KEPT & shown):
        raise RuleError(f"a confidential flag looks at what every page shows: {', '.join(lost)}")
