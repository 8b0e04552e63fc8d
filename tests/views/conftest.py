"""A browser for each role. The people themselves stand in tests/conftest.py."""

import pytest
from django.test import Client

from tests.factories import People

__all__ = ["People"]


@pytest.fixture
def desk(people: People) -> Client:
    """Signed in at the front desk."""
    client = Client()
    client.force_login(people.front_desk)
    return client
