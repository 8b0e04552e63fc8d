"""The directory of services that people are referred to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError

from intake.actions.audit import audited, record
from intake.actions.refused import NotPossibleError
from intake.models import Service
from intake.stored.services import service_values

_CHANGED = "Somebody changed the directory meanwhile. Nothing was stored: please look again."


@audited
def save_service(*, actor: User, service: Service) -> Service:
    """A new one, or an old one as it is from now on. What was sent to it keeps the name and address of its day."""
    action = "add" if service._state.adding else "change"
    service.save()
    record(actor=actor, action=action, on=service)
    return service


@audited
def save_service_list(
    *, actor: User, services: Sequence[Service], seen: Mapping[int, Mapping[str, Any]]
) -> list[Service]:
    """All of a list, or nothing of it; a row in the audit for each.

    Args:
        seen: by key, each that is there already as it was when the list was compared with it.

    Raises:
        NotPossibleError: somebody has added or changed one of them since.
    """
    now = Service.objects.select_for_update().in_bulk(list(seen))
    if {pk: service_values(service) for pk, service in now.items()} != seen:
        raise NotPossibleError(_CHANGED)
    if _names(Service.objects.exclude(pk__in=seen)) & _names(services):
        raise NotPossibleError(_CHANGED)
    try:
        return [save_service(actor=actor, service=service) for service in services]
    except IntegrityError:  # added by somebody else at the same moment
        raise NotPossibleError(_CHANGED) from None


def _names(services: Iterable[Service]) -> set[str]:
    return {service.name.casefold() for service in services}
