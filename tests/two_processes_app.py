"""The site as a clinic's asks for a second factor, for the tests with two processes."""

from django.conf import settings

from clinic_site.wsgi import application as application

settings.SECOND_FACTOR = True
