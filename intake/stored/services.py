"""A service of the directory, field by field: as a list holds it, and as it is compared with one."""

from __future__ import annotations

from typing import Any

from intake.models import Service

FIELDS = tuple(field.name for field in Service._meta.concrete_fields if not field.primary_key)
"""All that is kept of a service."""


def service_values(service: Service) -> dict[str, Any]:
    return {name: getattr(service, name) for name in FIELDS}
