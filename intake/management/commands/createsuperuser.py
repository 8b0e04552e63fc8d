"""Django's command, which lets nobody choose a password that the site would refuse."""

from __future__ import annotations

import builtins
import os
from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError


class Command(createsuperuser.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if any(not (options[name] or "").isprintable() for name in ("username", "email")):
            raise CommandError("A user name and an e-mail address are of printable characters.")
        if not options["interactive"] and (password := os.environ.get("DJANGO_SUPERUSER_PASSWORD")):
            _check(password, options["username"] or os.environ.get("DJANGO_SUPERUSER_USERNAME", ""))
        super().handle(*args, **options)


def _check(password: str, username: str) -> None:
    try:
        validate_password(password, User(username=username))
    except ValidationError as refused:
        raise CommandError(" ".join(refused.messages)) from None


def _ask(question: str) -> str:
    return "n" if question.startswith("Bypass") else builtins.input(question)


# Django offers to take a password all the same that was refused. Nobody is asked: it asks for another.
createsuperuser.input = _ask  # type: ignore[attr-defined]
