"""What would change this: the answers that would settle a flag that cannot be excluded, or an undecided combined rule.

Found by trying: each answer a question can have is put in its place, and the rule's own condition says what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from intake.clinical.language.answers import Answer, Answers
from intake.clinical.language.conditions import Condition
from intake.clinical.language.kinds import Question
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.site_settings import SiteSettings
from intake.clinical.working.case import GATES, Case
from intake.clinical.working.findings import CANNOT_EXCLUDE, WholeAssessment

from .outcomes import NOBODY, Outcomes, Tried, may_change
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
    flags = (flag.id for flag in assessment.flags if flag.status == CANNOT_EXCLUDE)
    rules = [_RULES[id_] for id_ in (*flags, *(rule.id for rule in assessment.combined.undecided))]
    answered = _differing(case)
    own = [rule for rule in rules if not rule.depends_on.isdisjoint(answered)]
    found = _of_nobody(case.settings) | {rule.id: rule.settling() for rule in undecided(case, own)}
    return tuple(found[rule.id] for rule in rules)


@cache
def _of_nobody(settings: SiteSettings) -> dict[str, Settling]:
    """By rule id, of a form on which nothing is answered: the same wherever nothing is answered that the rule looks at."""
    case = Case(Answers({}), settings)
    rules = [rule for rule in _RULES.values() if rule.when.truth(case) is None]
    return {rule.id: rule.settling() for rule in undecided(case, rules)}


def _differing(case: Case) -> set[Question]:
    """The questions that stand otherwise than on a form on which nothing is answered."""
    questions = QUESTIONS.values()
    return set(questions) if case.by_proxy else {q for q in questions if case.answer(q) != NOBODY.case.answer(q)}


def undecided(case: Case, rules: Iterable[Rule]) -> list[Undecided]:
    asking = [Asking(case, rule) for rule in rules]
    tried = Tried(case)
    outcomes = Outcomes(tried, dict.fromkeys(question for rule in asking for question in rule.questions))
    return [Undecided(rule, tried, outcomes) for rule in asking]


@dataclass(frozen=True, eq=False)
class Rule:
    id: str
    title: str
    kind: str
    """flag or combined."""
    when: Condition

    @cached_property
    def direct(self) -> frozenset[Question]:
        """The questions that a part of it is about."""
        return frozenset(leaf.about for leaf in self.when.leaves if leaf.about)

    @cached_property
    def depends_on(self) -> frozenset[Question]:
        """The questions it looks at, and those that decide which of these an answer to another of them opens."""
        found = set(self.when.looks_at)
        opened = {other for question in found for other in may_change(question) if other is not question}
        for gate, gated in reversed(GATES.items()):  # which look at earlier questions
            if not found.isdisjoint(opened.intersection(gated)):
                found |= gate.looks_at
        return frozenset(found)


_RULES = {
    **{flag.id: Rule(flag.id, flag.title, "flag", flag.when) for flag in RED_FLAGS},
    **{rule.id: Rule(rule.id, rule.title, "combined", rule.when) for rule in COMBINED_RULES},
}


class Asking:
    """A rule that is not decided, and what is to be asked for it."""

    def __init__(self, case: Case, rule: Rule) -> None:
        self.case, self.rule = case, rule
        wanted = set(rule.when.open_questions(case))
        wanted |= {question for question in rule.direct if question.closing_question in wanted}
        self.questions = self.askable(wanted)
        self.notes = self._notes(wanted)

    def askable(self, wanted: set[Question]) -> list[Question]:
        chosen = (q for q in wanted if q not in OF_DETAILS and not self._is_for_the_person(q))
        return sorted(chosen, key=lambda question: ORDER[question.id])

    def _is_for_the_person(self, question: Question) -> bool:
        """By proxy a questionnaire is not scored; one item counts all the same where a rule looks at that item."""
        counts = question in self.rule.direct and self.case.is_open(question)
        return self.case.by_proxy and question in _SCORED and not counts

    def _notes(self, wanted: set[Question]) -> tuple[str, ...]:
        details = [FROM_DETAILS.format(question.short) for question in OF_DETAILS if question in wanted]
        return (*details, BY_PROXY) if any(map(self._is_for_the_person, wanted)) else tuple(details)


@cache
def _looking(when: Condition, question: Question) -> tuple[Condition, ...]:
    """The parts that look at the question, and what opens or closes other questions by it."""
    leaves = (*when.leaves, *(leaf for gate in GATES for leaf in gate.leaves))
    return tuple(leaf for leaf in leaves if question in leaf.looks_at)


class Undecided:
    """A rule that is not decided, and what answers would make of it."""

    def __init__(self, asking: Asking, tried: Tried, outcomes: Outcomes) -> None:
        self.asking, self.tried, self.outcomes = asking, tried, outcomes
        self.id, self.when, self.questions = asking.rule.id, asking.rule.when, asking.questions

    def settling(self) -> Settling:
        asked = tuple(
            Asked(q.id, q.short, q.by, self._say(q, truth=True), self._say(q, truth=False)) for q in self.questions
        )
        together = tuple(
            Told(q.id, q.short, say_answers(q, self.tried.answers(q), answers))
            for q, answers in self.together().items()
        )
        return Settling(self.id, self.asking.rule.title, self.asking.rule.kind, asked, together, self.asking.notes)

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
