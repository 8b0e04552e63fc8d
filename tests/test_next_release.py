"""The next release renames, retires and changes questions: a database of this one opens in it, and loses nothing.

The next release is a copy of this program whose rules were edited, as somebody would who writes them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.migrated import Migrated

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.any_database

KNEE = """    knee_flex_90 = _sign(
        "Knee bends to 90 degrees", "the knee bends to 90 degrees", "the knee does not bend to 90 degrees"
    )
"""
KNEE_AS_A_CHOICE = """    knee_flex = Choice(
        "How far does the knee bend?",
        {"full": "As far as ever", "90": "To 90 degrees", "less": "Less than 90 degrees"},
        by=CLINICIAN,
        renamed_from=("ex.knee_flex_90",),
        answers_before={True: "90", False: "less"},
    )
"""
WORK = """        short="Effect on work or usual role",
"""
WORK_RENAMED = """        short="Effect on work or usual role",
        renamed_from=("fn.work",),
        answers_before={"off_sick": "sick_leave"},
"""
TIMING = """        short="When the pain is there",
"""
TIMING_WITHOUT_EVENING = """        short="When the pain is there",
        retired_options={"evening": "In the evening"},
"""
BOTHER = """    bother = Choice(
        "How much has poor sleep troubled them in the last 7 days?",
        {
            "not_at_all": "Not at all",
            "a_little": "A little",
            "somewhat": "Somewhat",
            "much": "Much",
            "very_much": "Very much",
        },
        short="Trouble from poor sleep",
        asked_when=_in_pain,
    )
"""
RETIRED = """RETIRED = (
"""
BOTHER_RETIRED = """from intake.clinical.language.kinds import Choice

BOTHER = Choice("How much has poor sleep troubled them?", {"much": "Much"})
RETIRED = (
    Retired("slp.bother", "impact", BOTHER),
"""
INVESTIGATIONS = """    investigations = Text("Tests already done", help="As told. The rules do not read it.")
"""
EDITS = {
    "questions/examination.py": {KNEE: KNEE_AS_A_CHOICE, "ex.knee_flex_90,": "ex.knee_flex,"},
    "facts.py": {"no(ex.knee_flex_90)": 'is_(ex.knee_flex, "less")'},
    "steps/referral.py": {'((phq.q3 >= 2) | is_(slp.bother, "much", "very_much"))': "(phq.q3 >= 2)"},
    "one_line/pain.py": {'fn.work, {"off_sick"': 'fn.work_effect, {"sick_leave"'},
    "questions/pain.py": {
        BOTHER: "",
        "            slp.bother,\n": "",
        TIMING: TIMING_WITHOUT_EVENING,
        '            "evening": "In the evening",\n            "morning": "In the morning",\n': "",
        'maximum=99,\n        unit="falls"': 'maximum=5,\n        unit="falls"',
        WORK: WORK_RENAMED,
        "    work = Choice(": "    work_effect = Choice(",
        '"off_sick": "Off sick"': '"sick_leave": "Off sick"',
        "            fn.work,": "            fn.work_effect,",
    },
    "questions/history.py": {
        INVESTIGATIONS: "",
        "            hx.investigations,\n": "",
        "(rx.treatments_tried, hx.investigations)": "(rx.treatments_tried,)",
    },
    "questions/retired.py": {RETIRED: BOTHER_RETIRED},
}
"""By file of the rules, what is written in place of what."""


@pytest.fixture
def next_release(tmp_path: Path) -> Path:
    folder = tmp_path / "next"
    for part in ("intake", "clinic_site", "templates"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("*.pyc.*"))
    for file, edits in EDITS.items():
        path = folder / "intake" / "clinical" / "rules" / file
        text = path.read_text(encoding="utf-8")
        for old, new in edits.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return folder


def run(program: Path, what: str, database: Path) -> None:
    # The tests' own helpers come from here, the program from its folder.
    environment = os.environ | {
        "CLINIC_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "clinic_site.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "PYTHONPATH": os.pathsep.join([str(program), str(ROOT)]),
    }
    doing = f"import django; django.setup(); from tests import next_release; next_release.{what}()"
    command = [sys.executable, "-P", "-c", doing]
    done = subprocess.run(command, cwd=program, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]


def test_a_database_of_this_release_opens_in_the_next(
    next_release: Path, tmp_path: Path, django_db_setup: None, migrated: Migrated
) -> None:
    database = tmp_path / "clinic.sqlite3"
    migrated.copy_to(database)
    run(ROOT, "fill", database)
    run(next_release, "open_all", database)
