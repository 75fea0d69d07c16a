"""The register that the tests of handlers share."""

import pytest

from gateway.handlers.execution.admission import CallServices
from gateway.handlers.execution.password_cache import PasswordCache
from gateway.store.unit import Store


@pytest.fixture
def register(store: Store) -> CallServices:
    """Return a register that nobody has called yet.

    It has the demonstration cast, once on each database.
    """
    return CallServices(store, PasswordCache())
