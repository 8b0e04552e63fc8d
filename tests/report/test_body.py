"""The plan, and the record behind it. Source: rule book I.3 and I.5."""

import re
from dataclasses import replace

import pytest

from intake.clinical.assessment import assess
from intake.clinical.language.condition import joined
from intake.clinical.working.findings import KEPT_APART, Assessment, Line, StepFinding
from intake.exchange.contract import read_answers
from intake.report.sections.safety_netting import is_safety_net
from intake.summary.entries import beginning
from tests.cautions import cautions
from tests.clinical.cases import NOTHING_POSITIVE
from tests.report.printed import EVERYBODY, Printed, example, printed, show, squeezed

LIMITATIONS = (
    "This report was produced from self-reported answers using published screening tools and a rule set written for "
    "this product. The pattern points, pain-mood levels and several thresholds are expert judgement and have not been "
    "validated. Questionnaires miss cases: for example, a walking-pain questionnaire missed about half of people with "
    "peripheral artery disease in general practice, and 'not at all' to PHQ-9 item 9 does not exclude suicidal "
    "thoughts. Missing answers are not negative answers. The rules do not cover all causes of leg pain or low mood. "
    "If the report and your clinical judgement differ, follow your clinical judgement."
)
PATTERNS = "Features consistent with (not a diagnosis)"
SCORES, STEPS, TYPES = "Scores, item by item", "Steps, with their reasons", "Pain types, all features"
NOT_TO_DELAY = "Do not use this list to delay the action above."


def capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


# Scores ---------------------------------------------------------------------------------------------------------------


def scores(example_id: str) -> str:
    told = example(example_id).record.split(SCORES, 1)[1]
    ends = ("Two-level Wells score", "Answers that do not fit", TYPES, STEPS)
    return told[: min(place for end in ends if (place := told.find(end)) > -1)]


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_every_score_item_by_item_with_its_source_and_limit(example_id: str) -> None:
    shown, said = example(example_id), scores(example_id)
    for score in shown.assessment.leading_scores:
        assert f"{score.name}: {score.full_text}. {' '.join((*score.cautions, *score.statements))}".rstrip() in said
        for number, item in enumerate(score.items, 1):
            question = capital(item.label.partition(": ")[2])
            assert f"{score.name} {number} {question} {item.said}" in said
        for text in (score.limit, score.attribution, f"{capital(score.recall)}."):
            assert text in said
        assert f"{score.name} sources: {shown.cited(score.sources)}." in said
    assert said.count("A score is not a diagnosis; how often depression is then found depends on the setting.") == 1


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_no_caution_is_left_out(example_id: str) -> None:
    shown = example(example_id)
    assert [caution for caution in cautions(shown.assessment) if caution not in shown.text] == []


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_the_parts_of_a_score_stand_with_it_and_their_cautions(example_id: str) -> None:
    shown, said = example(example_id), scores(example_id)
    for score in shown.assessment.leading_scores:
        for part in shown.assessment.parts_of(score):
            assert f"{part.name}: {part.text}" in said
            for caution in part.cautions:
                assert re.search(rf"{re.escape(f'{part.name}: {part.text}')}[^.]*\. {caution}", said)


def test_a_complete_score() -> None:
    said = scores("V02")
    assert "Mood screen: all nine PHQ-9 items were answered." in said
    assert "PHQ-9: 17 of 27 (moderately severe band)" in said
    assert "NICE list of options for a PHQ-9 of 16 and over." in said
    assert "Active treatment with psychological therapy and/or medicine usually considered." in said
    assert "The answers match the PHQ-9 pattern for major depressive syndrome." in said
    assert (
        "PHQ-9 9 Thoughts that you would be better off dead or of hurting yourself in some way Not at all (0)" in said
    )
    assert "PEG: 6.7 of 10 (moderate band; bands are conventions, not validated)" in said
    assert "Spitzer, Janet B.W. Williams, Kurt Kroenke" in said
    assert "PHQ-2: 4 of 6; PHQ-8 (PHQ-9 without item 9): 17 of 24. PHQ-9 cognitive-affective part" in said
    assert said.count("Descriptive only, not for screening.") == 1
    assert said.count("Item Question Answer") == 1


