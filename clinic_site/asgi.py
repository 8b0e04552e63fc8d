"""The door for ASGI servers."""

import os

from django.core.asgi import get_asgi_application

from clinic_site.start import stop_unless_guarded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")

application = get_asgi_application()
stop_unless_guarded()
