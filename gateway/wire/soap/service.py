"""One SOAP service: a Spyne application compiled from its contract.

Spyne is the frame (Application, Service, rpc, Fault, events). `ContractProtocol` replaces what Spyne cannot do for this
contract: several namespaces in one service, unqualified children, strict facets, literal prefixes. Our own transport
calls it, because Spyne's would read and parse the body a second time.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import gateway._spyne_compat  # noqa: F401  (must come before Spyne)

# isort: split

from lxml.etree import _Element
from spyne import AnyDict, Application, Fault, MethodContext, Service, rpc
from spyne.protocol.soap import Soap11
from spyne.server import ServerBase

from gateway import logs, metrics
from gateway.domain.codes import Code
from gateway.domain.errors import NotSupported, Refused
from gateway.handlers.execution.admission import Call, CallServices
from gateway.handlers.execution.call_record import CallRecord
from gateway.handlers.execution.run import run
from gateway.store.errors import Unavailable
from gateway.store.unit import Clock, utc_now
from gateway.wire.contract.compiled import Contract, InvalidMessage
from gateway.wire.soap.envelope import FaultReport, compile_answer, write_fault
from gateway.wire.soap.family import Family, ServedOperation
from gateway.wire.soap.refusal import RejectedMessage
from gateway.wire.values.message import Members, Message

_log = logging.getLogger(__name__)

_ADVICE = "Tell the operator this reference: {}"
_BUSY = "The service is busy. Try again."
_FAULT_STATUS = "500 Internal Server Error"
_AWAY_STATUS = "503 Service Unavailable"
"""HTTP status of a fault when the database is unavailable.

SOAP 1.1 knows only 500, but clients and proxies try again after 503.
"""

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


class CallContext(MethodContext):
    """Spyne's context without events and without checked attributes.

    The gateway uses neither, and they cost 80 µs per call.
    """

    __setattr__ = object.__setattr__

    def fire_event(self, event: str, *args: Any, **kwargs: Any) -> None:
        """Do nothing, because nothing listens to events."""


class ContractProtocol(Soap11):
    """SOAP 1.1 as one contract has it.

    A service has one protocol to read requests and one to write answers.
    """

    def __init__(self, contract: Contract, family: Family, clock: Clock) -> None:
        super().__init__()
        self._contract = contract
        self._style = family.style
        self._clock = clock

    def fault(
        self, code: Code, text: str, *, actor: str = "", unknown_operation: bool = False, status: str = _FAULT_STATUS
    ) -> ContractFault:
        """Return a fault with the present time."""
        kind = "Client" if code is Code.BAD_REQUEST and self._style.blames_clients else "Server"
        return ContractFault(
            FaultReport(
                code=code, text=text, at=self._clock(), kind=kind, actor=actor, unknown_operation=unknown_operation
            ),
            status,
        )


class RequestProtocol(ContractProtocol):
    """Route, validate and read requests by a contract."""

    def __init__(self, contract: Contract, family: Family, clock: Clock) -> None:
        super().__init__(contract, family, clock)
        self._served = frozenset(operation.name for operation in family.operations)
        self.descriptors: Members = {}

    def create_in_document(self, ctx: MethodContext, charset: str | None = None) -> None:  # noqa: ARG002
        """Take the body element that is parsed already."""
        ctx.in_document = ctx.in_body_doc = ctx.in_string

    def decompose_incoming_envelope(self, ctx: MethodContext, message: str = Soap11.REQUEST) -> None:  # noqa: ARG002
        """Route by the name of the body element.

        SOAPAction is ignored (contract 1.2).
        """
        ctx.method_request_string = ctx.in_body_doc.tag

    def generate_method_contexts(self, ctx: MethodContext) -> list[MethodContext]:
        """Attach the operation's only method to the context."""
        descriptor = self.descriptors.get(ctx.method_request_string)
        if descriptor is None:
            raise self._unknown(ctx)
        ctx.descriptor = descriptor
        return [ctx]

    def deserialize(self, ctx: MethodContext, message: str) -> None:  # noqa: ARG002
        """Validate the body element, and read it into a mapping.

        A request for an unsupported operation is not read.
        """
        route = self._contract.routes[ctx.method_request_string]
        if route.operation.name not in self._served:
            ctx.in_object = {}
            return
        try:
            if not ctx.is_valid:
                self._contract.validate(ctx.in_body_doc, route)
        except InvalidMessage as invalid:
            metrics.observe_refused("schema")
            record = ctx.record
            record.request, record.reason, record.code = route.operation.name, "schema", Code.BAD_REQUEST
            if self._contract.knows(invalid.error.field):  # the log holds no words of the caller's
                record.field = invalid.error.field
            raise self.fault(Code.BAD_REQUEST, invalid.error.sentence) from None
        ctx.in_object = route.read(ctx.in_body_doc)

    def _unknown(self, ctx: MethodContext) -> ContractFault:
        """Return the fault for an unknown operation.

        If another namespace has an operation of this name, the text names it.
        """
        metrics.observe_refused("operation")
        record, received = ctx.record, str(ctx.method_request_string)
        record.reason, record.code = "operation", Code.NOT_SUPPORTED
        local = received.rpartition("}")[2].lower()
        alike = (tag for tag in self._contract.routes if tag.rpartition("}")[2].lower() == local)
        text, record.expected = "There is no such operation.", next(alike, None)
        if record.expected is not None:
            text = f"{text} The body holds {received[:_LONGEST_NAME]}; {record.expected} is expected."
        return self.fault(Code.NOT_SUPPORTED, text, unknown_operation=True)