def test_an_incomplete_score_is_a_range() -> None:
    said = scores("V12")
    assert "PHQ-9: 11 to 20 of 27. 3 of 9 items not answered or not asked, so this is a range and the band is " in said
    assert "PHQ-8 = 11 to 17 (item 9 not answered)." in said
    assert "PHQ-9 5 Poor appetite or overeating Not answered" in said
    assert "PEG: 4.3 to 7.7 of 10. 1 of 3 items not answered or not asked, so this is a range and the band is " in said
    assert "Estimate" not in said


def test_a_band_that_holds_the_whole_range_is_printed() -> None:
    assert "PHQ-9: 11 to 14 of 27 (moderate band). 1 of 9 items not answered or not asked, so this is a range." in (
        scores("V33")
    )


def test_an_estimate_is_labelled() -> None:
    estimate = example("ESTIMATE").assessment.score("phq9").estimate
    assert estimate
    assert f"Estimate from 7 of 9 items: {estimate}. No rule uses it." in scores("ESTIMATE")


def test_answers_by_somebody_else_are_shown_and_not_scored() -> None:
    said = scores("PROXY")
    leading = example("PROXY").assessment.leading_scores
    assert said.count("by proxy, not scored") == len(leading)
    answered = [item for score in leading for item in score.items if item.state == "answered"]
    assert said.count("(by proxy)") == len(answered) > 0
    assert " of 27" not in said
    assert "band)" not in said
    assert "All answers by proxy:" in example("PROXY").text
    names = joined([score.name for score in leading], "and")
    assert "Answered by somebody else (by proxy)." in example("PROXY").brief
    assert f"Answered by somebody else (by proxy). {names} answers" in example("PROXY").plan


@pytest.mark.parametrize(
    ("example_id", "why"), [("V14", "the person is under 18"), ("AGE-MISSING", "until the age is entered")]
)
def test_outside_the_adult_scope_nothing_is_banded_or_ranked(example_id: str, why: str) -> None:
    shown = example(example_id)
    assert "band)" not in shown.text
    assert "are not reported" in shown.plan
    assert "pattern for major" not in scores(example_id)
    ranking = shown.between(PATTERNS, " Examination ")
    assert why in ranking
    assert not re.search(r"\d of \d+ points", shown.text)


def test_a_child_who_is_not_asked_has_no_score_of_0() -> None:
    assert "PHQ-9: not asked" in scores("AGE-8")


# The Wells score ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("example_id", "said"),
    [
        ("WELLS-COMPLETE", " points: "),
        ("RF03-fires", "indeterminate until the open items are known"),
        ("PREGNANT-SWELLING", "Not used: it does not apply in pregnancy"),
    ],
)
def test_the_wells_score(example_id: str, said: str) -> None:
    assert said in example(example_id).record.split("Two-level Wells score", 1)[1]


def test_no_wells_score_where_a_clot_is_not_in_question() -> None:
    assert "Wells score for" not in example("V01").text


