"""A contract family: its operations and its style."""

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
    """One operation that the gateway supports.

    `read` turns the message into the handler's request. `write` turns the outcome into the answer; it gets the message
    too, because some answers repeat parts of it. `refuse` writes a refusal as an ordinary answer. Without `refuse` a
    refusal is a fault.
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
    """Return a supported operation.

    The type checker verifies that `read`, `handler` and `write` fit.
    """
    return ServedOperation(name=name, operation=operation, handler=handler, read=read, write=write, refuse=refuse)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Family:
    """The style, credentials and operations of a contract family.

    An operation of the WSDL that is not in `operations` gets the answer "not supported".
    """

    style: EnvelopeStyle
    credentials: Callable[[Message], Credentials]
    operations: tuple[ServedOperation, ...]
    actor: str
