"""Rows that are written once and then only read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models


class WrittenOnceError(Exception):
    """Somebody tried to change or delete a clinical record."""


class WrittenOnceQuerySet(models.QuerySet[Any]):
    def update(self, **values: Any) -> NoReturn:
        raise WrittenOnceError(f"{self.model.__name__} rows are never changed")

    def delete(self) -> NoReturn:
        raise WrittenOnceError(f"{self.model.__name__} rows are never deleted")

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        if options.get("update_conflicts"):
            raise WrittenOnceError(f"{self.model.__name__} rows are never changed")
        return super().bulk_create(objs, *args, **options)


class WrittenOnce(models.Model):
    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnceError(f"{type(self).__name__} rows are never changed")
        # Without force_insert, a new row under an old key would overwrite the old row.
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnceError(f"{type(self).__name__} rows are never deleted")
