#!/usr/bin/env python
"""Django's command line, in the mode the command needs."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

# These commands need no secret and no clinic database. Every other runs as the clinic itself: mode "production".
MODE_OF_COMMAND = {
    "demo": "demo",
    "assess": "tool",
    "summary": "tool",
    "benchmark_assess": "tool",
    "collectstatic": "tool",
    "makemigrations": "tool",
}
# These come before anything is set up, and so do not mind what is.
BEFORE_ALL = ("new_secret_key", "environment_file", "new_backup_key")


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in BEFORE_ALL:
        os.environ["CLINIC_MODE"] = "tool"
    elif command in MODE_OF_COMMAND:
        os.environ.setdefault("CLINIC_MODE", MODE_OF_COMMAND[command])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # The message says what to do; a stack of frames would hide it from the person installing this.
        sys.exit(f"Not started: {error}")


if __name__ == "__main__":
    main()
