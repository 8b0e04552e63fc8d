"""PostgreSQL's accounts: one role owns the tables and migrates, another runs the site and can do what it has to.

The guards stop whoever forgets; this stops whoever has the site's password. SQLite has no accounts: its file is the
program's own.
"""

from __future__ import annotations

import re

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from intake.models.alert import Alert
from intake.models.written_once import WrittenOnce

READ = ("SELECT",)
ADD = ("SELECT", "INSERT")
KEEP = ("SELECT", "INSERT", "UPDATE")
CHANGE = ("SELECT", "INSERT", "UPDATE", "DELETE")
MADE_BY_MIGRATIONS = ("django_migrations", "django_content_type", "auth_permission")


class AccountError(Exception):
    """This role cannot run the site, in a sentence."""


def rights() -> dict[str, tuple[str, ...]]:
    """What the site does with each table. None is emptied (TRUNCATE), and no trigger, no column is its to change."""
    tables = {model._meta.db_table: CHANGE for model in apps.get_models(include_auto_created=True)}
    once = {model._meta.db_table: ADD for model in WrittenOnce.__subclasses__()}
    return tables | once | {Alert._meta.db_table: KEEP} | dict.fromkeys(MADE_BY_MIGRATIONS, READ)


def make(connection: BaseDatabaseWrapper, role: str, password: str | None) -> list[str]:
    """The role that runs the site, with just its rights; sentences that say what was done. All of it, or nothing.

    Args:
        password: None leaves that of a role that is there.

    Raises:
        AccountError: it owns something, or may do everything.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", role):
        raise AccountError(f"{role!r} is no name for a role: small letters, digits and underscores.")
    with transaction.atomic(using=connection.alias):
        done = _role(connection, role, password)
        grant(connection, role)
    return [*done, f"{role} has its rights on {len(rights())} tables, and on no others."]


def _role(connection: BaseDatabaseWrapper, role: str, password: str | None) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR pg_has_role(oid, current_user, 'MEMBER') FROM pg_roles "
            "WHERE rolname = %s",
            [role],
        )
        there = cursor.fetchone()
        if there and there[0]:
            raise AccountError(f"{role} is a superuser, or owns the tables itself: the site needs a role of its own.")
        if not there:
            cursor.execute(f'CREATE ROLE "{role}" LOGIN')
        if password is not None:
            # Hashed here, so that no log of the server holds it.
            connection.ensure_connection()
            pgconn = connection.connection.pgconn
            hashed = pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
            cursor.execute(f"ALTER ROLE \"{role}\" PASSWORD '{hashed}'")
    made = [] if there else [f"{role} was made."]
    return made if password is None else [*made, f"The password of {role} was set."]


def grant(connection: BaseDatabaseWrapper, role: str) -> None:
    """Again after each migration: new tables have their own. Until then they can be read and added to."""
    quoted = connection.ops.quote_name
    to = quoted(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_schema()")
        database, schema = map(quoted, cursor.fetchone())
        there = set(connection.introspection.table_names(cursor))
        statements = [
            f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {to}",
            f"GRANT CONNECT ON DATABASE {database} TO {to}",
            f"GRANT USAGE ON SCHEMA {schema} TO {to}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {to}",
            *(
                f"GRANT {', '.join(allowed)} ON {quoted(table)} TO {to}"
                for table, allowed in rights().items()
                if table in there
            ),
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {to}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT {', '.join(ADD)} ON TABLES TO {to}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {to}",
        ]
        cursor.execute("; ".join(statements))


def site_roles(connection: BaseDatabaseWrapper) -> list[str]:
    """Roles that were set up to run the site: they may add to the audit, and do not own it."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT grantee FROM information_schema.role_table_grants WHERE table_schema = current_schema() "
            "AND table_name = 'intake_auditevent' AND privilege_type = 'INSERT' AND grantee NOT IN "
            "(SELECT tableowner FROM pg_tables WHERE tablename = 'intake_auditevent' AND schemaname = current_schema())"
        )
        return [grantee for (grantee,) in cursor.fetchall()]


def complaint(connection: BaseDatabaseWrapper) -> str:
    """What the account of this very process may do, and the site's may not; empty where all is well. One query."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, has_table_privilege('intake_auditevent', 'UPDATE, DELETE, TRUNCATE, TRIGGER'), "
            "has_schema_privilege(current_schema(), 'CREATE') FROM pg_roles WHERE rolname = current_user"
        )
        superuser, audit, schema = cursor.fetchone()
    if not (superuser or audit or schema):
        return ""
    return (
        "The site runs as a database account that can change what was signed and audited. Run it as an account that "
        "manage.py database_accounts sets up."
    )
