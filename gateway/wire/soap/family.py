"""What a contract family hands to the wire: its operations and its habits, as plain tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gateway.domain.access import Operation
from gateway.domain.actors import Credentials
from gateway.domain.errors import Refused
from gateway.handlers.execution.audit import Handler, Out, Request
from gateway.wire.soap.envelope import EnvelopeStyle
from gateway.wire.values.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedOperation:
    """One operation that a handler serves.

    `read` turns the message into the handler's request, `write` the outcome (and the message, for its
    echoes) into the answer. `refuse` writes a refusal as an ordinary answer, for the families that do
    so; without it a refusal is a fault.
    """

    name: str
    operation: Operation
    handler: Handler[Any, Any]
    read: Callable[[Message], Any]
    write: Callable[[Message, Any], Message]
    refuse: Callable[[Message, Refused], Message] | None = None


def serve(
    *,
    name: str,
    operation: Operation,
    handler: Handler[Request, Out],
    read: Callable[[Message], Request],
    write: Callable[[Message, Out], Message],
    refuse: Callable[[Message, Refused], Message] | None = None,
) -> ServedOperation:
    """Return an operation whose reader, handler and writer fit one another, which the type checker sees to."""
    return ServedOperation(name=name, operation=operation, handler=handler, read=read, write=write, refuse=refuse)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """A contract family: how it spells envelopes, where credentials stand, and what is served.

    An operation of the WSDL that is not in `operations` answers "not supported".
    """

    style: EnvelopeStyle
    credentials: Callable[[Message], Credentials]
    operations: tuple[ServedOperation, ...]
    actor: str
