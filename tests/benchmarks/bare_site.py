"""The site with one page more, for gunicorn."""

from django.conf import settings

from clinic_site.wsgi import application as application

settings.ROOT_URLCONF = "tests.benchmarks.bare_page"
