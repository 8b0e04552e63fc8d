"""Settings are strict: what a clinic must decide is never guessed."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from clinic_site.databases import journal_mode

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "CLINIC_MODE": "production",
    "SECRET_KEY": "".join(f"{number:x}" for number in range(100, 140)),
    "ALLOWED_HOSTS": "intake.clinic.example",
}
SETTINGS = {
    *("CLINIC_MODE", "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "DATA_DIR", "DEBUG", "BEHIND_TLS_PROXY"),
    *("EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "DEFAULT_FROM_EMAIL"),
    *("DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE", "REPORT_FONTS", "CLINIC_TIME_ZONE", "PUBLIC_ADDRESS"),
    *("SECRET_KEY_FILE", "DATABASE_URL_FILE", "EMAIL_HOST_PASSWORD_FILE", "DATABASE_ACCOUNT_REQUIRED"),
    *("WEB_ADDRESS", "WEB_WORKERS", "WEB_THREADS", "CSRF_TRUSTED_ORIGINS"),
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py as a person starts it, with these settings and no others."""
    inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(name: str, **environment: str) -> str:
    code = f"from django.conf import settings; print(settings.{name})"
    done = manage("shell", "--no-imports", "--command", code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_clinic_that_lacks_a_setting_does_not_start(missing: str, tmp_path: Path) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("check", DATA_DIR=str(tmp_path), **given)
    assert done.returncode == 1
    assert f"{missing} is not set" in done.stderr
    assert (
        "Make one with: python manage.py new_secret_key" if missing == "SECRET_KEY" else "For example:"
    ) in done.stderr


def test_saying_nothing_means_production() -> None:
    assert "SECRET_KEY is not set" in manage("check").stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DEBUG", "true", "DEBUG is true in production"),
        ("DEBUG", "1", "DEBUG is '1'. It can be: false, true."),
        ("CLINIC_MODE", "prod", "CLINIC_MODE is 'prod'. It can be: production, demo, test, tool."),
        ("BEHIND_TLS_PROXY", "yes", "BEHIND_TLS_PROXY is 'yes'"),
        ("EMAIL_PORT", "many", "EMAIL_PORT is 'many'. It is a whole number from 1 to 65535."),
        ("EMAIL_PORT", "0", "EMAIL_PORT is '0'."),
        ("EMAIL_PORT", "9" * 400, "It is a whole number from 1 to 65535."),
        ("EMAIL_HOST_USER", "clinic", "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD belong together."),
        ("EMAIL_HOST_PASSWORD", "secret", "EMAIL_HOST_USER and EMAIL_HOST_PASSWORD belong together."),
        ("EMAIL_HOST", "mail.clinic.example", "DEFAULT_FROM_EMAIL is not set"),
        ("CLINIC_TIME_ZONE", "London", "CLINIC_TIME_ZONE is 'London', which is no time zone such as Europe/London"),
        ("DATA_DIR", "/no/such/folder", "there is no such folder"),
        ("PUBLIC_ADDRESS", "intake.clinic.example", "It is an address such as https://intake.clinic.example."),
        ("PUBLIC_ADDRESS", "https://intake.clinic.example/h/", "PUBLIC_ADDRESS is 'https://intake.clinic.example/h/'."),
        ("PUBLIC_ADDRESS", "https://[", "PUBLIC_ADDRESS is 'https://['."),
    ],
)
def test_a_wrong_setting_is_refused(name: str, value: str, said: str, tmp_path: Path) -> None:
    done = manage("check", **({"DATA_DIR": str(tmp_path)} | PRODUCTION | {name: value}))
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_public_address_is_kept_without_its_last_stroke() -> None:
    assert setting("PUBLIC_ADDRESS", CLINIC_MODE="tool") == ""
    given = {"CLINIC_MODE": "tool", "PUBLIC_ADDRESS": "https://intake.clinic.example:8443/"}
    assert setting("PUBLIC_ADDRESS", **given) == "https://intake.clinic.example:8443"


MAIL = {"EMAIL_HOST": "mail.clinic.example", "DEFAULT_FROM_EMAIL": "intake@clinic.example"}


def test_a_mail_server_needs_a_sender_who_has_an_address(tmp_path: Path) -> None:
    done = manage("check", DATA_DIR=str(tmp_path), **(PRODUCTION | MAIL | {"DEFAULT_FROM_EMAIL": "the clinic"}))
    assert done.returncode == 1
    assert "DEFAULT_FROM_EMAIL is 'the clinic', which is no e-mail address" in done.stderr


@pytest.mark.parametrize(("mode", "backend"), [("production", "smtp"), ("demo", "console")])
def test_only_a_clinic_sends_mail(mode: str, backend: str, tmp_path: Path) -> None:
    given = PRODUCTION | MAIL | {"CLINIC_MODE": mode, "DATA_DIR": str(tmp_path)}
    said = setting("EMAIL_BACKEND, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT", **given)
    assert said == f"django.core.mail.backends.{backend}.EmailBackend 25 20"


def test_v13_4_2_the_deployment_check_has_no_complaint(tmp_path: Path) -> None:
    done = manage("check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path), **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_v3_3_1_a_clinics_cookies_are_bound_to_its_host(tmp_path: Path) -> None:
    clinic = PRODUCTION | {"DATA_DIR": str(tmp_path)}
    assert setting("SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE", **clinic) == "__Host-session True"
    assert setting("CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE", **clinic) == "__Host-csrf True"


def test_the_demo_makes_its_own_secret_and_keeps_it(tmp_path: Path) -> None:
    demo = {"CLINIC_MODE": "demo", "DATA_DIR": str(tmp_path)}
    secret = setting("SECRET_KEY", **demo)
    assert len(secret) > 50
    assert setting("SECRET_KEY", **demo) == secret
    assert stat.S_IMODE((tmp_path / "demo-secret-key").stat().st_mode) == 0o600


def test_the_demo_never_uses_a_clinics_database(tmp_path: Path) -> None:
    url = "postgres://clinic@127.0.0.1/clinic"
    name = setting("DATABASES['default']['NAME']", CLINIC_MODE="demo", DATA_DIR=str(tmp_path), DATABASE_URL=url)
    assert name == str(tmp_path / "demo.sqlite3")


def test_what_a_clinic_was_told_is_saved_outlasts_a_power_cut(tmp_path: Path) -> None:
    """The tests' own database does not wait for the disk."""
    command = setting("DATABASES['default']['OPTIONS']['init_command']", DATA_DIR=str(tmp_path), **PRODUCTION)
    assert "PRAGMA synchronous=FULL" in command


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 0), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 52, 0), "WAL"),
    ],
)
def test_wal_only_where_the_library_is_mended(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode
