"""A summary as a reader gets it: made from a worked example, read back from the file."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any

from pypdf import PdfReader

from intake.clinical.assessment import assess
from intake.clinical.working.findings import Assessment, StepFinding, WholeAssessment
from intake.exchange.contract import read_answers
from intake.report import Letterhead, Person, summary_pdf
from intake.report.story import PLAN_TITLE, RECORD_TITLE
from intake.summary.signed import Signed, Signer
from tests.clinical.cases import A_FEW, EXAMPLES, VIGNETTES
from tests.lanes import sweep
from tests.report.reading import FOOTER, HEADER, PageContent, content

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SOMEBODY = Person("Okafor", "Ada", date(1968, 4, 18), "RVS-004217")
CLINIC = Letterhead("Riverside Pain Clinic", "12 Quay Street", (("Emergency", "999"), ("Crisis line", "116 123")))

SIGNED = Signed(Signer("Carol Clinician", "GP", MADE_AT), "Likely mechanical; seen again in two weeks.")

ODD = ("EMPTY", "PROXY", "AGE-8")
"""Nothing answered, answered by somebody else, a child."""
EVERYBODY = sweep((*VIGNETTES, *ODD), few=(*A_FEW, *ODD))

ALONE = "CLINICIAN ONLY"
"""At the head of each page that is not to be shared."""


@dataclass(frozen=True)
class Printed:
    assessment: Assessment
    """What may be shared of it."""
    pdf: bytes

    @property
    def whole(self) -> WholeAssessment:
        return self.assessment.whole()

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.pdf))

    @cached_property
    def contents(self) -> list[PageContent]:
        return [content(page) for page in self.reader.pages]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page as it is read aloud, as one line, without its head and foot."""
        return [page.text for page in self.contents]

    @cached_property
    def furniture(self) -> list[str]:
        """What stands at the head and foot of each page."""
        return [page.said(HEADER, FOOTER) for page in self.contents]

    @cached_property
    def text(self) -> str:
        """All pages."""
        return " ".join(self.pages)

    @cached_property
    def number_of_pages(self) -> int:
        """Quickly: without reading what is on them."""
        return len(self.reader.pages)

    @cached_property
    def number_of_shared(self) -> int:
        """Pages before the clinician-only ones."""
        return next((place for place, head in enumerate(self.furniture) if ALONE in head), len(self.pages))

    @property
    def shared(self) -> str:
        """All but the clinician-only pages."""
        return " ".join(self.pages[: self.number_of_shared])

    @property
    def alone(self) -> str:
        """The clinician-only pages; empty where there are none."""
        return " ".join(self.pages[self.number_of_shared :])

    @cached_property
    def number_of_brief(self) -> int:
        """Pages before the plan."""
        return next(place for place, page in enumerate(self.pages) if page.startswith(f"{PLAN_TITLE} "))

    @property
    def brief(self) -> str:
        return " ".join(self.pages[: self.number_of_brief])

    @property
    def plan(self) -> str:
        """The plan and findings, without the record behind them."""
        return self.shared.removeprefix(self.brief).split(f" {RECORD_TITLE} ", 1)[0]

    @property
    def record(self) -> str:
        return self.shared.removeprefix(self.brief).split(f" {RECORD_TITLE} ", 1)[1]

    @property
    def own_words(self) -> str:
        """Without the steps, what to consider with flags, and the sources, which quote what others say."""
        text = self.text
        for step in (*self.assessment.steps, *self.whole.steps):
            text = text.replace(self.told(step), "").replace(step.text, "")
        for flag in self.whole.flags:
            text = text.replace(flag.action, "")
        return re.sub(r"Sources \[[VKD]\] .*", "", text)

    def between(self, start: str, end: str) -> str:
        assert self.text.count(start) >= 1, start
        after = self.text.split(start, 1)[1]
        assert end in after, end
        return after.split(end, 1)[0]

    def cited(self, ids: tuple[str, ...]) -> str:
        marks = {source.id: source.mark for source in self.whole.sources}
        return ", ".join(f"{id_} [{marks[id_]}]" for id_ in ids)

    def held(self, step: StepFinding) -> str:
        """What of the step's rule holds: a flag of this report by its id."""
        said = step.held
        for flag in self.assessment.flags:
            said = said.replace(f"“{flag.title}”", flag.id)
        return said

    def told(self, step: StepFinding) -> str:
        """The step with its reason, why it is asked, its id and its sources."""
        return f"{step.text} Because: {self.held(step)} Why: {step.why} {step.id} {self.cited(step.sources)}"


def squeezed(text: str) -> str:
    """Without spaces: a line may have been broken after any hyphen."""
    return "".join(text.split())


def printed(answers: dict[str, Any], person: Person = SOMEBODY, **more: Any) -> Printed:
    return show(assess(read_answers(answers)), person, **more)


def show(found: Assessment | WholeAssessment, person: Person = SOMEBODY, **more: Any) -> Printed:
    assessment = found.guarded() if isinstance(found, WholeAssessment) else found
    given = {"made_at": MADE_AT, "document_id": "0a1b2c3d4e5f", "letterhead": CLINIC} | more
    return Printed(assessment, summary_pdf(assessment, person, **given))


@cache
def example(example_id: str) -> Printed:
    return printed(EXAMPLES[example_id]["answers"])
