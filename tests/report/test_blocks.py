"""Blocks: whatever room there is, parting them loses no word, and the same block draws the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from hypothesis import strategies as st

from intake.report.engine.blocks import Block, Paragraph, Stack, stacked_height, taken
from intake.report.engine.flow import Frame, pour
from intake.report.engine.headings import Heading, Section, subheading
from intake.report.engine.lists import Step, checklist, listed
from intake.report.engine.setting import set_text
from intake.report.engine.shapes import Barred, Beside, Lines, Picture, Rule, Space
from intake.report.engine.sheet import Sheet
from intake.report.engine.styles import ACCENT, BODY, INK, ITEM, SMALL, TINT, Style, plain
from intake.report.engine.tables import Table
from intake.report.engine.text import printable
from intake.report.engine.words import put
from tests.lanes import invented
from tests.report.printed import example, squeezed
from tests.report.reading import Font, PageContent, fonts, read

TOP = 800.0
WIDTHS = st.sampled_from([120.0, 245.0, 541.0])
STYLES = st.sampled_from([BODY, SMALL, ITEM])
TEXTS = st.lists(
    st.sampled_from(["pain", "in", "the", "leg,", "nearly", "every", "day (3)", "x" * 60, "\n"]), max_size=60
)


@cache
def usual_fonts() -> dict[str, Font]:
    return fonts(example("V01").reader.pages[0])


def pages(sheet: Sheet) -> list[PageContent]:
    return [read("\n".join(code), usual_fonts()) for code in sheet._pages]


def drawn(block: Block, width: float) -> str:
    """What is read of the block, without blanks."""
    sheet = Sheet()
    block.draw(sheet, 20, TOP, width)
    return squeezed(pages(sheet)[0].text)


def operators(block: Block, width: float) -> list[str]:
    sheet = Sheet()
    block.draw(sheet, 20, TOP, width)
    return sheet._pages[0]


@st.composite
def paragraphs(draw: st.DrawFn) -> Block:
    text = " ".join(draw(TEXTS)) or "words"
    return Paragraph(put("<b>{}</b> {}", "Said:", text), draw(STYLES), keeps=draw(st.booleans()))


@st.composite
def tables(draw: st.DrawFn) -> Block:
    style = draw(STYLES)
    texts = draw(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=2, max_size=12))
    rows = [[(put("{}", " ".join(cell)), style) for cell in row] for row in texts]
    return Table(rows, (30, 0, 40), heads=draw(st.integers(0, 1)), row_heads=draw(st.booleans()))


@st.composite
def lists(draw: st.DrawFn) -> Block:
    texts = [put("{}", " ".join(text)) for text in draw(st.lists(TEXTS, min_size=1, max_size=8))]
    if draw(st.booleans()):
        return listed(texts, draw(STYLES))
    return checklist([Step(text, draw(STYLES)) for text in texts])


def around(inside: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(inside, min_size=1, max_size=5)
    return st.one_of(
        some.map(Stack),
        some.map(lambda blocks: Stack([Stack(blocks, "LBody")], "LI")),
        some.map(lambda blocks: Barred(blocks, ACCENT, TINT)),
        some.map(lambda blocks: Section("A title of two lines", blocks)),
    )


SIMPLE = st.one_of(
    paragraphs(),
    tables(),
    lists(),
    st.sampled_from([Rule(), Lines(2), Space(9), Heading("A title"), subheading("A part")]),
)
BLOCKS = st.recursive(SIMPLE, around, max_leaves=8)


@invented(BLOCKS, WIDTHS, st.floats(0, 400), few=20, many=100)
def test_parting_a_block_loses_no_word_and_both_parts_fit(block: Block, width: float, room: float) -> None:
    parted = block.split(width, room)
    if parted is not None:
        head, tail = parted
        assert head.height(width) <= room + 0.02
        assert f"{drawn(head, width)}{drawn(tail, width)}" == drawn(block, width)
        assert tail.height(width) <= block.height(width)
        assert tail.height(width) < block.height(width) or not drawn(head, width)


@invented(st.lists(BLOCKS, max_size=5), WIDTHS, st.floats(0, 400), few=12, many=60)
def test_what_is_taken_has_room_and_the_rest_is_left(blocks: list[Block], width: float, room: float) -> None:
    head, tail = taken(blocks, width, room)
    assert stacked_height(head, width) <= room + 0.03
    said = [drawn(block, width) for block in (*head, *tail)]
    assert "".join(said) == "".join(drawn(block, width) for block in blocks)
    if tail:
        assert not head or not head[-1].keeps or not isinstance(head[-1], Paragraph)
    else:
        assert len(head) == len(blocks)


def columns(width: float, height: float) -> Iterator[Frame]:
    while True:
        yield Frame(20, TOP, width, height, new_page=True)


@invented(st.lists(BLOCKS, min_size=1, max_size=6), WIDTHS, st.floats(60, 500), few=10, many=50)
def test_poured_blocks_come_out_whole_and_in_order(blocks: list[Block], width: float, height: float) -> None:
    sheet = Sheet()
    pour(sheet, blocks, columns(width, height))
    said = squeezed("".join(page.text for page in pages(sheet)))
    assert said == "".join(drawn(block, width) for block in blocks)


@invented(BLOCKS, WIDTHS, few=12, many=60)
def test_a_block_draws_the_same_each_time(block: Block, width: float) -> None:
    height = block.height(width)
    said = drawn(block, width)
    assert drawn(block, width) == said
    assert operators(block, width) == operators(block, width)
    assert block.height(width) == height


@invented(BLOCKS, WIDTHS, few=12, many=60)
def test_a_block_stays_within_the_height_it_says(block: Block, width: float) -> None:
    sheet = Sheet()
    block.draw(sheet, 20, TOP, width)
    for run in (run for run in pages(sheet)[0].runs if run.text != "×"):  # a cross is as large as its box
        assert TOP - block.height(width) - 0.5 <= run.y - 0.2 * run.size
        assert run.y + 0.7 * run.size <= TOP + 0.5


def paragraph(text: str = "some words of text " * 15) -> Paragraph:
    return Paragraph(put("{}", text), BODY)


def test_two_lines_stay_on_each_side() -> None:
    lines = paragraph()
    leading = BODY.leading
    assert lines.height(245) == pytest.approx(5 * leading)
    assert lines.split(245, 1.9 * leading) is None
    parts = lines.split(245, 2 * leading)
    assert parts
    assert parts[0].height(245) == pytest.approx(2 * leading)
    assert paragraph("too short").split(245, 100) is None


def test_a_heading_stays_with_what_follows() -> None:
    title, text = Heading("A title"), paragraph()
    room = title.height(245) + title.after + 1.5 * BODY.leading
    assert taken([paragraph(), title, text], 245, paragraph().height(245) + BODY.after + room)[1][0] is title
    assert taken([title, text], 245, room) == ([], [title, text])


@pytest.mark.parametrize(
    "block",
    [
        Stack([paragraph(), paragraph()], whole=True),
        Beside([(100, [paragraph()]), (100, [paragraph()])], 4),
        Picture(50, 50, "A picture of nothing", lambda sheet, x, y: None),
        Rule(),
        Lines(9),
        Space(99),
    ],
)
def test_what_is_never_parted(block: Block) -> None:
    assert [block.split(245, room) for room in (0, 20, 40, 60)] == [None] * 4


def test_a_block_higher_than_any_frame_is_drawn_all_the_same() -> None:
    sheet = Sheet()
    tall: Sequence[Block] = [paragraph("first"), Stack([paragraph(), paragraph()], whole=True), paragraph("last")]
    pour(sheet, tall, columns(245, 30))
    assert squeezed("".join(page.text for page in pages(sheet))) == "".join(drawn(block, 245) for block in tall)


def test_a_section_whose_first_block_cannot_be_parted_ends_all_the_same() -> None:
    """It goes to the next page; where it has no room on any, it is drawn once and what follows it comes after."""
    sheet = Sheet()
    tall = Picture(50, 90, "A tall picture", lambda sheet, x, y: None)
    sections: Sequence[Block] = [paragraph(), Section("First", [tall, paragraph()]), Section("Next", [paragraph()])]
    pour(sheet, sections, columns(345, 100))
    read_back = [page.text for page in pages(sheet)]
    assert squeezed("".join(read_back)) == "".join(drawn(block, 345) for block in sections)
    assert len(read_back) < 10
    assert len([kid for kid in sheet.root.all() if kid.role == "H2"]) == 2
    too_tall = Section("Too tall", [Stack([paragraph(), paragraph()], whole=True)])
    sheet = Sheet()
    pour(sheet, [too_tall, paragraph("after")], columns(345, 30))
    assert [bool(page.text) for page in pages(sheet)] == [False, True, True]


def test_what_flows_on_has_no_title_there() -> None:
    section = Section("A title", [paragraph(), paragraph()])
    parts = section.split(345, section.height(345) / 2)
    assert parts
    assert drawn(parts[0], 345).startswith("Atitle")
    assert "title" not in drawn(parts[1], 345)


# Lines


@pytest.mark.parametrize("style", [BODY, SMALL, ITEM])
def test_a_line_has_90_letters_at_most_and_as_many_as_there_is_room_for(style: Style) -> None:
    for text in ("i " * 300, "il il " * 100, "i" * 400, f"no, {'i' * 400} it is", "一" * 400):
        lines = set_text(put("{}", text), style, 1e4)._broken
        read_back = ["".join(letters for letters, _ in line) for line in lines]
        assert "".join(read_back).replace(" ", "") == printable(text).replace(" ", "")
        assert max(map(len, read_back)) <= 90
        assert all(len(line) >= 60 for line in read_back[1:-1])


def test_words_fill_a_line_of_exactly_90_letters() -> None:
    text = f"{'i' * 44} {'i' * 45}"
    assert set_text(put("{}", text), BODY, 1e4).count == 1
    assert set_text(put("{}i", text), BODY, 1e4).count == 2


def test_a_line_by_itself_is_never_broken() -> None:
    assert set_text(put("{}", "a label " * 40), plain(9, False, INK), 1e6).count == 1


def test_a_head_that_is_repeated_is_read_once() -> None:
    rows = [[(put("{} {}", name, number), SMALL) for name in ("a", "b")] for number in range(20)]
    table = Table(rows, (0, 60))
    parts = table.split(245, table.height(245) / 2)
    assert parts
    sheet = Sheet()
    for part in parts:
        sheet.next_page()
        part.draw(sheet, 20, TOP, 245)
    _, first, second = pages(sheet)
    assert first.text.startswith("a 0 b 0 a 1")
    assert second.said("Layout").startswith("a 0 b 0")
    assert "a 0" not in second.text
    assert len([kid for kid in sheet.root.all() if kid.role == "Table"]) == 1
