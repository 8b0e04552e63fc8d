"""What would change this: the answers that would settle a flag that cannot be excluded, or an undecided combined rule.

Found by trying: each answer a question can have is put in its place, and the rule's own condition says what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from intake.clinical.language.answers import Answer
from intake.clinical.language.conditions import Condition
from intake.clinical.language.kinds import Question
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.working.case import GATES, Case
from intake.clinical.working.findings import CANNOT_EXCLUDE, Line, WholeAssessment

from .outcomes import Outcomes, Tried
from .possible_answers import say_answers

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
    return tuple(rule.settling() for rule in undecided(case, assessment))


def undecided(case: Case, assessment: WholeAssessment) -> list[Undecided]:
    flags = [flag for flag in assessment.flags if flag.status == CANNOT_EXCLUDE]
    asking = [
        *(Asking(case, flag.id, flag.title, "flag", flag.missing) for flag in flags),
        *(Asking(case, rule.id, rule.title, "combined", rule.missing) for rule in assessment.combined.undecided),
    ]
    tried = Tried(case)
    outcomes = Outcomes(tried, dict.fromkeys(question for rule in asking for question in rule.questions))
    return [Undecided(rule, tried, outcomes) for rule in asking]


class Asking:
    """A rule that is not decided, and what is to be asked for it."""

    def __init__(self, case: Case, rule_id: str, title: str, kind: str, missing: tuple[Line, ...]) -> None:
        self.case, self.id, self.title, self.kind, self.when = case, rule_id, title, kind, _RULES[rule_id]
        self.direct = _direct(self.when)
        wanted = {QUESTIONS[line.question] for line in missing}
        wanted |= {question for question in self.direct if question.closing_question in wanted}
        self.questions = self.askable(wanted)
        self.notes = self._notes(wanted)

    def askable(self, wanted: set[Question]) -> list[Question]:
        chosen = (q for q in wanted if q not in OF_DETAILS and not self._is_for_the_person(q))
        return sorted(chosen, key=lambda question: ORDER[question.id])

    def _is_for_the_person(self, question: Question) -> bool:
        """By proxy a questionnaire is not scored; one item counts all the same where a rule looks at that item."""
        counts = question in self.direct and self.case.is_open(question)
        return self.case.by_proxy and question in _SCORED and not counts

    def _notes(self, wanted: set[Question]) -> tuple[str, ...]:
        details = [FROM_DETAILS.format(question.short) for question in OF_DETAILS if question in wanted]
        return (*details, BY_PROXY) if any(map(self._is_for_the_person, wanted)) else tuple(details)


@cache
def _direct(when: Condition) -> frozenset[Question]:
    """The questions that a part of it is about."""
    return frozenset(leaf.about for leaf in when.leaves if leaf.about)


@cache
def _looking(when: Condition, question: Question) -> tuple[Condition, ...]:
    """The parts that look at the question, and what opens or closes other questions by it."""
    leaves = (*when.leaves, *(leaf for gate in GATES for leaf in gate.leaves))
    return tuple(leaf for leaf in leaves if question in leaf.looks_at)


class Undecided:
    """A rule that is not decided, and what answers would make of it."""

    def __init__(self, asking: Asking, tried: Tried, outcomes: Outcomes) -> None:
        self.asking, self.tried, self.outcomes = asking, tried, outcomes
        self.id, self.when, self.questions = asking.id, asking.when, asking.questions

    def settling(self) -> Settling:
        asked = tuple(
            Asked(q.id, q.short, q.by, self._say(q, truth=True), self._say(q, truth=False)) for q in self.questions
        )
        together = tuple(
            Told(q.id, q.short, say_answers(q, self.tried.answers(q), answers))
            for q, answers in self.together().items()
        )
        return Settling(self.id, self.asking.title, self.asking.kind, asked, together, self.asking.notes)

    def _say(self, question: Question, *, truth: bool) -> str:
        answers = self.deciding(question, truth=truth)
        alone = bool(answers) and question.several and not self._also_together(question, answers, truth=truth)
        return say_answers(question, self.tried.answers(question), answers, alone=alone)

    def deciding(self, question: Question, *, truth: bool) -> list[Answer]:
        """The answers to this question that give the rule this truth, whatever else stays open."""
        holds, fails = self.outcomes.truths(self.when)
        return self.outcomes.among(question, holds if truth else fails)

    def _also_together(self, question: Question, answers: list[Answer], *, truth: bool) -> bool:
        """Making it true still makes it true with everything else ticked; excluding excludes with all such ticked."""
        ticked = question.ticked_together(self.tried.answers(question) if truth else answers)
        return self.when.truth(self.tried.together({question: ticked})) is truth

    def together(self) -> dict[Question, list[Answer]]:
        """Answers that exclude it together, where none does alone: any of those listed for each question."""
        _, fails = self.outcomes.truths(self.when)
        if fails & self.outcomes.of(*self.questions):
            return {}
        return {question: self._as_good(question, answer) for question, answer in self._needed().items()}

    def _needed(self) -> dict[Question, Answer]:
        """Without those answers that it is excluded without."""
        chosen = self._chosen(self._left_open) or self._chosen(self._speaking_for)
        for question in list(chosen):
            fewer = {other: answer for other, answer in chosen.items() if other is not question}
            if self.when.truth(self.tried.together(fewer)) is False:
                chosen = fewer
        return chosen

    def _chosen(self, best: Callable[[Outcomes, list[Question]], dict[Question, Answer]]) -> dict[Question, Answer]:
        """Answers that exclude it together: the best to each open question, and to those that are open after that."""
        chosen: dict[Question, Answer] = {}
        outcomes, questions = self.outcomes, self.questions
        for _ in range(ROUNDS):
            # A list on which everything is ticked already has nothing more to choose.
            chosen |= best(outcomes, [question for question in questions if self.tried.answers(question)])
            case = self.tried.together(chosen)
            if self.when.truth(case) is False:
                return chosen
            questions = self.asking.askable(set(self.when.open_questions(case)))
            if chosen.keys() >= set(questions):
                break
            outcomes = Outcomes(self.tried, questions)
        return {}

    def _left_open(self, outcomes: Outcomes, questions: list[Question]) -> dict[Question, Answer]:
        """Those that leave the fewest questions open; those that make it present come last."""
        present, _ = outcomes.truths(self.when)
        open_: dict[Question, int] = {}
        outcomes.open_questions(self.when, outcomes.of(*questions), open_)
        return {question: outcomes.best(question, open_.values(), present) for question in questions}

    def _speaking_for(self, outcomes: Outcomes, questions: list[Question]) -> dict[Question, Answer]:
        """Those with which the fewest of its parts hold."""
        holding = [outcomes.truths(leaf)[0] for leaf in self.when.leaves]
        return {question: outcomes.best(question, holding, 0) for question in questions}

    def _as_good(self, question: Question, chosen: Answer) -> list[Answer]:
        """The answers that no condition here tells apart from the chosen one, nor from all of them ticked together."""
        looking = _looking(self.when, question)
        if not all(leaf.about is question for leaf in looking):
            return [chosen]  # other answers count with it, as in a score
        answers = self.tried.answers(question)
        place = answers.index(chosen)
        changed = self.tried.changed(question)
        seen = [leaf for leaf in (*self.when.leaves, *looking) if not leaf.looks_at.isdisjoint(changed)]
        equal = -1
        for condition in seen:
            holds, fails = self.tried.truths(condition, question)
            equal &= holds if holds >> place & 1 else fails if fails >> place & 1 else ~(holds | fails)
        found = [answer for place, answer in enumerate(answers) if equal >> place & 1]
        if question.several and len(found) > 1:
            case, ticked = (
                self.tried.cases(question)[place],
                self.tried.together({question: question.ticked_together(found)}),
            )
            if [c.truth(case) for c in seen] != [c.truth(ticked) for c in seen]:
                return [chosen]
        return found
