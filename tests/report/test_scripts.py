"""Every name prints: in its own letters, joined and in the order it is read, or as the name of what no font has."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from shutil import copyfile
from unicodedata import normalize

import fontpkg
import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from intake.report.engine import font_list, scripts
from intake.report.engine.direction import left_to_right, levels
from intake.report.engine.faces import BOLD, REGULAR
from intake.report.engine.scripts import Glyphs, is_simple, letters, printable, typeset, unprintable, width

NAMES = (
    "محمد عبد الله",
    "پژمان گلچین",
    "שָׁלוֹם כהן",
    "Nguyễn Thị Ánh",
    "Ελένη",
    "Щербакова",
    "Łukasz Żółć",
    "Name (42) اسم",
    "q̃ x̂yz m̀",
)
LETTERS = (
    "aZ é(1)[2]-+/.,% \n\u0301\u05e9\u05c1\u05b8\u05d3\u0645\u062d\u064e\u0627\u0661"
    "\u0915\u093f\u200c\u200d\u202e\ufe0f\ue000\U0001f600"
)


@pytest.fixture
def more_fonts(tmp_path: Path) -> Iterator[Path]:
    """A folder with a font of another script, forgotten after the test."""
    kept, folders = dict(font_list._faces), list(font_list._folders)
    yield tmp_path
    font_list._faces.update(kept)
    font_list._folders[:] = folders
    for kept_text in (font_list.face_of, scripts.width, scripts._set):
        kept_text.cache_clear()


def line(text: str, bold: bool = False) -> tuple[Glyphs, ...]:
    return typeset([(text, bold)])


def read(glyphs: tuple[Glyphs, ...]) -> str:
    return "".join(some.text for some in glyphs)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_prints_and_reads_as_written(name: str, bold: bool) -> None:
    shown = line(name, bold)
    assert read(shown) == normalize("NFC", name)
    assert unprintable(name) == ()
    assert all(glyph for some in shown for glyph, _ in some.glyphs)
    assert sum(some.advance for some in shown) == pytest.approx(width(name, bold))
    ends = sorted((some.x, some.x + some.advance) for some in shown)
    assert ends[0][0] == 0
    assert all(end == pytest.approx(start, abs=0.01) for (_, end), (start, _) in pairwise(ends))


@pytest.mark.parametrize("name", [name for name in NAMES if is_simple(name)])
def test_usual_text_is_one_glyph_a_letter(name: str) -> None:
    (shown,) = line(name)
    assert shown.shown == f"[({REGULAR.encoded(name)})]"
    assert (shown.actual_text, shown.rises, shown.advance) == (False, (), REGULAR.width(name))


def test_what_is_usual() -> None:
    assert [name for name in NAMES if is_simple(name)] == ["Nguyễn Thị Ánh", "Ελένη", "Щербакова", "Łukasz Żółć"]
    assert not any(map(is_simple, ["e\u0301", "\u00ad", "\u200e", "\n", "😀"]))


def test_arabic_letters_join() -> None:
    joined = {glyph for some in line("محمد") for glyph, _ in some.glyphs}
    alone = {glyph for letter in "محد" for some in line(letter) for glyph, _ in some.glyphs}
    assert not joined & alone
    assert [some.text for some in line("لا")] == ["لا"]


@pytest.mark.parametrize("name", ["محمد", "כהן", "שָׁלוֹם", "محمد عبد الله"])
def test_letters_from_the_right_go_left_and_copy_as_written(name: str) -> None:
    shown = line(name)
    assert [some.x for some in shown] == sorted((some.x for some in shown), reverse=True)
    assert not any(some.actual_text for some in shown)
    assert normalize("NFC", "".join(text for some in shown for _, text in some.glyphs)) == normalize("NFC", name)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Name (42) اسم", "Name (42) مسا"),
        ("اسم (42)", "(42) مسا"),
        ("א (b) c", "c (b) א"),
        (" אב ", " בא "),
        ("a אב 12 גד z", "a דג 12 בא z"),
    ],
)
def test_numbers_and_brackets_stand_where_they_belong(text: str, seen: str) -> None:
    shown = line(text)
    order = sorted(shown, key=lambda some: some.x)
    assert "".join(text for some in order for _, text in some.glyphs) == seen


def test_each_piece_keeps_its_direction() -> None:
    shown = typeset([("Name: ", True), ("محمد", False), (" (42)", False)])
    starts = [min(some.x for some in shown if some.span == span) for span in range(3)]
    assert starts == sorted(starts)
    assert read(shown) == "Name: محمد (42)"
    assert [some.face for some in shown if some.span != 1] == [BOLD, REGULAR]


def test_a_mark_stands_on_its_letter() -> None:
    assert [some.glyphs for some in line("e\u0301")] == [((REGULAR.glyphs["é"], "é"),)]
    (shown,) = line("q\u0303")
    assert shown.advance == REGULAR.advance["q"]
    assert not shown.actual_text
    (raised,) = (some for some in line("بِّ") if some.rises)
    assert len({rise for rise, _ in raised.rises}) > 1


def test_text_is_cut_between_letters_not_within() -> None:
    assert list(letters("q\u0303aש\u05c1\u05b8ב")) == ["q\u0303", "a", "ש\u05c1\u05b8", "ב"]


@pytest.mark.parametrize(
    ("text", "shown", "names"),
    [
        ("A😀", "A[grinning face]", ("grinning face",)),
        ("\ue000\ue000\ud800", "[U+E000][U+E000][U+D800]", ("U+E000", "U+D800")),
        ("कि", "[devanagari letter ka][devanagari vowel sign i]", ("devanagari letter ka", "devanagari vowel sign i")),
        ("👩\u200d👧\ufe0f", "[woman][girl]", ("woman", "girl")),
        ("ب\u200cب", "ب\u200cب", ()),
        ("\u200cab\u200db\u200c", "abb", ()),
        ("م\u202eر\u200f\ufeff", "مر", ()),
        ("a\u202fb\u3000c", "a\u00a0b c", ()),
        ("a" + "\u0316" * 9, "a" + "\u0316" * 8 + "[combining grave accent below]", ("combining grave accent below",)),
    ],
)
def test_what_no_font_has_is_named(text: str, shown: str, names: tuple[str, ...]) -> None:
    assert printable(text) == shown
    assert printable(shown) == shown
    assert unprintable(text) == names
    assert read(line(text)) == shown


def test_a_site_adds_fonts(more_fonts: Path) -> None:
    copyfile(fontpkg.path("ibm-plex-sans-arabic", 700, "normal"), more_fonts / "b.ttf")
    copyfile(Path(__file__), more_fonts / "readme.txt")
    scripts.add_folder(more_fonts)
    scripts.add_folder(more_fonts)
    regular, bold = (font_list.faces(heavy)[-1] for heavy in (False, True))
    assert (regular.file.name, bold.file.name) == ("b.ttf", "b.ttf")
    names = [face.name for heavy in (False, True) for face in font_list.faces(heavy)]
    assert len(names) == len(set(names)) == 10


def test_letters_of_an_added_font_print(more_fonts: Path) -> None:
    copyfile(fontpkg.path("noto-sans-devanagari"), more_fonts / "devanagari.ttf")
    assert "[" in printable("क्षत्रिय")
    scripts.add_folder(more_fonts)
    assert printable("क्षत्रिय") == "क्षत्रिय"
    (shown,) = line("क्षत्रिय")
    assert shown.actual_text
    assert len(shown.glyphs) < 8
    assert width("क्षत्रिय", True) > width("क्षत्रिय", False)


@pytest.mark.parametrize("content", [b"", b"no font", b"OTTO" + bytes(200)])
def test_a_font_that_cannot_be_used_is_named(more_fonts: Path, content: bytes) -> None:
    (more_fonts / "broken.ttf").write_bytes(content)
    with pytest.raises(ValueError, match=r"broken\.ttf"):
        scripts.add_folder(more_fonts)
    assert font_list._faces[False][-1].name != "F9"


def test_a_font_that_may_not_be_embedded_is_refused(more_fonts: Path) -> None:
    font = bytearray(Path(fontpkg.path("ibm-plex-sans-arabic", 400, "normal")).read_bytes())
    record = next(place for place in range(12, 400, 16) if font[place : place + 4] == b"OS/2")
    table = int.from_bytes(font[record + 8 : record + 12], "big")
    font[table + 8 : table + 10] = b"\x00\x02"
    (more_fonts / "licensed.ttf").write_bytes(font)
    with pytest.raises(ValueError, match=r"licensed\.ttf .*embedded"):
        scripts.add_folder(more_fonts)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        scripts.add_folder(tmp_path / "nowhere")


@given(st.lists(st.tuples(st.text() | st.text(LETTERS), st.booleans()), max_size=4))
def test_any_text_prints(pieces: list[tuple[str, bool]]) -> None:
    shown = typeset(pieces)
    expected = "".join(printable(text).replace("\n", " ") for text, _ in pieces)
    assert read(shown) == expected
    assert sum(some.advance for some in shown) == pytest.approx(sum(width(*piece) for piece in pieces), abs=0.1)
    for some in shown:
        assert all(0 < glyph < 65536 and text for glyph, text in some.glyphs)
        assert some.shown.startswith("[")
        some.shown.encode("latin-1")


@given(st.text())
def test_what_is_printable_stays_so(text: str) -> None:
    assert printable(printable(text)) == printable(text)
    assert unprintable(printable(text)) == ()


@given(st.text("ab ()[]12+-/,.:%$!&אבגابت١٢\u05b0\u0301", max_size=16).map(str.strip))
def test_the_order_is_that_of_the_algorithm(text: str) -> None:
    assert "".join(text[place] for place in left_to_right(levels(text))) == get_display(text)


def test_threads_agree() -> None:
    work = [f"{name} {number}" for number in range(200) for name in NAMES]
    alone = [repr_of(text) for text in work]
    scripts._set.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(repr_of, work)) == alone


def repr_of(text: str) -> str:
    return repr([(some.face.name, some.x, some.shown, some.rises, some.text, some.glyphs) for some in line(text)])


def test_hash_seeds_agree() -> None:
    code = (
        "from intake.report.engine.scripts import typeset;"
        f"print([(some.x, some.shown, some.glyphs) for text in {NAMES!r} for some in typeset([(text, True)])])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
