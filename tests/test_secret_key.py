"""The secret that signs sessions: no example teaches one, and none that somebody could guess is taken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinic_site import environment, secret_key
from tests.test_settings import PRODUCTION, manage, setting

ROOT = Path(__file__).resolve().parent.parent
GOOD = PRODUCTION["SECRET_KEY"]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("SECRET_KEY", "SECRET_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ('$(python3 -c "import secrets; print(secrets.token_urlsafe(50))")', "looks like a command"),
        ("$(.venv/bin/python manage.py new_secret_key)" + GOOD, "looks like a command"),
        ("`openssl rand -base64 60`" + GOOD, "looks like a command"),
        ("${SECRET}" + GOOD, "looks like a command"),
        (GOOD[:30] + " " + GOOD[30:], "looks like a command"),
        (GOOD[:49], "is too short: it needs 50"),
        ("abcabcabc" * 10, "fewer than 10 different characters"),
        ("django-insecure-" + GOOD, "is that of an example"),
        ("change-me-" + GOOD, "is that of an example"),
    ],
)
def test_one_that_could_be_guessed_is_refused_and_not_repeated(key: str, said: str, given: pytest.MonkeyPatch) -> None:
    given.setenv("SECRET_KEY", key)
    with pytest.raises(ImproperlyConfigured, match=said) as refused:
        secret_key.read(needed=True)
    assert key not in str(refused.value)
    assert "manage.py new_secret_key" in str(refused.value)


def test_what_the_command_prints_is_taken(given: pytest.MonkeyPatch) -> None:
    given.setenv("SECRET_KEY", secret_key.new())
    assert len(secret_key.read(needed=True)) > 60
    assert len({secret_key.new() for _ in range(50)}) == 50
    assert [secret_key.fault(secret_key.new()) for _ in range(50)] == [""] * 50


def test_the_command_needs_nothing_to_be_set_up() -> None:
    done = manage("new_secret_key", CLINIC_MODE="production")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"[\w-]{60,}\n", done.stdout, re.ASCII)
    assert done.stderr == ""


def test_no_text_of_ours_teaches_a_key_by_a_command() -> None:
    """In single quotes a command is no command, but the key itself, which anybody can read here."""
    texts = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.*"), *ROOT.glob("clinic_site/*.py")]
    for file in texts:
        assert not re.search(r"SECRET_KEY=.{0,3}[$`]\(?", file.read_text(encoding="utf-8")), file


def test_those_used_before_are_taken_and_looked_at_as_well() -> None:
    before = [secret_key.new(), secret_key.new()]
    assert setting("SECRET_KEY_FALLBACKS", **PRODUCTION) == "[]"
    assert setting("SECRET_KEY_FALLBACKS", **PRODUCTION, SECRET_KEY_FALLBACKS=", ".join(before)) == str(before)
    refused = manage("check", **PRODUCTION, SECRET_KEY_FALLBACKS=f"{before[0]},abcabcabc")
    assert refused.returncode != 0
    assert "SECRET_KEY_FALLBACKS is too short: it needs 50" in refused.stderr
    assert "abcabc" not in refused.stderr


# Secrets as files -----------------------------------------------------------------------------------------------------


def test_a_secret_can_stand_in_a_file(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(GOOD + "\n")
    given.setenv("SECRET_KEY_FILE", str(file))
    assert secret_key.read(needed=True) == GOOD


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [(None, "", "which cannot be read"), ("\n", "", "which is empty"), (GOOD, GOOD, "are both set")],
)
def test_a_file_that_holds_no_secret_is_refused(
    text: str | None, value: str, said: str, given: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    if text is not None:
        file.write_text(text)
    given.setenv("SECRET_KEY_FILE", str(file))
    given.setenv("SECRET_KEY", value)
    with pytest.raises(ImproperlyConfigured, match=said):
        secret_key.read(needed=True)


def test_every_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgres://clinic:hidden@127.0.0.1:1/clinic\n")
    given = PRODUCTION | {"DATABASE_URL_FILE": str(tmp_path / "url")}
    assert setting("DATABASES['default']['PASSWORD']", **given) == "hidden"
    assert {name for name, variable in environment.VARIABLES.items() if variable.is_secret} >= {
        "SECRET_KEY",
        "DATABASE_URL",
        "EMAIL_HOST_PASSWORD",
    }
