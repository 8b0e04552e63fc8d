"""``manage.py new_secret_key``: prints one, for SECRET_KEY. Needs nothing to be set up."""

from typing import Any

from django.core.management.base import BaseCommand

from clinic_site import secret_key


class Command(BaseCommand):
    help = "Prints a new secret for SECRET_KEY. Keep it: with another one, everybody is signed out."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(secret_key.new())
