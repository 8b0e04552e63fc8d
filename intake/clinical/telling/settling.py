"""What would change this: the answers that would settle a flag that cannot be excluded, or an undecided combined rule.

Found by trying: each answer a question can have is put in its place, and the rule's own condition says what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.clinical.language.answers import Answer
from intake.clinical.language.conditions import IN_ALL, Condition, InMany
from intake.clinical.language.kinds import Choices, Question
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.working.case import GATES, Case, reach
from intake.clinical.working.findings import CANNOT_EXCLUDE, Assessment, Line

from .possible_answers import possible_answers, say_answers

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
for _gate in GATES:
    for _leaf in _gate.asked_when.leaves:
        for _question in _leaf.looks_at:
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


def settling(case: Case, assessment: Assessment) -> tuple[Settling, ...]:
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
    """A case, and what would become of it with each possible answer to a question, whichever rules look at it."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._answers: dict[Question, tuple[Answer, ...]] = {}
        self._cases: dict[Question, tuple[Case, ...]] = {}
        self._truths: dict[tuple[Condition, Question], InMany] = {}

    def answers(self, question: Question) -> tuple[Answer, ...]:
        """The possible ones, each with its bit: the first has the lowest."""
        if question not in self._answers:
            self._answers[question] = possible_answers(question, self.case)
        return self._answers[question]

    def cases(self, question: Question) -> tuple[Case, ...]:
        if question not in self._cases:
            self._cases[question] = tuple(self.case.with_answers({question: a}) for a in self.answers(question))
        return self._cases[question]

    def truths(self, condition: Condition, question: Question) -> InMany:
        """What the condition comes to with each of them. Only what looks at the question is worked out again."""
        key = (condition, question)
        found = self._truths.get(key)
        if found is None:
            if condition.looks_at.isdisjoint(reach(question).questions):
                found = IN_ALL[condition.truth(self.case)]
            elif condition.parts:
                found = condition.in_many([self.truths(part, question) for part in condition.parts])
            else:
                found = self._leaf(condition, question)
            self._truths[key] = found
        return found

    def _leaf(self, condition: Condition, question: Question) -> InMany:
        holds = fails = 0
        for place, case in enumerate(self.cases(question)):
            truth = condition.truth(case)
            if truth is not None:
                if truth:
                    holds |= 1 << place
                else:
                    fails |= 1 << place
        return holds, fails


class Undecided:
    """A rule that is not decided: its open questions, and what their answers would make of it."""

    def __init__(self, tried: Tried, rule_id: str, missing: tuple[Line, ...]) -> None:
        self.tried, self.id, self.when = tried, rule_id, _RULES[rule_id]
        self.direct = {leaf.about for leaf in self.when.leaves if leaf.about}
        wanted = {QUESTIONS[line.question] for line in missing}
        wanted |= {question for question in self.direct if question.closing_question in wanted}
        self.questions = self._askable(wanted)
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
        alone = bool(answers) and question.several and not self._also_together(question, answers, truth=truth)
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

    def deciding(self, question: Question, *, truth: bool) -> list[Answer]:
        """The answers to this question that give the rule this truth, whatever else stays open."""
        holds, fails = self.tried.truths(self.when, question)
        bits = holds if truth else fails
        return [answer for place, answer in enumerate(self.tried.answers(question)) if bits >> place & 1]

    def _also_together(self, question: Choices, answers: list[Answer], *, truth: bool) -> bool:
        """Making it true still makes it true with everything else ticked; excluding excludes with all such ticked."""
        ticked = question.ticked_together(self.tried.answers(question) if truth else answers)
        return self.when.truth(self.tried.case.with_answers({question: ticked})) is truth

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
            if self.when.truth(self.tried.case.with_answers(fewer)) is False:
                chosen = fewer
        return chosen

    def _excluding(self) -> dict[Question, Answer]:
        """Answers that exclude it together, by either way to choose them; nothing where neither does."""
        return self._chosen(self._left_open) or self._chosen(self._speaking_for)

    def _chosen(self, rank: Callable[[Question], list[float]]) -> dict[Question, Answer]:
        """The answer of the lowest rank to each open question, and to those that are open after that."""
        chosen: dict[Question, Answer] = {}
        asked = self.questions
        for _ in range(ROUNDS):
            for question in asked:
                # A list on which everything is ticked already has nothing more to choose.
                if answers := self.tried.answers(question):
                    ranks = rank(question)
                    chosen[question] = answers[ranks.index(min(ranks))]
            case = self.tried.case.with_answers(chosen)
            if self.when.truth(case) is False:
                return chosen
            asked = self._askable(set(self.when.open_questions(case)))
        return {}

    def _left_open(self, question: Question) -> list[float]:
        """How many questions would still be open with each answer; infinitely many where it would be present."""
        present, _ = self.tried.truths(self.when, question)
        return [
            float("inf") if present >> place & 1 else len(set(self.when.open_questions(case)))
            for place, case in enumerate(self.tried.cases(question))
        ]

    def _speaking_for(self, question: Question) -> list[float]:
        """How many of its parts would hold with each answer."""
        holding = [self.tried.truths(leaf, question)[0] for leaf in self.when.leaves]
        return [sum(holds >> place & 1 for holds in holding) for place in range(len(self.tried.answers(question)))]

    def _as_good(self, question: Question, chosen: Answer) -> list[Answer]:
        """The answers that no condition here tells apart from the chosen one, nor from all of them ticked together."""
        looking = [*_GATES[question], *(leaf for leaf in self.when.leaves if question in leaf.looks_at)]
        if not all(leaf.about is question for leaf in looking):
            return [chosen]  # other answers count with it, as in a score
        answers = self.tried.answers(question)
        place = answers.index(chosen)
        seen = (*self.when.leaves, *looking)
        equal = -1
        for condition in seen:
            holds, fails = self.tried.truths(condition, question)
            equal &= holds if holds >> place & 1 else fails if fails >> place & 1 else ~(holds | fails)
        found = [answer for place, answer in enumerate(answers) if equal >> place & 1]
        if question.several and len(found) > 1:
            case, ticked = (
                self.tried.cases(question)[place],
                self.tried.case.with_answers({question: question.ticked_together(found)}),
            )
            if [c.truth(case) for c in seen] != [c.truth(ticked) for c in seen]:
                return [chosen]
        return found
