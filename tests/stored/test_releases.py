"""What an earlier release stored is read as it was stored: by every face, for ever, and without a byte changed.

Each folder beside this file holds the clinic that a release left behind. It is brought to the present schema as a site
would do it, and opened by ``faces`` in a process of its own: it stays an SQLite file, whatever these tests run on.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pyrage
import pytest

from intake.models import Assessment
from intake.stored.assessments import findings, read_reasons, read_settling

from .faces import FACES
from .releases import HERE, RELEASES, WRITTEN_ONCE, Release, differences

ROOT = HERE.parents[1]
NOT_OF_THE_DEMO = ("DATABASE_URL", "DEBUG", "REPORT_FONTS", "CLINIC_TIME_ZONE")
ONLY_SENT = {
    *("sign-in-again", "sign-out", "still-here", "sign-ins-end", "preferences", "intake-start", "intake-reopen"),
    *("alerts-acknowledge", "claim", "release", "take-over", "review-decide", "follow-up-reopen"),
    *("confirmation-decide", "desk-show", "medicine-suggestions", "intake-restore", "review-restore"),
    *("passkey-ask", "passkey-answer", "passkey-new-ask", "factor-reset-confirm", "factor-reset-withdraw"),
    # Referrals are stored by no release yet.
    *("referral", "referral-record", "referral-elsewhere", "referral-letter", "referral-preview", "referral-sign"),
    *("referral-text", "referral-copy"),
    *("referral-amend", "referral-document", "desk-referral", "desk-referral-record"),
    # Appointments and merges are stored by no release yet.
    *("appointment", "appointment-mark", "appointment-link", "appointment-sample", "take-apart"),
}
"""Addresses that show nothing of what is stored: they take a form and lead elsewhere."""

Line = dict[str, Any]


def manage(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """manage.py as the demo in this folder."""
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_OF_THE_DEMO}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=inherited | {"CLINIC_MODE": "demo", "DATA_DIR": str(folder), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=1800,  # seconds: a page that leads to itself must not hold up everything for ever
    )


class Upgraded(NamedTuple):
    release: Release
    before: Path
    after: Path


@pytest.fixture(scope="module", params=RELEASES, ids=lambda release: release.name)
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Upgraded:
    """The file as it was, and brought to the present schema."""
    release: Release = request.param
    before, after = (tmp_path_factory.mktemp(release.name) for _ in range(2))
    shutil.copy(release.unpack(before), after)
    done = manage(after, "migrate", "--no-input")
    assert done.returncode == 0, done.stderr
    return Upgraded(release, before / "demo.sqlite3", after / "demo.sqlite3")


def opened(upgraded: Upgraded, folder: Path, *, everything: bool) -> list[Line]:
    """A line for each page, made on a copy: opening pages is noted, and some intakes are signed."""
    shutil.copy(upgraded.after, folder)
    code = f"from tests.stored import faces; faces.main({upgraded.release.name!r}, everything={everything})"
    done = manage(folder, "shell", "--no-imports", "--command", code)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def all_open(pages: list[Line]) -> None:
    """Fails with each page that does not open as it should: whose it is, who opened it, what is wrong."""
    wrong = [page for page in pages if page["wrong"]]
    if wrong:
        told = (" · ".join(filter(None, map(page.get, ("face", "page", "whose", "role", "wrong")))) for page in wrong)
        pytest.fail("\n".join(told), pytrace=False)


def test_every_face_opens_what_is_stored(upgraded: Upgraded, tmp_path: Path) -> None:
    """One test, so that of several workers only one opens them."""
    *pages, last = opened(upgraded, tmp_path, everything=False)
    assert {page["face"] for page in pages} == set(FACES)
    all_open(pages)
    # A new address belongs into ``faces``, so that it is opened with what earlier releases stored.
    assert last == {"never opened": sorted(ONLY_SENT)}


@pytest.mark.exhaustive
def test_every_face_opens_every_worked_case(upgraded: Upgraded, tmp_path: Path) -> None:
    """And the text of every PDF is read."""
    *pages, _ = opened(upgraded, tmp_path, everything=True)
    assert len(pages) > 10 * upgraded.release.manifest["people"]
    all_open(pages)


@pytest.mark.exhaustive
def test_a_backup_of_it_is_restored_into_this_release(
    upgraded: Upgraded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made by this program before it is upgraded, and restored when the upgrade is done, or on another machine."""
    private = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(str(private))
    monkeypatch.setenv("BACKUP_RECIPIENTS", str(private.to_public()))
    old, new, backups = (tmp_path / name for name in ("old", "new", "backups"))
    for folder in (old, new, backups):
        folder.mkdir()
    shutil.copy(upgraded.before, old)
    made = manage(old, "backup", "--to", str(backups))
    assert made.returncode == 0, made.stderr
    (file,) = backups.iterdir()
    done = manage(new, "restore", str(file), "--identity", str(tmp_path / "key"))
    assert (done.returncode, "It is of an earlier release" in done.stdout) == (0, True), done.stdout + done.stderr
    for table in WRITTEN_ONCE:
        assert differences(upgraded.before, new / "demo.sqlite3", table) == set()
    assert manage(new, "check").returncode == 0
    assert manage(new, "verify_document", "--all").returncode == 0


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_a_migration_changes_nothing_that_was_written_once(table: str, upgraded: Upgraded) -> None:
    """Byte by byte, in every column that is still there."""
    with closing(sqlite3.connect(upgraded.after)) as database:
        assert database.execute(f"SELECT COUNT({WRITTEN_ONCE[table]}) FROM {table}").fetchone() > (0,)  # noqa: S608
    assert differences(upgraded.before, upgraded.after, table) == set()