# Pain types -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_every_pain_type_with_what_speaks_for_and_against_it(example_id: str) -> None:
    shown = example(example_id)
    if not shown.assessment.patterns:
        assert TYPES not in shown.text
        return
    ranking, leading = shown.between(TYPES, STEPS), shown.between(PATTERNS, " Examination ")
    names = {"several": "several features", "some": "some features", "few": "few features"}
    for pattern in shown.assessment.patterns or ():
        assert pattern.text.startswith(names.get(pattern.category, "insufficient data"))
        title = f"{pattern.name}: {pattern.text}."
        given = [
            f"{name}: {'; '.join(f'{feature.text} ({feature.id})' for feature in features)}."
            for name, features in (
                ("For", pattern.supports),
                ("Against", pattern.against),
                ("Not known", pattern.unknown),
            )
            if features
        ]
        assert " ".join([title, *(given or ["Nothing in the answers for or against it."])]) in ranking
        assert f"{pattern.name}: {pattern.text}." in leading
    for pattern in shown.assessment.leading_patterns:
        assert all(feature.text in leading for feature in (*pattern.supports, *pattern.against))
    assert ("No pattern stands out." in leading) == (not shown.assessment.leading_patterns)


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_patterns_are_no_probabilities(example_id: str) -> None:
    shown = example(example_id)
    ranking = shown.between(PATTERNS, "Pain and mood together")
    assert not re.search(r"%|per cent|percent|likely", ranking)
    assert not re.search(r"[-−]\d+ of \d+ points|\(joint\)", ranking)
    assert (NOT_TO_DELAY in ranking) == (shown.assessment.tier in (1, 2))
    clear = [p for p in shown.assessment.patterns or () if p.category in ("some", "several")]
    expected = shown.assessment.patterns is not None and not clear
    assert ("No clear pattern from the answers." in ranking) == expected
    assert ("Mixed picture:" in ranking) == bool(shown.assessment.patterns is not None and shown.assessment.mixed)
    assert ("not validated and not a probability" in ranking) == (shown.assessment.patterns is not None)


# Steps ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_every_step_stands_in_the_record_once_with_its_reason_and_its_sources(example_id: str) -> None:
    shown = example(example_id)
    for step in (*shown.assessment.steps, *kept(shown)):
        named = f"{step.urgency_text}: {shown.told(step)}"
        assert (shown.alone if step.confidential else shown.record).count(named) == 1, step.id
        assert len(re.findall(rf"(?<!\S){re.escape(f'{step.id} {shown.cited(step.sources)}')}", shown.text)) == 1


def kept(shown: Printed) -> list[StepFinding]:
    """The steps that stand on the clinician-only page."""
    return [step for step in shown.whole.steps if step.confidential]


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_each_entry_to_tick_has_a_box(example_id: str) -> None:
    """Squares are drawn, since the font has none."""
    shown = example(example_id)
    a = shown.assessment
    boxes = [fill.box for page in shown.contents for fill in page.boxes]
    squares = [box for box in boxes if box[2] == box[3] == 9]
    lines = 0
    for later in (False, True):
        entries = [[step for step in a.steps_of(group) if step.later == later] for group in a.step_groups]
        in_brief = [] if later else a.leading_groups
        for group, steps in zip(a.step_groups, entries, strict=True):
            lines += bool(steps) and (group in in_brief or not all(map(is_safety_net, steps)))
    assert len(squares) == lines + len(kept(shown))


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_further_steps_stand_in_their_order_each_entry_in_a_line(example_id: str) -> None:
    shown = example(example_id)
    a = shown.assessment
    told = shown.plan.split(" Further steps ", 1)[-1].split(" Safety-netting ", 1)[0]
    for later in (False, True):
        groups = a.step_groups if later else [group for group in a.step_groups if group not in a.leading_groups]
        text, place = told.split("Later, once the emergency has been dealt with", 1)[-1] if later else told, 0
        for group in groups:
            steps = [step for step in a.steps_of(group) if step.later == later]
            if steps and not all(map(is_safety_net, steps)):
                place = text.find(group.heading or beginning(steps[0].text), place)
                assert place > -1, steps[0].id


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_in_an_emergency_the_rest_comes_later(example_id: str) -> None:
    shown = example(example_id)
    later = [step for step in shown.assessment.steps if step.later and not is_safety_net(step)]
    assert ("Later, once the emergency has been dealt with" in shown.plan) == bool(later)
    assert "Later, once" not in shown.brief


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_what_to_tell_the_person_stands_in_full_with_whom_to_call(example_id: str) -> None:
    shown = example(example_id)
    steps = [step for step in shown.assessment.steps if is_safety_net(step)]
    told = shown.plan.split(" Safety-netting ", 1)[-1]
    assert [step.id for step in steps if step.text not in told] == []
    assert not steps or not any(step.gives_contacts for step in steps) or "Contacts: Emergency 999" in told


