"""What would change this: the answers that would settle a flag that cannot be excluded, or an undecided combined rule.

Found by trying: each answer a question can have is put in its place, and the rule's own condition says what follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from intake.clinical.language.answers import Answer, Answers
from intake.clinical.language.conditions import IN_ALL, Condition, InMany
from intake.clinical.language.kinds import Choices, Question
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES
from intake.clinical.rules.questions.context import ctx, pt
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.working.case import GATES, Case
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
for _gate in dict.fromkeys(GATES.values()):
    for _leaf in _gate.leaves:
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
        self._changed: dict[Question, frozenset[Question]] = {}
        self._together: dict[tuple[tuple[Question, Answer], ...], Case] = {}
        self._truths: dict[tuple[Condition, Question], InMany] = {}

    def answers(self, question: Question) -> tuple[Answer, ...]:
        """The possible ones."""
        if question not in self._answers:
            self._answers[question] = possible_answers(question, self.case)
        return self._answers[question]

    def cases(self, question: Question) -> tuple[Case, ...]:
        """The case with each of them."""
        if question not in self._cases:
            self._cases[question] = tuple(self.case.with_answers({question: a}) for a in self.answers(question))
        return self._cases[question]

    def case_with(self, answers: dict[Question, Answer]) -> Case:
        """The case with several of them together."""
        key = tuple(answers.items())
        if key not in self._together:
            self._together[key] = self.case.with_answers(answers)
        return self._together[key]

    def changed(self, question: Question) -> frozenset[Question]:
        """The question itself, and those that one of its answers opens or closes."""
        if question not in self._changed:
            found = {question}
            for other in _may_change(question) - found:
                before = self.case.answer(other)
                if any(case.answer(other) is not before for case in self.cases(question)):
                    found.add(other)
            self._changed[question] = frozenset(found)
        return self._changed[question]

    def truths(self, leaf: Condition, question: Question) -> InMany:
        """What a condition that looks at answers itself comes to with each of them, the first in the lowest bit."""
        key = (leaf, question)
        if key not in self._truths:
            alone = (
                leaf.about is question and len(leaf.looks_at) == 1 and self.case.stored(question).__class__ is not tuple
            )
            self._truths[key] = _of_everybody(leaf, question) if alone else self.leaf(leaf, question)
        return self._truths[key]

    def leaf(self, leaf: Condition, question: Question) -> InMany:
        holds = fails = 0
        for place, case in enumerate(self.cases(question)):
            truth = leaf.truth(case)
            holds |= (truth is True) << place
            fails |= (truth is False) << place
        return holds, fails


@cache
def _may_change(question: Question) -> frozenset[Question]:
    """The question itself, and those that an answer to it may open or close, by way of others too."""
    if question is ctx.respondent:  # who answers decides whether any score counts
        return frozenset(QUESTIONS.values())
    changed = {question}
    for gated, gate in GATES.items():  # which look at earlier questions
        if not changed.isdisjoint(gate.looks_at):
            changed.add(gated)
    return frozenset(changed)


@cache
def _of_everybody(leaf: Condition, question: Question) -> InMany:
    """What a condition on this question alone comes to, whatever else was answered."""
    return Tried(Case(Answers({}))).leaf(leaf, question)


class Outcomes:
    """What a rule comes to with each single answer to some questions: worked out for all of them at once, a bit each."""

    def __init__(self, tried: Tried, when: Condition, questions: list[Question]) -> None:
        self.tried, self.when, self.questions = tried, when, questions
        self.bits = 0
        self._bits: dict[Question, range] = {}
        for question in questions:
            self._bits[question] = range(self.bits, self.bits + len(tried.answers(question)))
            self.bits = self._bits[question].stop
        self._truths: dict[Condition, InMany] = {}
        self._changing: dict[Question, list[Question]] = defaultdict(list)
        """By what it changes, the questions whose answers do."""
        for question in questions:
            for changed in tried.changed(question):
                self._changing[changed].append(question)

    def truths(self, condition: Condition) -> InMany:
        """What a part of the rule comes to."""
        if condition not in self._truths:
            if condition.parts:
                self._truths[condition] = condition.in_many([self.truths(part) for part in condition.parts])
            else:
                self._truths[condition] = self._leaf_truths(condition)
        return self._truths[condition]

    def _leaf_truths(self, leaf: Condition) -> InMany:
        """As in the case as it is, but for the answers that change what it looks at."""
        holds, fails = IN_ALL[leaf.truth(self.tried.case)]
        for question in self._touching(leaf):
            first, others = self._bits[question].start, ~self._mask(question)
            holding, failing = self.tried.truths(leaf, question)
            holds = holds & others | holding << first
            fails = fails & others | failing << first
        return holds, fails

    def _touching(self, leaf: Condition) -> set[Question]:
        return {question for seen in leaf.looks_at if seen in self._changing for question in self._changing[seen]}

    def _mask(self, question: Question) -> int:
        bits = self._bits[question]
        return (1 << bits.stop) - (1 << bits.start)

    def deciding(self, question: Question, *, truth: bool) -> list[Answer]:
        """The answers to this question that give the rule this truth, whatever else stays open."""
        holds, fails = self.truths(self.when)
        bits = (holds if truth else fails) & self._mask(question)
        if not bits:
            return []
        answers = zip(self._bits[question], self.tried.answers(question), strict=True)
        return [answer for bit, answer in answers if bits >> bit & 1]

    @property
    def excludes(self) -> bool:
        """Some single answer does."""
        _, fails = self.truths(self.when)
        return bool(fails & ((1 << self.bits) - 1))

    def best(self, question: Question, ranks: Sequence[float]) -> Answer:
        """The first of its answers with the lowest rank."""
        return self.tried.answers(question)[
            min(self._bits[question], key=ranks.__getitem__) - self._bits[question].start
        ]

    def left_open(self) -> list[float]:
        """How many questions would still be open with each answer; infinitely many where it would be present."""
        present, _ = self.truths(self.when)
        found: dict[Question, int] = defaultdict(int)
        self._collect(self.when, (1 << self.bits) - 1, found)
        return [
            float("inf") if present >> bit & 1 else sum(open_ >> bit & 1 for open_ in found.values())
            for bit in range(self.bits)
        ]

    def _collect(self, condition: Condition, among: int, found: dict[Question, int]) -> None:
        """Add to each question with which of these answers it is open."""
        holds, fails = self.truths(condition)
        among &= ~(holds | fails)
        if not among:
            return
        for part in condition.parts:
            self._collect(part, among, found)
        if not condition.parts:
            for question in self._touching(condition):
                if among & self._mask(question):
                    for bit, case in zip(self._bits[question], self.tried.cases(question), strict=True):
                        if among >> bit & 1:
                            for open_ in condition.open_questions(case):
                                found[open_] |= 1 << bit
                    among &= ~self._mask(question)
            for open_ in condition.open_questions(self.tried.case):
                found[open_] |= among

    def speaking_for(self) -> list[float]:
        """How many of its parts would hold with each answer."""
        holding = [self.truths(leaf)[0] for leaf in self.when.leaves]
        return [sum(holds >> bit & 1 for holds in holding) for bit in range(self.bits)]


class Undecided:
    """A rule that is not decided: its open questions, and what each of their answers would make of it."""

    def __init__(self, tried: Tried, rule_id: str, missing: tuple[Line, ...]) -> None:
        self.tried, self.id, self.when = tried, rule_id, _RULES[rule_id]
        self.direct = {leaf.about for leaf in self.when.leaves if leaf.about}
        wanted = {QUESTIONS[line.question] for line in missing}
        wanted |= {question for question in self.direct if question.closing_question in wanted}
        self.questions = self._askable(wanted)
        self.notes = self._notes(wanted)
        self.outcomes = Outcomes(tried, self.when, self.questions)

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
        return self.outcomes.deciding(question, truth=truth)

    def _also_together(self, question: Choices, answers: list[Answer], *, truth: bool) -> bool:
        """Making it true still makes it true with everything else ticked; excluding excludes with all such ticked."""
        ticked = question.ticked_together(self.tried.answers(question) if truth else answers)
        return self.when.truth(self.tried.case_with({question: ticked})) is truth

    def together(self) -> dict[Question, list[Answer]]:
        """Answers that exclude it together, where none does alone: any of those listed for each question."""
        if self.outcomes.excludes:
            return {}
        return {question: self._as_good(question, answer) for question, answer in self._needed().items()}

    def _needed(self) -> dict[Question, Answer]:
        """Without those answers that it is excluded without."""
        chosen = self._excluding()
        for question in list(chosen):
            fewer = {other: answer for other, answer in chosen.items() if other is not question}
            if self.when.truth(self.tried.case_with(fewer)) is False:
                chosen = fewer
        return chosen

    def _excluding(self) -> dict[Question, Answer]:
        """Answers that exclude it together, by either way to choose them; nothing where neither does."""
        return self._chosen(Outcomes.left_open) or self._chosen(Outcomes.speaking_for)

    def _chosen(self, rank: Callable[[Outcomes], list[float]]) -> dict[Question, Answer]:
        """The answer of the lowest rank to each open question, and to those that are open after that."""
        chosen: dict[Question, Answer] = {}
        outcomes = self.outcomes
        for _ in range(ROUNDS):
            ranks = rank(outcomes)
            # A list on which everything is ticked already has nothing more to choose.
            chosen |= {q: outcomes.best(q, ranks) for q in outcomes.questions if self.tried.answers(q)}
            case = self.tried.case_with(chosen)
            if self.when.truth(case) is False:
                return chosen
            outcomes = Outcomes(self.tried, self.when, self._askable(set(self.when.open_questions(case))))
        return {}

    def _as_good(self, question: Question, chosen: Answer) -> list[Answer]:
        """The answers that no condition here tells apart from the chosen one, nor from all of them ticked together."""
        looking = [*_GATES[question], *(leaf for leaf in self.when.leaves if question in leaf.looks_at)]
        if not all(leaf.about is question for leaf in looking):
            return [chosen]  # other answers count with it, as in a score
        answers = self.tried.answers(question)
        place = answers.index(chosen)
        seen = [
            leaf for leaf in (*self.when.leaves, *looking) if not leaf.looks_at.isdisjoint(self.tried.changed(question))
        ]
        equal = -1
        for condition in seen:
            holds, fails = self.tried.truths(condition, question)
            equal &= holds if holds >> place & 1 else fails if fails >> place & 1 else ~(holds | fails)
        found = [answer for place, answer in enumerate(answers) if equal >> place & 1]
        if question.several and len(found) > 1:
            case, ticked = (
                self.tried.cases(question)[place],
                self.tried.case_with({question: question.ticked_together(found)}),
            )
            if [c.truth(case) for c in seen] != [c.truth(ticked) for c in seen]:
                return [chosen]
        return found
