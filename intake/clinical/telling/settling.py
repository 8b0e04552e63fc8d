"""What would change this: the answers that would settle a flag that cannot be excluded, or an undecided combined rule.

Found by trying: each answer a question can have is put in its place, and the rule's own condition says what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from intake.clinical.language.answers import Answer
from intake.clinical.language.condition import Condition, Truth
from intake.clinical.language.kinds import Question
from intake.clinical.rules.combined import COMBINED_RULES
from intake.clinical.rules.questions import SCORES, in_order
from intake.clinical.rules.questions.context import pt
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.site_settings import SiteSettings
from intake.clinical.working.case import GATES, Case
from intake.clinical.working.findings import CANNOT_EXCLUDE, WholeAssessment

from .alike import KEPT, Alike, Who
from .alike import tried as tried_of
from .outcomes import Outcomes, Tried
from .possible_answers import answers_text

OF_DETAILS = (pt.age_years, pt.sex)
"""Questions that are not asked, since they follow from who the person is."""
FROM_DETAILS = "{} comes from the person's details, which the front desk keeps."
BY_PROXY = (
    "Somebody else answered for the person. Questionnaires are scored only in the person's own answers, so that their "
    "items do not settle this."
)

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


@dataclass(frozen=True, eq=False)
class Rule:
    id: str
    title: str
    kind: str
    """flag or combined."""
    when: Condition

    @cached_property
    def about(self) -> frozenset[Question]:
        """The questions that a part of it is about."""
        return frozenset(leaf.about for leaf in self.when.leaves if leaf.about)


_RULES = {
    **{flag.id: Rule(flag.id, flag.title, "flag", flag.when) for flag in RED_FLAGS},
    **{rule.id: Rule(rule.id, rule.title, "combined", rule.when) for rule in COMBINED_RULES},
}


def settling(case: Case, assessment: WholeAssessment) -> tuple[Settling, ...]:
    """For every flag that cannot be excluded and every undecided combined rule, in the order of the assessment."""
    tried, alike = Tried(case), Alike(case)
    return tuple(
        Undecided(tried, rule).settling()
        if (who := alike.who(rule.when)) is None
        else _of_everybody_like_them(rule, who, case.settings)
        for rule in undecided_rules(assessment)
    )


@lru_cache(maxsize=KEPT)
def _of_everybody_like_them(rule: Rule, who: Who, settings: SiteSettings) -> Settling:
    return Undecided(tried_of(who, settings), rule).settling()


def undecided_rules(assessment: WholeAssessment) -> list[Rule]:
    flags = (flag.id for flag in assessment.flags if flag.status == CANNOT_EXCLUDE)
    return [_RULES[id_] for id_ in (*flags, *(rule.id for rule in assessment.combined.undecided))]


class Undecided:
    """A rule that is not decided: its open questions, and what their answers would make of it."""

    def __init__(self, tried: Tried, rule: Rule) -> None:
        self.tried, self.rule, self.id, self.when = tried, rule, rule.id, rule.when
        wanted = set(self.when.open_questions(tried.case))
        wanted |= {question for question in rule.about if question.closing_question in wanted}
        self.questions = self._askable(wanted)
        # What cannot be asked here, and why.
        notes = [FROM_DETAILS.format(question.short) for question in OF_DETAILS if question in wanted]
        self.notes = (*notes, BY_PROXY) if any(map(self._is_for_the_person, wanted)) else tuple(notes)
        self.outcomes = Outcomes(tried, self.when, self.questions)

    def settling(self) -> Settling:
        rule, answers = self.rule, self.tried.answers
        asked = (
            Asked(q.id, q.short, q.by, self.text(q, truth=True), self.text(q, truth=False)) for q in self.questions
        )
        together = (Told(q.id, q.short, answers_text(q, answers(q), some)) for q, some in self.together().items())
        return Settling(self.id, rule.title, rule.kind, tuple(asked), tuple(together), self.notes)

    # What is asked ------------------------------------------------------------------------------------------------

    def _askable(self, wanted: set[Question]) -> list[Question]:
        return in_order(q for q in wanted if q not in OF_DETAILS and not self._is_for_the_person(q))

    def _is_for_the_person(self, question: Question) -> bool:
        """By proxy a questionnaire is not scored; one item counts all the same where a rule looks at that item."""
        counts = question in self.rule.about and self.tried.case.is_open(question)
        return self.tried.case.by_proxy and question in _SCORED and not counts

    # What an answer makes of it -----------------------------------------------------------------------------------

    def text(self, question: Question, *, truth: bool) -> str:
        """The answers to this question that give the rule this truth, in words."""
        possible, answers, alone = self.tried.answers(question), self.deciding(question, truth=truth), False
        if answers and question.several:
            # Making it true still makes it true with everything else ticked; excluding excludes with all such ticked.
            ticked = question.ticked_together(possible if truth else answers)
            alone = self._truth_with({question: ticked}) is not truth
        return answers_text(question, possible, answers, alone=alone)

    def deciding(self, question: Question, *, truth: bool) -> list[Answer]:
        """The answers to this question that give the rule this truth, whatever else stays open."""
        return self.outcomes.chosen(question, self.outcomes.holds if truth else self.outcomes.fails)

    def _truth_with(self, answers: Mapping[Question, Answer]) -> Truth:
        return self.when.truth(self.tried.case.with_answers(answers))

    def together(self) -> dict[Question, list[Answer]]:
        """Answers that exclude it together, where none does alone: any of those listed for each question."""
        if self.outcomes.fails:
            return {}
        chosen = self._chosen(_leaving_least_open) or self._chosen(_speaking_least_for)
        for question in list(chosen):  # those answers go that it is excluded without
            fewer = {other: answer for other, answer in chosen.items() if other is not question}
            if self._truth_with(fewer) is False:
                chosen = fewer
        return {question: self._as_good(question, answer) for question, answer in chosen.items()}

    def _chosen(self, best: Callable[[Outcomes], dict[Question, Answer]]) -> dict[Question, Answer]:
        """Answers that exclude it together: the best to each open question, and to those that are open after that."""
        chosen: dict[Question, Answer] = {}
        outcomes = self.outcomes
        while True:  # each round answers more questions, or ends it
            chosen |= best(outcomes)
            case = self.tried.case.with_answers(chosen)
            if self.when.truth(case) is False:
                return chosen
            outcomes = Outcomes(self.tried, self.when, self._askable(set(self.when.open_questions(case))))
            if chosen.keys() >= set(outcomes.questions):
                return {}

    def _as_good(self, question: Question, chosen: Answer) -> list[Answer]:
        """The answers that no condition here tells apart from the chosen one, nor from all of them ticked together."""
        looking = _looking(self.when, question)
        if any(leaf.about is not question for leaf in looking):
            return [chosen]  # other answers count with it, as in a score
        answers = self.tried.answers(question)
        place = answers.index(chosen)
        changed = self.tried.changed(question)
        seen = [*looking, *(leaf for leaf in self.when.leaves if not leaf.looks_at.isdisjoint(changed))]
        equal = -1
        for holds, fails in (self.tried.truths(leaf, question) for leaf in seen):
            equal &= next(same for same in (holds, fails, ~(holds | fails)) if same >> place & 1)
        as_good = [answer for bit, answer in enumerate(answers) if equal >> bit & 1]
        if len(as_good) == 1 or not question.several:
            return as_good
        before = self.tried.cases(question)[place]
        ticked = self.tried.case.with_answers({question: question.ticked_together(as_good)})
        return as_good if all(leaf.truth(before) is leaf.truth(ticked) for leaf in seen) else [chosen]


@cache
def _looking(when: Condition, question: Question) -> tuple[Condition, ...]:
    """The parts that look at the question, and what opens or closes other questions by it."""
    leaves = (*when.leaves, *(leaf for gate in GATES for leaf in gate.leaves))
    return tuple(leaf for leaf in leaves if question in leaf.looks_at)


def _leaving_least_open(outcomes: Outcomes) -> dict[Question, Answer]:
    """To each question the answer that leaves the fewest open; one that makes the rule true only at need."""
    left_open = outcomes.left_open().values()
    return {question: outcomes.fewest(question, left_open, outcomes.holds) for question in outcomes.questions}


def _speaking_least_for(outcomes: Outcomes) -> dict[Question, Answer]:
    """To each question the answer with which the fewest parts of the rule hold."""
    holding = [outcomes.truths(leaf)[0] for leaf in outcomes.when.leaves]
    return {question: outcomes.fewest(question, holding, 0) for question in outcomes.questions}