def test_examination_and_history_say_what_was_found() -> None:
    answers = NOTHING_POSITIVE | {"hx.gout": True, "hx.diabetes": False, "ex.hr": 88, "ex.notes": "No effusion."}
    shown = printed(answers)
    examined = shown.between(" Examination ", " History that matters ")
    assert "Heart rate: 88" in examined
    assert "No effusion." in examined
    history = shown.between(" History that matters ", " Further steps ")
    assert "Gout: Yes" in history
    assert "Diabetes" not in history
    assert "Nothing was examined, or it was not entered." in example("EMPTY").plan


# Answers --------------------------------------------------------------------------------------------------------------


def test_answers_that_do_not_fit_stand_word_for_word() -> None:
    shown = example("V13")
    said = shown.record.split("Answers that do not fit together", 1)[1].split(TYPES, 1)[0]
    assert len(shown.assessment.warnings) == said.count("Answers as given:") > 0
    assert "Pain now (0 to 10): 5; Worst pain in 7 days (0 to 10): 4; Average pain in 7 days (0 to 10): 7." in said
    assert "Words for the pain: Cramping, None of these." in said


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_every_warning_stands_there(example_id: str) -> None:
    shown = example(example_id)
    warnings = shown.assessment.warnings
    assert ("Answers that do not fit together" in shown.text) == bool(warnings)
    for warning in warnings:
        assert f"{warning.text.rstrip('.')} {warning.id}. Answers as given: " in shown.text


def test_answers_are_told_apart_from_what_was_not_answered() -> None:
    changed = {"hx.gout": "unknown", "hx.cancer": "declined", "fn.falls_12mo": None, "hx.diabetes": True}
    shown = answers(printed(NOTHING_POSITIVE | changed))
    assert "Does not know: Gout." in shown
    assert "Chose not to answer: Cancer." in shown
    assert re.search(r"Not answered: [^.]*Falls in the last 12 months", shown)
    assert re.search(r"Answered “No”: Narrowed leg arteries", shown)
    assert "Diabetes: Yes" in shown
    assert "Morning stiffness: 0 minutes" in shown  # a number, not a no
    assert re.search(r"Answered “None of these”: [^.]*Swelling", shown)
    assert re.search(r"Not asked, closed by an earlier answer: \d+\.", shown)


def answers(shown: Printed) -> str:
    return shown.record.split("All answers", 1)[1].split(SCORES, 1)[0]


def by_section(lines: tuple[Line, ...]) -> dict[str, list[Line]]:
    sections: dict[str, list[Line]] = {}
    for line in lines:
        sections.setdefault(line.section, []).append(line)
    return sections


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_no_answer_is_left_out(example_id: str) -> None:
    """What was not asked is counted, and so is a section of many questions in which none was answered."""
    shown = example(example_id)
    text = squeezed(answers(shown))
    scored = {item.question for score in shown.assessment.scores for item in score.items}
    for lines in by_section(shown.assessment.lines).values():
        own = [line for line in lines if line.question not in scored and line.state != KEPT_APART]
        states = {line.state for line in own}
        if len(own) > 5 and len(states) == 1 and states <= {"blank", "declined", "unknown"}:
            assert squeezed(f"all {len(own)} questions.") in text
            continue
        if not_asked := sum(line.state == "na" for line in own):
            assert squeezed(f"Not asked, closed by an earlier answer: {not_asked}.") in text
        asked = [line for line in own if line.state != "na"]
        said_outright = [line for line in asked if line.state == "answered" and line.answer not in (False, ["none"])]
        said_outright += [line for line in asked if line.answer == 0 and line.answer is not False]
        assert [line.label for line in asked if squeezed(line.label) not in text] == []
        assert [li.label for li in said_outright if squeezed(f"{li.label}: {li.said}") not in text] == []


