"""A demo on this machine: invented patients, one sign-in for each role, served on the local address."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from intake.actions.audit import audited, record
from intake.actions.intakes import save_draft, start_intake
from intake.actions.patients import register_patient
from intake.checks import FONTS
from intake.management import new_tables
from intake.management.database_command import DatabaseCommand
from intake.management.demo_day import COMING, make_day
from intake.management.demo_over_time import VISITS, come_four_times, submitted_intake
from intake.management.demo_people import PEOPLE, Invented
from intake.management.demo_referrals import REFERRED, refer
from intake.management.demo_services import keep_services
from intake.models import AuditEvent, ClinicProfile, Patient
from intake.roles import ADMINISTRATOR, CLINICAL_LEAD, CLINICIAN, FRONT_DESK, PRIVACY_OFFICER

PASSWORD = "demo-only-not-real"  # noqa: S105 - printed, and good for invented people on this machine alone
SIGN_INS = (
    ("desk", "Dana", "Desk", FRONT_DESK),
    ("clinician", "Chris", "Clinician", CLINICIAN),
    ("lead", "Leah", "Lead", CLINICAL_LEAD),
    ("admin", "Ada", "Admin", ADMINISTRATOR),
    ("privacy", "Petra", "Privacy", PRIVACY_OFFICER),
)
MADE_BY_DEMO = "make demo"
"""The audit row that marks a database as the demo's own."""


class Command(DatabaseCommand):
    help = "Create the demo database with invented patients and sign-ins, and serve it on this machine."
    expects_tables = False  # it makes them, and puts up the guards
    requires_system_checks = [FONTS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where to serve (default 8000)")
        parser.add_argument("--no-serve", action="store_true", help="stop before serving")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "CLINIC_MODE is production: demo sign-ins, whose password anybody can read, stay out of a clinic's own "
                "database. Unset CLINIC_MODE. Nothing was changed.",
                returncode=2,
            )
        if new_tables.is_empty(connection):
            new_tables.make_tables(connection)
        else:
            call_command("migrate", verbosity=0, interactive=False)
        if not AuditEvent.objects.filter(action=MADE_BY_DEMO).exists():
            if User.objects.exists() or Patient.objects.exists():
                told = "This database holds data that the demo did not make. Nothing was changed."
                raise CommandError(told, returncode=2)
            make_demo()
        self._print_sign_ins(options["port"], serving=not options["no_serve"])
        if not options["no_serve"]:
            call_command("runserver", f"127.0.0.1:{options['port']}", use_reloader=False)

    def _print_sign_ins(self, port: int, *, serving: bool) -> None:
        people = Patient.objects.count()
        self.stdout.write(f"\nThe demo holds {people} people, all invented. Never enter a real patient here.\n\n")
        if serving:
            self.stdout.write(f"    http://127.0.0.1:{port}/\n\n")
        for username, _, _, role in SIGN_INS:
            self.stdout.write(f"    {role:<15} user name  {username:<10} password  {PASSWORD}")
        self.stdout.write("\n")


@audited
def make_demo() -> None:
    """All of it, or nothing."""
    users = {role: _sign_in(username, first, last, role) for username, first, last, role in SIGN_INS}
    desk = users[FRONT_DESK]
    ClinicProfile(name="Riverside Clinic (demo)", address="1 Invented Street\nNowhere", phone="0113 496 0999").save()
    services = keep_services(users[ADMINISTRATOR])
    now = timezone.now()
    came = []
    for number, person in enumerate(PEOPLE, start=1):
        # They did not all come in the same second: the queue shows how long each waits.
        then = now - datetime.timedelta(minutes=11 * number)
        at = {"started_at": then - datetime.timedelta(minutes=9), "submitted_at": then}
        came.append(submitted_intake(desk, _register(desk, person, number), person.answers, **at))
    _, often = VISITS[-1]
    come_four_times(desk=desk, clinician=users[CLINICIAN], patient=_register(desk, often, len(PEOPLE) + 1))
    half_done = Invented("A draft", "Draft", "Dora", 41, "female", {})
    draft = start_intake(actor=desk, patient=_register(desk, half_done, len(PEOPLE) + 2))
    kept = {key: half_done.answers[key] for key in ("pain.present", "pain.sites", "pain.main_region")}
    save_draft(actor=desk, intake=draft, revision=draft.revision, changes=kept, malformed={})
    coming = [_register(desk, person, number) for number, person in enumerate(COMING, start=len(PEOPLE) + 3)]
    make_day(desk=desk, clinician=users[CLINICIAN], came=came, draft=draft, coming=coming)
    after = len(PEOPLE) + len(COMING) + 3
    referred = [_register(desk, person, number) for number, person in enumerate(REFERRED, start=after)]
    refer(desk=desk, clinician=users[CLINICIAN], patients=referred, services=services)
    record(actor=users[ADMINISTRATOR], action=MADE_BY_DEMO, on=users[ADMINISTRATOR])


def _sign_in(username: str, first: str, last: str, role: str) -> User:
    user = User.objects.create_user(
        username, password=PASSWORD, first_name=first, last_name=last, is_staff=role == ADMINISTRATOR
    )
    user.groups.add(Group.objects.get(name=role))
    return user


def _register(desk: User, person: Invented, number: int) -> Patient:
    today = timezone.localdate()
    born = datetime.date(today.year - person.age - 1, 1 + number % 12, 1 + number)
    if (today.month, today.day) >= (born.month, born.day):
        born = born.replace(year=born.year + 1)
    patient = Patient(
        record_number=f"DEMO-{number:03}",
        family_name=person.family_name,
        given_name=person.given_name,
        date_of_birth=born,
        sex_at_birth=person.sex,
        phone=f"0113 496 0{number:03}",  # of the numbers kept for drama: nobody has them
    )
    return register_patient(actor=desk, patient=patient)
