"""The fingerprint of the rules changes with what they say or do, and with nothing else."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.clinical.rules import rule_set
from intake.fingerprint import fingerprint_of, rule_set_fingerprint
from tests.test_settings import manage

ROOT = Path(__file__).resolve().parents[2]
MEDICINE = ROOT / "intake" / "clinical"
KNOWN = Path(__file__).with_name("fingerprints.txt")
WHAT_TO_DO = f"""
The rules, or their words, are not those of {rule_set.VERSION} any more.
If that version was released: give the rules a new one (VERSION in intake/clinical/rules/rule_set.py) and say in the
change log what is different. If it was not released yet: take its line out of tests/clinical/fingerprints.txt.
Then:  CLINIC_MODE=tool python manage.py rule_set_fingerprint >> tests/clinical/fingerprints.txt
"""


def test_other_rules_have_another_version() -> None:
    known = dict(reversed(line.split("  ", 1)) for line in KNOWN.read_text(encoding="utf-8").splitlines())
    assert known.get(rule_set.VERSION) == rule_set_fingerprint(), WHAT_TO_DO


def test_each_version_and_each_fingerprint_stands_there_once() -> None:
    lines = [line.split("  ", 1) for line in KNOWN.read_text(encoding="utf-8").splitlines()]
    for column in zip(*lines, strict=True):
        assert len(set(column)) == len(lines)


@pytest.fixture
def medicine(tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(MEDICINE, tmp_path / "clinical", ignore=shutil.ignore_patterns("__pycache__")))


def test_a_copy_has_the_same(medicine: Path) -> None:
    assert fingerprint_of(medicine) == rule_set_fingerprint()
    assert len(rule_set_fingerprint()) == 64


def edit(medicine: Path, file: str, old: str, new: str) -> None:
    text = (medicine / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (medicine / file).write_text(text.replace(old, new), encoding="utf-8")


CHANGES = {
    "a word of a flag": ("rules/red_flags.py", "Possible acute limb ischaemia", "Possible acute leg ischaemia"),
    "a flag's tier": ("rules/red_flags.py", 'limb ischaemia",\n        tier=1', 'limb ischaemia",\n        tier=2'),
    "a condition": ("rules/red_flags.py", '"sudden")\n        & (pain', '"sudden")\n        | (pain'),
    "a flag that is new": (
        "rules/red_flags.py",
        "RED_FLAGS: tuple[RedFlag, ...] = (",
        'RED_FLAGS: tuple[RedFlag, ...] = (RedFlag("RF99", "A", 1, adult, "B", ("TOOL",)),',
    ),
    "a limit": ("rules/combined.py", "PAIN_LIMITS = (4, 7)", "PAIN_LIMITS = (4, 6)"),
    "a cell of the matrix": ("rules/combined.py", '("C1", "C1", "C3", "C4")', '("C1", "C1", "C4", "C4")'),
    "a weight": ("rules/patterns.py", '"MUS-1",\n                2,', '"MUS-1",\n                3,'),
    "the order of steps": ("rules/steps/__init__.py", "HISTORY,\n    EXAMINATION,", "EXAMINATION,\n    HISTORY,"),
    "an option's label": ("rules/questions/pain.py", '"Dull ache', '"A dull ache'),
    "a source": ("rules/sources.py", "no external authority", "no outside authority"),
    "what was checked of it": ("rules/sources.py", 'Source("TOOL", "decision"', 'Source("TOOL", "knowledge"'),
    "a setting's default": ("rules/site_settings.py", "phq2_step_up: int = 2", "phq2_step_up: int = 3"),
    "how it is worked out": ("working/wells.py", "if least >= 2", "if least > 2"),
    "how a number is said": ("language/measured.py", '"{} or more", "less than {}"', '"at least {}", "less than {}"'),
    "how a change is told": ("telling/difference.py", '"now present"', '"present now"'),
    "what is still to be confirmed": ("telling/sign_off.py", "PEG: written permission;", "PEG: permission;"),
    "the version": ("rules/rule_set.py", rule_set.VERSION, "another"),
    "a module that is new": ("rules/rule_set.py", "STATUS = ", "from . import more\n\nSTATUS = "),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_changes_with(change: str, medicine: Path) -> None:
    edit(medicine, *CHANGES[change])
    assert fingerprint_of(medicine) != rule_set_fingerprint()


def written_anew(text: str) -> str:
    """Without comments, each expression on one line, quoted in Python's own way."""
    return ast.unparse(ast.parse(text))


class Undocumented(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.Expr:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            node.value.value = "Otherwise."
        return node


def with_other_docstrings(text: str) -> str:
    return ast.unparse(Undocumented().visit(ast.parse(text)))


class Untyped(ast.NodeTransformer):
    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(node.arg)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)


def untyped(text: str) -> str:
    return ast.unparse(Untyped().visit(ast.parse(text)))


def commented(text: str) -> str:
    return f"# Checked.\n{text}\n# The end.\n"


def from_windows(text: str) -> str:
    return text.replace("\n", "\r\n")


@pytest.mark.parametrize("rewritten", [written_anew, with_other_docstrings, untyped, commented, from_windows])
def test_it_does_not_change_where_nothing_else_is_said(rewritten: Callable[[str], str], medicine: Path) -> None:
    for path in medicine.rglob("*.py"):
        path.write_bytes(rewritten(path.read_text(encoding="utf-8")).encode())
    assert fingerprint_of(medicine) == rule_set_fingerprint()


def test_what_lies_beside_the_source_does_not_count(medicine: Path) -> None:
    for name in ("notes.txt", "__pycache__/rule_set.cpython-311.pyc"):
        (medicine / name).parent.mkdir(exist_ok=True)
        (medicine / name).write_bytes(b"\0")
    assert fingerprint_of(medicine) == rule_set_fingerprint()


def test_where_there_is_no_source_there_is_no_fingerprint(tmp_path: Path) -> None:
    """Else all rules that come without their source would be the same, and one approval count for all of them."""
    with pytest.raises(FileNotFoundError, match="no source of the rules"):
        fingerprint_of(tmp_path)


def test_the_command_prints_the_same_in_every_process() -> None:
    for seed in ("1", "2"):
        done = manage("rule_set_fingerprint", CLINIC_MODE="tool", PYTHONHASHSEED=seed)
        assert (done.returncode, done.stdout) == (0, f"{rule_set_fingerprint()}  {rule_set.VERSION}\n")
