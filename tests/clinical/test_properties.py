"""What must hold for every set of answers. Hypothesis invents them from the catalogue, the same ones at each run."""

import json
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from intake.clinical.language.answers import AnswerError, NotAnswered
from intake.clinical.language.kinds import CLINICIAN, Choice, Choices, Date, Item, Question, Text, YesNo
from intake.clinical.rules.questions import ORDER, QUESTIONS, SCORES
from intake.clinical.rules.questions.context import ctx
from intake.clinical.rules.questions.history import rx
from intake.clinical.rules.red_flags import RED_FLAGS
from intake.clinical.rules.rule_set import STEPS, conditions, further_conditions
from intake.clinical.telling.outcomes import Tried, may_change
from intake.exchange.contract import as_contract, read_answers, read_json
from tests.clinical.cases import A_FEW, EXAMPLES, NOTHING_POSITIVE, Document, assessed, case_of, contract
from tests.lanes import invented, sweep

PRESENT_UNTIL_KNOWN_OTHERWISE = {
    **dict.fromkeys(("RF17c", "RF02e"), "they ask for a missing answer"),
    "RF02a": "an emergency until the change is known to be older than 14 days",
    **dict.fromkeys(("RF02d", "RF02f", "RF02g", "RF03c"), "they give way to the graver flag of an examination"),
    "RF03": "until the swelling is known to be old and unchanged",
    "RF03b": "gives way to RF03",
    **dict.fromkeys(
        ("RF16", "RF28", "RF28b"), "adult limits and the first oxygen scale, until age and scale are known"
    ),
    **dict.fromkeys(("RF22c", "RF09f"), "until an injury is known"),
    **dict.fromkeys(("RF15a", "RF25", "RF25b"), "sex not stated lowers the AUDIT-C cut-off"),
    "RF13b": "until the pain is known to be older than a year, stable, and the cancer past",
    "RF45": "until the list of medicines is known to be complete",
}
"""Flags that an answer to an open question may make absent, and why: the rule book's own list, and no others.

Beside them, whatever rests on a score goes where the open question was who answers: a proxy's answers are not scored.
"""


def limits() -> dict[str, set[float]]:
    """The numbers that rules compare with, by question or score."""
    found: dict[str, set[float]] = {}
    for _, condition in (*conditions(), *further_conditions()):
        for measured, limit in condition.limits():
            found.setdefault(measured.id, set()).add(limit)
    return found


LIMITS = limits()
NO_SURROGATES = st.characters(exclude_categories=["Cs"], exclude_characters="\0")


def values(question: Question) -> st.SearchStrategy[Any]:
    """A value of this question; numbers about the limits of the rules."""
    if isinstance(question, YesNo):
        return st.booleans()
    if isinstance(question, Choice):
        return st.sampled_from(sorted(question.options))
    if isinstance(question, Choices):
        return st.lists(st.sampled_from(sorted(question.options)), min_size=1, max_size=4, unique=True)
    if isinstance(question, Date):
        return st.dates().map(str)
    if isinstance(question, Text):
        return st.text(NO_SURROGATES, max_size=10)
    near = {limit + step for limit in LIMITS.get(question.id, ()) for step in (-1, 0, 1)}
    ends = {question.minimum, question.maximum}
    return st.sampled_from(sorted(n for n in near | ends if question.minimum <= n <= question.maximum))


VALUES = {question_id: values(question) for question_id, question in QUESTIONS.items()}
NO_VALUE = st.sampled_from([None, "na", "unknown", "declined"])
STARTS: list[Document] = [{}, NOTHING_POSITIVE, *(example["answers"] for example in EXAMPLES.values())]


def answer_to(question_id: str) -> st.SearchStrategy[tuple[str, Any]]:
    # "unknown" in a text is a text, and a date of "na" is none: both are answers like any other.
    return st.tuples(st.just(question_id), VALUES[question_id] | VALUES[question_id] | NO_VALUE)


def documents() -> st.SearchStrategy[Document]:
    """A worked example, or nothing, with up to 25 answers changed."""
    changes = st.lists(st.sampled_from(list(QUESTIONS)).flatmap(answer_to), max_size=25).map(dict)
    return st.builds(lambda start, changed: start | changed, st.sampled_from(STARTS), changes)


@invented(documents(), few=40, many=150)
def test_the_order_of_answers_does_not_matter(document: Document) -> None:
    by_name = dict(sorted(document.items()))
    backwards = dict(reversed(document.items()))
    assert contract(by_name) == contract(backwards) == contract(document)


SEX_NOT_STATED = {"pt.sex": None, "auditc.q1": 2, "auditc.q2": 1, "auditc.q3": 0}
FURTHER_STARTS = [
    EXAMPLES["RF15a-fires"]["answers"] | SEX_NOT_STATED | {"rx.current": ["none"]},
    EXAMPLES["RF25b-fires"]["answers"] | SEX_NOT_STATED | {"pt.age_years": 50},
    EXAMPLES["RF03c-fires"]["answers"]
    | {"pain.sites": ["ankle_R"], "pain.main_region": "ankle", "sx.new_change_14d": True}
    | {"hx.diabetes": True, "sx.skin": ["red"]},
]
"""What no worked example holds: AUDIT-C at the lower cut-off alone; an old swelling beside a red foot in diabetes."""


