"""Who the copies are about: invented names, as often as names are."""

from __future__ import annotations

import datetime
import itertools
import random
from typing import Any

from intake.models import Patient
from intake.models.patient import folded

_FAMILY_NAMES = """Smith Jones Williams Taylor Davies Brown Wilson Evans Thomas Johnson Roberts Walker Wright Robinson
Thompson White Hughes Edwards Green Hall Wood Harris Lewis Martin Jackson Clarke Clark Turner Hill Scott Cooper Morris
Ward Moore King Watson Baker Harrison Morgan Patel Young Allen Mitchell James Anderson Phillips Lee Bell Parker Davis
Bennett Khan Miller Cook Shaw Campbell Richardson Carter Collins Marshall Bailey Gray Cox Adams Wilkinson Ahmed Foster
Chapman Mason Russell Powell Hussain Webb Begum Murray O'Brien Nowak Kowalski Lindqvist Okonkwo Marchetti Hallam
Grzegorczyk Łukasiewicz Müller García Fernández O'Connor MacDonald Singh Kaur Nguyen Öztürk Björk Sørensen Ó'Néill
Novák Horváth Popescu Ivanova Papadopoulos Haddad Mbeki Tanaka Dubois Lefèvre Vandenberghe"""
_GIVEN_NAMES = """Mary Margaret
John David Michael Susan Patricia Peter Robert James Christine Linda Paul Elizabeth Andrew
Stephen Jean William Barbara Richard Anthony Mark Janet Ann Christopher Sarah Alan Julie Karen Brian Dorothy Kenneth
Jacqueline Helen George Joan Ronald Carol Sandra Pauline Kevin Ewa Aisha Mohammed Fatima Zoë José Siân Ingrid Olga
Priya Wei Nkechi Chidi Björn Agnieszka Anne-Marie Jean-Luc"""
_FAMILY, _GIVEN = _FAMILY_NAMES.split(), _GIVEN_NAMES.split()
_UP_TO = list(itertools.accumulate(1 / rank for rank in range(2, 200)))
"""A name of the n-th rank is about 1/n as common as the commonest."""


def invented(like: Patient, number: int, by: random.Random) -> dict[str, Any]:
    """What of a copied person differs from the one it is copied from, by field.

    Born in the same year, so that the age in what was assessed is right to a year.
    """
    family, given = _name(_FAMILY, by), _name(_GIVEN, by)
    if by.random() < 0.04:
        family = f"{family}-{_name(_FAMILY, by)}"
    born = like.date_of_birth
    return {
        "record_number": f"POP-{number:07}",
        "family_name": family,
        "given_name": given,
        "family_name_folded": folded(family),
        "date_of_birth": born and datetime.date(born.year, by.randint(1, 12), by.randint(1, 28)),
        "phone": f"07{by.randrange(10**9):09}",
    }


def _name(names: list[str], by: random.Random) -> str:
    return by.choices(names, cum_weights=_UP_TO[: len(names)])[0]
