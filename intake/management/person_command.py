"""Commands about one person, asked for by an administrator of the clinic: who that was stands in the audit rows."""

from __future__ import annotations

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from intake.management.answers_file import WRONG_INPUT
from intake.management.database_command import DatabaseCommand
from intake.models import Patient, Proposal
from intake.roles import ADMINISTRATOR
from intake.stored.of_person import find_record

LONGEST_NAME = Proposal._meta.get_field("second_person").max_length or 0


class PersonCommand(DatabaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("record_number", metavar="RECORD_NUMBER")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the administrator who answers for it")

    def person(self, record_number: str) -> Patient:
        """The number is not repeated: what a terminal shows may be kept.

        Exactly as typed: without a sign in it that nobody sees, it may be the number of somebody else.
        """
        patient = find_record(record_number) if record_number == plain(record_number) else None
        if patient is None:
            raise CommandError("Nobody has this record number. Nothing was changed.", returncode=WRONG_INPUT)
        return patient

    def administrator(self, username: str) -> User:
        user = User.objects.filter(username=plain(username), is_active=True, groups__name=ADMINISTRATOR).first()
        if user is None:
            raise CommandError("--by: no administrator who is active has this user name.", returncode=WRONG_INPUT)
        return user


def second_person(confirmed_by: str, user: User) -> str:
    """The name of who agreed to something about this user on the server."""
    name = " ".join(plain(confirmed_by).split())
    if not 0 < len(name) <= LONGEST_NAME or name in (user.username, user.get_full_name()):
        told = f"--confirmed-by takes the name of somebody else, of at most {LONGEST_NAME} characters."
        raise CommandError(told, returncode=WRONG_INPUT)
    return name


def plain(text: str) -> str:
    """Without what no database keeps: NUL, and bytes that are no UTF-8."""
    return "".join(sign for sign in text if sign.isprintable())