class AnswerProtocol(ContractProtocol):
    """Write answers by a contract."""

    def __init__(self, contract: Contract, family: Family, clock: Clock) -> None:
        super().__init__(contract, family, clock)
        self._answers = {
            tag: compile_answer(family.style, route.operation.response, route.response)
            for tag, route in contract.routes.items()
        }

    def serialize(self, ctx: MethodContext, message: str) -> None:  # noqa: ARG002
        """Write the answer into an envelope.

        The service writes faults, because it knows the client.
        """
        ctx.out_document = self._answers[ctx.method_request_string](ctx.out_object[0])

    def create_out_string(self, ctx: MethodContext, charset: str | None = None) -> None:  # noqa: ARG002
        """Put the bytes of the envelope into the context."""
        ctx.out_string = [ctx.out_document]


class SoapService(ServerBase):
    """A service that turns body elements into envelopes.

    Threads may share it.
    """

    transport = "http://schemas.xmlsoap.org/soap/http"

    def __init__(self, contract: Contract, family: Family, register: CallServices, clock: Clock = utc_now) -> None:
        self.contract = contract
        self.style = family.style
        self._clock = clock
        self._register = register
        super().__init__(_application(contract, family, clock))

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
        context = CallContext(self, MethodContext.SERVER)
        context.in_string = root
        context.is_valid = valid
        context.record = record
        context.register = self._register
        (context,) = self.generate_contexts(context)
        if context.in_error is None:
            self.get_in_object(context)
        if context.in_error is None:
            self.get_out_object(context)
        if context.out_error is not None:
            error = context.out_error
            return self._fault(error.report, status=error.status, qualified=qualified_fault)
        self.get_out_string(context)
        context.close()
        return Answer("200 OK", context.out_string[0])

    def fail(self, reference: str, *, qualified_fault: bool = False) -> Answer:
        """Answer a request that failed unexpectedly.

        The fault and the log have the reference.
        """
        report = FaultReport(code=Code.UNKNOWN_FAILURE, text=_ADVICE.format(reference), at=self._clock())
        return self._fault(report, qualified=qualified_fault)

    def be_busy(self, *, qualified_fault: bool = False) -> Answer:
        """Answer a request unread, because too many are unanswered."""
        report = FaultReport(code=Code.UNKNOWN_FAILURE, text=_BUSY, at=self._clock())
        return self._fault(report, status=_AWAY_STATUS, qualified=qualified_fault)

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


@cache
def _application(contract: Contract, family: Family, clock: Clock) -> Application:
    """Return the Spyne application of a contract.

    It is made once per process; it holds no register.
    """
    reader, writer = RequestProtocol(contract, family, clock), AnswerProtocol(contract, family, clock)
    served = {operation.name: operation for operation in family.operations}
    names = [route.operation.name for route in contract.routes.values()]
    methods = {name: _method(name, served.get(name), family, writer) for name in names}
    spyne_service: Any = type(contract.wsdl.service, (Service,), methods)
    reader.descriptors = {
        route.operation.request: spyne_service.public_methods[route.operation.name]
        for route in contract.routes.values()
    }
    return Application([spyne_service], "urn:gateway", contract.wsdl.service, reader, writer)


def _method(
    name: str, served: ServedOperation | None, family: Family, protocol: ContractProtocol
) -> Callable[..., Any]:
    """Return the Spyne method of an operation.

    It calls the handler, or answers that there is none.
    """
    actor = f"{family.actor}.{name}()"

    def answer(context: MethodContext, message: Message) -> Message:
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
            raise protocol.fault(refusal.code, str(refusal), actor=actor) from None
        except Exception as error:
            logs.failure(_log, "call failed", call=record.reference, request=name, organisation=record.organisation)
            record.code = Code.UNKNOWN_FAILURE
            status = _AWAY_STATUS if isinstance(error, Unavailable) else _FAULT_STATUS
            text = _ADVICE.format(record.reference)
            raise protocol.fault(Code.UNKNOWN_FAILURE, text, actor=actor, status=status) from None

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
