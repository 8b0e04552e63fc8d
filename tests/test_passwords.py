"""Which passwords are taken, wherever one is chosen; and what they cost to look at."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.management.commands import createsuperuser as django_command
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from intake import hashers
from intake.management.commands import createsuperuser
from intake.models import ClinicProfile
from tests.factories import PASSWORD, People
from tests.hashing import Counting

REFUSED = [
    *("short", "password1234", "123456789012", "legpainlegpain", "LegPain-2026!!", "clinicclinic1", "qwertyuiop123"),
    *(
        "abcabcabcabc",
        "aaaaaaaaaaaa",
        "987654321098",
        "riverside2026",
        "Riverside-Clinic",
        "lovelace-ada-1",
        "zzzyyyxxxwww",
    ),
    *("abcdefghijklmnop", "leg pain mood intake", "1q1q1q1q1q1q", "x" * 129, f"{'kingfisher ' * 12}"),
]
TAKEN = [
    *("correct horse battery", "a horse that nobody rides", "kingfisherpond", "KINGFISHERPOND", "528491637052"),
    *("the clinic has a blue door", "ĝis revido, amiko", "x7#" * 1 + "gorse-lantern", "kingfisher pond " * 8),
]


def user() -> User:
    return User(username="ada", first_name="Ada", last_name="Lovelace")


@pytest.mark.parametrize("password", REFUSED)
def test_a_password_that_anybody_would_try_is_refused(password: str, db: None) -> None:
    """Common and clinic words, own names, rows of keys, repetitions, too short and too long (ASVS V6.2.4)."""
    ClinicProfile(name="Riverside Pain Clinic").save()
    with pytest.raises(ValidationError):
        validate_password(password, user())


@pytest.mark.parametrize("password", TAKEN)
def test_what_signs_it_is_made_of_is_free(password: str, db: None) -> None:
    """Small letters alone, digits alone, blanks and any script (ASVS V6.2.5)."""
    ClinicProfile(name="Riverside Pain Clinic").save()
    validate_password(password[:128], user())


def test_all_128_characters_count(people: People) -> None:
    """None is cut off."""
    long = ("kingfisher pond and gorse " * 5)[:127]
    people.front_desk.set_password(long + "a")
    assert people.front_desk.check_password(long + "a")
    assert not people.front_desk.check_password(long + "b")


@pytest.mark.parametrize("weak", ["123456789012", "legpainlegpain"])
def test_one_is_refused_where_it_is_changed(weak: str, people: People) -> None:
    """(ASVS V6.2.4)"""
    client = Client()
    client.force_login(people.front_desk)
    sent = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    assert "anybody would try" in client.post("/password/", sent).content.decode()
    people.front_desk.refresh_from_db()
    assert people.front_desk.check_password(PASSWORD)


def test_one_is_refused_in_the_first_account_of_a_site(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where nobody is asked (ASVS V6.2.4, V6.3.2)."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "legpainlegpain")
    with pytest.raises(CommandError, match="anybody would try"):
        call_command("createsuperuser", "--no-input", "--username", "ada", "--email", "ada@clinic.example")
    assert not User.objects.exists()


def test_and_it_is_not_taken_all_the_same(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django offers to: it asks for another one here instead (ASVS V6.2.4)."""
    typed = iter(["123456789012", "123456789012", "kingfisher pond", "kingfisher pond"])
    monkeypatch.setattr(django_command.getpass, "getpass", lambda *prompt: next(typed))
    screen = type("Screen", (StringIO,), {"isatty": lambda self: True})()
    call_command(
        createsuperuser.Command(),
        "--username",
        "ada",
        "--email",
        "a@b.example",
        stdin=screen,
        stderr=StringIO(),
        stdout=StringIO(),
    )
    assert User.objects.get().check_password("kingfisher pond")


def test_a_hash_fits_a_small_server_and_older_ones_are_made_anew(people: People, settings: Any) -> None:
    """What OWASP advises: 19 MiB, two rounds, one lane."""
    settings.PASSWORD_HASHERS = ["intake.hashers.Argon2", "django.contrib.auth.hashers.MD5PasswordHasher"]
    assert "argon2id$v=19$m=19456,t=2,p=1$" in make_password(PASSWORD)
    costly = make_password(PASSWORD, hasher=costly_hasher())
    User.objects.filter(pk=people.front_desk.pk).update(password=costly)
    assert Client().post("/sign-in/", {"username": "front-desk", "password": PASSWORD}).status_code == 302
    people.front_desk.refresh_from_db()
    assert "m=19456,t=2,p=1" in people.front_desk.password


def costly_hasher() -> Any:
    hasher = hashers.Argon2()
    hasher.memory_cost, hasher.parallelism = 40 * 1024, 8
    return hasher


class Held(Counting):
    """Waits until it is let go, and counts how many wait at the same time."""

    algorithm = "held"
    go = threading.Event()
    counted = threading.Lock()
    now = most = 0

    def encode(self, password: str, salt: str) -> str:
        with Held.counted:
            Held.now += 1
            Held.most = max(Held.most, Held.now)
        Held.go.wait(5)
        with Held.counted:
            Held.now -= 1
        return super().encode(password, salt)


class BoundedHeld(hashers.Bounded, Held):
    """As a clinic's hasher is bounded."""


def test_never_more_than_two_passwords_are_looked_at_at_once() -> None:
    """A few more wait, the rest are refused at once, and the server answers others meanwhile (ASVS V2.4.1)."""
    with ThreadPoolExecutor(8) as pool:
        made = [pool.submit(BoundedHeld().encode, "x", "salt") for _ in range(8)]
        refused = list(itertools.islice(as_completed(made), 8 - hashers.AT_ONCE - hashers.WAITING))
        Held.go.set()
    assert {each for each in made if isinstance(each.exception(), hashers.BusyError)} == set(refused)
    assert Held.most == hashers.AT_ONCE


def test_who_waits_for_too_long_is_told_so(people: People, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with the time to wait, the name kept, and no error (ASVS V2.4.1)."""
    settings.PASSWORD_HASHERS = ["tests.test_passwords.BoundedHeld"]
    monkeypatch.setattr(hashers, "WAIT", 0.01)
    monkeypatch.setattr(hashers, "_turns", threading.BoundedSemaphore(1))
    with hashers.a_turn():
        busy = Client().post("/sign-in/", {"username": "front-desk", "password": PASSWORD})
        again = Client().post("/sign-in-again/", {"username": "front-desk", "password": PASSWORD})
    assert [(each.status_code, each.headers["Retry-After"]) for each in (busy, again)] == [(503, "5")] * 2
    assert "The server is busy" in busy.content.decode()
    assert 'value="front-desk"' in busy.content.decode()
    assert "The server is busy" in again.json()["error"]
