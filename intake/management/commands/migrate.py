"""Django's migrate, which starts also where a guard is missing: it is what puts them up."""

from typing import Any

from django.core.checks.registry import registry
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from intake.checks import GUARDS
from intake.database import triggers


class Command(migrate.Command):
    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """All checks but the one for the guards."""
        return super().get_check_kwargs(options) | {"tags": registry.tags_available() - {GUARDS}}

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if options["check_unapplied"] and (lost := triggers.missing(connections[options["database"]])):
            raise CommandError(f"{triggers.complaint(lost)} {triggers.REMEDY}")
