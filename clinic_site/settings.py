"""Every setting of the site, once.

CLINIC_MODE says what this process is:

    production  the clinic itself (what you get when you say nothing); every secret must be given
    demo        invented patients on this machine only; makes its own secret
    test        the test suite
    tool        a command that needs neither a secret nor the clinic's database
"""

import os
import tempfile
from pathlib import Path
from typing import Any

from bootstrap_wrapper import get_bootstrap_dir
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from clinic_site import databases, environment, logs, secret_key, single_sign_on
from intake.roles import ROLES

BASE_DIR = Path(__file__).resolve().parent.parent

MODE = environment.one_of(
    "CLINIC_MODE",
    ("production", "demo", "test", "tool"),
    what_for="what the program runs as. A clinic leaves it alone",
)
PRODUCTION = MODE == "production"

DEBUG = environment.flag("DEBUG", what_for="pages for developers when something fails. Refused in production")
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("DEBUG is true in production: its error pages show patients' answers. Unset DEBUG.")


# What differs by mode: the secret, the hosts, the database

given_key = secret_key.read(needed=PRODUCTION)
SECRET_KEY_FALLBACKS = secret_key.read_fallbacks(needed=PRODUCTION)
given_hosts = environment.required(
    "ALLOWED_HOSTS",
    what_for="the host names people reach this clinic's site by, with commas between",
    example="intake.clinic.example",
    needed=PRODUCTION,
)
database_url = environment.secret(
    "DATABASE_URL",
    what_for="where PostgreSQL is, with user and password. Without it, an SQLite file is kept in DATA_DIR",
    example="postgres://clinic_site:PASSWORD@127.0.0.1:5432/clinic",
)
DATA_DIR = environment.data_folder(
    "DATA_DIR",
    BASE_DIR / "var",
    what_for="the folder for data, which has to be there and to be closed to everybody else (mode 0700). "
    "Without it, var/ beside the program",
    needed=MODE == "demo" or (PRODUCTION and not database_url),
)

# PostgreSQL only: a site that insists does not start as an account that can change what was signed and audited.
DATABASE_ACCOUNT_REQUIRED = environment.flag(
    "DATABASE_ACCOUNT_REQUIRED",
    what_for="true where the site must not start as a database account that could change what was signed and audited "
    "(manage.py database_accounts). Otherwise it starts, and says so in its log and under /status",
)

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES: dict[str, dict[str, Any]]

match MODE:
    case "production":
        SECRET_KEY = given_key
        ALLOWED_HOSTS = environment.listed(given_hosts)
        DATABASES = {
            "default": databases.from_url(database_url)
            if database_url
            else databases.sqlite(str(DATA_DIR / "clinic.sqlite3"))
        }
    case "demo":
        # The demo never looks at DATABASE_URL: invented patients must not land in a clinic's database.
        SECRET_KEY = environment.kept_secret(DATA_DIR / "demo-secret-key")
        DATABASES = {"default": databases.sqlite(str(DATA_DIR / "demo.sqlite3"))}
    case "test":
        SECRET_KEY = "only-for-tests"  # noqa: S105 (protects nothing)
        # A file, not memory, so that threads meet each other's locks as they do in a clinic; one per process. They wait
        # longer than there: a machine that is busy with tests is slow.
        test_file = Path(tempfile.gettempdir()) / f"clinic-test-{os.getpid()}.sqlite3"
        DATABASES = {
            "default": databases.from_url(database_url)
            if database_url
            else databases.sqlite(":memory:", synchronous="OFF", wait=20) | {"TEST": {"NAME": str(test_file)}}
        }
    case _:
        SECRET_KEY = secret_key.new()
        DATABASES = {"default": databases.sqlite(":memory:")}


# The application

INSTALLED_APPS = [
    "intake",
    "clinic_site",
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
    "django_otp_webauthn",
    "csp",
]

