"""Storing the texts of a release, once: a part of the actions that store a result, in their transaction."""

from __future__ import annotations

from intake.fingerprint import rule_set_fingerprint
from intake.models import ReleaseTexts
from intake.stored.release_texts import made_texts


def keep_texts() -> str:
    """The key of those of the rules that run here; stored where no result of these rules is stored yet.

    Two processes may come here at once. On PostgreSQL the second waits for the first, and finds its row there; SQLite
    lets one transaction write at a time.
    """
    fingerprint = rule_set_fingerprint()
    of_these_rules = ReleaseTexts.objects.filter(fingerprint=fingerprint).order_by("key")
    kept: str | None = of_these_rules.values_list("key", flat=True).first()
    if kept is not None:
        return kept
    made = made_texts(fingerprint)
    ReleaseTexts.objects.bulk_create(
        [ReleaseTexts(key=made.key, fingerprint=made.fingerprint, texts=made.texts)], ignore_conflicts=True
    )
    return made.key
