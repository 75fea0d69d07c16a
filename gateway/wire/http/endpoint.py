"""One service over HTTP.

GET returns WSDLs, schemas and a page; POST takes messages.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final
from wsgiref.types import WSGIEnvironment

from lxml.etree import _Element

from gateway import logs, metrics
from gateway.domain.codes import Code
from gateway.handlers.execution.admission import CallServices
from gateway.handlers.execution.call_record import CallRecord
from gateway.settings import FaultChildren, Settings
from gateway.store.unit import Clock, utc_now
from gateway.wire.contract.compiled import Contract, load_contract
from gateway.wire.contract.wsdl import Wsdl
from gateway.wire.http.body import read_body
from gateway.wire.http.public_address import PublicAddress
from gateway.wire.http.responses import (
    ARRIVED,
    CALL_REFERENCE,
    READING,
    RETRY_AFTER,
    Application,
    StartResponse,
    peer_of,
    respond,
)
from gateway.wire.namespaces import TEMPURI
from gateway.wire.services import ServiceRow
from gateway.wire.soap.parsing import enter
from gateway.wire.soap.refusal import RejectedMessage
from gateway.wire.soap.service import Answer, SoapService

_log = logging.getLogger(__name__)

_XML = "text/xml; charset=utf-8"
CALL: Final = "gateway.call"
"""Name of the call's record in the WSGI environment."""


def make_service(row: ServiceRow, contract: Contract, register: CallServices, clock: Clock) -> SoapService:
    """Return the service of a contract."""
    return SoapService(contract, row.family, register, clock)


