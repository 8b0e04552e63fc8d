"""Settings are strict: what a clinic must decide is never guessed."""

import os
import runpy
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured

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
    *("OIDC_OP_ISSUER", "OIDC_OP_AUTHORIZATION_ENDPOINT", "OIDC_OP_TOKEN_ENDPOINT", "OIDC_OP_USER_ENDPOINT"),
    *("OIDC_OP_JWKS_ENDPOINT", "OIDC_RP_CLIENT_ID", "OIDC_RP_CLIENT_SECRET", "OIDC_RP_SCOPES", "OIDC_ROLES"),
    *("OIDC_GROUPS_CLAIM", "OIDC_FACTOR_CLAIMS", "OIDC_LINK_BY_EMAIL"),
    *("IDLE_MINUTES", "HAND_OVER_IDLE_MINUTES", "FRESH_MINUTES"),
    *("SECRET_KEY_FILE", "DATABASE_URL_FILE", "EMAIL_HOST_PASSWORD_FILE", "DATABASE_ACCOUNT_REQUIRED"),
    *("WEB_ADDRESS", "WEB_WORKERS", "WEB_THREADS", "CSRF_TRUSTED_ORIGINS"),
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py as a person starts it, with these settings and no others."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=only(environment),
        capture_output=True,
        text=True,
        check=False,
    )


def only(settings: dict[str, str]) -> dict[str, str]:
    """The environment with these settings and no others."""
    return {name: value for name, value in os.environ.items() if name not in SETTINGS} | settings


def setting(name: str, **environment: str) -> str:
    """As the file of settings has it, read anew: a program started for each of them would take a second."""
    with mock.patch.dict(os.environ, only(environment), clear=True):
        settings = SimpleNamespace(**runpy.run_path(str(ROOT / "clinic_site" / "settings.py")))
    values = eval(f"(settings.{name},)", {"settings": settings})  # noqa: S307 (an expression of the test's own)
    return " ".join(map(str, values))


def refusal(**environment: str) -> str:
    """What the file of settings says against these. ``manage.py`` prints it, which the first of these tests holds."""
    with pytest.raises(ImproperlyConfigured) as refused:
        setting("SECRET_KEY", **environment)
    return str(refused.value)


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
        ("IDLE_MINUTES", "61", "IDLE_MINUTES is '61'. It is a whole number from 1 to 60."),
        ("HAND_OVER_IDLE_MINUTES", "0", "HAND_OVER_IDLE_MINUTES is '0'. It is a whole number from 1 to 240."),
        ("FRESH_MINUTES", "never", "FRESH_MINUTES is 'never'. It is a whole number from 1 to 60."),
        ("CLINIC_TIME_ZONE", "London", "CLINIC_TIME_ZONE is 'London', which is no time zone such as Europe/London"),
        ("DATA_DIR", "/no/such/folder", "there is no such folder"),
        ("PUBLIC_ADDRESS", "intake.clinic.example", "It is an address such as https://intake.clinic.example."),
        ("PUBLIC_ADDRESS", "https://intake.clinic.example/h/", "PUBLIC_ADDRESS is 'https://intake.clinic.example/h/'."),
        ("PUBLIC_ADDRESS", "https://[", "PUBLIC_ADDRESS is 'https://['."),
    ],
)
def test_a_wrong_setting_is_refused(name: str, value: str, said: str, tmp_path: Path) -> None:
    assert said in refusal(**({"DATA_DIR": str(tmp_path)} | PRODUCTION | {name: value}))


def test_the_public_address_is_kept_without_its_last_stroke() -> None:
    assert setting("PUBLIC_ADDRESS", CLINIC_MODE="tool") == ""
    given = {"CLINIC_MODE": "tool", "PUBLIC_ADDRESS": "https://intake.clinic.example:8443/"}
    assert setting("PUBLIC_ADDRESS", **given) == "https://intake.clinic.example:8443"


@pytest.mark.parametrize(("mode", "asked"), [("production", "True"), ("demo", "False"), ("tool", "False")])
def test_v6_3_3_a_clinic_asks_for_a_second_factor(mode: str, asked: str, tmp_path: Path) -> None:
    """And nothing in the environment turns it off (ASVS V6.3.3)."""
    given = PRODUCTION | {"CLINIC_MODE": mode, "DATA_DIR": str(tmp_path), "SECOND_FACTOR": "false"}
    assert setting("SECOND_FACTOR", **given) == asked


SIGN_ON = {
    "OIDC_OP_ISSUER": "https://idp.example",
    "OIDC_OP_AUTHORIZATION_ENDPOINT": "https://idp.example/authorize",
    "OIDC_OP_TOKEN_ENDPOINT": "https://idp.example/token",
    "OIDC_OP_USER_ENDPOINT": "https://idp.example/userinfo",
    "OIDC_OP_JWKS_ENDPOINT": "https://idp.example/jwks",
    "OIDC_RP_CLIENT_ID": "the-clinic",
    "OIDC_RP_CLIENT_SECRET": "a secret",
    "OIDC_ROLES": "cn=doctors=Clinician, desk = Front desk",
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"OIDC_ROLES": "desk=Front desk"}, "OIDC_OP_ISSUER is not set, but others for single sign-on are."),
        (SIGN_ON | {"OIDC_RP_CLIENT_SECRET": " "}, "OIDC_RP_CLIENT_SECRET is not set, but others"),
        (
            SIGN_ON | {"OIDC_OP_TOKEN_ENDPOINT": "http://idp.example/token"},
            "It is an address that begins with https://.",
        ),
        (SIGN_ON | {"OIDC_ROLES": "doctors=Doctor"}, "OIDC_ROLES names the role 'Doctor'. The roles are: Front desk, "),
        (SIGN_ON | {"OIDC_ROLES": "doctors"}, "OIDC_ROLES is 'doctors'. It is a list such as"),
        (SIGN_ON | {"OIDC_FACTOR_CLAIMS": "=mfa"}, "OIDC_FACTOR_CLAIMS is '=mfa'."),
        (SIGN_ON | {"OIDC_LINK_BY_EMAIL": "yes"}, "OIDC_LINK_BY_EMAIL is 'yes'. It can be: false, true."),
    ],
)
def test_single_sign_on_is_set_up_whole_or_not_at_all(given: dict[str, str], said: str) -> None:
    done = manage("check", CLINIC_MODE="tool", **given)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_groups_of_the_provider_are_mapped_to_roles() -> None:
    said = setting("SINGLE_SIGN_ON, settings.OIDC_ROLES, settings.OIDC_USE_PKCE", CLINIC_MODE="tool", **SIGN_ON)
    assert said == "True [('cn=doctors', 'Clinician'), ('desk', 'Front desk')] True"
    assert setting("SINGLE_SIGN_ON", CLINIC_MODE="tool") == "False"


MAIL = {"EMAIL_HOST": "mail.clinic.example", "DEFAULT_FROM_EMAIL": "intake@clinic.example"}


def test_a_mail_server_needs_a_sender_who_has_an_address(tmp_path: Path) -> None:
    said = refusal(DATA_DIR=str(tmp_path), **(PRODUCTION | MAIL | {"DEFAULT_FROM_EMAIL": "the clinic"}))
    assert "DEFAULT_FROM_EMAIL is 'the clinic', which is no e-mail address" in said


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
    """By their names, which a browser takes over HTTPS and from this host only (ASVS V3.3.1)."""
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
