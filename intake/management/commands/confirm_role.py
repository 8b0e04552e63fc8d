"""``manage.py confirm_role``: a clinical role, where the site has no clinical lead who could confirm it.

The first clinical lead of a site gets the role this way, and the only one gets any other role this way.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from intake.actions.proposals import give_role_on_server
from intake.actions.refused import NotPossibleError
from intake.management.answers_file import WRONG_INPUT
from intake.management.database_command import DatabaseCommand
from intake.management.person_command import plain, second_person
from intake.roles import ADMINISTRATOR, CONFIRMED

ROLES = (*CONFIRMED, ADMINISTRATOR)


class Command(DatabaseCommand):
    help = "Gives somebody a clinical role where no clinical lead can confirm it: the first, or the only one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument("role", metavar="ROLE", choices=ROLES, help=", ".join(ROLES))
        parser.add_argument(
            "--confirmed-by", required=True, metavar="NAME", help="the second person, who agreed to it; it is kept"
        )

    def handle(self, *args: Any, username: str, role: str, confirmed_by: str, **options: Any) -> None:
        user = User.objects.filter(username=plain(username), is_active=True).first()
        if user is None:
            raise CommandError("Nobody who is active has this user name. Nothing was changed.", returncode=WRONG_INPUT)
        name = second_person(confirmed_by, user)
        try:
            give_role_on_server(user=user, role=role, second_person=name)
        except NotPossibleError as error:
            raise CommandError(f"{error} Nothing was changed.", returncode=WRONG_INPUT) from error
        self.stdout.write(f"{user.get_username()} has the role {role}, confirmed by {name}.")
