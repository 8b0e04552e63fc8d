"""Where things stand: inside their page and their column, and no line over another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise

import pytest

from intake.clinical.assessment import assess
from intake.exchange.contract import read_answers
from intake.report import Person
from intake.report.engine.page import FIRST, IN_COLUMNS, LATER
from intake.report.engine.styles import MARGIN, PAGE_HEIGHT, PAGE_WIDTH, WIDTH
from intake.report.story import _SCALES, _Layout
from intake.report.summary import Summary
from tests.clinical.cases import A_FEW, EXAMPLES, NOTHING_POSITIVE, VIGNETTES
from tests.lanes import sweep
from tests.report.printed import CLINIC, MADE_AT, ODD, SIGNED, SOMEBODY, Printed, example, printed, show
from tests.report.reading import FOOTER, HEADER, WATERMARK, PageContent, Run
from tests.report.test_signed import AMENDED, VOID
from tests.report.test_text import with_said

pytestmark = pytest.mark.no_cover  # other tests run the same lines; traced, these take twice as long

ABOVE, BELOW = 0.7, 0.2
"""How far letters reach from the baseline, as a share of their size: capitals, and the tails of p and g."""
NEAR = 0.3
"""Points that do not count: rounding, and the rims of letters."""


FURNITURE = (HEADER, FOOTER, WATERMARK)


def long_text() -> Printed:
    words = "long walks with the dog, then rest and warmth, " * 200
    return show(with_said(assess(read_answers(NOTHING_POSITIVE)), "rx.treatments_tried", words))


def long_name() -> Printed:
    return printed(EXAMPLES["V10"]["answers"], Person("Of the Many Names " * 30, "Ada " * 40, None, "RVS " * 40))


DOCUMENTS: dict[str, Callable[[], Printed]] = {
    **{example_id: partial(example, example_id) for example_id in (*VIGNETTES, *ODD, "ESTIMATE", "WELLS-COMPLETE")},
    "signed": lambda: printed(EXAMPLES["V10"]["answers"], signed=SIGNED),
    "amended": lambda: printed(EXAMPLES["V10"]["answers"], signed=AMENDED),
    "void": lambda: printed(EXAMPLES["V31"]["answers"], signed=VOID),
    "long text": long_text,
    "long name": long_name,
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


def columns(shown: Printed, number: int) -> list[tuple[float, float]]:
    """Left and right of each column of a page; one over the whole width where the first page flows on."""
    starts_with_columns = next(
        (n for n, text in enumerate(shown.pages) if "Features consistent with (not a diagnosis)" in text), 0
    )
    in_columns = starts_with_columns <= number < shown.number_of_shared
    frames = IN_COLUMNS if in_columns else (FIRST,)
    return [(frame.x, frame.x + frame.width) for frame in frames]


@pytest.mark.parametrize("name", NAMES)
def test_no_line_leaves_its_page_or_its_column(name: str) -> None:
    shown = DOCUMENTS[name]()
    for number, page in enumerate(shown.contents):
        frame = LATER if number else FIRST
        at = columns(shown, number)
        for line in lines(page):
            assert any(left - NEAR <= line.left and line.right <= right + NEAR for left, right in at), (number, line)
            assert frame.top - frame.height - NEAR <= line.bottom, (number, line)
            assert line.top <= frame.top + NEAR, (number, line)
        for line in lines(page, HEADER, FOOTER):
            assert MARGIN - NEAR <= line.left <= line.right <= MARGIN + WIDTH + NEAR, (number, line)
            assert 12 < line.bottom < line.top < PAGE_HEIGHT - 12, (number, line)


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


@pytest.mark.parametrize("name", NAMES)
def test_boxes_stay_on_the_page(name: str) -> None:
    for page in DOCUMENTS[name]().contents:
        for fill in page.boxes:
            x, y, width, height = fill.box
            assert -NEAR <= min(x, x + width) <= max(x, x + width) <= PAGE_WIDTH + NEAR
            assert -NEAR <= min(y, y + height) <= max(y, y + height) <= PAGE_HEIGHT + NEAR


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_read_from_the_top_and_from_the_left(name: str) -> None:
    """Text on the later pages comes in the order in which it stands there: each column downwards."""
    shown = DOCUMENTS[name]()
    for number, page in enumerate(shown.contents):
        at = columns(shown, number)
        if len(at) == 2:
            runs = [run for run in page.runs if run.kind in ("P", "H2", "H3", "LBody") and run.text.strip()]
            places = [(run.left > at[1][0] - NEAR, -run.y) for run in runs]
            for column in (False, True):
                downwards = [y for right, y in places if right == column]
                assert all(later >= earlier - 8 for earlier, later in pairwise(downwards))
            assert [right for right, _ in places] == sorted(right for right, _ in places)


def test_overlapping_lines_would_be_seen() -> None:
    page = example("V02").contents[1]
    line = lines(page)[4]
    assert line.overlaps(replace(line, bottom=line.bottom + 3, top=line.top + 3))
    assert not line.overlaps(replace(line, bottom=line.bottom + 7, top=line.top + 7))
    assert not line.overlaps(replace(line, left=line.right + 1, right=line.right + 9))


@pytest.mark.parametrize("example_id", sweep(VIGNETTES, few=A_FEW))
def test_what_has_room_at_a_scale_has_room_at_each_smaller_one(example_id: str) -> None:
    """So that the largest at which all has room can be found by halving."""
    summary = Summary(example(example_id).assessment, SOMEBODY, MADE_AT, "0a1b2c3d4e5f", CLINIC, False, None)
    layout = _Layout(summary)
    fits = [layout.on_two_pages(scale) is not None for scale in _SCALES]
    assert fits == sorted(fits)
