"""Django's PostgreSQL backend, with guards. Named by the setting DATABASES."""

from django.db.backends.postgresql import base, schema

from intake.database.schema_editor import GuardedSchemaEditor


class DatabaseSchemaEditor(GuardedSchemaEditor, schema.DatabaseSchemaEditor):
    pass


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
