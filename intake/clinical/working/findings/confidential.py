"""Leaving out of a list what is confidential."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar


class MayBeConfidential(Protocol):
    @property
    def confidential(self) -> bool: ...


Found = TypeVar("Found", bound=MayBeConfidential)


class ConfidentialError(Exception):
    """The whole was asked of an assessment that holds only what may be shared."""


def not_confidential(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(each for each in found if not each.confidential)
