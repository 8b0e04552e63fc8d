"""How many bytes an intake takes as it is stored, and how long its result takes to be written and read.

    python -m tests.benchmarks.stored_size                                               # SQLite
    python -m tests.benchmarks.stored_size --server postgres://postgres@127.0.0.1:5432/postgres

It makes intakes as a clinic does, by the real actions: a person is registered, the draft saves itself many times, it is
submitted, claimed, completed by a clinician, decided on and signed with its PDF.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.clinical.cases import EXAMPLES, VIGNETTES, case_of
from tests.trials import site as trial

APART = "intake_document"
"""The signed PDF, which is told by itself."""
COLUMNS = (
    ("intake_intake", "answers"),
    ("intake_intake", "changed"),
    ("intake_answerversion", "answers"),
    ("intake_assessment", "result"),
    ("intake_assessment", "reasons"),
    ("intake_assessment", "result_packed"),
    ("intake_assessment", "reasons_packed"),
    ("intake_signature", "decisions"),
    ("intake_review", "steps"),
    ("intake_review", "changed"),
    ("intake_auditevent", "hash"),
    ("intake_document", "pdf"),
)
"""Those that are large."""
PAIRS = 15
FIRST = 5
"""Intakes that are not counted by table: each table and index takes a page or two from the first row on."""


def make_one(people: Any, answers: dict[str, Any], a_save: int) -> None:
    """An intake from the registration to the signature; each autosave sends so many answers."""
    from intake.actions.claims import claim_intake
    from intake.actions.intakes import complete_intake, save_draft, start_intake, submit_intake
    from intake.actions.review import decide
    from intake.clinical.rules.questions import QUESTIONS
    from intake.models import Intake
    from intake.models.intake import FROM_PATIENT
    from intake.stored.printing import document_pdf
    from tests import factories

    desk, clinician, page = people.front_desk, people.clinician, uuid.uuid4().hex
    patient = factories.patient(desk, age=answers.get("pt.age_years"), sex_at_birth=answers.get("pt.sex", ""))
    intake = start_intake(actor=desk, patient=patient)
    given = {id_: value for id_, value in answers.items() if id_ not in FROM_PATIENT and value != "na"}
    at_desk = [(id_, value) for id_, value in given.items() if QUESTIONS[id_].by != "clinician"]
    for start in range(0, len(at_desk), a_save):
        changes = dict(at_desk[start : start + a_save])
        intake = save_draft(
            actor=desk, intake=intake, revision=intake.revision, changes=changes, malformed={}, page=page
        )
    submit_intake(actor=desk, intake=intake, revision=intake.revision, token=uuid.uuid4())
    intake = claim_intake(actor=clinician, intake=intake)
    examined = {id_: value for id_, value in given.items() if QUESTIONS[id_].by == "clinician"} or {"mh.plan": False}
    complete_intake(actor=clinician, intake=intake, revision=intake.revision, changes=examined, token=uuid.uuid4())
    intake = Intake.objects.get(pk=intake.pk)
    accepted, revision = {"choice": "accepted", "reason": ""}, 0
    for step in factories.found(intake).key_steps:
        changes = {f"step:{step}": accepted}
        revision = decide(actor=clinician, intake=intake, revision=revision, changes=changes, page=page).revision
    factories.sign(clinician, intake, printer=document_pdf)


def sizes() -> dict[str, int]:
    """Bytes by table, with its indexes and what PostgreSQL keeps beside it."""
    from django.apps import apps
    from django.db import connection

    tables = [model._meta.db_table for model in apps.get_app_config("intake").get_models()]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_total_relation_size(%s)", [table])
                found[table] = cursor.fetchone()[0]
                continue
            # SQLite tells no table's size, but how many pages are free once it is gone.
            cursor.execute("PRAGMA foreign_keys = OFF")
            cursor.execute("BEGIN")
            before = pragma(cursor, "freelist_count")
            cursor.execute(f"DROP TABLE {table}")
            found[table] = (pragma(cursor, "freelist_count") - before) * pragma(cursor, "page_size")
            cursor.execute("ROLLBACK")
    return found


def pragma(cursor: Any, name: str) -> int:
    cursor.execute(f"PRAGMA {name}")
    return int(cursor.fetchone()[0])


def compact() -> None:
    """As a database is that nobody changed anything in: no row has left a hole."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL" if connection.vendor == "postgresql" else "VACUUM")


