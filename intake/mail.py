"""Whether this site can send mail at all."""

from django.conf import settings


def is_set_up() -> bool:
    """A clinic names its mail server (EMAIL_HOST); the demo and the tests write mails elsewhere."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
