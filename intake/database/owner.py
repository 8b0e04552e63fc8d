"""Commands are run by root, too, and the site is not: what they make beside its data has to be the site's."""

from __future__ import annotations

import os
from pathlib import Path


def give_to_owner_of_folder(file: Path) -> None:
    """Only root can give a file away, and need. Windows hands rights down from the folder by itself."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        folder = file.parent.stat()
        os.chown(file, folder.st_uid, folder.st_gid)
