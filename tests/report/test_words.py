"""How the report speaks. Source: rule book I.4."""

import re

import pytest

from tests.report.printed import VIGNETTES, example

NEVER = (
    r"\bden(y|ies|ied)\b|\brefuses?\b|\brefused\b|non-compliant|\bmust\b|\bdiagnos(e|es|ed|ing)\b|\brul(e|es|ed) out\b"
    r"|\bconfirms\b|\b(high|medium|low)[ -](suicide )?risk\b|suicidal ideation score|suicide risk score"
    r"|most likely|the patient has|not suicidal|\bsafe\b|failed treatment|suffers from"
)


@pytest.mark.parametrize("example_id", [*VIGNETTES, "V15", "V30", "V33", "V35", "WELLS-COMPLETE"])
def test_words_that_are_never_printed(example_id: str) -> None:
    found = re.finditer(rf".{{0,30}}(?:{NEVER}).{{0,30}}", example(example_id).own_words, re.IGNORECASE)
    assert [match[0] for match in found] == []


@pytest.mark.parametrize("example_id", VIGNETTES)
def test_a_band_is_never_a_diagnosis(example_id: str) -> None:
    assert not re.search(r"\b(mild|moderate|moderately severe|severe) depression\b", example(example_id).own_words)
