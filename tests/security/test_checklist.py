"""What is promised of security, requirement by requirement of OWASP ASVS 5.0, and the tests that hold each."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PAGE = TESTS.parent / "docs" / "security.md"
ID = re.compile(r"\bV\d+\.\d+\.\d+\b")
CHECKLIST = {
    "V1.2.4": "No query is put together from text, and no search breaks on what is typed.",
    "V1.2.10": "No cell of a list that is handed out begins a formula.",
    "V2.2.1": "An item of a questionnaire takes its own answers and no others.",
    "V2.2.2": "The server refuses what a browser would have refused.",
    "V2.2.3": "What is said twice agrees: totals, item 9, dates.",
    "V2.3.1": "In each state an action does what the table of states allows, and nothing else.",
    "V2.3.3": "An action happens whole or not at all.",
    "V2.4.1": "Signing in, codes, PDFs, exports and searches have a limit.",
    "V3.3.1": "A clinic's cookies are bound to its host and to HTTPS.",
    "V3.3.2": "No cookie goes with a request of another site.",
    "V3.3.4": "No script reads a cookie.",
    "V3.4.1": "Browsers come back over HTTPS only.",
    "V3.4.3": "A page runs and shows only what is this site's own.",
    "V3.4.4": "No file is guessed to be of another kind.",
    "V3.4.6": "No page stands in a frame.",
    "V3.5.1": "A form of another site changes nothing.",
    "V3.5.3": "Opening an address changes nothing.",
    "V5.3.2": "No part of an address is a path or is taken as it was typed.",
    "V5.4.2": "The name of a file is the site's own and says nothing of a person.",
    "V6.2.4": "Common passwords and words of the clinic are refused.",
    "V6.3.1": "Guesses are counted before a password is looked at.",
    "V6.3.2": "A new installation has no account and no password.",
    "V6.3.3": "Whoever reads patient data has a second factor.",
    "V6.3.4": "Every way in asks for the same factors.",
    "V6.3.8": "Signing in does not tell who has an account.",
    "V6.5.1": "A code opens once.",
    "V6.5.2": "Recovery codes are stored as hashes.",
    "V7.2.4": "Signing in starts a new session.",
    "V7.3.1": "A session that nobody uses is locked.",
    "V7.3.2": "A session ends after some hours, used or not.",
    "V7.4.1": "After signing out its cookie opens nothing.",
    "V7.4.2": "Who loses a role or the account is refused at once.",
    "V7.5.3": "Signing and exports ask for the password or a code again.",
    "V8.2.1": "Every address has a stated audience, and nobody else gets in.",
    "V8.2.2": "Ids of something else open nothing.",
    "V8.2.3": "The front desk neither sees nor writes what is a clinician's.",
    "V14.2.1": "No address says anything of a person.",
    "V14.3.2": "Nothing shown to somebody signed in is stored by a browser.",
    "V16.3.2": "What is refused is logged, and every reading of patient data leaves one event.",
    "V16.5.1": "An error page tells nothing of what failed or was typed.",
    "V3.4.5": "No other site learns an address of this one.",
    "V6.2.5": "A password may be of any letters.",
    "V13.4.2": "The check before going live has no complaint.",
    "V14.3.1": "Signing out clears what the browser kept.",
    "V15.1.2": "All that the product is made of is listed.",
    "V15.3.3": "Fields that a form did not ask for change nothing.",
    "V15.4.2": "Nobody overwrites unseen what somebody else saved.",
    "V16.2.5": "Nothing of a person is in logs, mails or what commands print.",
    "V16.3.1": "Signing in and out, failures and factors are logged.",
    "V16.4.1": "What is typed begins no line of a log.",
    "V16.4.2": "Nobody changes the audit unseen.",
    "V16.5.3": "What cannot be written to the audit does not happen.",
}
"""Each in the words of this product. A test that holds one names it at the end of its docstring: ``(ASVS V6.3.1.)``."""


def holding() -> dict[str, list[str]]:
    """By requirement, the tests whose docstrings name it."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                for id_ in sorted(set(ID.findall(ast.get_docstring(node) or ""))):
                    found.setdefault(id_, []).append(f"{path.relative_to(TESTS).as_posix()}::{node.name}")
    return found


def test_every_requirement_is_held_by_a_test_that_names_it() -> None:
    assert CHECKLIST.keys() - holding().keys() == set()


def test_the_page_lists_them() -> None:
    """After a test more: UPDATE_DOCS=1 .venv/bin/python -m pytest -n 0 tests/security/test_checklist.py"""
    if os.environ.get("UPDATE_DOCS") == "1":
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


def page() -> str:
    tests = holding()
    rows = [[id_, words, "<br>".join(f"`{name}`" for name in tests.get(id_, ()))] for id_, words in CHECKLIST.items()]
    table = [["id", "promise", "held by, below `tests/`"], ["---"] * 3, *rows]
    return (
        "# Security: what is promised, and the tests that hold it\n\n"
        "Written by `tests/security/test_checklist.py`. The ids are those of OWASP ASVS 5.0.0.\n\n"
        + "".join(f"| {' | '.join(cells)} |\n" for cells in table)
    )
