"""``manage.py new_backup_key``: a pair of keys for encrypted backups."""

from __future__ import annotations

from typing import Any

import pyrage
from django.core.management.base import BaseCommand

WHERE_TO_KEEP_IT = """
The lines above are the private key. Whoever has it can read every backup; without it, nobody ever can.
Keep it in two places that are not this server: printed in the clinic's safe, say, and on a stick in another building.
To save it as a file, run this again on another machine as: manage.py new_backup_key > backup-key.txt
Set the public key on the server: BACKUP_RECIPIENTS={public}
Several public keys with commas between: each private key opens the backups by itself.
"""


class Command(BaseCommand):
    help = "Prints a new pair of keys for backups: the private one to keep elsewhere, the public one for the server."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        private = pyrage.x25519.Identity.generate()
        public = private.to_public()
        self.stdout.write(f"# public key: {public}\n{private}")
        self.stderr.write(WHERE_TO_KEEP_IT.format(public=public))