MIDDLEWARE = [
    "clinic_site.request_log.RequestLog",
    # Before anything that needs https, a session, a host name or a database: a probe knows none of them.
    "clinic_site.https.PlainHttp",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    # What no page of ours sends goes no further than here.
    "clinic_site.middleware.Edge",
    # Static files are answered here, so they get the headers above and may be cached, unlike everything below.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Section pages are long and repeat themselves: a tenth of the bytes. Against guessing from sizes, tokens are masked
    # and the length is padded anew in every response.
    "django.middleware.gzip.GZipMiddleware",
    "intake.middleware.session_cookie.SessionCookie",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before anything reads what was sent.
    "clinic_site.middleware.Uploads",
    "clinic_site.middleware.NoStore",
    # While a person answers alone at our screen, nothing but their pages opens.
    "intake.middleware.HandedOver",
    # Until somebody has chosen a password that nobody else has seen, nothing but the page for it opens.
    "intake.middleware.OneTimePassword",
    # Until somebody has given their second factor, nothing but the pages for it opens.
    "intake.middleware.second_factor.SecondFactor",
    # A page comes back from whoever opened it.
    "intake.middleware.OpenedBy",
    # A view is for signed-in people unless it says otherwise (login_not_required): forgetting fails closed.
    "clinic_site.middleware.LoginRequired",
    # Where nobody has used a screen for a while, it asks for the password again; and where something is taken away.
    "intake.middleware.session_life.SessionLife",
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
TIME_ZONE = environment.time_zone(
    "CLINIC_TIME_ZONE", "Europe/London", what_for="the time zone of every time on screen, on paper and in mails"
)
USE_TZ = True

# More than the longest page posts with its longest notes, and little enough not to keep a worker busy. What is not a
# file of an upload is 1 MB at most on other pages: clinic_site/middleware.py.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The site is at the root of its host. Otherwise a header of a request could say where it is.
FORCE_SCRIPT_NAME = ""

# A folder of TrueType fonts, for scripts that the PDF's own fonts do not have.
REPORT_FONTS = environment.path(
    "REPORT_FONTS",
    what_for="a folder of TrueType fonts, for scripts that the PDF's own fonts do not have",
    example="/usr/local/share/fonts",
)


# Where anybody reaches the pages that handouts lead to: printed on them, and in their QR code. Without it, they name
# the address at which the site was reached when they were printed, which has to be one of ALLOWED_HOSTS.
PUBLIC_ADDRESS = environment.web_address(
    "PUBLIC_ADDRESS",
    what_for="where a phone outside the clinic reaches the pages that handouts lead to. Without it, they name the "
    "address at which the site was reached when they were printed",
)

# Where the newest audit event is noted outside the database. A clinic names a file that the database's administrator
# does not write.
AUDIT_ANCHOR = (
    environment.path(
        "AUDIT_ANCHOR",
        what_for="the file outside the database in which the newest audit event is noted. Without it, one in DATA_DIR",
        example="/mnt/elsewhere/audit-anchor.txt",
    )
    or DATA_DIR / f"{MODE}-audit-anchor.txt"
)


# People and their sessions

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

# Everybody who signs in at a clinic gives a second factor, too. It cannot be turned off there.
SECOND_FACTOR = PRODUCTION
# A passkey is that second factor, beside the password. The site's host is asked of each request: intake/passkeys.py.
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
OTP_WEBAUTHN_HELPER_CLASS = "intake.passkeys.SitePasskeys"
OTP_WEBAUTHN_RP_ID_CALLABLE = "intake.passkeys.host_of"
OTP_WEBAUTHN_RP_NAME = "Leg pain and mood intake"
SILENCED_SYSTEM_CHECKS = ["otp_webauthn.E030"]  # a list of origins, where we ask each request for its own

PASSWORD_HASHERS = [
    # MD5 in tests only, where thousands of sign-ins protect nobody.
    "django.contrib.auth.hashers.MD5PasswordHasher" if MODE == "test" else "intake.hashers.Argon2",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "intake.password_rules.NotGuessedHere"},
    {"NAME": "intake.password_rules.LongestPassword"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds that the link of an invitation works: over a weekend

# Single sign-on by OpenID Connect, where the environment says how: the authorization code flow with PKCE.
_sign_on = single_sign_on.read(ROLES)
SINGLE_SIGN_ON: bool = _sign_on["SINGLE_SIGN_ON"]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    *(["intake.single_sign_on.ProviderBackend"] if SINGLE_SIGN_ON else []),
]
OIDC_OP_ISSUER: str = _sign_on["OIDC_OP_ISSUER"]
OIDC_OP_AUTHORIZATION_ENDPOINT: str = _sign_on["OIDC_OP_AUTHORIZATION_ENDPOINT"]
OIDC_OP_TOKEN_ENDPOINT: str = _sign_on["OIDC_OP_TOKEN_ENDPOINT"]
OIDC_OP_USER_ENDPOINT: str = _sign_on["OIDC_OP_USER_ENDPOINT"]
OIDC_OP_JWKS_ENDPOINT: str = _sign_on["OIDC_OP_JWKS_ENDPOINT"]
OIDC_RP_CLIENT_ID: str = _sign_on["OIDC_RP_CLIENT_ID"]
OIDC_RP_CLIENT_SECRET: str = _sign_on["OIDC_RP_CLIENT_SECRET"]
OIDC_RP_SCOPES: str = _sign_on["OIDC_RP_SCOPES"]
OIDC_ROLES: list[tuple[str, str]] = _sign_on["OIDC_ROLES"]
OIDC_GROUPS_CLAIM: str = _sign_on["OIDC_GROUPS_CLAIM"]
OIDC_FACTOR_CLAIMS: list[tuple[str, str]] = _sign_on["OIDC_FACTOR_CLAIMS"]
OIDC_LINK_BY_EMAIL: bool = _sign_on["OIDC_LINK_BY_EMAIL"]
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10  # seconds: a provider that does not answer must not hold up everybody else
OIDC_AUTHENTICATION_CALLBACK_URL = "single-sign-on-back"

# Lax, not Strict: a link from the clinic's record system must find the reader signed in, and a page opened through
# such a link must not replace the token that a half-filled form in another tab still holds.
SESSION_ENGINE = "intake.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds from the sign-in to its end, however much it is used
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = environment.listed(
    environment.optional(
        "CSRF_TRUSTED_ORIGINS",
        what_for="further addresses that forms are taken from, with commas between. Hardly ever needed: only where a "
        "proxy changes the Host header",
        example="https://intake.clinic.example",
    )
)
# Django's own choice is a cookie that anybody at the machine can read, and messages tell of patients.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"


# How long nobody may use a screen until it asks for the password again: a member of staff's, and one that a person has
# been handed. And how old the last password or code may be where something is signed or taken out of the program.
IDLE_MINUTES = environment.whole_number(
    "IDLE_MINUTES", 15, least=1, greatest=60, what_for="minutes after which a screen nobody uses asks for the password"
)
HAND_OVER_IDLE_MINUTES = environment.whole_number(
    "HAND_OVER_IDLE_MINUTES", 60, least=1, greatest=240, what_for="the same while a person answers at it alone"
)
FRESH_MINUTES = environment.whole_number(
    "FRESH_MINUTES",
    15,
    least=1,
    greatest=60,
    what_for="minutes for which a password given is enough for signing, addenda, voiding and exports",
)


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
BEHIND_TLS_PROXY = environment.flag(
    "BEHIND_TLS_PROXY",
    what_for="true where a proxy speaks HTTPS with the browsers, sets X-Forwarded-Proto and X-Forwarded-For itself, "
    "and nobody reaches this program but through it",
)
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

EMAIL_HOST = environment.optional(
    "EMAIL_HOST",
    what_for="the clinic's mail server, for alerts that nobody acknowledged and for invitations. Without it the clinic "
    "mails nobody, and alerts are told on screen only",
    example="mail.clinic.example",
)
EMAIL_PORT = environment.whole_number("EMAIL_PORT", 25, least=1, greatest=65535, what_for="its port")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS", what_for="whether to ask it for STARTTLS, mostly on port 587")
EMAIL_TIMEOUT = 20  # seconds: a mail server that does not answer must not hold up the next mail for ever
EMAIL_HOST_USER = environment.optional("EMAIL_HOST_USER", what_for="the user name that it asks for, if it does")
EMAIL_HOST_PASSWORD = environment.secret("EMAIL_HOST_PASSWORD", what_for="... and the password")
if bool(EMAIL_HOST_USER) != bool(EMAIL_HOST_PASSWORD):
    raise ImproperlyConfigured("EMAIL_HOST_USER and EMAIL_HOST_PASSWORD belong together. Set both, or neither.")
if sender := environment.address(
    "DEFAULT_FROM_EMAIL",
    what_for="the sender of the clinic's mails, needed with EMAIL_HOST",
    example="intake@clinic.example",
    needed=bool(EMAIL_HOST),
):
    DEFAULT_FROM_EMAIL = sender
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if PRODUCTION else 'console'}.EmailBackend"


# Backups ("manage.py backup"): where to; to which public keys; and the stamp that tells the site when the last good one
# was made.

BACKUP_DIR = environment.path("BACKUP_DIR", what_for="the folder that backups are written to", example="/mnt/backup")
BACKUP_RECIPIENTS = environment.listed(
    environment.optional(
        "BACKUP_RECIPIENTS",
        what_for="the public keys that backups are encrypted to, with commas between (manage.py new_backup_key)",
        example="age1...",
    )
)
BACKUP_STAMP = DATA_DIR / "backup-stamp.json"


# What a clinic runs beside the site ("manage.py run_jobs"; docs/run-at-a-clinic.md): people are told where it does not.

JOBS_EXPECTED = PRODUCTION


# Logs: to stderr, for whatever runs the server to keep; a clinic's are lines of JSON. Nobody is mailed: Django's error
# mail holds what was typed.

LOGGING = logs.configuration(as_json=PRODUCTION)
