"""Why nothing was written, where the page can do more than say so."""

from __future__ import annotations

from collections.abc import Mapping

from intake.actions.refused import NotPossibleError
from intake.models import Referral


class StaleReferralError(Exception):
    """Letter or state were changed since the page was shown. ``referral`` is as it is now, with ``changed_by``."""

    def __init__(self, referral: Referral) -> None:
        self.referral = referral
        super().__init__(f"referral {referral.pk} has moved on to revision {referral.revision}")


class OpenReferralError(NotPossibleError):
    """The person has an open one to this service already: ``referral``, which can be followed up."""

    def __init__(self, referral: Referral) -> None:
        self.referral = referral
        super().__init__("The person has an open referral to this service already. It can be followed up.")


class NotCompleteError(NotPossibleError):
    """Something is missing or cannot be right. ``errors`` says what, by the field it is about."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(self.errors.values()))
