"""What would change this: the answers that would settle a flag that cannot be excluded, or an undecided combined rule.

Found by trying: each answer a question can have is put in its place, and the rule's own condition says what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from intake.clinical.language.answers import Answer, Answers
from intake.clinical.language.conditions import Condition, OneQuestion, Truth
from intake.clinical.language.kinds import Choices, Question
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.raised import OnPattern
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.working.case import Case
from intake.clinical.working.findings import CANNOT_EXCLUDE, Line, WholeAssessment
from intake.clinical.working.patterns import work_out_patterns

from .possible_answers import leaves, possible_answers, say_answers, ticked_together

OF_DETAILS = (pt.age_years, pt.sex)
"""Questions that are not asked, since they follow from who the person is."""
FROM_DETAILS = "{} comes from the person's details, which the front desk keeps."
BY_PROXY = (
    "Somebody else answered for the person. Questionnaires are scored only in the person's own answers, so that their "
    "items do not settle this."
)
ROUNDS = 4
"""How often an answer may open questions that have to be answered too."""

_RULES: dict[str, Condition] = {
    **{flag.id: flag.when for flag in RED_FLAGS},
    **{rule.id: rule.when for rule in COMBINED_RULES},
}
_SCORED = frozenset(item for score in SCORES for item in score.items)
_GATES: dict[Question, list[Condition]] = {question: [] for question in QUESTIONS.values()}
"""By question, what opens or closes other questions by it."""
for _gated in QUESTIONS.values():
    for _leaf in leaves(_gated.asked_when()):
        for _question in set(_leaf.questions()):
            _GATES[_question].append(_leaf)


@dataclass(frozen=True)
class Told:
    """A question with answers in words."""

    question: str
    short: str
    words: str


@dataclass(frozen=True)
class Asked:
    """An open question, and what single answers to it would decide."""

    question: str
    short: str
    by: str
    """Who asks it: front_desk or clinician."""
    makes_true: str = ""
    """The answers that would make the rule true by themselves, in words; empty where none would."""
    makes_false: str = ""
    """The answers that would exclude it by themselves."""


@dataclass(frozen=True)
class Settling:
    rule_id: str
    title: str
    kind: str
    """flag or combined."""
    questions: tuple[Asked, ...] = ()
    together: tuple[Told, ...] = ()
    """Where no single answer excludes it: answers that would, all of them together."""
    notes: tuple[str, ...] = ()
    """What cannot be asked here, and why."""


def settling(case: Case, assessment: WholeAssessment) -> tuple[Settling, ...]:
    """For every flag that cannot be excluded and every undecided combined rule, in the order of the assessment."""
    tried = Tried(case)
    flags = [flag for flag in assessment.flags if flag.status == CANNOT_EXCLUDE]
    return (
        *(Undecided(tried, flag.id, flag.missing).settling(flag.title, "flag") for flag in flags),
        *(
            Undecided(tried, rule.id, rule.missing).settling(rule.title, "combined")
            for rule in assessment.combined.undecided
        ),
    )


class Tried:
    """A case, and the same with other answers: each is made once, whichever rules look at it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._with_one: dict[tuple[Question, Answer], Case] = {}

    def with_one(self, question: Question, answer: Answer) -> Case:
        key = (question, answer)
        if key not in self._with_one:
            self._with_one[key] = self.with_all({question: answer})
        return self._with_one[key]

    def with_all(self, answers: dict[Question, Answer]) -> Case:
        changed = {question.id: answer for question, answer in answers.items()}
        return Case(Answers({**self.case.answers.given, **changed}), self.case.settings)


