"""Plain http leads to https, or to an answer that says what is missing; and to nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.test_settings import PRODUCTION, manage, setting

NOT_SET_UP = b"This site is reached over https only, and its https is not set up yet. Its log says what is missing.\n"
TO_HTTPS = "https://testserver/sign-in/"


@pytest.fixture(autouse=True)
def _clinic(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True


def ask(settings: Any, *, behind: bool, **headers: str) -> Any:
    settings.BEHIND_TLS_PROXY = behind
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind else None
    client = Client()
    client.get("/sign-in/", **headers)
    return client.get("/sign-in/", **headers)


@pytest.mark.parametrize(
    ("behind", "headers"),
    [(True, {}), (True, {"HTTP_X_FORWARDED_PROTO": "http"}), (False, {"HTTP_X_FORWARDED_PROTO": "http"})],
)
def test_who_comes_by_plain_http_is_led_to_https(behind: bool, headers: dict[str, str], settings: Any) -> None:
    response = ask(settings, behind=behind, **headers)
    assert (response.status_code, response.headers["Location"]) == (301, TO_HTTPS)


@pytest.mark.parametrize(
    ("behind", "headers", "said"),
    [
        (False, {"HTTP_X_FORWARDED_PROTO": "https"}, "Set BEHIND_TLS_PROXY=true"),
        (False, {}, "nothing here speaks HTTPS"),
        (True, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, "the proxy sends no X-Forwarded-Proto"),
    ],
    ids=["a proxy that is not expected", "no proxy", "a proxy that does not say"],
)
def test_where_https_is_not_set_up_nobody_is_led_in_circles_and_the_log_says_so_once(
    behind: bool, headers: dict[str, str], said: str, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    response = ask(settings, behind=behind, **headers)
    assert (response.status_code, response.content) == (403, NOT_SET_UP)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert [said in record.getMessage() for record in caplog.records if record.name == "clinic_site.https"] == [True]


def test_through_a_proxy_that_says_https_the_page_opens(settings: Any, db: None) -> None:
    assert ask(settings, behind=True, HTTP_X_FORWARDED_PROTO="https").status_code == 200


def test_v3_4_1_every_answer_over_tls_asks_for_tls_for_a_year(settings: Any, db: None) -> None:
    """HSTS for a year or more, for subdomains too (ASVS V3.4.1)."""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    settings.SECURE_PROXY_SSL_HEADER, settings.BEHIND_TLS_PROXY = ("HTTP_X_FORWARDED_PROTO", "https"), True
    for address in ("/sign-in/", "/no/such/page", "/static/intake/site.css", "/admin/login/", "/healthz"):
        response = Client().get(address, HTTP_X_FORWARDED_PROTO="https")
        told = response.headers["Strict-Transport-Security"]
        response.close()
        assert told == "max-age=31536000; includeSubDomains", address


def test_v3_4_1_a_clinic_says_so(tmp_path: Any) -> None:
    """The clinic's own settings (ASVS V3.4.1)."""
    names = "SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_SSL_REDIRECT"
    assert setting(names, DATA_DIR=str(tmp_path), **PRODUCTION) == "31536000 True True"


def test_v13_4_2_check_deploy_has_no_warning_behind_a_proxy(tmp_path: Any) -> None:
    """manage.py check --deploy: 0 warnings (ASVS V13.4.2)."""
    given = PRODUCTION | {"BEHIND_TLS_PROXY": "true", "DATA_DIR": str(tmp_path)}
    done = manage("check", "--deploy", "--fail-level", "WARNING", **given)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
