"""For the operator: nobody is there who could propose or confirm it in the site."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from intake.actions.factor_resets import reset_factors_on_server
from intake.management.database_command import DatabaseCommand
from intake.management.person_command import plain, second_person


class Command(DatabaseCommand):
    help = (
        "Ends somebody's second factors and sign-ins, where no administrator and no clinical lead can do it in the "
        "site. At the next sign-in, the password alone leads to setting up new ones: be sure who asks for it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME")
        parser.add_argument(
            "--confirmed-by", required=True, metavar="NAME", help="the second person, who agreed to it; it is kept"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=plain(options["username"])).first()
        if user is None:
            raise CommandError("There is no account with this user name. Nothing was changed.", returncode=2)
        name = second_person(options["confirmed_by"], user)
        reset_factors_on_server(user=user, second_person=name)
        self.stdout.write(
            f"Ended for {user.get_username()}: authenticator app, passkeys, recovery codes, and every open sign-in. "
            "At the next sign-in they set up new ones. The audit log says that this was done on the server; "
            f"that {name} confirmed it is kept.\n"
        )
