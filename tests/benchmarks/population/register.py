"""The people of the copies, and what they are found by."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from django.db import connection

from intake.models import Patient
from intake.stored.people_search import search_terms

from .bulk import put
from .copying import Copy, copied_id, earlier
from .originals import Original
from .people import invented


class Register:
    def __init__(self, originals: list[Original], by: random.Random) -> None:
        self.by, self.number = by, 0
        self._fields = Patient._meta.concrete_fields
        self._originals = {each.patient.pk: each.patient for each in originals}

    def put(self, copies: list[Copy]) -> None:
        people = [self._person(each) for each in copies]
        put("intake_patient", [field.column for field in self._fields], map(self._row, people))
        put("intake_searchterm", ("patient_id", "term"), self._terms(people))

    def _person(self, copied: Copy) -> Patient:
        like = self._originals[copied.patient]
        self.number += 1
        same: dict[str, Any] = {field.attname: getattr(like, field.attname) for field in self._fields}
        same |= invented(like, self.number, self.by)
        same |= {"id": copied_id(like.pk, copied.number), "registered_at": earlier(like.registered_at, copied, 0)}
        return Patient(**same)

    def _row(self, person: Patient) -> list[Any]:
        return [field.get_db_prep_save(getattr(person, field.attname), connection) for field in self._fields]

    def _terms(self, people: list[Patient]) -> Iterator[tuple[Any, str]]:
        is_hex = connection.vendor == "sqlite"
        for person in people:
            key = person.pk.hex if is_hex else person.pk
            for term in search_terms(person):
                yield key, term
