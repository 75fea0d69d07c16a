"""One SOAP service: a Spyne application compiled from its contract.

Spyne is the frame in which services are declared (Application, Service, rpc, Fault). Reading and writing follow the
compiled contract, which Spyne cannot do: several namespaces in one service, unqualified children, strict facets,
literal prefixes.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import gateway._spyne_compat  # noqa: F401  (must come before Spyne)

# isort: split

from lxml.etree import _Element
from spyne import AnyDict, Application, Fault, Service, rpc
from spyne.protocol.soap import Soap11

from gateway import logs, metrics
from gateway.domain.codes import Code
from gateway.domain.errors import NotSupported, Refused
from gateway.handlers.execution.admission import Call, CallServices
from gateway.handlers.execution.call_record import CallRecord
from gateway.handlers.execution.run import run
from gateway.store.errors import Unavailable
from gateway.store.unit import Clock, utc_now
from gateway.wire.contract.compiled import Contract, InvalidMessage, Route
from gateway.wire.soap.envelope import EnvelopeStyle, FaultReport, compile_answer, write_fault
from gateway.wire.soap.family import Family, ServedOperation
from gateway.wire.soap.refusal import AWAY_STATUS, BUSY, RejectedMessage
from gateway.wire.values.message import Message

_log = logging.getLogger(__name__)

_ADVICE = "Tell the operator this reference: {}"
_FAULT_STATUS = "500 Internal Server Error"
_LONGEST_NAME = 200


class ContractFault(Fault):
    """A fault for the protocol to write."""

    def __init__(self, report: FaultReport, status: str) -> None:
        super().__init__(report.kind, report.code.text)
        self.report = report
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """The HTTP status and the body of an answer."""

    status: str
    body: bytes


@dataclass(frozen=True, slots=True)
class CallContext:
    """What a Spyne method gets besides the message."""

    record: CallRecord
    register: CallServices


@dataclass(frozen=True, slots=True)
class _Method:
    """An operation, ready to be called.

    `function` is the method of the Spyne application. It raises ContractFault.
    """

    route: Route
    is_served: bool
    function: Callable[[CallContext, Message], Message]
    write: Callable[[Message], bytes]


class SoapService:
    """A service that turns body elements into envelopes.

    Threads may share it.
    """

    def __init__(self, contract: Contract, family: Family, register: CallServices, clock: Clock = utc_now) -> None:
        self.contract = contract
        self.style = family.style
        self._clock = clock
        self._register = register
        self._methods = _methods(contract, family, clock)

    def takes(self, root: _Element) -> bool:
        """Return whether the contract finds a message valid.

        The contract must have the message's element.
        """
        return self.contract.accepts(root, self.contract.routes[root.tag])

    def answer(
        self, root: _Element, record: CallRecord, *, qualified_fault: bool = False, valid: bool = False
    ) -> Answer:
        """Answer a message, and complete its record.

        `root` is the one element of its body. `qualified_fault` qualifies the children of a fault. `valid` says that
        `takes` has checked the message.
        """
        try:
            method = self._methods.get(str(root.tag))
            if method is None:
                raise self._unknown(str(root.tag), record)
            message = self._read(method, root, record, valid=valid) if method.is_served else {}
            answer = method.function(CallContext(record, self._register), message)
        except ContractFault as fault:
            return self._fault(fault.report, status=fault.status, qualified=qualified_fault)
        return Answer("200 OK", method.write(answer))

    def _read(self, method: _Method, root: _Element, record: CallRecord, *, valid: bool) -> Message:
        """Validate the body element, and read it into a mapping."""
        try:
            if not valid:
                self.contract.validate(root, method.route)
        except InvalidMessage as invalid:
            metrics.observe_refused("schema")
            record.request, record.reason, record.code = method.route.operation.name, "schema", Code.BAD_REQUEST
            if self.contract.knows(invalid.error.field):  # the log holds no words of the caller's
                record.field = invalid.error.field
            raise _contract_fault(self.style, self._clock, Code.BAD_REQUEST, invalid.error.sentence) from None
        return method.route.read(root)

    def _unknown(self, received: str, record: CallRecord) -> ContractFault:
        """Return the fault for an unknown operation.

        If another namespace has an operation of this name, the text names it.
        """
        metrics.observe_refused("operation")
        record.reason, record.code = "operation", Code.NOT_SUPPORTED
        local = received.rpartition("}")[2].lower()
        alike = (tag for tag in self.contract.routes if tag.rpartition("}")[2].lower() == local)
        text, record.expected = "There is no such operation.", next(alike, None)
        if record.expected is not None:
            text = f"{text} The body holds {received[:_LONGEST_NAME]}; {record.expected} is expected."
        return _contract_fault(self.style, self._clock, Code.NOT_SUPPORTED, text, unknown_operation=True)

    def fail(self, reference: str, *, qualified_fault: bool = False) -> Answer:
        """Answer a request that failed unexpectedly.

        The fault and the log have the reference.
        """
        report = FaultReport(code=Code.UNKNOWN_FAILURE, text=_ADVICE.format(reference), at=self._clock())
        return self._fault(report, qualified=qualified_fault)

    def be_busy(self, *, qualified_fault: bool = False) -> Answer:
        """Answer a request unread, because too many are unanswered."""
        report = FaultReport(code=Code.UNKNOWN_FAILURE, text=BUSY, at=self._clock())
        return self._fault(report, status=AWAY_STATUS, qualified=qualified_fault)

    def refuse(self, refusal: RejectedMessage, *, qualified_fault: bool = False) -> Answer:
        """Answer a request that was refused unread."""
        report = FaultReport(
            code=Code.BAD_REQUEST,
            text=refusal.text,
            at=self._clock(),
            kind=refusal.fault,
            malformed=refusal.reason == "xml",
        )
        return self._fault(report, status=refusal.status, qualified=qualified_fault)

    def _fault(self, report: FaultReport, *, qualified: bool, status: str = _FAULT_STATUS) -> Answer:
        return Answer(status, write_fault(self.style, replace(report, qualified=qualified)))


def _contract_fault(
    style: EnvelopeStyle,
    clock: Clock,
    code: Code,
    text: str,
    *,
    actor: str = "",
    unknown_operation: bool = False,
    status: str = _FAULT_STATUS,
) -> ContractFault:
    """Return a fault with the present time."""
    kind = "Client" if code is Code.BAD_REQUEST and style.blames_clients else "Server"
    report = FaultReport(code=code, text=text, at=clock(), kind=kind, actor=actor, unknown_operation=unknown_operation)
    return ContractFault(report, status)


@cache
def _methods(contract: Contract, family: Family, clock: Clock) -> Mapping[str, _Method]:
    """Return a contract's Spyne methods, by the request's element.

    The application is made once per process; it holds no register. Calls go to its methods straight, because the way
    through Spyne's contexts takes as long as everything else between the message and the database.
    """
    served = {operation.name: operation for operation in family.operations}
    names = [route.operation.name for route in contract.routes.values()]
    functions = {name: _method(name, served.get(name), family, clock) for name in names}
    spyne_service: Any = type(contract.wsdl.service, (Service,), functions)
    Application([spyne_service], "urn:gateway", contract.wsdl.service, Soap11(), Soap11())
    return {
        tag: _Method(
            route=route,
            is_served=route.operation.name in served,
            function=spyne_service.public_methods[route.operation.name].function,
            write=compile_answer(family.style, route.operation.response, route.response),
        )
        for tag, route in contract.routes.items()
    }


def _method(name: str, served: ServedOperation | None, family: Family, clock: Clock) -> Callable[..., Any]:
    """Return the Spyne method of an operation.

    It calls the handler, or answers that there is none.
    """
    fault = partial(_contract_fault, family.style, clock, actor=f"{family.actor}.{name}()")

    def answer(context: CallContext, message: Message) -> Message:
        record = context.record
        record.request = name
        try:
            if served is None:
                metrics.observe_refused("unsupported")
                record.reason, record.code = "unsupported", Code.NOT_SUPPORTED
                raise NotSupported
            return _serve(served, family, context.register, message, record)
        except Refused as refusal:
            if served is not None and served.refuse is not None:
                return served.refuse(message, refusal)
            raise fault(refusal.code, str(refusal)) from None
        except Exception as error:
            logs.failure(_log, "call failed", call=record.reference, request=name, organisation=record.organisation)
            record.code = Code.UNKNOWN_FAILURE
            status = AWAY_STATUS if isinstance(error, Unavailable) else _FAULT_STATUS
            raise fault(Code.UNKNOWN_FAILURE, _ADVICE.format(record.reference), status=status) from None

    answer.__name__ = name
    return rpc(AnyDict, _returns=AnyDict, _body_style="bare")(answer)  # type: ignore[no-any-return]


def _serve(
    served: ServedOperation, family: Family, register: CallServices, message: Message, record: CallRecord
) -> Message:
    call: Call[Any, Any] = Call(
        operation=served.operation,
        credentials=family.credentials(message),
        handler=served.handler,
        read=lambda: served.read(message),
        record=record,
    )
    return served.write(message, run(register, call))
