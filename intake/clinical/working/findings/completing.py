"""Findings that are the same for everybody but for a few fields: made once a rule, and completed for each case."""

from __future__ import annotations

from typing import Any, TypeVar

Finding = TypeVar("Finding")


def completed(finding: Finding, **fields: Any) -> Finding:
    """The same finding with these fields: ``dataclasses.replace`` at a tenth of its time.

    For findings alone, which check nothing when they are made and keep nothing that follows from their fields.
    """
    made = object.__new__(type(finding))
    made.__dict__.update(finding.__dict__)
    made.__dict__.update(fields)
    return made
