"""Roles, which are groups."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.admin import GroupAdmin
from django.http import HttpRequest


class RoleAdmin(GroupAdmin):
    """A role goes by its name: renamed or deleted, it would lock out everybody who has it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("name",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
