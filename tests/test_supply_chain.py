"""What the product is made of: a bill of materials of what is locked, and licences that a clinic may use."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.txt").read_text()
LOCKED = dict(re.findall(r"^([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==([^ ;\\]+)", LOCK, re.MULTILINE))
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla Public|OFL|Open Font|Unlicense|Zope|LGPL|Lesser General", re.I
)
"""Families that let a clinic run, and us pass on, the whole. Lesser: psycopg, used as it is."""
SAID_ELSEWHERE = {"pyrage": "MIT: said in its repository, not in its metadata"}
"""Packages whose metadata name no licence."""


def test_v15_1_2_the_bill_of_materials_has_every_locked_package_with_its_hashes(tmp_path: Path) -> None:
    """CycloneDX; .ci/run builds it the same way, and checks it against its schema (ASVS V15.1.2)."""
    file = tmp_path / "sbom.json"
    tool = [sys.executable, "-m", "cyclonedx_py", "requirements", "requirements.txt", "--of", "JSON", "--no-validate"]
    subprocess.run([*tool, "-o", str(file)], cwd=ROOT, check=True, capture_output=True)
    bill = json.loads(file.read_text())
    assert bill["bomFormat"] == "CycloneDX"
    assert {part["name"]: part["version"] for part in bill["components"]} == LOCKED
    assert all(part["externalReferences"][0]["hashes"] for part in bill["components"])


def test_v15_1_2_ci_builds_and_checks_it() -> None:
    """And asks whether faults are known, where it reaches somebody to ask (ASVS V15.1.2)."""
    script = (ROOT / ".ci" / "run").read_text()
    assert re.search(r"cyclonedx-py requirements requirements\.txt .*\\\n.*--validate", script)
    assert "pip-licenses" in script
    assert "pip-audit" in script


def test_every_package_has_a_licence_that_a_clinic_may_use() -> None:
    doubtful = {}
    for name in LOCKED:
        try:
            told = importlib.metadata.metadata(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system
        licences = [line for line in told.get_all("Classifier", []) if line.startswith("License ::")]
        said = " ".join([told.get("License-Expression") or "", (told.get("License") or "")[:200], *licences])
        strict = re.search(r"(?<!L)(?<!Lesser )\b(A?GPL|General Public)", said.replace("Lesser General Public", "LGPL"))
        if name not in SAID_ELSEWHERE and (not ALLOWED.search(said) or strict):
            doubtful[name] = said
    assert doubtful == {}
