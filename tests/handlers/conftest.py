"""The register that the tests of handlers share."""

import pytest

from gateway.handlers.execution.admission import Register
from gateway.handlers.execution.password_cache import Vault
from gateway.store.unit import Store


@pytest.fixture
def register(store: Store) -> Register:
    """Return a register with the demonstration cast that nobody has called yet, once on each database."""
    return Register(store, Vault())