class Undecided:
    """A rule that is not decided: its open questions, and what their answers would make of it."""

    def __init__(self, tried: Tried, rule_id: str, missing: tuple[Line, ...]) -> None:
        self.tried, self.id, self.when = tried, rule_id, _RULES[rule_id]
        self.leaves = tuple(leaves(self.when))
        self.looks_at_patterns = any(isinstance(leaf, OnPattern) for leaf in self.leaves)
        self.direct: set[Question] = {leaf.question for leaf in self.leaves if isinstance(leaf, OneQuestion)}
        wanted = {QUESTIONS[line.question] for line in missing}
        wanted |= {question for question in self.direct if _closing(question) in wanted}
        self.questions = self._askable(wanted)
        self.outcomes = {
            question: {answer: self._with(question, answer) for answer in self._possible(question)}
            for question in self.questions
        }
        """What each single answer would make of it."""
        self.notes = self._notes(wanted)

    def settling(self, title: str, kind: str) -> Settling:
        asked = tuple(
            Asked(q.id, q.short, q.by, self._say(q, truth=True), self._say(q, truth=False)) for q in self.questions
        )
        case = self.tried.case
        together = tuple(Told(q.id, q.short, say_answers(q, case, answers)) for q, answers in self.together().items())
        return Settling(self.id, title, kind, asked, together, self.notes)

    def _say(self, question: Question, *, truth: bool) -> str:
        answers = self.deciding(question, truth=truth)
        alone = isinstance(question, Choices) and not self._also_together(question, answers, truth=truth)
        return say_answers(question, self.tried.case, answers, alone=alone)

    # What is asked ------------------------------------------------------------------------------------------------

    def _askable(self, wanted: set[Question]) -> list[Question]:
        chosen = (q for q in wanted if q not in OF_DETAILS and not self._is_for_the_person(q))
        return sorted(chosen, key=lambda question: ORDER[question.id])

    def _is_for_the_person(self, question: Question) -> bool:
        """By proxy a questionnaire is not scored; one item counts all the same where a rule looks at that item."""
        counts = question in self.direct and self.tried.case.is_open(question)
        return self.tried.case.by_proxy and question in _SCORED and not counts

    def _notes(self, wanted: set[Question]) -> tuple[str, ...]:
        details = [FROM_DETAILS.format(question.short) for question in OF_DETAILS if question in wanted]
        return (*details, BY_PROXY) if any(map(self._is_for_the_person, wanted)) else tuple(details)

    # What an answer makes of it -----------------------------------------------------------------------------------

    def truth(self, case: Case) -> Truth:
        if self.looks_at_patterns and not case.patterns:
            work_out_patterns(case)
        return self.when.truth(case)

    def _with(self, question: Question, answer: Answer) -> Truth:
        return self.truth(self.tried.with_one(question, answer))

    def _possible(self, question: Question) -> tuple[Answer, ...]:
        return possible_answers(question, self.tried.case)

    def deciding(self, question: Question, *, truth: bool) -> list[Answer]:
        """The answers to this question that give the rule this truth, whatever else stays open."""
        return [answer for answer, outcome in self.outcomes[question].items() if outcome is truth]

    def _also_together(self, question: Choices, answers: list[Answer], *, truth: bool) -> bool:
        """Making it true still makes it true with everything else ticked; excluding excludes with all such ticked."""
        ticked = ticked_together(question, self._possible(question) if truth else answers)
        return self._with(question, ticked) is truth

    def together(self) -> dict[Question, list[Answer]]:
        """Answers that exclude it together, where none does alone: any of those listed for each question."""
        if any(self.deciding(question, truth=False) for question in self.questions):
            return {}
        return {question: self._as_good(question, answer) for question, answer in self._needed().items()}

    def _needed(self) -> dict[Question, Answer]:
        """Without those answers that it is excluded without."""
        chosen = self._excluding()
        for question in list(chosen):
            fewer = {other: answer for other, answer in chosen.items() if other is not question}
            if self.truth(self.tried.with_all(fewer)) is False:
                chosen = fewer
        return chosen

    def _excluding(self) -> dict[Question, Answer]:
        """Answers that exclude it together, by either way to choose them; nothing where neither does."""
        return self._chosen(self._left_open) or self._chosen(self._speaking_for)

    def _chosen(self, rank: Callable[[Question, Answer], float]) -> dict[Question, Answer]:
        """The answer of the lowest rank to each open question, and to those that are open after that."""
        chosen: dict[Question, Answer] = {}
        asked = self.questions
        for _ in range(ROUNDS):
            # A list on which everything is ticked already has nothing more to choose.
            answerable = ((question, self._possible(question)) for question in asked)
            chosen |= {
                question: min(answers, key=partial(rank, question)) for question, answers in answerable if answers
            }
            case = self.tried.with_all(chosen)
            if self.truth(case) is False:
                return chosen
            asked = self._askable(set(self.when.open_questions(case)))
        return {}

    def _left_open(self, question: Question, answer: Answer) -> float:
        """How many questions would still be open; infinitely many where it would be present."""
        if self._with(question, answer):
            return float("inf")
        return len(set(self.when.open_questions(self.tried.with_one(question, answer))))

    def _speaking_for(self, question: Question, answer: Answer) -> float:
        """How many of its parts would hold."""
        return sum(truth is True for truth in self._seen(self.leaves, question, answer))

    def _as_good(self, question: Question, chosen: Answer) -> list[Answer]:
        """The answers that no condition here tells apart from the chosen one, nor from all of them ticked together."""
        looking = [*_GATES[question], *(leaf for leaf in self.leaves if question in leaf.questions())]
        if self.looks_at_patterns or not all(_looks_at_it_alone(leaf, question) for leaf in looking):
            return [chosen]  # other answers count with it, as in a score
        seen = (*self.leaves, *looking)
        found = self._seen(seen, question, chosen)
        equal = [answer for answer in self._possible(question) if self._seen(seen, question, answer) == found]
        ticked = ticked_together(question, equal) if isinstance(question, Choices) else chosen
        return equal if self._seen(seen, question, ticked) == found else [chosen]

    def _seen(self, conditions: Iterable[Condition], question: Question, answer: Answer) -> list[Truth]:
        case = self.tried.with_one(question, answer)
        return [condition.truth(case) for condition in conditions]


def _looks_at_it_alone(leaf: Condition, question: Question) -> bool:
    return isinstance(leaf, OneQuestion) and leaf.question is question


def _closing(question: Question) -> Question | None:
    """The question that says whether this list is complete."""
    return question.complete_when_yes() if isinstance(question, Choices) and question.complete_when_yes else None
