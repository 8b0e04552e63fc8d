"""What backup and restore have in common: how they fail, and which key they use."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from intake.backup import BackupError
from intake.backup.files import told_plainly
from intake.database.in_use import InUseError
from intake.management.database_command import DatabaseCommand

STOPPED = 130
"""Exit status after Ctrl-C."""
RUNNING = (
    "The site is running, or a command has its database in use. Stop the web and job processes first. "
    "Nothing was changed."
)


class BackupCommand(DatabaseCommand):
    requires_system_checks = []  # a guard that is missing is told by these commands themselves

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="a file that holds a passphrase, in place of a key"
        )

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            with told_plainly():
                return super().execute(*args, **options)
        except BackupError as error:
            raise CommandError(str(error), returncode=error.returncode) from error
        except InUseError as error:
            raise CommandError(RUNNING, returncode=1) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was begun is removed.", returncode=STOPPED) from None
