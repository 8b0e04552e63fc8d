"""The rules of another checkout or release, in a process of their own: two rule sets never share one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, TypeVar

from intake.clinical.language.answers import Days
from intake.fingerprint import fingerprint_of

Item = TypeVar("Item")
UNDER_WAY = 8
"""So many answers are with the other rules at once: enough to keep both sides busy, few enough for little memory."""
EVERY_KEY = {
    *("rule_set", "scope", "mood_screen", "scores", "phq9_algorithm", "wells_dvt", "flags", "tier", "tier_open"),
    *("patterns", "mixed", "combined", "warnings", "steps", "key_steps"),
}
"""Of the contract."""
NOT_FOR_THEM = ("DATABASE_URL", "DATABASE_URL_FILE", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "SECRET_KEY_FILE")
LONGEST = 200


class OtherRulesError(Exception):
    """The other rules cannot be asked, or gave no answer."""


def command_of(folder: str) -> list[str]:
    """How they are asked. Raises OtherRulesError where the folder holds no such program."""
    try:
        program = Path(folder).resolve() / "manage.py"
        found = program.is_file()
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, a NUL
        raise OtherRulesError(f"--rules: {folder!r} cannot be read: {error}") from error
    if not found:
        raise OtherRulesError(f"--rules: {folder!r} holds no manage.py: give a checkout or an unpacked release.")
    return [sys.executable, str(program), "assess", "--lines", "-"]


def fingerprint(folder: str) -> str:
    """Of their rules, as their source says; empty where that cannot be read."""
    try:
        return fingerprint_of(Path(folder, "intake", "clinical"))
    except (OSError, SyntaxError, ValueError):
        return ""


def ask(folder: str, asked: Iterable[tuple[Item, Any]]) -> Generator[tuple[Item, dict[str, Any]], None, None]:
    """Each item with what the other rules say of its answers, or with their ``error``; in the same order.

    Raises:
        OtherRulesError: they stopped, or say something that is no assessment.
    """
    with tempfile.TemporaryFile() as complaints:
        process = _start(folder, complaints)
        lines: SimpleQueue[bytes | None] = SimpleQueue()
        feeder = Thread(target=_feed, args=(process.stdin, lines), daemon=True)
        feeder.start()
        try:
            yield from _in_step(process, lines, asked, complaints)
        finally:
            lines.put(None)
            process.kill()
            process.wait()
            feeder.join()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]


def _start(folder: str, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_THEM}
    return subprocess.Popen(  # noqa: S603 - the program that whoever runs this names, with this interpreter
        command_of(folder),
        cwd=folder,
        # Nothing is written into their folder either.
        env=environment | {"CLINIC_MODE": "tool", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
    )


def _feed(stdin: Any, lines: SimpleQueue[bytes | None]) -> None:
    """In a thread of its own: reading goes on while the other side takes no more, so nobody waits for ever."""
    with suppress(OSError):  # they stopped: whoever reads finds that out
        while (line := lines.get()) is not None:
            stdin.write(line)
            stdin.flush()


def _in_step(
    process: subprocess.Popen[bytes],
    lines: SimpleQueue[bytes | None],
    asked: Iterable[tuple[Item, Any]],
    complaints: IO[bytes],
) -> Generator[tuple[Item, dict[str, Any]], None, None]:
    # An empty form first: what goes wrong before anybody's answers are given can be told whole.
    lines.put(b"{}\n")
    _read(process, complaints, given=False)
    under_way: deque[Item] = deque()
    for item, answers in asked:
        lines.put(json.dumps(_in_numbers(answers)).encode() + b"\n")
        under_way.append(item)
        if len(under_way) == UNDER_WAY:
            yield under_way.popleft(), _read(process, complaints)
    for item in under_way:
        yield item, _read(process, complaints)


def _in_numbers(answers: Any) -> Any:
    """Of a duration its days, which every release reads; how it was said counts in no rule."""
    if not isinstance(answers, dict):
        return answers
    return {id_: int(days) if (days := Days.read(value)) else value for id_, value in answers.items()}


def _read(process: subprocess.Popen[bytes], complaints: IO[bytes], *, given: bool = True) -> dict[str, Any]:
    """``given``: whether they know answers. Then only the kind of a fault is told: its text could quote one."""
    line = process.stdout.readline()  # type: ignore[union-attr]
    if not line.endswith(b"\n"):
        process.wait()
        complaints.seek(0)
        told = complaints.read().decode(errors="replace").strip().rpartition("\n")[2][:LONGEST]
        if given:
            told = told.partition(":")[0]
        why = f": {told}" if told else ""
        raise OtherRulesError(f"The other rules stopped (exit status {process.returncode}){why}.")
    try:
        result = json.loads(line)
    except ValueError:
        result = None
    if isinstance(result, dict) and (result.keys() >= EVERY_KEY or isinstance(result.get("error"), dict)):
        return result
    raise OtherRulesError("The other rules said something that is no assessment.")