# What it rests on -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_rules_stand_in_words_with_their_sources(example_id: str) -> None:
    """Of a rule that holds, what makes it hold; of one that is open, the whole condition."""
    shown = example(example_id)
    a = shown.assessment
    if not any(flag.condition for flag in a.flags) and not a.combined.rules and not a.combined.undecided:
        return
    record = squeezed(shown.record)
    for flag in a.flags:
        if flag.condition:
            condition, cited = (flag.held if flag in a.present else flag.condition), shown.cited(flag.sources)
            told = "Rule: " if flag in a.present or flag.is_pointed_to else f"{flag.id} "
            assert squeezed(f"{told}{condition} {cited}") in record
            assert squeezed(flag.action) in record or not (flag in a.present or flag.is_pointed_to)
    for rule in (*a.combined.rules, *a.combined.undecided):
        condition = rule.held if rule in a.combined.rules else rule.condition
        assert squeezed(f"{rule.id} {condition} {shown.cited(rule.sources)}") in record


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_every_flag_stands_in_the_record_with_what_is_open(example_id: str) -> None:
    shown = example(example_id)
    a = shown.assessment
    told = shown.record.split(" All answers ", 1)[0]
    for flag in a.flags:
        assert flag.title in told
        if not flag.because:
            assert [line.question for line in flag.missing if not is_named(line, told)] == []
    for flag in (*a.present, *a.pointed_to):
        lines = flag.because or flag.hint
        assert [line.question for line in lines if not is_told(line, told, a)] == []


def is_named(line: Line, said: str) -> bool:
    number = re.match(r"(\S+) item (\d): ", line.label)
    return line.label in said or bool(number and re.search(rf"{number[1]} items? [\d, ]*\b{number[2]}\b", said))


def is_told(line: Line, said: str, assessment: Assessment) -> bool:
    """In words; a score as its total; an item by its number, or within the score of the whole questionnaire."""
    totals = {f"score.{score.id}": f"{score.name} {score.full_text}" for score in assessment.scores}
    if line.question in totals:
        return totals[line.question] in said
    if f"{line.label}: {line.said}" in said:
        return True
    if line.question == "phq.q9" and line.answer:
        return False
    number = re.match(r"\S+ item (\d): ", line.label)
    by_number = number is not None and f"{number[1]} {line.said}" in said
    scores = [score for score in assessment.leading_scores if line in score.items]
    return by_number or any(f"{score.name} " in said for score in scores)


def test_what_cannot_be_excluded_is_told_apart_by_who_can_settle_it() -> None:
    told = example("V12").record.split(" All answers ", 1)[0]
    behind = told.split("Not excluded, nothing points to it", 1)[1]
    ask = behind.split("Not answered: ask the person (", 1)[1].split("Not asked or examined: for the clinician (", 1)[0]
    assert "Possible cauda equina syndrome (RF02a)" in ask
    assert "Open questions: " in ask
    examine = behind.split("Not asked or examined: for the clinician (", 1)[1]
    assert "Current suicidal thoughts, plan, intent or recent attempt (RF17b)" in examine
    assert "Intention to act" in examine