def print_sizes(number: int, first: dict[str, int], in_use: dict[str, int], bare: dict[str, int]) -> None:
    print(f"{'bytes an intake':<34}{'in use':>10}{'compact':>10}")
    for table in sorted(in_use, key=lambda table: -in_use[table]):
        row = [(sizes[table] - first[table]) // number for sizes in (in_use, bare)]
        if row[0] > 0:
            print(f"  {table:<32}{row[0]:>10,}{row[1]:>10,}")
    for name, left_out in (
        ("without the PDF", {APART}),
        ("... and audit events", {APART, "intake_auditevent"}),
    ):
        total = [
            sum(sizes[table] - first[table] for table in sizes if table not in left_out) // number
            for sizes in (in_use, bare)
        ]
        print(f"{name:<34}{total[0]:>10,}{total[1]:>10,}")


def print_columns(number: int) -> None:
    from django.db import connection

    print(f"\n{'bytes an intake, by column':<34}{'stored':>10}{'rows':>7}")
    with connection.cursor() as cursor:
        for table, column in COLUMNS:
            stored = {"postgresql": "pg_column_size({})", "sqlite": "LENGTH(CAST({} AS BLOB))"}
            length = stored[connection.vendor].format(column)
            cursor.execute(f"SELECT COALESCE(SUM({length}), 0), COUNT({column}) FROM {table}")  # noqa: S608
            size, rows = cursor.fetchone()
            print(
                f"  {table.removeprefix('intake_') + '.' + column:<32}{int(size) // number:>10,}{rows / number:>7.1f}"
            )
        cursor.execute("SELECT LENGTH(texts) FROM intake_releasetexts")
        print(f"  texts of the release, once          {cursor.fetchone()[0]:,}")


def print_times() -> None:
    """The way of format 3, by cattrs and json, against the way of now: in turns, of the same results."""
    import cattrs

    from intake.actions.release_texts import keep_texts
    from intake.clinical.assessment import assess_case
    from intake.clinical.telling.explanation import Reason, reasons
    from intake.clinical.telling.settling import settling
    from intake.clinical.working.findings import WholeAssessment
    from intake.models import Assessment
    from intake.stored import assessments
    from intake.stored.as_json import as_json
    from intake.stored.release_texts import packed

    plain, compact = cattrs.Converter(), cattrs.Converter(omit_if_default=True)
    plain.register_structure_hook(int | float, lambda number, _: number)
    plain.register_structure_hook(int | float | None, lambda number, _: number)
    key = keep_texts()
    cases = [case_of(EXAMPLES[name]["answers"]) for name in VIGNETTES]
    wholes = [assess_case(case).whole() for case in cases]
    why = [(reasons(case, whole), settling(case, whole)) for case, whole in zip(cases, wholes, strict=True)]
    old = [json.dumps(plain.unstructure(whole)) for whole in wholes]
    old_why = [json.dumps(compact.unstructure(rules)) for rules, _ in why]
    rows = [
        Assessment(
            result={"format": assessments.FORMAT},
            texts_id=key,
            result_packed=packed(assessments.result_document(whole), key),
            reasons_packed=packed(as_json({"rules": rules, "settling": left}), key),
        )
        for whole, (rules, left) in zip(wholes, why, strict=True)
    ]
    ways: dict[str, tuple[Callable[[int], object], Callable[[int], object]]] = {
        "write a result": (
            lambda i: json.dumps(plain.unstructure(wholes[i])),
            lambda i: packed(assessments.result_document(wholes[i]), key),
        ),
        "read a result": (
            lambda i: plain.structure(json.loads(old[i]), WholeAssessment),
            lambda i: assessments.stored_result(rows[i]),
        ),
        "write reasons": (
            lambda i: json.dumps([compact.unstructure(part) for part in why[i]]),
            lambda i: packed(as_json({"rules": why[i][0], "settling": why[i][1]}), key),
        ),
        "read reasons": (
            lambda i: compact.structure(json.loads(old_why[i]), dict[str, Reason]),
            lambda i: assessments.read_reasons(rows[i]),
        ),
    }
    print(f"\n{'milliseconds of CPU':<20}{'before':>10}{'now':>10}{'ratio':>8}")
    for name, (before, now) in ways.items():
        pairs = [(took(before, len(cases)), took(now, len(cases))) for _ in range(PAIRS)][1:]
        ratio = statistics.median(new / was for was, new in pairs)
        medians = [statistics.median(pair[place] for pair in pairs) for place in (0, 1)]
        print(f"{name:<20}{medians[0]:>10.2f}{medians[1]:>10.2f}{ratio:>8.2f}")


def took(act: Callable[[int], object], number: int) -> float:
    start = time.process_time()
    for place in range(number):
        act(place)
    return (time.process_time() - start) / number * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--intakes", type=int, default=50)
    parser.add_argument("--a-save", type=int, default=2, help="answers that one autosave sends (default 2)")
    parser.add_argument("--server", default="", help="of PostgreSQL; without it, SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, trial.database(given.server, Path(made)) as url:
        trial.set_up(url)
        from django.db import connection

        from tests import factories

        try:
            people = factories.people()
            for place, name in zip(range(FIRST + given.intakes), itertools.cycle(VIGNETTES), strict=False):
                if place == FIRST:
                    compact()
                    first = sizes()
                make_one(people, EXAMPLES[name]["answers"], given.a_save)
            in_use = sizes()
            compact()
            print_sizes(given.intakes, first, in_use, sizes())
            print_columns(FIRST + given.intakes)
            print_times()
        finally:
            connection.close()


if __name__ == "__main__":
    sys.exit(main())
