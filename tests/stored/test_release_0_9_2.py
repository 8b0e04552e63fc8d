"""Results that the release of November 2026 stored are read for ever, with the words that release would have said."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from intake.clinical.telling.letter import draft_letter, letter_as_json
from intake.clinical.working.findings import WholeAssessment
from intake.stored.assessments import read_result
from intake.stored.before_0_10 import NOT_ASKED
from intake.stored.release_0_9_2 import completed

from .releases import HERE, Release, Result

Document = dict[str, Any]

RELEASE = Release(HERE / "release_0_9_2")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    return list(RELEASE.results(tmp_path_factory.mktemp("release")))


def stored(results: list[Result], case: str) -> Document:
    """The result of a worked case, a copy."""
    result = next(each.result for each in results if each.version == f"CASE-{case}, version 1")
    copy: Document = json.loads(json.dumps(result))
    return copy


def test_it_is_completed_as_it_was_while_the_program_still_had_its_rules(results: list[Result]) -> None:
    """What was said then was held against those rules, word by word; here its fingerprints are kept."""
    said = [
        f"{hashlib.sha256(json.dumps(completed(each.result), sort_keys=True).encode()).hexdigest()}  {each.version}"
        for each in results
    ]
    assert said == (RELEASE.folder / "completed.txt").read_text(encoding="utf-8").splitlines()


def test_completing_changes_nothing_that_was_written(results: list[Result]) -> None:
    old = stored(results, "V31")
    before = json.dumps(old)
    done = completed(old)
    assert json.dumps(old) == before
    for key in ("scores", "flags", "steps", "lines", "sources"):
        for was, is_now in zip(old[key], done[key], strict=True):
            assert {name: is_now[name] for name in was if name not in ("items", "because", "missing")} == {
                name: said for name, said in was.items() if name not in ("items", "because", "missing")
            }


def test_older_results_without_what_came_before_that_release_are_read_too(results: list[Result]) -> None:
    """They had no ``held`` and no ``reference``."""
    old = stored(results, "V31")
    for kind in ("flags", "steps"):
        for finding in old[kind]:
            del finding["held"]
    for source in old["sources"]:
        del source["reference"]
    whole = read_result(old)
    assert isinstance(whole, WholeAssessment)
    assert {flag.held for flag in whole.flags} == {""}
    assert "“Feels unsafe at home”" not in "".join(step.condition for step in whole.shared().steps)


# What 0.10 added


def test_what_0_10_added_is_empty_or_said_not_to_have_been_asked(results: list[Result]) -> None:
    for each in results:
        whole = read_result(each.result)
        assert (whole.one_line, whole.own_words.complaint, whole.own_words.hopes) == ("", "", "")
        assert (whole.medicines.names, whole.medicines.allergies) == ("", NOT_ASKED)
        assert (whole.item9.conflict, whole.news2) == ("", None)
        assert [entry.steps for entry in whole.step_groups] == [(step.id,) for step in whole.steps]


def test_its_open_tier_stands_for_all_that_was_open(results: list[Result]) -> None:
    """Nothing told then what points to an open flag, so that none of it is called quiet now."""
    for each in results:
        whole = read_result(each.result)
        assert (whole.tier_open, whole.tier_unasked) == (each.result["tier_open"], 0)
        assert whole.pointed_to == ()


def test_medicines_are_those_ticked(results: list[Result]) -> None:
    whole = read_result(stored(results, "LIST-OPEN"))
    assert whole.medicines.classes == whole.line("rx.current").said


# A letter of referral can be drafted from it


def test_a_letter_is_drafted_from_each_and_tells_nothing_that_is_kept(results: list[Result]) -> None:
    for each in results:
        whole = read_result(each.result)
        letter = draft_letter(whole.guarded(), [step.id for step in whole.steps if step.refers])
        told = json.dumps(letter_as_json(letter))
        assert "unsafe at home" not in told.lower(), each.version
        assert not [line for line in letter.lines() if line.private and line.sent], each.version
        assert letter.part("medicines").lines, each.version
