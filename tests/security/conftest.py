"""The visitors of ``tests/test_access.py``, whom other sweeps over all addresses send out as well."""

from tests.test_access import people, stored, visitors

__all__ = ["people", "stored", "visitors"]
