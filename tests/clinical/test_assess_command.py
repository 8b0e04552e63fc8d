"""``manage.py assess``: streams, exit statuses, and no traceback, whatever comes in."""

import datetime
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from intake.clinical.rules.rule_set import VERSION
from intake.management.commands.benchmark_assess import WORKED_EXAMPLES
from tests.clinical.cases import EXAMPLES, EXAMPLES_FILE, Document, contract

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("CLINIC_MODE", "DATABASE_URL")}
V01 = EXAMPLES["V01"]["answers"]

Stdin = Callable[[bytes], None]


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Stdin:
    """Puts bytes on standard input."""
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def assess(*arguments: str) -> tuple[list[Any], CommandError | None]:
    """The JSON lines printed, and how the command ended."""
    stdout, stderr = io.StringIO(), io.StringIO()
    ended = None
    try:
        call_command("assess", *arguments, stdout=stdout, stderr=stderr)
    except CommandError as error:
        ended = error
    assert stderr.getvalue() == ""
    return [json.loads(line, parse_constant=pytest.fail) for line in stdout.getvalue().splitlines()], ended


def refused(*arguments: str) -> str:
    printed, ended = assess(*arguments)
    assert printed == []
    assert ended is not None
    assert ended.returncode == 2
    return str(ended)


def without_version(printed: Document) -> Document:
    return {key: value for key, value in printed.items() if key != "rule_set"}


# As a person or another program runs it


def run(*arguments: str, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "manage.py", "assess", *arguments]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, input=given, capture_output=True, check=False)


def test_one_document_ends_well() -> None:
    done = run(given=json.dumps(V01).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert without_version(json.loads(done.stdout)) == EXAMPLES["V01"]["expected"]


def test_a_wrong_answer_is_told_on_stderr() -> None:
    done = run(given=b'{"hx.pad": true, "pain.nrs_now": 11}')
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"CommandError: pain.nrs_now: 11 is refused: a whole number from 0 to 10 is allowed\n"


def test_a_wrong_line_is_told_in_its_place_and_the_rest_go_on() -> None:
    done = run("--lines", given=b'{"pt.age_years": 50}\n[1]\n{}')
    first, error, last = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (2, b"CommandError: 1 of 3 lines were refused.\n")
    assert (first["scope"], last["scope"]) == ("adult", "age_missing")
    assert error["error"]["line"] == 2


def test_each_line_is_answered_before_the_next_is_read() -> None:
    command = [sys.executable, "manage.py", "assess", "--lines"]
    with subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        for age, scope in ((50, "adult"), (8, "minor")):
            running.stdin.write(json.dumps({"pt.age_years": age}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["scope"] == scope
        running.stdin.close()
        assert running.wait() == 0


def test_a_reader_that_has_seen_enough_is_no_traceback() -> None:
    command = [sys.executable, "manage.py", "assess", "--lines"]
    with subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        running.stdout.close()
        _, stderr = running.communicate(b"{}\n" * 50)
    assert running.returncode == 1
    assert stderr == b"CommandError: The output cannot be written: [Errno 32] Broken pipe\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("redirection", "told"),
    [
        ("<&-", b"CommandError: Standard input cannot be read: it is closed\n"),
        ("</dev/null", b"CommandError: this is not JSON: Expecting value: line 1 column 1 (char 0)\n"),
    ],
)
def test_unusual_standard_input(redirection: str, told: bytes) -> None:
    shell = ["/bin/sh", "-c", f'"{sys.executable}" manage.py assess {redirection}']
    done = subprocess.run(shell, cwd=ROOT, env=ENVIRONMENT, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, b"", told)


# Where answers come from


def test_a_file_and_standard_input_say_the_same(tmp_path: Path, stdin: Stdin) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(V01, indent=2), encoding="utf-8")
    from_file, _ = assess(str(file))
    assert from_file == [contract(V01) | {"rule_set": VERSION}]
    for arguments in ((), ("-",)):
        stdin(file.read_bytes())
        assert assess(*arguments) == (from_file, None)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert "No such file" in refused(str(tmp_path / "missing.json"))
    assert "directory" in refused(str(tmp_path))
    assert "null byte" in refused("a\0b")


def test_it_needs_no_database(stdin: Stdin) -> None:
    """pytest-django forbids a database here, so that asking for one would fail."""
    stdin(b"{}")
    assert assess()[1] is None


# What is refused


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b"no", "this is not JSON: Expecting value: line 1 column 1 (char 0)"),
        (b'{"a": "\xff"}', "this is not JSON: it is not UTF-8 text"),
        (b"[" * 100_000, "this is nested too deep"),
        (b"[1]", "[1] is refused: the answers must be one object of question ids and answers"),
        (b'{"hx.pad": true, "hx.pad": false}', "hx.pad: false is refused: the key is given twice"),
        (b'{"hx.pda": true}', "hx.pda: true is refused: there is no such question"),
        (b'{"hx.pad": "perhaps"}', 'hx.pad: "perhaps" is refused: true or false is allowed'),
        (b'{"ex.temp_c": NaN}', 'ex.temp_c: "NaN" is refused: a number from 25 to 45 (\u00b0C) is allowed'),
        (b'{"ex.temp_c": 1e999}', 'ex.temp_c: "Infinity" is refused: a number from 25 to 45 (\u00b0C) is allowed'),
        (rb'{"\ud800": 1}', r"\\ud800: 1 is refused: there is no such question"),
        (rb'{"\u001b[2J": "\u0007"}', r'\u001b[2J: "\u0007" is refused: there is no such question'),
        (b'{"hx.pad": ' + b"9" * 4000 + b"}", f"hx.pad: {'9' * 200}... is refused: true or false is allowed"),
    ],
    ids=lambda part: ascii(part)[:30],
)
def test_refused_in_words(stdin: Stdin, data: bytes, message: str) -> None:
    stdin(data)
    assert refused() == message


