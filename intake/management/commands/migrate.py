"""Django's migrate, which starts also where a guard is missing: it is what puts them up."""

from typing import Any

from django.conf import settings
from django.core.checks.registry import registry
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.exceptions import AmbiguityError
from django.db.migrations.executor import MigrationExecutor

from intake.checks import GUARDS
from intake.database import triggers

NO_WAY_BACK = (
    "A clinic's database does not go back to an earlier release: what was stored since would be deleted. Unpack the "
    "earlier release, and restore the backup from before the upgrade with manage.py restore. Nothing was changed."
)
NOT_DONE = 2
"""Exit status."""


class Command(migrate.Command):
    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """All checks but the one for the guards."""
        return super().get_check_kwargs(options) | {"tags": registry.tags_available() - {GUARDS}}

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION and _goes_back(**options):
            raise CommandError(NO_WAY_BACK, returncode=NOT_DONE)
        super().handle(*args, **options)
        if options["check_unapplied"] and (lost := triggers.missing(connections[options["database"]])):
            raise CommandError(f"{triggers.complaint(lost)} {triggers.REMEDY}")


def _goes_back(*, database: str, app_label: str | None, migration_name: str | None, **options: Any) -> bool:
    """Whether a step of the plan is taken back. What Django does not know either, it says itself."""
    if not app_label or not migration_name:
        return False
    executor = MigrationExecutor(connections[database])
    if migration_name == "zero":
        return True
    try:
        target = executor.loader.get_migration_by_prefix(app_label, migration_name)
    except (KeyError, AmbiguityError):
        return False
    return any(backwards for _, backwards in executor.migration_plan([(app_label, target.name)]))
