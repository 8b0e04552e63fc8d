"""``manage.py environment_file``: every variable that the program reads, explained; deploy/clinic.env holds it."""

import textwrap
from typing import Any

from django.core.management.base import BaseCommand

from clinic_site import serving  # noqa: F401 (the variables of the web server are noted, too)
from clinic_site.environment import VARIABLES, Variable

HEAD = """\
# Every variable that the program reads. Made by "manage.py environment_file"; take a copy, and keep it to yourself
# (mode 0600): it holds secrets. A line that begins with "#" sets nothing.
# A value is written as it is: no quotes, no command, no comment behind it.
"""


class Command(BaseCommand):
    help = "Prints every variable that the program reads, with what it is for."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("\n".join([HEAD, *map(_explained, VARIABLES.values())]), ending="")


def _explained(variable: Variable) -> str:
    what_for = variable.what_for[:1].upper() + variable.what_for[1:] + "."
    lines = textwrap.wrap(what_for, 117)
    if variable.example and not variable.required:
        lines.append(f"For example: {variable.example}")
    if variable.is_secret:
        lines.append(f"It can stand in a file of its own instead, whose path is given as {variable.name}_FILE.")
    comment = "".join(f"# {line}\n" for line in lines)
    set_it = f"{variable.name}={variable.example}" if variable.required else f"#{variable.name}={variable.default}"
    return f"{comment}{set_it}\n"
