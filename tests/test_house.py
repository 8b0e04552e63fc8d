"""The house stays as it was planned: who imports whom, what templates may hold, what the README promises."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import configuration
from importlinter.application import use_cases

from intake.clinical.language.kinds import Question
from tests.lanes import each

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("intake/**/templates/**/*.html")])
CODE = sorted([*ROOT.glob("intake/**/*.py"), *ROOT.glob("clinic_site/**/*.py")])

# Django packages that forms have no business with: they ask and read, it does not load, answer or decide.
NOT_FOR_FORMS = ("django.conf", "django.contrib", "django.db", "django.http", "django.shortcuts", "django.template")

# Files that may mark text as safe HTML, each with the reason why no text from people can reach it.
MAY_MARK_SAFE = {
    "intake/templatetags/reviewing.py": "fields of a row are laid out once, by their template; what differs is escaped",
}

# What the medicine takes from the standard library: nothing that tells the time, opens a file or asks a host.
PURE = (
    *("intake.clinical", "__future__", "abc", "collections", "copy", "dataclasses", "datetime", "enum"),
    *("fractions", "functools", "itertools", "math", "operator", "re", "types", "typing"),
)
# ... save by these methods, and by these functions of the language itself.
CLOCK, OUTSIDE = {"now", "today", "utcnow", "fromtimestamp"}, {"open", "input", "eval", "exec", "__import__"}

INSTALL = "python3 -m venv .venv && .venv/bin/python -m pip install -r"
README_COMMANDS = [
    f"{INSTALL} requirements.txt && .venv/bin/python manage.py demo",
    f"{INSTALL} requirements-dev.txt && .venv/bin/python -m pytest",
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """The modules a file imports by full name; an import from its own folder (by a dot) is left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield f"{node.module}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def test_the_program_stands_in_for_nothing() -> None:
    """What stands in for the clock, or for anything else, is for tests."""
    for path in CODE:
        assert not [module for module in imports(path) if within(module, "unittest")], path


def test_imports_go_in_one_direction(capsys: pytest.CaptureFixture[str]) -> None:
    """Not by its command: that sets up logging, and so silences every logger of ours in the tests that follow."""
    configuration.configure()
    kept = use_cases.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None, no_logo=True)
    assert kept, capsys.readouterr().out


@each({name_of(path): path for path in CODE if "intake/clinical" in name_of(path)})
def test_the_medicine_is_plain_python_without_clock_file_or_network(path: Path) -> None:
    """Its fingerprint rests on that: what it does hangs on nothing but its source."""
    assert not {module for module in imports(path) if not any(within(module, pure) for pure in PURE)}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not CLOCK & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not OUTSIDE & {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


# Where SQL is put together from pieces, each with the reason why no text from people can be one of them.
MAY_MAKE_SQL = {
    "intake/actions/audit.py": "two constants of the file itself, one after the other",
    "intake/actions/throttle.py": "one constant of the file itself",
    "intake/backup/contents.py": "names of our own tables, as the database lists them",
    "intake/backup/postgresql.py": "names of databases, quoted, made from the site's own",
    "intake/database/accounts.py": "the name of a role, of small letters and digits alone, and a hash that we make",
    "intake/database/triggers.py": "names and conditions of our own models; what is looked up goes by parameters",
}
SQL = {"raw", "extra", "execute", "executemany", "executescript", "RawSQL", "RunSQL"}


@each({name_of(path): path for path in CODE})
def test_v1_2_4_no_sql_is_put_together_from_text(path: Path) -> None:
    """A statement is a constant, and what people typed goes by parameters (ASVS V1.2.4)."""
    made = [call.lineno for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if _makes_sql(call)]
    assert not made or name_of(path) in MAY_MAKE_SQL, made


def _makes_sql(call: ast.AST) -> bool:
    """The first argument is anything but a text that stands there: a name may hold whatever was put together."""
    if not isinstance(call, ast.Call) or not call.args or isinstance(call.args[0], ast.Constant):
        return False
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    of_the_framework = isinstance(call.args[0], ast.Starred)  # BaseCommand.execute(*args, **options)
    return called in SQL and not of_the_framework


@pytest.mark.parametrize(
    "made",
    [
        "cursor.execute(f'SELECT {x}')",
        "cursor.execute('SELECT ' + x)",
        "cursor.execute('SELECT %s' % x)",
        "q.extra(where)",
    ],
)
def test_v1_2_4_the_rule_finds_what_it_is_for(made: str) -> None:
    """(ASVS V1.2.4)"""
    assert any(_makes_sql(node) for node in ast.walk(ast.parse(made)))


def test_v1_2_10_every_csv_is_written_by_one_function() -> None:
    """It guards cells that a spreadsheet would take for formulas (ASVS V1.2.10)."""
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in CODE}
    assert {name for name, text in texts.items() if re.search(r"csv\.(writer|DictWriter)", text)} == {
        "intake/forms/csv_file.py"
    }