def made_absent(document: Document, question: Question) -> set[str]:
    """The flags present that some answer to this open question takes away."""
    case = case_of(document)
    if not case.is_open(question):
        return set()
    tried = Tried(case)
    told = (flag for flag in RED_FLAGS if not flag.when.looks_at.isdisjoint(may_change(question)))
    present = [flag for flag in told if flag.when.truth(case) is True]
    every = (1 << len(tried.answers(question))) - 1
    return {flag.id for flag in present if every & ~tried.truths(flag.when, question)[0]}


@pytest.mark.parametrize("examples", sweep(((A_FEW,), (tuple(EXAMPLES),)), few=((A_FEW,),)), ids=len)
def test_present_flags_go_with_an_answer_only_where_the_rule_book_says_so(examples: tuple[str, ...]) -> None:
    """Every open question of each of these worked cases, and every answer left out, with each answer it can have."""
    found = set()
    for document in [*FURTHER_STARTS, *(EXAMPLES[id_]["answers"] for id_ in examples)]:
        for id_, question in QUESTIONS.items():
            if question is not ctx.respondent:
                found |= made_absent({key: value for key, value in document.items() if key != id_}, question)
    assert found <= set(PRESENT_UNTIL_KNOWN_OTHERWISE)
    assert found == set(PRESENT_UNTIL_KNOWN_OTHERWISE) or len(examples) < len(EXAMPLES)


@invented(documents(), st.data(), few=40, many=150)
def test_answering_an_open_question_never_makes_a_present_flag_absent(document: Document, data: st.DataObject) -> None:
    case = case_of(document)
    open_questions = [question_id for question_id, question in QUESTIONS.items() if case.is_open(question)]
    assume(open_questions)
    question_id = data.draw(st.sampled_from(open_questions))
    after = assessed(document | {question_id: data.draw(VALUES[question_id])})

    present = {flag.id for flag in assessed(document).present} - PRESENT_UNTIL_KNOWN_OTHERWISE.keys()
    assert present <= {flag.id for flag in after.flags}
    if question_id != ctx.respondent.id:  # somebody else's answers are not scored, so that a flag may become open
        assert present <= {flag.id for flag in after.present}


@invented(documents(), few=40, many=150)
def test_a_question_is_skipped_where_its_gate_is_closed_and_it_has_no_answer(document: Document) -> None:
    case = case_of(document)
    for question in QUESTIONS.values():
        closed = question.asked_when().truth(case) is False
        assert (case.answer(question) is NotAnswered.SKIPPED) == (closed and not case.was_opened(question))


@invented(documents(), few=40, many=150)
def test_no_answer_is_lost(document: Document) -> None:
    result = assessed(document)
    assert [line.question for line in result.lines] == list(QUESTIONS)
    for question_id, answer in read_answers(document).as_document().items():
        shown = result.line(question_id).answer
        assert shown == ([o for o in answer if o != "none"] if isinstance(answer, list) and len(answer) > 1 else answer)


KEYS = {
    "": {
        *("rule_set", "scope", "mood_screen", "scores", "phq9_algorithm", "wells_dvt", "flags", "tier", "tier_open"),
        *("tier_unasked", "not_asked", "patterns", "mixed", "combined", "warnings"),
        *("steps", "step_groups", "key_steps"),
    },
    "scores": {"news2", *(score.id for score in SCORES)},
    "phq9_algorithm": {"major", "other"},
    "flag": {"id", "status", "tier", "because", "hint", "missing", "waits_for"},
    "pattern": {"id", "points", "category", "for", "against", "unknown"},
    "combined": {"pain", "mood", "level", "rules", "undecided"},
}


@invented(documents(), few=40, many=150)
def test_the_printed_assessment_has_the_same_keys_always(document: Document) -> None:
    printed = json.loads(json.dumps(as_contract(assessed(document)), allow_nan=False))
    assert set(printed) == KEYS[""]
    for part in ("scores", "phq9_algorithm", "combined"):
        assert set(printed[part]) == KEYS[part]
    news2 = printed["scores"].pop("news2")
    assert news2 is None or (set(news2), news2["max"]) == ({"min", "max", "missing"}, None)
    for score_id, score in printed["scores"].items():
        assert set(score) == {"min", "max", "missing"} | ({"band", "estimate"} if score_id == "phq9" else set())
        assert 0 <= score["min"] <= score["max"]
    wells = printed["wells_dvt"]
    assert wells in (None, {"valid": False}) or set(wells) == {"valid", "min", "max", "result"}
    for flag in printed["flags"]:
        assert set(flag) == KEYS["flag"]
    for pattern in printed["patterns"] or []:
        assert set(pattern) == KEYS["pattern"]


