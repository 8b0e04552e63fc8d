"""Nobody tries a password, or asks for a PDF, without end. And nobody is locked out for good."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac

from intake.models import TokenBucket


@dataclass(frozen=True)
class Limit:
    at_once: int
    """Tokens of a full bucket."""
    every: float
    """Seconds until one more is there."""


LIMITS = {
    # Ten wrong passwords in a row are a person who looks for the right one. After that one a minute, 1,450 a day: at
    # that pace no password of twelve characters is found, and whoever forgot theirs waits a minute, never longer.
    "account": Limit(10, 60),
    # As many for whoever is signed in and is asked once more. A bucket of their own: a stranger who tries their name at
    # the sign-in page, which is open to all, must not keep them from signing, unlocking or taking a screen back.
    "own": Limit(10, 60),
    # Everybody in a clinic may come from one address, and signing in gives the token back: a hundred wrong ones at once
    # and twenty a minute are far above fifty people who mistype, and far below what trying many names takes.
    "address": Limit(100, 3),
    # Codes of a second factor, for whoever has the password already: of a million codes three are right at a time, so
    # that 720 tries a day, each of them logged, need about a year.
    "code": Limit(5, 120),
    # What costs the server time, for each user: more than anybody can read or type.
    "pdf": Limit(30, 2),
    "export": Limit(60, 2),
    "search": Limit(60, 1),
    # Not a limit for anybody: how often the audit trail says of one account that it was throttled.
    "note": Limit(1, 60),
}
_SPEND = """
    INSERT INTO intake_tokenbucket (key, full_at) VALUES (%(key)s, %(now)s + %(every)s)
    ON CONFLICT (key) DO UPDATE SET full_at = %(every)s
        + CASE WHEN intake_tokenbucket.full_at > %(now)s THEN intake_tokenbucket.full_at ELSE %(now)s END
    WHERE intake_tokenbucket.full_at <= %(now)s + %(room)s
"""
"""One statement, so that of many at the same moment no two spend the same token, on either database."""


def spend(*, kind: str, key: str) -> int:
    """Take a token, before whatever it is for is done. Returns the seconds to wait; 0 where it may go on."""
    limit, bucket, now = LIMITS[kind], _key(kind, key), time.time()
    room = (limit.at_once - 1) * limit.every
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, {"key": bucket, "now": now, "every": limit.every, "room": room})
        if cursor.rowcount:
            return 0
    full_at = TokenBucket.objects.filter(key=bucket).values_list("full_at", flat=True).first() or now
    return max(1, math.ceil(full_at - room - time.time()))


def spend_guess(*, username: str, address: str, signed_in: int | None = None) -> int:
    """For a password that is about to be looked at: one of the account's tokens, and one of the address's.

    ``signed_in`` is the id of the account, where it is the one that is signed in.

    Not in one transaction, here and below: whoever holds one row while they wait for another could wait for ever.
    """
    return max(spend(**_account(username, signed_in)), spend(kind="address", key=address))


def give_back(*, username: str, address: str, signed_in: int | None = None) -> None:
    """It was right: the account has all of its tokens again, and the address the one that was spent."""
    refill(**_account(username, signed_in))
    give_back_address(address)
    sweep()


def give_back_address(address: str) -> None:
    spent = TokenBucket.objects.filter(key=_key("address", address))
    spent.update(full_at=F("full_at") - LIMITS["address"].every)


def refill(*, kind: str, key: str) -> None:
    """All tokens are there again."""
    TokenBucket.objects.filter(key=_key(kind, key)).delete()


def sweep() -> None:
    """Rows that are full again say no more than none."""
    TokenBucket.objects.filter(full_at__lt=time.time()).delete()


def account_mark(username: str) -> str:
    """Stands for a name in logs and the audit trail: people type their password where the name belongs."""
    return _key("account", _name(username))[:16]


def _account(username: str, signed_in: int | None) -> dict[str, str]:
    if signed_in is None:
        return {"kind": "account", "key": _name(username)}
    return {"kind": "own", "key": str(signed_in)}


def _name(username: str) -> str:
    return username.strip().casefold()


def _key(kind: str, key: str) -> str:
    return salted_hmac("intake.throttle", f"{kind}/{key}", algorithm="sha256").hexdigest()
