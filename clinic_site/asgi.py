"""The door for ASGI servers."""

import os

from django.core.asgi import get_asgi_application

from clinic_site.start import stop_unless_guarded
from intake.fingerprint import rule_set_fingerprint

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")

application = get_asgi_application()
stop_unless_guarded()

# Now, while the rules on disk are still those just loaded: a release unpacked over a running one is another matter.
rule_set_fingerprint()