@invented(documents(), few=40, many=150)
def test_a_flag_says_why_it_is_present_or_what_would_settle_it(document: Document) -> None:
    case, result = case_of(document), assessed(document)
    for flag in result.flags:
        for lines in (flag.because, flag.hint, flag.missing):
            asked = [ORDER[line.question] for line in lines if line.question in ORDER]  # a score is a line of its own
            assert asked == sorted(set(asked))
        if flag.status == "present":
            assert (flag.hint, flag.missing, flag.waits_for) == ((), (), None)
        else:
            by_clinician = all(line.by == CLINICIAN for line in flag.missing)
            assert flag.missing
            assert flag.because == ()
            assert flag.waits_for == ("clinician" if by_clinician else "anyone")
        for question in (QUESTIONS[line.question] for line in flag.missing):
            scored = isinstance(question, Item) and (case.by_proxy or not case.is_asked(question))
            assert case.is_open(question) or scored or question is rx.list_complete
    left_open = [flag for flag in result.flags if flag.status == "cannot_exclude"]
    assert result.tier == min((flag.tier for flag in result.present), default=0)
    assert result.tier_open == min((flag.tier for flag in left_open if flag.hint), default=0)
    assert result.tier_unasked == min((flag.tier for flag in left_open if not flag.hint), default=0)


@invented(documents(), few=40, many=150)
def test_what_is_for_adults_is_not_worked_out_for_others(document: Document) -> None:
    result = assessed(document)
    age = case_of(document).answer(QUESTIONS["pt.age_years"])
    known = not isinstance(age, NotAnswered)
    assert result.scope == (("adult" if age >= 18 else "minor") if known else "age_missing")
    steps = {step.id: step for step in STEPS}
    raised = [steps[step.id] for step in result.steps]
    if result.scope != "adult":
        assert (result.patterns, result.mixed) == (None, None)
        assert (result.combined.mood, result.combined.level) == (None, None)
        assert (result.combined.rules, result.combined.undecided) == ((), ())
        assert (result.algorithm_major, result.algorithm_other) == (None, None)
        assert all(score.band is None and score.estimate is None for score in result.scores)
        assert not any("NICE" in said for score in result.scores for said in score.statements)
    if result.scope == "minor":
        assert all(step.minor_ok for step in raised)
    if result.scope == "age_missing":
        assert not any(step.needs_known_age for step in raised)


@invented(documents(), few=40, many=150)
def test_answers_by_proxy_are_not_scored(document: Document) -> None:
    result = assessed(document | {ctx.respondent.id: "proxy"})
    assert result.mood_screen in ("proxy", "not_applicable")  # a child under 12 is asked nothing
    for score in result.scores:
        if score.max == 0:  # it counts as it does where somebody answers for themselves
            assert {line.state for line in score.items} == {"na"}
        else:
            assert (score.min, score.max, score.missing) == (0, score.greatest, len(score.items))
        assert (score.band, score.estimate, score.statements) == (None, None, ())


@invented(documents(), few=40, many=150)
def test_key_steps_are_entries_and_those_that_lead_come_first(document: Document) -> None:
    result = assessed(document)
    entries = {entry.steps[0]: entry for entry in result.step_groups}
    assert [id_ for entry in entries.values() for id_ in entry.steps] != [] or not result.steps
    assert sorted(id_ for entry in entries.values() for id_ in entry.steps) == sorted(step.id for step in result.steps)
    assert set(result.key_steps) <= set(entries)
    assert len(set(result.key_steps)) == len(result.key_steps) <= 8
    lead = {step.id: step.lead for step in STEPS if step.lead}
    places = [lead.get(id_, 0) for id_ in result.key_steps]
    leading = [place for place in places if place]
    assert places[: len(leading)] == leading == sorted(leading)
    assert bool(result.key_steps) == bool(result.steps)
    assert tuple(entry.steps[0] for entry in result.leading_groups) == result.key_steps


@invented(documents(), few=40, many=150)
def test_all_that_is_cited_is_in_the_list_of_sources(document: Document) -> None:
    result = assessed(document)
    features = [f for p in result.patterns or () for f in (*p.supports, *p.against, *p.unknown)]
    rules = (*result.combined.rules, *result.combined.undecided)
    citing: list[Any] = [*result.flags, *result.scores, *features, *rules, *result.steps]
    citing += [result.news2] if result.news2 else []
    cited = {source for found in citing for source in found.sources}
    assert {source.id for source in result.sources} == cited
    assert len(result.sources) == len(cited)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@invented(
    st.dictionaries(st.sampled_from(list(QUESTIONS)) | st.text(max_size=3), JSON_VALUES, max_size=5) | JSON_VALUES,
    few=40,
    many=150,
)
def test_wrong_input_is_always_a_clear_error(document: Any) -> None:
    error = None
    try:
        read_answers(read_json(json.dumps(document).encode()))
    except AnswerError as refused:
        error = refused
    assert error is None or (error.reason and (error.question is None or error.question in document))
