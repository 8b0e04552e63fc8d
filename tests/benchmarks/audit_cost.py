"""What noting a read costs a page, measured in pairs: with it, and without it, one after the other.

    CLINIC_MODE=demo DATA_DIR=/tmp/demo python manage.py demo --no-serve
    CLINIC_MODE=demo DATA_DIR=/tmp/demo python -m tests.benchmarks.audit_cost

Prints the medians in milliseconds for each page, and what of the page's time the difference is.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from contextlib import nullcontext
from typing import Any
from unittest import mock

import django

PAIRS = 60


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings")
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    for role, address in _pages().items():
        _measure(role, address)


def _pages() -> dict[tuple[str, str], str]:
    from django.urls import reverse

    from intake.models import Intake

    intake = Intake.objects.filter(state="submitted").order_by("pk")[0]
    draft = Intake.objects.filter(state="draft").order_by("pk")[0]
    return {
        ("Clinician", "review"): reverse("review", args=[intake.pk]),
        ("Clinician", "queue"): reverse("queue"),
        ("Clinician", "person"): reverse("person", args=[intake.patient_id]),
        ("Front desk", "section"): reverse("intake-section", args=[draft.pk, "mood"]),
        ("Front desk", "desk"): reverse("desk"),
        ("Front desk", "person"): reverse("patient", args=[draft.patient_id]),
    }


def _measure(page: tuple[str, str], address: str) -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    client = Client()
    client.force_login(User.objects.filter(groups__name=page[0])[0])
    pairs = [(_took(client, address), _took(client, address, noted=False)) for _ in range(PAIRS)][5:]
    told = []
    for kind, name in enumerate(("time", "CPU time")):
        without = statistics.median(off[kind] for _, off in pairs)
        more = statistics.median(on[kind] - off[kind] for on, off in pairs)
        told.append(f"{name} {without:7.1f} ms and {more:5.2f} more: {more / without:5.1%}")
    print(f"{page[0]:<11}{page[1]:<8}", "   ".join(told))


def _took(client: Any, address: str, *, noted: bool = True) -> tuple[float, float]:
    """Milliseconds on the clock, and of the processor."""
    with nullcontext() if noted else mock.patch("intake.views.access.note_read"):
        start = time.perf_counter(), time.process_time()
        response = client.get(address)
        took = time.perf_counter() - start[0], time.process_time() - start[1]
    assert response.status_code == 200, (address, response.status_code)
    return took[0] * 1000, took[1] * 1000


if __name__ == "__main__":
    sys.exit(main())
