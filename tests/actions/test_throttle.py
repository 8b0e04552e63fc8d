"""A token is spent before anything is looked at; nobody spends one twice, and nobody is locked out for good."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection

from intake.actions.throttle import LIMITS, account_mark, give_back, spend, spend_guess
from intake.models import TokenBucket

NOW = datetime.datetime(2026, 11, 26, 9, tzinfo=datetime.UTC)
AT_ONCE = LIMITS["account"].at_once


def test_of_forty_at_the_same_moment_no_more_go_on_than_there_are_tokens(transactional_db: None) -> None:
    """The burst that a counter after the fact lets through (ASVS V6.3.1)."""

    def one(number: int) -> int:
        try:
            return spend(kind="account", key="carol")
        finally:
            connection.close()

    with ThreadPoolExecutor(40) as pool:
        waits = list(pool.map(one, range(40)))
    assert waits.count(0) == AT_ONCE
    assert all(0 < wait <= LIMITS["account"].every for wait in waits if wait)


def test_another_token_is_there_after_a_while_and_tries_in_vain_put_nothing_off(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(AT_ONCE):
            assert spend(kind="account", key="carol") == 0
        assert [spend(kind="account", key="carol") for _ in range(50)] == [60] * 50
        clock.shift(59)
        assert spend(kind="account", key="carol") == 1
        clock.shift(1)
        assert spend(kind="account", key="carol") == 0
        clock.shift(365 * 24 * 60 * 60)
        assert [spend(kind="account", key="carol") for _ in range(AT_ONCE + 1)] == [0] * AT_ONCE + [60]


def test_a_clinic_behind_one_address_signs_in_without_end(db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        for number in range(3 * LIMITS["address"].at_once):
            assert spend_guess(username=f"user-{number}", address="192.0.2.7") == 0
            give_back(username=f"user-{number}", address="192.0.2.7")


def test_an_address_that_tries_one_password_on_every_name_waits(db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        waits = [spend_guess(username=f"user-{number}", address="192.0.2.7") for number in range(150)]
        assert waits.count(0) == LIMITS["address"].at_once
        assert spend_guess(username="carol", address="192.0.2.8") == 0


def test_whoever_is_right_has_all_tries_again(db: None) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(AT_ONCE - 1):
            spend_guess(username="carol", address="192.0.2.7")
        give_back(username="Carol", address="192.0.2.7")
        assert [spend(kind="account", key="carol") for _ in range(AT_ONCE)] == [0] * AT_ONCE


def test_nothing_readable_is_stored_and_old_rows_go(db: None) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        spend_guess(username="carol", address="192.0.2.7")
        kept = str(list(TokenBucket.objects.values()))
        assert "carol" not in kept
        assert "192.0.2.7" not in kept
        clock.shift(3600)
        give_back(username="dave", address="192.0.2.8")
        assert not TokenBucket.objects.exists()


@pytest.mark.parametrize("typed", ["carol", "CAROL", " Carol "])
def test_capitals_and_spaces_make_no_other_account(typed: str) -> None:
    assert account_mark(typed) == account_mark("carol")
    assert len(account_mark(typed)) == 16
