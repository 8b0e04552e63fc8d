"""Where things stand: inside their page and their column, and no line over another. The type is of fixed sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise
from typing import Any

import pytest

from intake.clinical.assessment import assess
from intake.exchange.contract import read_answers
from intake.report import Letterhead, Person
from intake.report.engine.page import first_frame, later_frames
from intake.report.engine.styles import A4_SHEET, BODY, LABEL, LETTER_SHEET, PAPERS, WIDTH, Paper
from intake.report.engine.words import APART
from intake.report.paper.ticks import BOX
from intake.summary.signed import PARTS, Signed
from tests.clinical.cases import A_FEW, EXAMPLES, NOTHING_POSITIVE, VIGNETTES
from tests.lanes import sweep
from tests.report.printed import ODD, SIGNED, SOMEBODY, Printed, example, printed, show, squeezed
from tests.report.reading import FOOTER, HEADER, WATERMARK, PageContent, Run
from tests.report.test_paper_form import Form, form
from tests.report.test_signed import AMENDED, VOID
from tests.report.test_text import with_said

pytestmark = pytest.mark.no_cover  # other tests run the same lines; traced, these take twice as long

ABOVE, BELOW = 0.7, 0.2
"""How far letters reach from the baseline, as a share of their size: capitals, and the tails of p and g."""
NEAR = 0.3
"""Points that do not count: rounding, and the rims of letters."""


FURNITURE = (HEADER, FOOTER, WATERMARK)


def long_text(**more: Any) -> Printed:
    words = "long walks with the dog, then rest and warmth, " * 200
    return show(with_said(assess(read_answers(NOTHING_POSITIVE)), "rx.treatments_tried", words), **more)


SEEN = 300
LONG_CLINIC = Letterhead(
    "W" * 120, "12 Quay Street\n" * 26, (("Emergency", "999"),), "0" * 40, f"{'x' * 240}@clinic.example"
)
"""As long as each may be."""


def long_addendum() -> Signed:
    said = replace(AMENDED.addenda[0], text="seen again with the results, " * SEEN, corrects=tuple(PARTS))
    return replace(AMENDED, addenda=(said,))


def long_name() -> Printed:
    return printed(EXAMPLES["V10"]["answers"], Person("Of the Many Names " * 30, "Ada " * 40, None, "RVS " * 40))


DOCUMENTS: dict[str, Callable[[], Printed]] = {
    **{example_id: partial(example, example_id) for example_id in (*VIGNETTES, *ODD, "ESTIMATE", "WELLS-COMPLETE")},
    "signed": lambda: printed(EXAMPLES["V10"]["answers"], signed=SIGNED),
    "amended": lambda: printed(EXAMPLES["V10"]["answers"], signed=AMENDED),
    "void": lambda: printed(EXAMPLES["V31"]["answers"], signed=VOID),
    "long text": long_text,
    "long word": lambda: show(with_said(assess(read_answers(NOTHING_POSITIVE)), "rx.treatments_tried", "W" * 3000)),
    "long addendum": lambda: printed(EXAMPLES["V10"]["answers"], signed=long_addendum()),
    "on Letter": lambda: printed(EXAMPLES["V10"]["answers"], paper="Letter"),
    "signed, on Letter": lambda: printed(EXAMPLES["V31"]["answers"], signed=AMENDED, paper="Letter"),
    "long, on Letter": lambda: long_text(paper="Letter"),
    "long name": long_name,
    "long clinic": lambda: printed(EXAMPLES["V02"]["answers"], letterhead=LONG_CLINIC),
    "name from the right": lambda: printed(NOTHING_POSITIVE, replace(SOMEBODY, family_name="الأحمد الحسيني")),
}
NAMES = sweep(DOCUMENTS, few=[name for name in DOCUMENTS if name in A_FEW or name not in VIGNETTES])


@dataclass(frozen=True)
class TextLine:
    """What stands on one baseline of one piece."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    kind: str

    def overlaps(self, other: TextLine) -> bool:
        beside = self.right - NEAR < other.left or other.right - NEAR < self.left
        return not beside and not (self.top - NEAR < other.bottom or other.top - NEAR < self.bottom)


def lines(page: PageContent, *kinds: str) -> list[TextLine]:
    """Of these kinds, or of all that is no furniture."""
    chosen = (run for run in page.runs if run.kind in kinds or (not kinds and run.kind not in FURNITURE))
    shown = [run for run in chosen if run.text.strip()]
    return [line for _, runs in groupby(shown, key=lambda run: (run.piece, run.y)) for line in _parts(list(runs))]


def _parts(runs: Iterable[Run]) -> Iterable[TextLine]:
    """Runs that follow each other without a gap are one line; the letters of three boxes are three."""
    part: list[Run] = []
    for run in runs:
        if part and not abs(run.x - part[-1].x - part[-1].width) < 1:
            yield _line(part)
            part = []
        part.append(run)
    yield _line(part)


def _line(runs: list[Run]) -> TextLine:
    size = max(run.size for run in runs)
    y = runs[0].y
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    return TextLine("".join(run.text for run in runs), left, right, y - BELOW * size, y + ABOVE * size, runs[0].kind)


@pytest.mark.parametrize("name", NAMES)
def test_no_line_leaves_its_page_or_its_column(name: str) -> None:
    stays_on_its_pages(DOCUMENTS[name](), LETTER_SHEET if name.endswith("Letter") else A4_SHEET)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("case", ["", "V31"])
def test_no_line_of_the_form_leaves_its_page(case: str, paper: str) -> None:
    shown = form(EXAMPLES[case]["answers"], SOMEBODY, paper=paper) if case else form(paper=paper)
    stays_on_its_pages(shown, PAPERS[paper])
    assert [found for page in shown.contents for found in overlapping(page)] == []


