"""The site with one page more, for gunicorn, where passwords cost what they cost at a clinic."""

from django.conf import settings

from clinic_site.wsgi import application as application
from intake.actions.throttle import LIMITS, Limit

settings.ROOT_URLCONF = "tests.benchmarks.bare_page"
settings.PASSWORD_HASHERS = ["intake.hashers.Argon2"]
# Everybody comes from one address here, whose limit would be met before any password was looked at.
LIMITS["address"] = Limit(1_000_000, 0.001)