LINES: list[tuple[bytes, str | None, Any, str]] = [
    (b"", None, None, "this is not JSON"),
    (b"   ", None, None, "this is not JSON"),
    (b"{", None, None, "this is not JSON"),
    (b"\xff", None, None, "this is not JSON"),
    (b"[" * 100_000, None, None, "nested too deep"),
    (b"null", None, None, "one object"),
    (b"[1]", None, [1], "one object"),
    (b'{"hx.pda": true}', "hx.pda", True, "no such question"),
    (b'{"pt.age_years": 3.0}', "pt.age_years", 3.0, "a whole number from 0 to 120 (years) is allowed"),
    (b'{"pt.age_years": true}', "pt.age_years", True, "a whole number"),
    (b'{"pt.age_years": NaN}', "pt.age_years", "NaN", "a whole number"),
    (b'{"pt.age_years": -1e999}', "pt.age_years", "-Infinity", "a whole number"),
    (b'{"pt.age_years": ' + b"9" * 5000 + b"}", "pt.age_years", "Infinity", "a whole number"),
    (b'{"pain.quality": []}', "pain.quality", [], "at least one option"),
    (b'{"pain.quality": ["sore", "sore"]}', "pain.quality", ["sore", "sore"], "given twice"),
    (b'{"hx.pad": true, "hx.pad": false}', "hx.pad", False, "given twice"),
    (rb'{"ctx.language": "a\ud800"}', "ctx.language", r"a\ud800", "lone surrogate"),
    (rb'{"\udfff": {"\udfff": 1}}', r"\udfff", r'{"\udfff": 1}', "no such question"),
]


def test_lines(stdin: Stdin) -> None:
    good = b'{"pt.age_years": 50}'
    stdin(b"\n".join([good, *(line for line, *_ in LINES), good]))
    printed, ended = assess("--lines")
    assert str(ended) == f"{len(LINES)} of {len(LINES) + 2} lines were refused."
    assert ended
    assert ended.returncode == 2
    assert printed[0] == printed[-1]
    assert printed[0]["scope"] == "adult"
    for number, (printed_line, (_, question, value, reason)) in enumerate(zip(printed[1:-1], LINES, strict=True), 2):
        error = printed_line["error"]
        assert list(printed_line) == ["error"]
        assert list(error) == ["line", "question", "value", "reason"]
        assert (error["line"], error["question"], error["value"]) == (number, question, value)
        assert reason in error["reason"]


