"""The door for WSGI servers."""

import os

from django.core.wsgi import get_wsgi_application

from clinic_site.start import stop_unless_guarded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")

application = get_wsgi_application()
stop_unless_guarded()
