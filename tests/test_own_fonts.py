"""A clinic's own fonts: a setting, looked at when the site starts; and what no font has is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copyfile
from typing import Any

import fontpkg
import pytest
from django.core import checks
from pypdf import PdfReader

from intake.checks import FONTS

ROOT = Path(__file__).resolve().parent.parent
HINDI = "\u0939\u093f"  # two characters
TYPED = '{"patient": {"family_name": "%s", "given_name": "%s"}}'


def manage(*arguments: str, data: str = "", fonts: Path | None = None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("CLINIC_MODE", "REPORT_FONTS")}
    given = {"CLINIC_MODE": "tool"} | ({} if fonts is None else {"REPORT_FONTS": str(fonts)})
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | given,
        input=data,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def fonts(tmp_path: Path) -> Path:
    folder = tmp_path / "fonts"
    folder.mkdir()
    return folder


def complaints(settings: Any, folder: Path | None) -> list[tuple[str | None, int, str]]:
    settings.REPORT_FONTS = folder
    return [(found.id, found.level, found.msg) for found in checks.run_checks(tags=[FONTS])]


def test_without_the_setting_there_is_nothing_to_say(settings: Any) -> None:
    assert complaints(settings, None) == []


def test_a_folder_that_is_not_there_is_an_error(settings: Any, fonts: Path) -> None:
    ((id_, level, said),) = complaints(settings, fonts / "nowhere")
    assert (id_, level) == ("intake.E001", checks.ERROR)
    assert str(fonts / "nowhere") in said


@pytest.mark.parametrize("content", [b"", b"no font", b"OTTO" + bytes(200)])
def test_a_font_that_cannot_be_used_is_an_error(settings: Any, fonts: Path, content: bytes) -> None:
    (fonts / "broken.ttf").write_bytes(content)
    ((id_, level, said),) = complaints(settings, fonts)
    assert (id_, level) == ("intake.E001", checks.ERROR)
    assert "broken.ttf" in said


@pytest.mark.parametrize("wrong", [PermissionError("not for you"), RuntimeError("Symlink loop"), ValueError("broken")])
def test_a_folder_that_cannot_be_read_is_an_error(
    settings: Any, fonts: Path, wrong: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> None:
        raise wrong

    monkeypatch.setattr("intake.report.add_fonts", refuse)
    assert complaints(settings, fonts) == [("intake.E001", checks.ERROR, str(wrong))]


def test_the_site_says_so_when_it_starts_and_does_not_crash(fonts: Path) -> None:
    """As gunicorn starts it, which runs no checks."""
    code = "import clinic_site.wsgi; print('up')"
    done = manage("shell", "--no-imports", "--command", code, fonts=fonts / "nowhere")
    assert "REPORT_FONTS is left out: There is no folder of fonts at" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_refuses_with_a_hint(fonts: Path) -> None:
    done = manage("check", "--tag", FONTS, fonts=fonts / "nowhere")
    assert done.returncode == 1
    for said in ("intake.E001", "There is no folder of fonts at", "REPORT_FONTS names a folder of TrueType fonts"):
        assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_summary_is_printed_in_them(fonts: Path, tmp_path: Path) -> None:
    copyfile(fontpkg.path("noto-sans-devanagari"), fonts / "devanagari.ttf")
    out = tmp_path / "out.pdf"
    done = manage("summary", "--output", str(out), data=TYPED % (HINDI, "Asha"), fonts=fonts)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = PdfReader(out).pages[0].extract_text()
    assert set(HINDI) < set(text)
    assert "devanagari" not in text


def test_no_summary_without_the_fonts_that_were_asked_for(fonts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    done = manage("summary", "--output", str(out), data=TYPED % ("Rao", "Asha"), fonts=fonts / "nowhere")
    assert done.returncode == 1
    assert "intake.E001" in done.stderr
    assert not out.exists()


def test_what_no_font_has_is_named_and_no_text_quoted(tmp_path: Path) -> None:
    out = tmp_path / "out.pdf"
    data = '{"rx.treatments_tried": "ice \\u6f22 and \\u6f22", "patient": {"family_name": "Rao\\u0939\\u093f\\u0905"}}'
    done = manage("summary", "--output", str(out), data=data)
    assert (done.returncode, done.stdout) == (0, "")
    names = "cjk unified ideograph-6f22, devanagari letter a, devanagari letter ha, devanagari vowel sign i"
    assert done.stderr == f"No font has: {names}\n"
    assert "[devanagari letter ha]" in PdfReader(out).pages[0].extract_text().lower()
