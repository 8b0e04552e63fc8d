"""The texts of a release, which stored results refer to: how they are made, and how a document is packed with them.

The texts are a dictionary of Zstandard (RFC 8878): wherever a document says what stands in it, the packed document only
says where. What stands nowhere in it, a person's own words say, stands in the packed document itself. Without its very
texts, or with a byte of either altered, a document is not read at all.
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from hashlib import sha256

from intake.clinical.assessment import assess_case
from intake.clinical.language.answers import Answers
from intake.clinical.rules import rule_set
from intake.clinical.rules.questions import QUESTIONS
from intake.clinical.rules.sources import SOURCES
from intake.clinical.telling.explanation import explain
from intake.clinical.working.case import Case
from intake.models import ReleaseTexts
from intake.stored.as_json import as_json

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_WRITTEN: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.checksum_flag: 1,
}
"""Level 3: a fifth larger than level 6, in a quarter of its time."""


class UnreadableError(Exception):
    """A stored result cannot be read, since the texts that it refers to are lost or something is damaged."""


@cache
def made_texts(fingerprint: str) -> ReleaseTexts:
    """Of the rules that run here, not stored: a tenth of a second, and only where no row has them yet.

    Args:
        fingerprint: that of these rules.
    """
    nobody = Case(Answers({}))
    found = assess_case(nobody).whole()
    steps = [(step.text, step.when.sentence, step.why) for step in rule_set.STEPS]
    reasons = {id_: explain(when, nobody) for id_, when in rule_set.conditions() if id_ not in QUESTIONS}
    sources = [(source.id, source.mark, source.status, source.text) for source in SOURCES.values()]
    # What comes last is found fastest.
    texts = b"".join(map(as_json, (reasons, steps, sources, found)))
    return ReleaseTexts(key=_key(fingerprint, texts), fingerprint=fingerprint, texts=zstd.compress(texts, 9))


def packed(document: bytes, key: str) -> bytes:
    """The document, referring to the texts of this key."""
    packing = zstd.ZstdCompressor(options=_WRITTEN, zstd_dict=_dictionary(key).as_digested_dict)
    return packing.compress(document, packing.FLUSH_FRAME)


def unpacked(stored: bytes | memoryview | None, key: str | None) -> bytes:
    """The document, to the last byte.

    Raises:
        UnreadableError: texts or document are missing or damaged.
    """
    if stored is None or key is None:
        raise UnreadableError("no packed document, or none of its texts")
    try:
        return zstd.decompress(bytes(stored), zstd_dict=_dictionary(key))
    except zstd.ZstdError as error:
        raise UnreadableError(f"a document is damaged that refers to the texts {key}") from error


@lru_cache(maxsize=8)  # half a megabyte each
def _dictionary(key: str) -> zstd.ZstdDict:
    """One query a process: the key says all of what it holds."""
    row = ReleaseTexts.objects.filter(pk=key).first()
    if row is None:
        raise UnreadableError(f"the texts {key} are not stored")
    try:
        texts = zstd.decompress(bytes(row.texts))
    except zstd.ZstdError as error:
        raise UnreadableError(f"the texts {key} are damaged") from error
    if _key(row.fingerprint, texts) != key:
        raise UnreadableError(f"the texts {key} are not those that were stored")
    return zstd.ZstdDict(texts, is_raw=True)


def _key(fingerprint: str, texts: bytes) -> str:
    return sha256(fingerprint.encode() + b"\n" + texts).hexdigest()