# Who looks at a password or at a code, each with the reason why it is not guessed there without end.
MAY_LOOK_AT_PASSWORDS = {
    "intake/views/password_check.py": "a token is spent first",
    "intake/actions/second_factor.py": "recovery codes: _spend_try comes first",
}
LOOKING = {"authenticate", "check_password", "acheck_password", "aauthenticate", "verify_password"}


@each({name_of(path): path for path in CODE})
def test_v6_3_1_a_password_is_looked_at_in_one_place(path: Path) -> None:
    """There a token is spent for each; ours, which spends it, may be called by its name (ASVS V6.3.1)."""
    called = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    methods = {func.attr for func in called if isinstance(func, ast.Attribute) and not _is_super(func.value)}
    djangos = {module for module in imports(path) if within(module, "django.contrib.auth")}
    looking = (methods & LOOKING) | {module for module in djangos if module.rpartition(".")[2] in LOOKING}
    assert not looking or name_of(path) in MAY_LOOK_AT_PASSWORDS, looking


def _is_super(node: ast.expr) -> bool:
    """A backend or a hasher that goes on to what it is made of, and is asked by Django."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def test_forms_use_djangos_forms_only() -> None:
    modules = {module for path in ROOT.glob("intake/forms/*.py") for module in imports(path)}
    assert not {module for module in modules for package in NOT_FOR_FORMS if within(module, package)}


def test_nobody_asks_which_kind_a_question_is() -> None:
    """What a kind does differently is a property of it: a new kind is one class."""
    kinds = {kind.__name__ for kind in _kinds_of(Question)}
    asking = [
        f"{name_of(path)}:{node.lineno}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        if {name.id for name in ast.walk(node.args[1]) if isinstance(name, ast.Name)} & kinds
    ]
    assert asking == []


def _kinds_of(kind: type[Question]) -> Iterator[type[Question]]:
    for narrower in kind.__subclasses__():
        yield narrower
        yield from _kinds_of(narrower)


@each({name_of(path): path for path in (*TEMPLATES, *CODE)})
def test_nothing_is_marked_safe(path: Path) -> None:
    found = re.findall(
        r"mark_safe|SafeString|\|\s*safe\b|safeseq|autoescape\s+off|html_safe", path.read_text(encoding="utf-8")
    )
    assert not found or name_of(path) in MAY_MARK_SAFE


@each({name_of(path): path for path in TEMPLATES})
def test_templates_hold_no_style_and_no_script(path: Path) -> None:
    """The Content-Security-Policy would stop them, silently."""
    inline = r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script\b(?![^>]*\ssrc=)"
    assert not re.findall(inline, path.read_text(encoding="utf-8"), re.IGNORECASE)


@each({name_of(path): path for path in (*TEMPLATES, *ROOT.glob("intake/static/**/*.*"))})
def test_pages_load_nothing_from_another_host(path: Path) -> None:
    outside = r"""(?:src=|<link\b[^>]*href=|url\(|@import)\s*["']?\s*(?:https?:)?//"""
    assert not re.findall(outside, path.read_text(encoding="utf-8", errors="ignore"), re.IGNORECASE)


def test_the_readme_promises_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)\n```$", readme, re.DOTALL | re.MULTILINE)
    assert blocks == README_COMMANDS


def promised() -> Iterator[Path]:
    """The tests that the README names beside its promises; after the first of a row, the folder may be left out."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\|[^|\n]+\|([^|\n]+)\|$", readme, re.MULTILINE)[2:]:
        named = [Path(name) for name in re.findall(r"`([^`]+)`", row)]
        yield from (path if path.parts[0] in ("tests", "docs") else named[0].parent / path for path in named)


def test_the_tests_that_hold_a_promise_are_there() -> None:
    assert [path for path in promised() if not (ROOT / path).exists()] == []


def test_the_readmes_command_tries_every_promise(request: pytest.FixtureRequest) -> None:
    """None is left to the exhaustive tests alone. Where a part of the tests is run, this cannot be told."""
    config = request.config
    whole = [Path(argument).resolve() for argument in config.args] == [ROOT / "tests"]
    if not whole or config.option.markexpr != "not exhaustive" or config.option.keyword or config.option.lf:
        pytest.skip("a part of the tests")
    tried = {item.path.relative_to(ROOT) for item in request.session.items}
    with_tests = [path for path in promised() if path.suffix in (".py", "")]
    assert [path for path in with_tests if not any(file.is_relative_to(path) for file in tried)] == []


def test_the_locks_name_no_place_to_download_from() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index-url" not in text
