"""Backups: a consistent copy of the database, opened and counted, encrypted, kept by days, weeks and months; and back.

``sqlite`` and ``postgresql`` know how each database is copied and put in the place of another; ``contents`` counts what
is in one, ``encryption`` is age, ``rotation`` says which files stay, ``stamp`` tells the site's health page.
"""


class BackupError(Exception):
    """Told to the person at the terminal in one line. Never holds anything of what is stored."""

    returncode = 1


class NotSetUpError(BackupError):
    """Something has to be set up or given differently first: a key, a folder, a program."""

    returncode = 2
