"""Calls of handlers, as the services make them."""

from typing import Any

from gateway import demo
from gateway.demo import DemoOrganisation
from gateway.domain.access import Operation
from gateway.domain.actors import Credentials
from gateway.handlers.execution.admission import Call, CallServices
from gateway.handlers.execution.password_cache import PasswordCache
from gateway.handlers.execution.run import run
from gateway.store.unit import Store


def call(store: Store, operation: Operation, handler: Any, request: Any, by: DemoOrganisation = demo.COLLEGE) -> Any:
    """Make an organisation's first call, and return the outcome."""
    asked: Call[Any, Any] = Call(
        operation=operation, credentials=credentials(by), handler=handler, read=lambda: request
    )
    return run(CallServices(store, PasswordCache()), asked)


def credentials(of: DemoOrganisation = demo.COLLEGE, password: str | None = None) -> Credentials:
    """Return an organisation's credentials, with this password or its own."""
    return Credentials(
        ukprn=of.ukprn, reference="", password=of.password if password is None else password, user=of.user
    )
