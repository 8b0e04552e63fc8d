"""The door for WSGI servers."""

import os

import django
from django.urls import get_resolver

from clinic_site.handler import Utf8WSGIHandler
from clinic_site.start import stop_unless_guarded
from intake.fingerprint import rule_set_fingerprint

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")

django.setup(set_prefix=False)
application = Utf8WSGIHandler()
stop_unless_guarded()

# Now, while the rules on disk are still those just loaded: a release unpacked over a running one is another matter.
rule_set_fingerprint()
# Every page, too: so that nobody waits for them to be loaded, and processes that are forked from this one share them.
get_resolver().url_patterns  # noqa: B018 (made when it is asked for)
