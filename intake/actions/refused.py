"""Why an action was refused, where the page can only say so."""

from __future__ import annotations


class NotPossibleError(Exception):
    """The record is in no state for it. Nothing was written; the message says why, for whoever asked to read."""