class Endpoint:
    """The service at one path, as a WSGI application.

    A path may have several contracts. Threads may share an endpoint.
    """

    def __init__(
        self,
        rows: Sequence[ServiceRow],
        register: CallServices,
        settings: Settings,
        public: PublicAddress,
        page: Application,
        clock: Clock = utc_now,
        make: Callable[[ServiceRow, Contract, CallServices, Clock], SoapService] = make_service,
    ) -> None:
        self._limit = settings.body_limit
        self._proxies = settings.trusted_proxies
        self._new_reference = register.new_reference
        self._fault_children = settings.fault_children
        self._public = public
        self._page = page
        self.path = rows[0].path
        contracts = [load_contract(row.wsdl, row.schema) for row in rows]
        for contract in contracts:
            contract.make_ready(settings.threads)
        services = [make(row, contract, register, clock) for contract, row in zip(contracts, rows, strict=True)]
        self._service = services[0]
        self._by_query = {
            row.query: _by_element([service, *(one for one in services if one is not service)])
            for row, service in zip(rows, services, strict=True)
        }
        self._documents: dict[str, bytes] = {}
        for row, service in zip(rows, services, strict=True):
            self._documents |= _documents(row, service.contract.wsdl, public.base)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer an HTTP request."""
        query = environ.get("QUERY_STRING", "").lower()
        document = self._documents.get(query)
        if environ["REQUEST_METHOD"] in READING:
            if document is not None:
                return respond(
                    environ, start_response, "200 OK", self._public.fill(document, environ), content_type=_XML
                )
            if not query:
                return self._page(environ, start_response)
        record = self._begin(environ)
        try:
            answer = self._answer(environ, record)
        except Exception:  # the outermost loop: an unexpected error is a fault too, not the server's HTML page
            logs.failure(_log, "request failed", call=record.reference)
            record.code = Code.UNKNOWN_FAILURE
            answer = self._service.fail(record.reference)
        record.log(answer.status)
        allow = None
        if answer.status.startswith("405"):
            allow = "POST" if query and document is None else ", ".join((*READING, "POST"))
        reference = ((CALL_REFERENCE, record.reference),)
        return respond(
            environ, start_response, answer.status, answer.body, content_type=_XML, allow=allow, further=reference
        )

    def answer_busy(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, unread, that the service is busy."""
        record = self._begin(environ)
        record.reason, record.code = "busy", Code.UNKNOWN_FAILURE
        answer = self._service.be_busy(qualified_fault=self._qualified(environ, has_reference=False))
        record.log(answer.status)
        further = ((CALL_REFERENCE, record.reference), RETRY_AFTER)
        return respond(environ, start_response, answer.status, answer.body, content_type=_XML, further=further)

    def _begin(self, environ: WSGIEnvironment) -> CallRecord:
        """Begin the record of a call.

        The server finds it in the environment.
        """
        record = CallRecord(
            peer_of(environ, self._proxies), self._new_reference(), arrived=environ.get(ARRIVED) or time.monotonic()
        )
        environ[CALL] = record
        return record

    def _answer(self, environ: WSGIEnvironment, record: CallRecord) -> Answer:
        body = b""
        try:
            body = read_body(environ, self._limit)
            root = enter(body, environ.get("CONTENT_TYPE", ""))
        except RejectedMessage as refusal:
            metrics.observe_refused(refusal.reason)
            record.reason, record.code, record.length = refusal.reason, Code.BAD_REQUEST, len(body)
            record.sha256 = hashlib.sha256(body).hexdigest()[:16]
            return self._service.refuse(refusal, qualified_fault=self._qualified(environ, has_reference=False))
        has_reference = next(root.iterchildren("OrganisationRef"), None) is not None
        qualified = self._qualified(environ, has_reference=has_reference)
        return self._answer_under(environ.get("QUERY_STRING", "").lower(), root, record, qualified=qualified)

    def _answer_under(self, query: str, root: _Element, record: CallRecord, *, qualified: bool) -> Answer:
        """Answer by the contract that finds the message valid.

        If none does, answer by the first contract that has its element.
        """
        by_element = self._by_query.get(query) or self._by_query[""]
        services = by_element.get(root.tag, (self._service,))
        if len(services) == 1:
            return services[0].answer(root, record, qualified_fault=qualified)
        for service in services:
            if service.takes(root):
                return service.answer(root, record, qualified_fault=qualified, valid=True)
        return services[0].answer(root, record, qualified_fault=qualified)

    def _qualified(self, environ: WSGIEnvironment, *, has_reference: bool) -> bool:
        """Return whether to qualify a fault's children for this client.

        They are never qualified if the WSDL has them unqualified. By the setting BY_CLIENT they are for clients
        generated from the current WSDL. Such clients always send OrganisationRef, or a SOAPAction that begins with
        http://tempuri.org/.
        """
        if not self._service.contract.wsdl.qualifies_fault_children:
            return False
        match self._fault_children:
            case FaultChildren.CONTRACT:
                return False
            case FaultChildren.QUALIFIED:
                return True
            case FaultChildren.BY_CLIENT:
                return has_reference or environ.get("HTTP_SOAPACTION", "").strip(' "').startswith(TEMPURI)


@cache
def _documents(row: ServiceRow, wsdl: Wsdl, public_url: str) -> Mapping[str, bytes]:
    """Return the WSDLs and schemas of a service, by query.

    The queries are in lower case.
    """
    address = public_url + row.location
    prefix = f"{row.query}&xsd=" if row.query else "xsd="
    schemas = wsdl.serve_schemas(f"{public_url}{row.path}?{prefix}")
    documents = {f"{prefix}{name}".lower(): schema for name, schema in schemas.items()}
    if row.query:
        return documents | {row.query: wsdl.served(address)}
    documents |= dict.fromkeys(("wsdl", "singlewsdl"), wsdl.served(address))
    return documents | {"wsdl=plain": wsdl.served_plainly(address)}


def _by_element(services: Sequence[SoapService]) -> dict[str, tuple[SoapService, ...]]:
    """Return the services that take an element, by element.

    They are in the order in which to try them.
    """
    elements = {tag for service in services for tag in service.contract.routes}
    return {tag: tuple(service for service in services if tag in service.contract.routes) for tag in elements}
