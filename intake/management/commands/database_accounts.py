"""``manage.py database_accounts``: on PostgreSQL, the role that runs the site and can change nothing that is signed."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from intake.database import accounts
from intake.management.database_command import DatabaseCommand

NOT_POSSIBLE = 2


class Command(DatabaseCommand):
    help = (
        "Sets up the PostgreSQL role that runs the site. Run it as the role that owns the tables and migrates, "
        "again whenever you like: it does what is left to do."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default="clinic_site", help="its name (default clinic_site)")
        parser.add_argument("--password-file", type=Path, help="a file with its password; without one, that stays")

    def handle(self, *args: Any, role: str, password_file: Path | None, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("This database has no accounts. They are PostgreSQL's.", returncode=NOT_POSSIBLE)
        try:
            for done in accounts.make(connection, role, _password(password_file)):
                self.stdout.write(done)
        except accounts.AccountError as wrong:
            raise CommandError(str(wrong), returncode=NOT_POSSIBLE) from None
        self.stdout.write(f"Let the site run as {role}: name it in the site's DATABASE_URL. Migrate as now.")


def _password(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        password = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise CommandError(f"{file} cannot be read ({type(error).__name__}).", returncode=NOT_POSSIBLE) from None
    if len(password) < 16:
        raise CommandError(f"The password in {file} is shorter than 16 characters.", returncode=NOT_POSSIBLE)
    return password
