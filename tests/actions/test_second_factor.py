"""What works once works once, in however many processes it is sent at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection

from intake.actions.factors import LAST_ONE, remove_passkey
from intake.actions.refused import NotPossibleError
from intake.actions.second_factor import TooManyTriesError, check_code
from intake.models import AuditEvent, Authenticator, RecoveryCode
from intake.sealing import UnreadableError, seal, unseal
from tests.factories import People
from tests.second_factor import asked, code_of, recovery_codes, set_up

AT_ONCE = 8


def all_at_once(act: Callable[[], bool]) -> int:
    """How many of them went through."""
    start, done = threading.Barrier(AT_ONCE), []

    def run() -> None:
        try:
            start.wait()
            done.append(act())
        except TooManyTriesError:
            done.append(False)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == AT_ONCE
    return done.count(True)


@pytest.mark.parametrize("kind", ["authenticator", "recovery code"])
def test_v6_5_1_of_many_at_once_one_goes_through(kind: str, transactional_db: None, people: People) -> None:
    """The same code in eight connections to the database at once (ASVS V6.5.1)."""
    user: User = people.front_desk
    key, codes = set_up(user), recovery_codes(user)
    code = code_of(key) if kind == "authenticator" else codes[0]
    assert all_at_once(lambda: check_code(user=user, code=code)) == 1
    used = AuditEvent.objects.filter(record_type="user", action=f"use {kind}")
    assert used.count() == 1
    assert RecoveryCode.objects.filter(used_at=None).count() == (9 if kind == "recovery code" else 10)


def test_v6_5_2_recovery_codes_are_stored_as_hashes_with_salts(people: People) -> None:
    """(ASVS V6.5.2)"""
    recovery_codes(people.front_desk)
    hashes = set(RecoveryCode.objects.values_list("hashed", flat=True))
    salts = {hashed.split("$")[1] for hashed in hashes}
    assert (len(hashes), len(salts)) == (10, 10)


def test_a_new_set_of_codes_ends_the_old(people: People) -> None:
    old, new = recovery_codes(people.front_desk), recovery_codes(people.front_desk)
    assert not check_code(user=people.front_desk, code=old[0])
    assert check_code(user=people.front_desk, code=new[0])


def test_a_new_authenticator_ends_the_old(people: People) -> None:
    old, new = set_up(people.front_desk), set_up(people.front_desk, is_first=False)
    assert not check_code(user=people.front_desk, code=code_of(old))
    assert check_code(user=people.front_desk, code=code_of(new))


def test_the_last_factor_stays(people: People) -> None:
    asked(people.front_desk)
    passkey = people.front_desk.webauthncredential_set.get()  # type: ignore[attr-defined]
    with pytest.raises(NotPossibleError, match=LAST_ONE):
        remove_passkey(user=people.front_desk, passkey=passkey)
    set_up(people.front_desk, is_first=False)
    remove_passkey(user=people.front_desk, passkey=passkey)
    assert Authenticator.objects.exists()


@pytest.mark.parametrize("spoilt", ["", "x", "gAAAAA"])
def test_what_nobody_sealed_here_is_not_read(spoilt: str) -> None:
    assert unseal(seal(b"secret")) == b"secret"
    with pytest.raises(UnreadableError):
        unseal(spoilt)
