import logging
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

log = logging.getLogger(__name__)


class IntakeConfig(AppConfig):
    name = "intake"
    verbose_name = "The clinic"

    def ready(self) -> None:
        from django.apps import apps
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from intake import checks, middleware, own_fonts  # noqa: F401 (the checks register themselves)
        from intake.middleware import second_factor, session_life

        apps.get_app_config("auth").verbose_name = "People"  # the heading in the admin site
        if wrong := own_fonts.add_own_fonts():
            log.error("REPORT_FONTS is left out: %s", wrong)  # a web server does not run the checks
        user_logged_in.connect(middleware.note_one_time_password)
        user_logged_in.connect(session_life.begin_session)
        user_logged_out.connect(session_life.end_session)
        user_logged_in.connect(second_factor.ask_again)
        post_migrate.connect(put_guards_up, sender=self)


def put_guards_up(using: str, **signal: Any) -> None:
    """Where ``migrate`` had nothing to change, too: one may be missing since somebody dropped it.

    And the site's own account gets its rights on what is new.
    """
    from intake.database import accounts, triggers

    triggers.put_up(connections[using])
    for role in accounts.site_roles(connections[using]):
        accounts.grant(connections[using], role)
