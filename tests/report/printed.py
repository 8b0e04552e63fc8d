"""A summary as a reader gets it: made from a worked example, read back by another library."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any

from pypdf import PdfReader

from intake.clinical.assessment import assess
from intake.clinical.findings import Assessment
from intake.contract import read_answers
from intake.report import Letterhead, Person, summary_pdf
from intake.report.signed import Signed, Signer
from tests.clinical.cases import EXAMPLES

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SOMEBODY = Person("Okafor", "Ada", date(1968, 4, 18), "RVS-004217")
CLINIC = Letterhead("Riverside Pain Clinic", "12 Quay Street", (("Emergency", "999"), ("Crisis line", "116 123")))

SIGNED = Signed(Signer("Carol Clinician", "GP", MADE_AT), "Likely mechanical; seen again in two weeks.")

VIGNETTES = ("V02", "V04", "V05", "V10", "V12", "V13", "V14", "V31", "EMPTY", "PROXY")


@dataclass(frozen=True)
class Printed:
    assessment: Assessment
    pdf: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.pdf))

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page, lines joined."""
        return [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        """All pages as one text, without what stands at their heads and feet."""
        first, *later = self.pages
        bodies = [first, *(re.sub(r"^.*? Record number .*? [A-Z]+ ", "", page) for page in later)]
        return " ".join(re.sub(r" Self-reported, not verified .*$", "", body) for body in bodies)

    @property
    def shared(self) -> str:
        """All but the clinician-only page."""
        return self.text.split("Clinician-only page: do not copy or hand out", 1)[0]

    @property
    def own_words(self) -> str:
        """Without the steps and the sources, which quote what others say."""
        text = self.text.split("Sources [V] verified", 1)[0] + self.pages[-1]
        for step in self.assessment.steps:
            text = text.replace(f"{step.text} Why: {step.why}", "")
        return text

    def between(self, start: str, end: str) -> str:
        assert self.text.count(start) >= 1, start
        after = self.text.split(start, 1)[1]
        assert end in after, end
        return after.split(end, 1)[0]


def squeezed(text: str) -> str:
    """Without spaces: a line may have been broken after any hyphen."""
    return "".join(text.split())


def printed(answers: dict[str, Any], person: Person = SOMEBODY, **more: Any) -> Printed:
    return show(assess(read_answers(answers)), person, **more)


def show(assessment: Assessment, person: Person = SOMEBODY, **more: Any) -> Printed:
    given = {"made_at": MADE_AT, "document_id": "0a1b2c3d4e5f", "letterhead": CLINIC} | more
    return Printed(assessment, summary_pdf(assessment, person, **given))


@cache
def example(example_id: str) -> Printed:
    return printed(EXAMPLES[example_id]["answers"])