def test_questions_that_nothing_called_for_are_named_once_in_small_print() -> None:
    shown = example("V05")
    (told,) = re.findall(r"Not asked \(no trigger\): ([^.]*)\.", shown.text)
    labels = [line.label for line in shown.assessment.not_asked]
    assert len(labels) > 1
    assert [label for label in labels if label not in told] == []


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_combined_rules_stand_with_their_reasons(example_id: str) -> None:
    shown = example(example_id)
    combined = shown.assessment.combined
    said = shown.between("Pain and mood together", " Examination ")
    assert combined.text.rstrip(".") in said
    assert combined.level is None or f"({combined.level})." in said
    assert combined.review in said
    assert "They are expert judgement, not validated; none lowers a red flag." in said
    for rule in combined.rules:
        assert f"{rule.title.rstrip('.')}. {rule.why}{' Because: ' if rule.because else ''}" in said
    for rule in combined.undecided:
        assert f"{rule.title} {rule.id}" in shown.record


def test_pain_and_mood_in_a_sentence_with_its_reasons() -> None:
    said = example("V02").between("Pain and mood together", " Examination ")
    assert "Pain and mood scores both raised, at least one of them high (C4)." in said
    assert "Chronic leg pain with a positive depression screen. " in said
    lasted = example("V02").assessment.line("pain.duration_days").said
    assert f"Because: Duration of the pain: {lasted}; PHQ-9 17 of 27 (moderately severe band)." in said
    undecided = example("V12")
    assert "Cannot be decided from the answers given." in undecided.plan
    assert "until it is known: PEG: general activity; PHQ-9 item 9: Thoughts" in undecided.record


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_news2_is_a_least_value_with_what_was_not_measured_and_its_acknowledgement(example_id: str) -> None:
    shown = example(example_id)
    news2 = shown.assessment.news2
    assert ("NEWS2" in scores(example_id)) == (news2 is not None)
    if news2:
        assert f"{news2.text}. {' '.join(news2.cautions)} {news2.attribution} {shown.cited(news2.sources)}" in (
            scores(example_id)
        )
        assert "NEWS2: at least" in news2.text
        assert "NEWS2 =" not in shown.text


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_every_source_is_listed_with_how_far_it_was_checked(example_id: str) -> None:
    shown = example(example_id)
    said = re.split(r"Sources (?=\[[VKD]\])", shown.shared)[-1]
    meanings = {"V": "verified: read in", "K": "from general knowledge: for", "D": "a design decision of this product"}
    listed: dict[str, str] = {}
    for mark, told in re.findall(r"\[([VKD])\] (.*?)(?= \[[VKD]\]|$)", said):
        assert told.startswith(meanings[mark])
        listed[mark] = squeezed(told)
    for source in shown.assessment.sources:
        assert squeezed(source.id) in listed[source.mark]
        assert squeezed(source.reference) in listed[source.mark]
        if source.status not in ("verified", "knowledge", "decision"):
            assert squeezed(f"{source.reference} ({source.status})") in listed[source.mark]


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_limitations_stand_in_full_on_every_copy_and_a_draft_has_room_to_sign(example_id: str) -> None:
    shown = example(example_id)
    assert f"Limitations {LIMITATIONS}" in shown.plan
    assert "Signature Name, role, registration Date and time" in shown.brief


def test_a_stored_assessment_prints_as_it_was() -> None:
    """The report reads the frozen texts, not today's rules."""
    then = assess(read_answers(NOTHING_POSITIVE)).whole()
    then = replace(then, steps=tuple(replace(step, text="An older wording.") for step in then.steps))
    assert show(then).record.count("An older wording.") == len(then.steps)


def test_an_assessment_stored_without_what_holds_prints_the_whole_rule() -> None:
    now = example("V10").whole
    flags = tuple(replace(flag, held="") for flag in now.flags)
    steps = tuple(replace(step, held="", condition=f"Whole rule of {step.id}.", masked=None) for step in now.steps)
    sources = tuple(replace(source, reference="") for source in now.sources)
    shown = show(replace(now, flags=flags, steps=steps, sources=sources))
    assert [step.id for step in steps if f"Whole rule of {step.id}." not in shown.text] == []
    for flag in now.present:
        assert squeezed(f"Rule: {flag.condition}") in squeezed(shown.text)
