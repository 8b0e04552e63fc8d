"""``manage.py rule_set_fingerprint``: the fingerprint of the rules that run here, and their version."""

from typing import Any

from django.core.management.base import BaseCommand

from intake.clinical.rules import rule_set
from intake.fingerprint import rule_set_fingerprint


class Command(BaseCommand):
    help = "Prints the fingerprint and the version of the rules, as tests/clinical/fingerprints.txt holds them."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rule_set_fingerprint()}  {rule_set.VERSION}")
