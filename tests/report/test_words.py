"""How the report speaks. Source: rule book I.4."""

import re

import pytest

from intake.report.engine.styles import RED
from tests.clinical.cases import VIGNETTES
from tests.report.printed import EVERYBODY, example

NEVER = (
    r"\bden(y|ies|ied)\b|\brefuses?\b|\brefused\b|non-compliant|\bmust\b|\bdiagnos(e|es|ed|ing)\b|\brul(e|es|ed) out\b"
    r"|\bconfirms\b|\b(high|medium|low)[ -](suicide )?risk\b|suicidal ideation score|suicide risk score"
    r"|most likely|the patient has|not suicidal|\bsafe\b|failed treatment|suffers from|\bnegative\b(?! answers?)"
)
A_DOSE = re.compile(r"\d ?(mg|mcg|micrograms?|units)\b", re.IGNORECASE)


@pytest.mark.parametrize("example_id", [*EVERYBODY, "WELLS-COMPLETE"])
def test_words_that_are_never_printed(example_id: str) -> None:
    found = re.finditer(rf".{{0,30}}(?:{NEVER}).{{0,30}}", example(example_id).own_words, re.IGNORECASE)
    assert [match[0] for match in found] == []


def test_what_others_say_is_left_out_of_that_and_nothing_else() -> None:
    shown = example("V10")
    assert len(shown.own_words) > 0.6 * len(shown.text) - sum(map(len, map(shown.told, shown.assessment.steps)))
    for kept in (
        "All answers",
        "Red flags present",
        "Features consistent with",
        "Rules in words",
        "My assessment",
        "Plan and findings",
    ):
        assert kept in shown.own_words


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_a_band_is_never_a_diagnosis(example_id: str) -> None:
    assert not re.search(r"\b(mild|moderate|moderately severe|severe) depression\b", example(example_id).own_words)


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_no_medicine_has_a_dose(example_id: str) -> None:
    assert A_DOSE.findall(example(example_id).text) == []


@pytest.mark.parametrize("example_id", EVERYBODY)
def test_red_is_for_emergencies_alone_and_never_without_words(example_id: str) -> None:
    shown = example(example_id)
    red = tuple(round(part, 2) for part in RED.rgb())
    emergencies = [flag for flag in shown.assessment.present if flag.tier == 1]
    in_red = [run.text.strip() for page in shown.contents for run in page.runs if run.colour == red]
    # Once in the brief, and once in the record.
    assert in_red == ["EMERGENCY NOW"] * 2 * len(emergencies)
    assert any(red in page.painted for page in shown.contents) == bool(emergencies)


def test_some_are_emergencies_and_some_are_not() -> None:
    assert {example(example_id).assessment.tier for example_id in VIGNETTES} >= {0, 1, 2}
