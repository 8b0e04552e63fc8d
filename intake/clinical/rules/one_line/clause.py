"""What a clause of the one line is: from which questions, in which run, how soon it gives way, and its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from intake.clinical.language.condition import Condition, RuleError
from intake.clinical.language.conditions import always, is_, ticked
from intake.clinical.language.instruments import Score
from intake.clinical.language.kinds import Choice, Choices, Question
from intake.clinical.rules.confidential import KEPT

ALWAYS, COMPLAINT, ALARM, RISK, BEARING, TELLING, ROOM = range(7)
"""Which clauses give way first where the line would be too long: those of the last rank. The first never do."""


@dataclass(frozen=True)
class Run:
    """Clauses that are said in one breath."""

    sentence: str
    """Runs with the same name stand in one sentence."""
    between: str = ", "
    before: str = "; "
    """What parts it from the run before, in the same sentence."""
    opens: str = ""
    more: str = ""
    """What ends a list that is not told in full."""


@dataclass(frozen=True, eq=False)
class Clause:
    """Said where one of its questions was opened and its condition holds. One that never gives way is always asked."""

    run: Run
    rank: int
    words: Callable[..., str]
    """From what was answered to each of ``asks``, None where nothing was; a ``Score`` gives its finding. Empty: nothing to say."""
    asks: tuple[Question | Score, ...]
    when: Condition = field(default_factory=always)
    opened_by: frozenset[str] = field(init=False)
    """Ids of the questions one of which has to be opened."""

    def __post_init__(self) -> None:
        """Raises RuleError where it looks at what may not be shared."""
        asked = frozenset(question for each in self.asks for question in each.asked_for())
        object.__setattr__(self, "opened_by", frozenset(question.id for question in asked))
        if kept := sorted(question.id for question in KEPT & (asked | self.when.looks_at)):
            raise RuleError(f"the one line is shared, and may not look at {', '.join(kept)}")


def clause(run: Run, rank: int, words: Callable[..., str], *asks: Question | Score) -> Clause:
    """One that makes its words from the answers."""
    return Clause(run, rank, words, asks)


def where(run: Run, rank: int, condition: Condition, text: str) -> Clause:
    """One text, where the condition holds."""
    return Clause(run, rank, lambda *answers: text, tuple(condition.questions()), condition)


def each(run: Run, rank: int, question: Choice | Choices, texts: Mapping[str, str]) -> tuple[Clause, ...]:
    """One text an option: a list that may be cut between any two."""
    of: Callable[..., Condition] = ticked if question.several else is_
    return tuple(where(run, rank, of(question, option), text) for option, text in texts.items())


def listed(question: Choices, texts: Mapping[str, str], before: str = "") -> Callable[..., str]:
    """The texts of the ticked options in one clause, in the order of ``texts``."""
    question.checked(tuple(texts))

    def words(ticked: list[str] | None) -> str:
        told = [text for option, text in texts.items() if option in (ticked or ())]
        return f"{before}{', '.join(told)}" if told else ""

    return words
