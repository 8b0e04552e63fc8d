"""Every setting of the site, once.

CLINIC_MODE says what this process is:

    production  the clinic itself (what you get when you say nothing); every secret must be given
    demo        invented patients on this machine only; makes its own secret
    test        the test suite
    tool        a command that needs neither a secret nor the clinic's database
"""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

from bootstrap_wrapper import get_bootstrap_dir
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from clinic_site import databases, environment

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = environment.one_of("CLINIC_MODE", ("production", "demo", "test", "tool"))
PRODUCTION = MODE == "production"

DEBUG = environment.flag("DEBUG")
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("DEBUG is true in production: its error pages show patients' answers. Unset DEBUG.")


# What differs by mode: the secret, the hosts, the database

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES: dict[str, dict[str, Any]]

match MODE:
    case "production":
        SECRET_KEY = environment.required(
            "SECRET_KEY",
            what_for="the secret that signs sessions: 50 or more random characters, the same at every start",
            example='$(python3 -c "import secrets; print(secrets.token_urlsafe(50))")',
        )
        ALLOWED_HOSTS = environment.listed(
            environment.required(
                "ALLOWED_HOSTS",
                what_for="the host names people reach this clinic's site by, with commas between",
                example="intake.clinic.example",
            )
        )
        database_url = environment.optional("DATABASE_URL")
        DATABASES = {
            "default": databases.from_url(database_url)
            if database_url
            else databases.sqlite(str(environment.data_folder("DATA_DIR", BASE_DIR / "var") / "clinic.sqlite3"))
        }
    case "demo":
        # The demo never looks at DATABASE_URL: invented patients must not land in a clinic's database.
        demo_folder = environment.data_folder("DATA_DIR", BASE_DIR / "var")
        SECRET_KEY = environment.kept_secret(demo_folder / "demo-secret-key")
        DATABASES = {"default": databases.sqlite(str(demo_folder / "demo.sqlite3"))}
    case "test":
        SECRET_KEY = "only-for-tests"  # noqa: S105 (protects nothing)
        # A file, not memory, so that threads meet each other's locks as they do in a clinic; one per process.
        test_file = Path(tempfile.gettempdir()) / f"clinic-test-{os.getpid()}.sqlite3"
        test_url = environment.optional("DATABASE_URL")
        DATABASES = {
            "default": databases.from_url(test_url)
            if test_url
            else databases.sqlite(":memory:", synchronous="OFF") | {"TEST": {"NAME": str(test_file)}}
        }
    case _:
        SECRET_KEY = secrets.token_urlsafe(50)
        DATABASES = {"default": databases.sqlite(":memory:")}


# The application

INSTALLED_APPS = [
    "intake",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    # Before all that could write an audit event.
    "intake.middleware.request_address.RequestAddress",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # Static files are answered here, so they get the headers above and may be cached, unlike everything below.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Section pages are long and repeat themselves: a tenth of the bytes. Against guessing from sizes, tokens are masked
    # and the length is padded anew in every response.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clinic_site.middleware.NoStore",
    # While a person answers alone at our screen, nothing but their pages opens.
    "intake.middleware.HandedOver",
    # Until somebody has chosen a password that nobody else has seen, nothing but the page for it opens.
    "intake.middleware.OneTimePassword",
    # A page comes back from whoever opened it.
    "intake.middleware.OpenedBy",
    # A view is for signed-in people unless it says otherwise (login_not_required): forgetting fails closed.
    "clinic_site.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "clinic_site.urls"
WSGI_APPLICATION = "clinic_site.wsgi.application"
ASGI_APPLICATION = "clinic_site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Widgets may have templates of ours.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = environment.time_zone("CLINIC_TIME_ZONE", "Europe/London")
USE_TZ = True

# More than the longest page posts with its longest notes, and little enough not to keep a worker busy.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# A folder of TrueType fonts, for scripts that the PDF's own fonts do not have.
REPORT_FONTS = environment.path("REPORT_FONTS")


# Where anybody reaches the pages that handouts lead to: printed on them, and in their QR code. Without it, they name
# the address at which the site was reached when they were printed, which has to be one of ALLOWED_HOSTS.
PUBLIC_ADDRESS = environment.web_address("PUBLIC_ADDRESS")

# Where the newest audit event is noted outside the database. A clinic names a file that the database's administrator
# does not write.
AUDIT_ANCHOR = environment.path("AUDIT_ANCHOR") or (
    Path(environment.optional("DATA_DIR", str(BASE_DIR / "var"))) / f"{MODE}-audit-anchor.txt"
)


# People and their sessions

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

PASSWORD_HASHERS = [
    # MD5 in tests only, where thousands of sign-ins protect nobody.
    "django.contrib.auth.hashers.MD5PasswordHasher"
    if MODE == "test"
    else "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds that the link of an invitation works: over a weekend

# Lax, not Strict: a link from the clinic's record system must find the reader signed in, and a page opened through
# such a link must not replace the token that a half-filled form in another tab still holds.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = environment.listed(environment.optional("CSRF_TRUSTED_ORIGINS"))
# Django's own choice is a cookie that anybody at the machine can read, and messages tell of patients.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"


# HTTPS

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    # Browsers take a __Host- cookie from this very host over HTTPS only.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
BEHIND_TLS_PROXY = environment.flag("BEHIND_TLS_PROXY")
if BEHIND_TLS_PROXY:
    # Only where a proxy sets this header itself: otherwise anybody could claim to have come over HTTPS.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


# What a browser may do with a page

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],  # Bootstrap draws its check marks as data:
        "manifest-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    },
}


# Static files: all from this host. A clinic serves what collectstatic gathered, under names that change with their
# content; the demo and the tests serve the files where they lie.

STATIC_URL = "/static/"
STATICFILES_DIRS = [("bootstrap", get_bootstrap_dir())]
GATHERED = MODE in ("production", "tool")
STATIC_ROOT = BASE_DIR / "staticfiles" if GATHERED else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # the logo is a row
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if GATHERED
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = not GATHERED
WHITENOISE_AUTOREFRESH = MODE == "test"  # looks files up when asked, instead of listing them for every test client
WHITENOISE_ALLOW_ALL_ORIGINS = False


# Mail: that nobody has acknowledged an alert, and nothing of whom it is about ("manage.py watch_alerts"); and the
# invitation of a colleague. EMAIL_HOST names the clinic's mail server; without it a clinic mails nobody.

EMAIL_HOST = environment.optional("EMAIL_HOST")
EMAIL_PORT = environment.whole_number("EMAIL_PORT", 25, least=1, greatest=65535)
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")  # STARTTLS, mostly on port 587
EMAIL_TIMEOUT = 20  # seconds: a mail server that does not answer must not hold up the next mail for ever
EMAIL_HOST_USER = environment.optional("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.optional("EMAIL_HOST_PASSWORD")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured("EMAIL_HOST_USER and EMAIL_HOST_PASSWORD belong together. Set both, or neither.")
if EMAIL_HOST:
    DEFAULT_FROM_EMAIL = environment.address(
        "DEFAULT_FROM_EMAIL", what_for="the sender of the clinic's mails", example="intake@clinic.example"
    )
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if PRODUCTION else 'console'}.EmailBackend"


# Logs: to stderr, for whatever runs the server to keep. Nobody is mailed: Django's error mail holds what was typed.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "clinic_site.logs.WithoutValues",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        # The demo server's access log quotes whole addresses, search terms included; django.request tells of errors.
        "django.server": {"level": "CRITICAL"},
    },
}
