"""Django's own database backends, with a schema editor that minds the guards of intake/models/guards.py.

A trigger is in the way of a migration that remakes its table, and on SQLite it goes with the table without a word. So
``schema_editor`` lets it step aside and puts it up again, in one transaction; ``operations`` is what a migration says
that changes guarded rows; ``triggers`` knows what is up, in both kinds of database.
"""