def test_audit_events_of_before_stay_and_the_chain_vouches_for_them(upgraded: Upgraded) -> None:
    with closing(sqlite3.connect(upgraded.after)) as database:
        earlier = database.execute("SELECT COUNT(*) FROM intake_auditevent WHERE number IS NULL").fetchone()
        first, said = database.execute("SELECT id, record_id FROM intake_auditevent WHERE number = 1").fetchone()
    assert int(said) == earlier[0] > 0
    assert {key for key, _ in differences(upgraded.before, upgraded.after, "intake_auditevent")} == {first}


def test_every_assessment_is_counted_as_its_columns_have_it(upgraded: Upgraded) -> None:
    """Of an earlier release, the service view counts what needs no reading of a result; the pattern is not kept."""
    columns = "assessed_on, tier, tier_open, combined_level"
    with closing(sqlite3.connect(upgraded.after)) as database:
        stored = database.execute(f"SELECT id, {columns} FROM intake_assessment ORDER BY id").fetchall()  # noqa: S608
        query = f"SELECT assessment_id, {columns} FROM intake_countedassessment WHERE pattern = '' ORDER BY 1"  # noqa: S608
        assert database.execute(query).fetchall() == stored
    assert len(stored) > 1


def test_a_migration_changes_nothing_that_was_typed(upgraded: Upgraded) -> None:
    """Drafts included, and what could not be read."""
    assert differences(upgraded.before, upgraded.after, "intake_intake", ("answers", "malformed")) == set()


@pytest.mark.parametrize("file", ["before", "after"])
def test_what_is_stored_is_what_the_manifest_lists(file: str, upgraded: Upgraded) -> None:
    manifest = upgraded.release.manifest
    with closing(sqlite3.connect(getattr(upgraded, file))) as database:
        assert dict(database.execute("SELECT state, COUNT(*) FROM intake_intake GROUP BY state")) == manifest["intakes"]
        assert database.execute("SELECT COUNT(*) FROM intake_answerversion").fetchone() == (manifest["versions"],)
        assert database.execute("SELECT COUNT(*) FROM intake_patient").fetchone() == (manifest["people"],)
        listed = {
            tuple(document[key] for key in ("id", "status", "number", "sha256")) for document in manifest["documents"]
        }
        assert set(database.execute("SELECT id, status, number, sha256 FROM intake_document")) == listed


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name)
def test_every_stored_result_is_read(release: Release, tmp_path: Path) -> None:
    """With its reasons. All of them: this needs neither a page nor a database."""
    for stored in release.results(tmp_path):
        row = Assessment(result=stored.result, reasons=stored.reasons)
        assert findings(row).whole().tier == stored.result["tier"], stored.version
        assert read_reasons(row).keys() == stored.reasons["rules"].keys(), stored.version
        assert len(read_settling(row)) == len(stored.reasons["settling"]), stored.version


def test_a_document_is_known_to_be_of_an_earlier_layout(upgraded: Upgraded) -> None:
    """It was made before documents said which layout they have: it is served as it is stored, and not made again."""
    with closing(sqlite3.connect(upgraded.after)) as database:
        layouts = {layout for (layout,) in database.execute("SELECT DISTINCT layout FROM intake_document")}
    assert layouts == {upgraded.release.manifest.get("layout", 1)}
