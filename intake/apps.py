import logging
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate

log = logging.getLogger(__name__)


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = "Intake"

    def ready(self) -> None:
        from intake import checks, own_fonts  # noqa: F401 (the checks register themselves)

        if wrong := own_fonts.add_own_fonts():
            log.error("REPORT_FONTS is left out: %s", wrong)  # a web server does not run the checks
        pre_migrate.connect(before_tables_change, sender=self)
        post_migrate.connect(after_tables_changed, sender=self)


def before_tables_change(using: str, plan: list[Any], **signal: Any) -> None:
    """A trigger hinders a migration that remakes its table, or one that it speaks of."""
    from intake.models import guards

    if plan:
        guards.take_down(connections[using])


def after_tables_changed(using: str, **signal: Any) -> None:
    """Always: a table that SQLite has remade has lost its triggers without a word."""
    from intake.models import guards

    if guards.tables_are_there(connections[using]):
        guards.put_up(connections[using])
