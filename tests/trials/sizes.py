"""How long a backup and its restore take, and how large it is, for many intakes as large as real ones."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

import pyrage

from tests.trials import site as trial

EXAMPLE = "V11"


def fill(number: int, signed: int) -> None:
    """With answers and results as they are stored; the first so many signed, each with a document of usual length."""
    from django.db import connection
    from django.utils import timezone

    from intake.database import triggers
    from intake.models import Document, document_id
    from tests import factories, many_intakes

    desk = factories.people().front_desk
    sample = factories.submitted(desk, EXAMPLE)
    assert sample.current
    answers, result = sample.current.version.answers, bytes(sample.current.result_packed)
    made = []
    for start in range(0, number, 5000):
        made += many_intakes.many_intakes(desk, [{}] * min(5000, number - start))
    triggers.take_down(connection, triggers.standing(connection))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_answerversion SET answers = (SELECT answers FROM intake_answerversion WHERE id = %s)",
            [sample.current.version_id],
        )
        columns = "result, texts_id, result_packed, reasons_packed"
        cursor.execute(
            f"UPDATE intake_assessment SET ({columns}) = (SELECT {columns} FROM intake_assessment WHERE id = %s)",  # noqa: S608
            [sample.current_id],
        )
    for start in range(0, signed, 500):
        rows = []
        for intake in made[start : min(start + 500, signed)]:
            pdf = os.urandom(90_000)  # compressed, as a PDF is
            rows.append(
                Document(
                    id=document_id.new(),
                    intake=intake,
                    number=1,
                    status=Document.Status.SIGNED,
                    made_at=timezone.now(),
                    layout="1",
                    pdf=pdf,
                    sha256=sha256(pdf).hexdigest(),
                )
            )
        Document.objects.bulk_create(rows)
    triggers.put_up(connection)
    connection.close()
    about = f"answers {len(str(answers))} letters, results {len(result)} bytes"
    sys.stdout.write(f"{number} intakes, {signed} signed; {about}\n")


def timed(environment: dict[str, str], *arguments: str) -> str:
    """Seconds, and the most memory that it and its programs had."""
    began = time.monotonic()
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=trial.ROOT, env=environment, check=True)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    return f"{arguments[0]}: {time.monotonic() - began:.0f} s, at most {peak} MB of memory"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--intakes", type=int, default=100_000)
    parser.add_argument("--signed", type=int, default=20_000)
    parser.add_argument("--server", default="", help="of PostgreSQL; without it, SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, trial.database(given.server, Path(made)) as url:
        folder = Path(made)
        trial.set_up(url)
        fill(given.intakes, given.signed)
        private = pyrage.x25519.Identity.generate()
        (folder / "key").write_text(str(private))
        (folder / "backups").mkdir()
        environment = os.environ | {"DATA_DIR": made, "BACKUP_RECIPIENTS": str(private.to_public())}
        told = [timed(environment, "backup", "--to", str(folder / "backups"))]
        (file,) = (folder / "backups").iterdir()
        told.append(f"{file.stat().st_size / 1e6:.0f} MB encrypted")
        if not given.server:
            told.append(f"{(folder / 'clinic.sqlite3').stat().st_size / 1e6:.0f} MB as SQLite's file")
        told.append(timed(environment, "restore", str(file), "--identity", str(folder / "key")))
        sys.stdout.write("\n".join(told) + "\n")


if __name__ == "__main__":
    main()