def stays_on_its_pages(shown: Printed | Form, paper: Paper) -> None:
    left, right = paper.margin - NEAR, paper.margin + WIDTH + NEAR
    for number, page in enumerate(shown.contents):
        frame = next(later_frames(paper)) if number else first_frame(paper)
        for line in lines(page):
            assert left <= line.left <= line.right <= right, (number, line)
            assert frame.top - frame.height - NEAR <= line.bottom, (number, line)
            assert line.top <= frame.top + NEAR, (number, line)
        for line in lines(page, HEADER, FOOTER):
            assert left <= line.left <= line.right <= right, (number, line)
            assert 12 < line.bottom < line.top < paper.height - 12, (number, line)
        for fill in page.boxes:
            x, y, width, height = fill.box
            assert left <= min(x, x + width) <= max(x, x + width) <= right, (number, fill)
            assert frame.top - frame.height - NEAR <= min(y, y + height), (number, fill)
            assert max(y, y + height) <= frame.top + NEAR, (number, fill)


@pytest.mark.parametrize("name", NAMES)
def test_no_line_stands_over_another(name: str) -> None:
    assert [found for page in DOCUMENTS[name]().contents for found in overlapping(page)] == []


def overlapping(page: PageContent) -> Iterator[tuple[TextLine, TextLine]]:
    crosses = [line for line in lines(page, "Lbl") if line.text.strip() == "×"]  # each over the letter of its box
    shown = sorted((line for line in (*lines(page), *lines(page, HEADER, FOOTER)) if line not in crosses), key=_down)
    for place, one in enumerate(shown):
        for other in shown[place + 1 :]:
            if other.top <= one.bottom:
                break
            if one.overlaps(other):
                yield one, other


def _down(line: TextLine) -> float:
    return -line.top


def test_overlapping_lines_would_be_seen() -> None:
    page = example("V02").contents[1]
    line = lines(page)[4]
    assert line.overlaps(replace(line, bottom=line.bottom + 3, top=line.top + 3))
    assert not line.overlaps(replace(line, bottom=line.bottom + 9, top=line.top + 9))
    assert not line.overlaps(replace(line, left=line.right + 1, right=line.right + 9))


@pytest.mark.parametrize("name", NAMES)
def test_text_is_read_down_the_page(name: str) -> None:
    """Save for a title beside its text, and what stands beside each other, both below what came before them."""
    for page in DOCUMENTS[name]().contents:
        runs = [run for run in page.runs if run.kind in ("P", "LBody", "Caption") and run.text.strip()]
        in_column = [run.y for run in runs if run.left > A4_SHEET.margin + LABEL and run.size == BODY.size]
        assert all(later <= earlier + 8 for earlier, later in pairwise(in_column))


# The type: the sizes that stand in the file

TYPED = {
    **{name: DOCUMENTS[name] for name in ("V02", "V10", "V31", "PROXY", "signed", "amended", "void", "long addendum")},
    "form": lambda: form(),
    "form with answers": lambda: form(EXAMPLES["V31"]["answers"], SOMEBODY),
}


@pytest.mark.parametrize("name", TYPED)
def test_nothing_is_smaller_than_9_points_and_most_is_10(name: str) -> None:
    runs = [run for page in TYPED[name]().contents for run in page.runs if run.text.strip()]
    assert min(run.size for run in runs) >= 9
    letters: Counter[float] = Counter()
    for run in runs:
        letters[run.size] += len(run.text)
    assert letters.most_common(1)[0][0] == 10
    headings = {run.size for run in runs if run.kind in ("H1", "H2")}
    assert headings <= {12, 12.5, 13, 24}, "and the title of a void document"
    cross, name_on_top, across = round(BOX * 1.65, 2), 16, 190
    assert set(letters) <= {9, 10, 12, 12.5, 13, 24, cross, name_on_top, across}


@pytest.mark.parametrize("name", [*NAMES, "form", "form with answers"])
def test_no_line_of_prose_is_longer_than_90_letters(name: str) -> None:
    """Pieces set apart from each other, as whose document it is, are no prose."""
    shown = (DOCUMENTS | TYPED)[name]()
    found = (line.text.strip() for page in shown.contents for line in lines(page, "P", "LBody"))
    prose = [text for text in found if APART not in text and not text.startswith("RVS")]
    assert max(map(len, prose)) <= 90, max(prose, key=len)


def test_the_same_words_have_the_same_size_however_many_there_are() -> None:
    """Nothing is squeezed: a longer document has more pages."""
    little, much = show(assess(read_answers(NOTHING_POSITIVE))), long_text()
    sizes = [{run.size for page in shown.contents for run in page.runs if run.kind == "P"} for shown in (little, much)]
    assert sizes[0] == sizes[1]
    assert much.number_of_pages > little.number_of_pages


# Long


def test_a_long_addendum_flows_over_pages_in_its_tinted_box() -> None:
    shown = DOCUMENTS["long addendum"]()
    assert shown.text.count("seen again with the results") == SEEN
    pages = [page for page in shown.contents if "the results, seen" in page.text]
    assert len(pages) > 1
    for page in pages:
        box = max((fill for fill in page.boxes if fill.box[2] > WIDTH / 2), key=lambda fill: fill.box[3])
        (x, y, width, height) = box.box
        for line in lines(page):
            if "the results, seen" in line.text:
                assert x <= line.left <= line.right <= x + width
                assert y <= line.bottom <= line.top <= y + height


def test_a_very_long_word_is_cut_and_none_of_it_is_lost() -> None:
    shown = DOCUMENTS["long word"]()
    assert squeezed(shown.text).count("W" * 3000) == 1
