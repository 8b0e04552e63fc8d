"""The pages after the first. Source: rule book I.3 and I.5."""

import re
from dataclasses import replace

import pytest

from intake.clinical.assessment import assess
from intake.contract import read_answers
from tests.clinical.cases import NOTHING_POSITIVE
from tests.report.printed import VIGNETTES, example, printed, show, squeezed

LIMITATIONS = (
    "This report was produced from self-reported answers using published screening tools and a rule set written for "
    "this product. The pattern points, pain-mood levels and several thresholds are expert judgement and have not been "
    "validated. Questionnaires miss cases: for example, a walking-pain questionnaire missed about half of people with "
    "peripheral artery disease in general practice, and most people who died by suicide in one large study had "
    "answered 'not at all' to PHQ-9 item 9. Missing answers are not negative answers. The rules do not cover all "
    "causes of leg pain or low mood. If the report and your clinical judgement differ, follow your clinical judgement."
)
PATTERNS = "Features consistent with (not a diagnosis)"
NOT_TO_DELAY = "Do not use this list to delay the action above."


def scores(example_id: str) -> str:
    return example(example_id).between("Mood screen:", PATTERNS)


def test_a_complete_score() -> None:
    said = scores("V02")
    assert "PHQ-9: 17 of 27 (moderately severe band)" in said
    assert "NICE NG222: more severe (16 or more)." in said
    assert "Active treatment with psychological therapy and/or medicine usually considered." in said
    assert "The answers match the PHQ-9 pattern for major depressive syndrome." in said
    assert "9 Thoughts that you would be better off dead or of hurting yourself in some way Not at all (0)" in said
    assert "PEG: 6.7 of 10 (moderate; bands are conventions, not validated)" in said
    assert (
        "Range 0 to 27. A score is not a diagnosis; how often depression is then found depends on the setting." in said
    )
    assert "Spitzer, Janet B.W. Williams, Kurt Kroenke" in said
    assert "Sources: PHQ9-LIC [V]" in said
    assert "Descriptive only, not for screening:" in said


def test_an_incomplete_score_is_a_range() -> None:
    said = scores("V12")
    assert "PHQ-9: indeterminate (11–20) of 27; 3 of 9 items not answered" in said
    assert "PHQ-8 = 11–17 (item 9 not answered)." in said
    assert "5 Poor appetite or overeating Not answered" in said
    assert "PEG: indeterminate (4.3–7.7) of 10; 1 of 3 items not answered" in said
    assert "estimate" not in said


def test_a_band_that_holds_the_whole_range_is_printed() -> None:
    assert "PHQ-9: 11–14 of 27 (moderate band); 1 of 9 items not answered" in scores("V33")


def test_an_estimate_is_labelled() -> None:
    shown = example("ESTIMATE")
    estimate = shown.assessment.score("phq9").estimate
    assert estimate
    assert f"PHQ-9 estimate from 7 of 9 items: {estimate}." in scores("ESTIMATE")


def test_answers_by_somebody_else_are_shown_and_not_scored() -> None:
    said = scores("PROXY")
    assert said.count("not scored, since somebody else answered") == 4
    assert said.count("(by proxy)") == 22
    assert " of 27" not in said.replace("Range 0 to 27", "")
    assert "band)" not in said
    assert "All answers by proxy:" in example("PROXY").text
    assert "Answered by somebody else (proxy)" in example("PROXY").pages[0]


@pytest.mark.parametrize(
    ("example_id", "why"), [("V14", "the person is under 18"), ("AGE-MISSING", "until the age is entered")]
)
def test_outside_the_adult_scope_nothing_is_banded_or_ranked(example_id: str, why: str) -> None:
    shown = example(example_id)
    assert "band)" not in shown.text
    assert "are not reported" in shown.pages[0]
    assert "pattern for major" not in scores(example_id)
    ranking = shown.between(PATTERNS, "Further steps")
    assert why in ranking
    assert "points" not in ranking


def test_a_child_who_is_not_asked_has_no_score_of_0() -> None:
    assert "PHQ-9: not asked" in scores("AGE-8")


@pytest.mark.parametrize(
    ("example_id", "said"),
    [
        ("WELLS-COMPLETE", " points: "),
        ("RF03-fires", "indeterminate until the open items are known"),
        ("PREGNANT-SWELLING", "Not used: it does not apply in pregnancy"),
    ],
)
def test_the_wells_score(example_id: str, said: str) -> None:
    assert said in example(example_id).between("Two-level Wells score", PATTERNS)


def test_no_wells_score_where_a_clot_is_not_in_question() -> None:
    assert "Wells score for" not in example("V01").text


def test_patterns_tell_what_speaks_for_and_against() -> None:
    ranking = example("V02").between(PATTERNS, "Further steps")
    assert "Nerve-type features: 10 of 21 points, several features. For: Burning" in ranking
    assert "Joint-type features: −3 of 16 points" in ranking
    assert "Against: Altered sensation (JNT-10); Main site is not over a joint (JNT-11)." in ranking
    assert NOT_TO_DELAY not in ranking
    assert "Not known: Pins and needles" in example("V12").between(PATTERNS, "Further steps")


