"""Programs that check a PDF, none of them ours. Each gives its faults, none where all is well.

- ``page``: all rules of PDF/A-2a and of PDF/UA-1 that a machine can test.
- ``pikepdf``: PDF/A-2b; what it does not know is a fault.
- ``outloud``, ``pdfua``: PDF/UA-1, and whether what is read aloud makes sense.
- ``qpdf``, ``pdfinfo``, ``pdftotext``: programs of the system (Debian: qpdf, poppler-utils). Where one is missing,
  the test is skipped, or fails with REQUIRE_PDF_TOOLS=1, as CI says.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import outloud
import page
import pdfua
import pytest
from pikepdf import pdfa

PROFILES = ("2a", "ua1")

NOT_KNOWN_TO_PIKEPDF = ("pdfaid:conformance is 'A'", "pdfaExtension", "pdfaSchema", "pdfaProperty", "pdfuaid")
"""It knows level B only, and no extension of XMP, not even the one for PDF/UA's own mark; ``page`` checks both."""

NOT_A_FAULT = {"LNK-010"}
"""outloud asks for a link over each address. Our PDFs have no links: a printed address is for the reader to judge."""


def all_faults(pdf: bytes) -> list[str]:
    """Of the checkers that come with the development dependencies."""
    return [*page_faults(pdf), *pikepdf_faults(pdf), *outloud_faults(pdf), *pdfua_faults(pdf)]


def page_faults(pdf: bytes) -> Iterator[str]:
    for profile in PROFILES:
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures:
            where = f" (object {failure.object_id.object_number})" if failure.object_id else ""
            yield f"page {failure.rule_id}: {failure.message}{where}"


def pikepdf_faults(pdf: bytes) -> Iterator[str]:
    for finding in pdfa.validate_written(io.BytesIO(pdf), "2b").findings:
        if not any(words in finding.message for words in NOT_KNOWN_TO_PIKEPDF):
            yield f"pikepdf {finding}"


def outloud_faults(pdf: bytes) -> Iterator[str]:
    """Warnings are faults, and so is a rule that could not be tried."""
    with as_file(pdf) as file:
        result = outloud.check(str(file))
    if result.error:
        yield f"outloud: {result.error}"
    for run in result.runs:
        if run.status == "crashed":
            yield f"outloud {run.rule}: {run.reason}"
    for found in result.sorted_findings():
        if found.rule not in NOT_A_FAULT:
            yield f"outloud {found.severity} {found.rule}, page {found.page}: {found.message} [{found.evidence}]"


def pdfua_faults(pdf: bytes) -> Iterator[str]:
    with as_file(pdf) as file:
        report = pdfua.validate(str(file))
    for finding in report.findings:
        yield f"pdfua {finding.rule_id}, {finding.location.describe()}: {finding.message}"
    for skipped in report.skipped:
        yield f"pdfua {skipped.rule_id} not tried: {skipped.skipped_reason}"


def qpdf_faults(pdf: bytes) -> list[str]:
    with as_file(pdf) as file:
        done = run("qpdf", "--check", file)
    return [] if done.returncode == 0 else [f"qpdf: {done.stdout}{done.stderr}"]


def structure_as_text(pdf: bytes) -> str:
    """What is read aloud, in its order, with the kind of each piece. Pictures say nothing here."""
    with as_file(pdf) as file:
        return succeeded(run("pdfinfo", "-struct-text", file))


def plain_text(pdf: bytes) -> str:
    """What is printed, in the order in which it is drawn."""
    with as_file(pdf) as file:
        return succeeded(run("pdftotext", "-raw", "-enc", "UTF-8", file, "-"))


def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    found = shutil.which(program)
    if not found:
        if os.environ.get("REQUIRE_PDF_TOOLS") == "1":
            pytest.fail(f"REQUIRE_PDF_TOOLS=1, but {program} is not installed.", pytrace=False)
        pytest.skip(f"{program} is not installed")
    return subprocess.run([found, *arguments], check=False, capture_output=True, encoding="utf-8", errors="replace")


def succeeded(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    assert not done.stderr, done.stderr
    return done.stdout


@contextmanager
def as_file(pdf: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.pdf"
        file.write_bytes(pdf)
        yield file
