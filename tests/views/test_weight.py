"""What a section page weighs on an old machine behind a slow line."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from intake.models import Intake
from intake.views.desk.form_pages import SECTION
from tests import factories
from tests.factories import People

FIRST_LOAD, LATER = 100_000, 15_000  # bytes, compressed as a clinic's server sends them


@pytest.fixture
def draft(people: People) -> Intake:
    return factories.draft(people.front_desk, {"pain.present": True})


def squeezed(path: str) -> int:
    found = finders.find(path)
    assert found, path
    return len(gzip.compress(Path(str(found)).read_bytes()))


@pytest.mark.django_db
@pytest.mark.parametrize("section_id", SECTION)
def test_a_section_is_light(client: Client, people: People, draft: Intake, section_id: str) -> None:
    client.force_login(people.front_desk)
    page = client.get(f"/intakes/{draft.pk}/{section_id}/", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    assert len(page.content) < LATER
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', gzip.decompress(page.content).decode())
    assert len(page.content) + sum(map(squeezed, files)) < FIRST_LOAD