def test_equal_points_are_shown_as_joint() -> None:
    shown = example("V02")
    points = [pattern.points for pattern in shown.assessment.patterns or ()]
    joint = sum(points.count(number) > 1 for number in points)
    assert shown.between(PATTERNS, "Further steps").count("(joint)") == joint > 0


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_patterns_are_no_probabilities(example_id: str) -> None:
    shown = example(example_id)
    ranking = shown.between(PATTERNS, "Further steps")
    assert not re.search(r"%|per cent|percent|likely", ranking)
    assert (NOT_TO_DELAY in ranking) == (shown.assessment.tier in (1, 2))
    clear = [p for p in shown.assessment.patterns or () if p.category in ("some", "several")]
    expected = shown.assessment.patterns is not None and not clear
    assert ("No clear pattern from the answers." in ranking) == expected


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_every_step_is_there_with_its_reason_and_its_sources(example_id: str) -> None:
    shown = example(example_id)
    marks = {source.id: source.mark for source in shown.assessment.sources}
    for step in shown.assessment.steps:
        cited = ", ".join(f"{id_} [{marks[id_]}]" for id_ in step.sources)
        assert f"{step.text} Why: {step.why} {step.id} {cited}" in shown.text
    assert shown.text.count("For consideration by the clinician") >= 2


def test_in_an_emergency_the_rest_comes_later() -> None:
    shown = example("V10")
    before, after = shown.text.split("Later, once the emergency has been dealt with", 1)
    for step in shown.assessment.steps:
        assert f"Why: {step.why} {step.id} " in (after if step.later else before)
    assert "Later, once" not in example("V02").text


def test_steps_are_grouped_by_urgency() -> None:
    steps = example("V02").between("Further steps", "Limitations")
    words = ("In the same contact", "Within 2 weeks", "Routine")
    assert sorted(words, key=steps.index) == list(words)
    assert [steps.count(word) for word in words] == [1, 1, 1]
    assert "Accept Not needed Done Note" in steps


def test_each_step_has_boxes_to_tick() -> None:
    """Squares are drawn: the font has none."""
    shown = example("V01")
    squares = sum(page.get_contents().get_data().count(b" 8 8 re") for page in shown.reader.pages)
    assert squares == 3 * len(shown.assessment.steps)


def test_answers_that_do_not_fit_stand_word_for_word() -> None:
    shown = example("V13")
    said = shown.between("Answers that do not fit together", "Limitations")
    assert len(shown.assessment.warnings) == said.count("Answers as given:") == 7
    assert "Pain now (0 to 10): 5; Worst pain in 7 days (0 to 10): 4; Average pain in 7 days (0 to 10): 7." in said
    assert "Words for the pain: Cramping, None of these." in said
    assert "Answers that do not fit" not in example("V02").text


def test_answers_are_told_apart_from_what_was_not_answered() -> None:
    changed = {"hx.gout": "unknown", "hx.cancer": "declined", "fn.falls_12mo": None, "hx.diabetes": True}
    shown = printed(NOTHING_POSITIVE | changed).between("All answers", "Rules in words")
    assert "Does not know: Gout." in shown
    assert "Chose not to answer: Cancer." in shown
    assert re.search(r"Not answered: [^.]*Falls in the last 12 months", shown)
    assert re.search(r"Answered “No”: Narrowed leg arteries", shown)
    assert "Diabetes Yes" in shown
    assert "Morning stiffness 0 minutes" in shown  # a number, not a no
    assert re.search(r"Not asked, closed by an earlier answer: [^.]*Side of the weakness", shown)


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_no_answer_is_left_out(example_id: str) -> None:
    shown = example(example_id)
    text = squeezed(shown.text)
    assert [line.label for line in shown.assessment.lines if squeezed(label(line.label)) not in text] == []


def label(text: str) -> str:
    """A scored item stands without the name of its instrument."""
    words = re.sub(r"^\S+ item \d: |^PEG: ", "", text)
    return f"{words[:1].upper()}{words[1:]}" if words != text else text


@pytest.mark.parametrize("example_id", ["V02", "V10", "V12", "EMPTY"])
def test_rules_stand_in_words(example_id: str) -> None:
    shown = example(example_id)
    rules = squeezed(shown.between("Rules in words", "Sources [V] verified"))
    a = shown.assessment
    for rule in (*a.flags, *a.combined.rules, *a.combined.undecided, *a.steps):
        if rule.id != "RF21":
            assert squeezed(rule.condition.replace("“Feels unsafe at home”", "“Safeguarding”")) in rules
            assert rule.id in rules


@pytest.mark.parametrize("example_id", ["V02", "EMPTY"])
def test_sources_tell_how_far_they_were_checked(example_id: str) -> None:
    shown = example(example_id)
    said = shown.text.split("Rules in words", 1)[1].split("Sources [V] verified", 1)[1]
    assert "[K] from general knowledge" in said
    assert "[D] a design decision" in said
    for source in shown.assessment.sources:
        assert f"{source.id} [{source.mark}]" in said
    assert "(verified second-hand)" in said


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_limitations_and_the_clinicians_own_box(example_id: str) -> None:
    text = example(example_id).text
    assert f"Limitations {LIMITATIONS}" in text
    box = text.split("My assessment and decision", 1)[1]
    assert box.startswith(" Name Role Signature Date and time This report is a draft until a clinician has signed it.")


def test_a_stored_assessment_prints_as_it_was() -> None:
    """The report reads the frozen texts, not today's rules."""
    then = assess(read_answers(NOTHING_POSITIVE))
    then = replace(then, steps=tuple(replace(step, text="An older wording.") for step in then.steps))
    assert show(then).text.count("An older wording.") == len(then.steps)
