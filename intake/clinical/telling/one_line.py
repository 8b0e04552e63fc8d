"""The case in one line: the clauses of the rules that have something to say, as many as fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from intake.clinical.rules.one_line import CLAUSES, MOST_WORDS
from intake.clinical.rules.one_line.clause import ALWAYS, Clause, Run
from intake.clinical.working.findings import ScoreFinding
from intake.clinical.working.lines import Lines

ClauseWithWords = tuple[Clause, str]
_ALWAYS = frozenset(place for place, clause in enumerate(CLAUSES) if clause.rank == ALWAYS)
_PLACES = {
    id_: frozenset(place for place, clause in enumerate(CLAUSES) if id_ in clause.opened_by)
    for id_ in frozenset().union(*(clause.opened_by for clause in CLAUSES))
}
"""By question, the clauses that its answer may open."""


def one_line(
    lines: Lines, scores: Iterable[ScoreFinding], may_tell: Callable[[Clause], bool] = lambda clause: True
) -> str:
    """At most ``MOST_WORDS`` words: the last clause of the last rank goes first. Those said always fit by themselves.

    Args:
        may_tell: whether a clause may be said to whom this is for.
    """
    told = ((clause, words) for clause, words in _clauses_with_words(lines, scores) if may_tell(clause))
    clauses, cut = list(told), set[Run]()
    text = _text(clauses, cut)
    while len(text.split()) > MOST_WORDS:
        clause, words = max(reversed(clauses), key=lambda each: each[0].rank)
        clauses.remove((clause, words))
        cut.add(clause.run)
        text = _text(clauses, cut)
    return text


def _clauses_with_words(lines: Lines, scores: Iterable[ScoreFinding]) -> Iterable[ClauseWithWords]:
    found = {score.id: score for score in scores}
    opened = _ALWAYS.union(*[_PLACES[id_] for id_ in lines.case.answers.given if id_ in _PLACES])
    for place in sorted(opened):
        clause = CLAUSES[place]
        if clause.when.truth(lines.case):
            answers = [found[a.id] if a.id in found else lines.all[a.id].given for a in clause.asks]
            if words := clause.words(*answers):
                yield clause, words


def _text(clauses: Sequence[ClauseWithWords], cut: set[Run]) -> str:
    """Runs with the same name of a sentence stand in one."""
    sentences = []
    for _, in_sentence in groupby(clauses, key=lambda each: each[0].run.sentence):
        text = ""
        for run, in_run in groupby(in_sentence, key=lambda each: each[0].run):
            listed = run.between.join(words for _, words in in_run)
            text += f"{run.before * bool(text)}{run.opens}{listed}{run.more * (run in cut)}"
        sentences.append(f"{text[:1].upper()}{text[1:]}.")
    return " ".join(sentences)
