"""Who is meant by a list of people who are expected: known, not registered, refused. It writes nothing."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.models import Appointment, Patient, SearchTerm
from intake.models.search_term import bare, record_term


class Outcome(StrEnum):
    KNOWN = "known"
    NEW = "not registered"
    THERE = "entered already"
    REFUSED = "refused"


@dataclass(frozen=True)
class Judged:
    """What would happen to one of them. Known, it names the person: ``appointment.patient``."""

    appointment: Appointment
    outcome: Outcome
    reason: str = ""

    @property
    def is_taken(self) -> bool:
        return self.outcome in (Outcome.KNOWN, Outcome.NEW)


def judged(day: datetime.date, appointments: Sequence[Appointment]) -> list[Judged]:
    """In their order; none of them is stored yet. Two queries."""
    people = _by_record({record_term(each.record_number) for each in appointments if each.record_number})
    stored = list(Appointment.objects.filter(day=day))
    # As it was listed, too: whoever was linked by hand since, under another number, is the same row of the same list.
    there = {(each.time, key) for each in stored for key in (each.whose, each.typed_key)}
    seen: set[tuple[datetime.time, str]] = set()
    verdicts = []
    for appointment in appointments:
        if wrong := _find(appointment, people):
            verdicts.append(Judged(appointment, Outcome.REFUSED, wrong))
            continue
        key = (appointment.time, appointment.key)
        if key in seen:
            reason = "The same person and time stand in another row."
            verdicts.append(Judged(appointment, Outcome.REFUSED, reason))
        elif key in there or (appointment.time, appointment.typed_key) in there:
            verdicts.append(Judged(appointment, Outcome.THERE))
        else:
            verdicts.append(Judged(appointment, Outcome.KNOWN if appointment.patient else Outcome.NEW))
        seen.add(key)
    return verdicts


def find_person(appointment: Appointment) -> str:
    """Sets the person whose record number was typed, unless name or birth date tell of another one: returns why not."""
    return _find(appointment, _by_record({record_term(appointment.record_number)}))


def _find(appointment: Appointment, people: Mapping[str, list[Patient]]) -> str:
    named = people.get(record_term(appointment.record_number), []) if appointment.record_number else []
    if appointment.patient or not named:
        return ""
    fitting = [patient for patient in named if not _differs(appointment, patient)]
    if len(fitting) > 1:
        return f"More than one person has a record number like {appointment.record_number}."
    if not fitting:
        differs = " and ".join(_differs(appointment, named[0]))
        return f"Record {named[0].record_number} is of somebody with another {differs}."
    appointment.patient = fitting[0]
    return ""


def _by_record(terms: set[str]) -> defaultdict[str, list[Patient]]:
    """By record number, spelt one way, whose it is; of a record that was merged, the one in use."""
    rows = SearchTerm.objects.filter(term__in=terms).select_related("patient__merged_into__merged_into")
    people: defaultdict[str, list[Patient]] = defaultdict(list)
    for row in rows:
        if row.patient.record_in_use not in people[row.term]:
            people[row.term].append(row.patient.record_in_use)
    return people


def _differs(appointment: Appointment, patient: Patient) -> list[str]:
    """What tells the two apart. A part of the given names is enough, and what one of them lacks tells nothing."""
    differs = []
    if bare(appointment.family_name) != bare(patient.family_name):
        differs.append("family name")
    listed, known = ([bare(word) for word in name.split()] for name in (appointment.given_name, patient.given_name))
    if listed and known and not (set(listed) & set(known) or "".join(listed) == "".join(known)):
        differs.append("given name")
    born, estimate = appointment.date_of_birth, patient.estimate
    first, last = (estimate.first, estimate.last) if estimate else (patient.date_of_birth, patient.date_of_birth)
    if born and first and last and not first <= born <= last:
        differs.append("birth date")
    return differs