@pytest.mark.parametrize("data", [b"{}\n{}", b"{}\n{}\n", b"{}\r\n{}\r\n", b"\xef\xbb\xbf{}\n{}\n"])
def test_a_final_newline_makes_no_extra_line(stdin: Stdin, data: bytes) -> None:
    stdin(data)
    printed, ended = assess("--lines")
    assert (len(printed), ended) == (2, None)


def test_no_lines_at_all_is_no_error(stdin: Stdin) -> None:
    stdin(b"")
    assert assess("--lines") == ([], None)


def test_lines_are_the_worked_examples_one_by_one(stdin: Stdin) -> None:
    stdin(b"\n".join(json.dumps(example["answers"]).encode() for example in EXAMPLES.values()))
    printed, ended = assess("--lines")
    assert ended is None
    assert list(map(without_version, printed)) == [example["expected"] for example in EXAMPLES.values()]


# The benchmark


def benchmark(*arguments: str) -> str:
    stdout = io.StringIO()
    call_command("benchmark_assess", *arguments, stdout=stdout)
    return stdout.getvalue()


def test_the_benchmark_prints_a_figure(tmp_path: Path) -> None:
    assert benchmark("--rounds", "1").startswith(f"{len(EXAMPLES)} cases, each assessed 1 times: median ")
    file = tmp_path / "answers.jsonl"
    file.write_text(f"{json.dumps(V01)}\n", encoding="utf-8")
    assert benchmark(str(file), "--rounds", "2").startswith("1 cases, each assessed 2 times: median ")


@pytest.mark.parametrize(
    ("data", "message"),
    [("", "nothing to assess"), ("[]\n", "one object"), ('{"answers": {"a": 1}}', "a: 1 is refused")],
)
def test_the_benchmark_refuses_wrong_input(tmp_path: Path, data: str, message: str) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(data, encoding="utf-8")
    with pytest.raises(CommandError, match=message) as error:
        benchmark(str(file))
    assert error.value.returncode == 2


def test_the_benchmarks_own_cases_are_the_worked_examples() -> None:
    assert ROOT / WORKED_EXAMPLES == EXAMPLES_FILE


# Dates that cannot be right


TODAY = datetime.datetime.now(datetime.UTC).date()


@pytest.mark.parametrize(
    ("day", "age", "named"),
    [
        (str(TODAY + datetime.timedelta(days=2)), 50, "ctx.encounter_date"),
        ("1526-03-01", 50, "ctx.encounter_date"),
        ("1910-03-01", 50, "pt.age_years"),
    ],
)
def test_an_assessment_that_cannot_have_been_is_refused(day: str, age: int, named: str, stdin: Stdin) -> None:
    document = {"ctx.encounter_date": day, "pt.age_years": age}
    stdin(json.dumps(document).encode())
    said = refused()
    assert said.startswith(f"{named}: {json.dumps(document[named])} is refused: ")
    assert said.endswith("is allowed" if named == "ctx.encounter_date" else f"is allowed for an assessment on {day}")


def test_tomorrow_is_today_elsewhere(stdin: Stdin) -> None:
    stdin(json.dumps({"ctx.encounter_date": str(TODAY + datetime.timedelta(days=1))}).encode())
    printed, ended = assess()
    assert (len(printed), ended) == (1, None)


def test_a_line_with_an_impossible_date_is_told_in_its_place(stdin: Stdin) -> None:
    stdin(b'{}\n{"ctx.encounter_date": "1526-03-01"}\n{"pt.age_years": 50}')
    (first, error, last), ended = assess("--lines")
    assert error["error"] | {"reason": ""} == {
        "line": 2,
        "question": "ctx.encounter_date",
        "value": "1526-03-01",
        "reason": "",
    }
    assert (first["scope"], last["scope"]) == ("age_missing", "adult")
    assert ended is not None
    assert ended.returncode == 2
