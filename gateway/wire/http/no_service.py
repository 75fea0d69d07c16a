"""Answer requests to an address without a service."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final
from wsgiref.types import WSGIEnvironment

from gateway import metrics
from gateway.handlers.execution.call_record import CallRecord
from gateway.wire.http.public_address import PublicAddress
from gateway.wire.http.responses import CALL_REFERENCE, Application, StartResponse, answer_not_found, peer_of, respond
from gateway.wire.namespaces import SOAP, SOAP_1_2
from gateway.wire.soap.content_type import read_content_type
from gateway.wire.soap.envelope import write_client_fault

_STATUS: Final = "404 Not Found"
_ENVELOPES: Final = {"text/xml": SOAP, "application/soap+xml": SOAP_1_2}
"""The namespace of the envelope by media type.

SOAP 1.1 and SOAP 1.2 have different ones.
"""


class NoService:
    """A WSGI application for addresses without a service.

    It answers SOAP messages with a fault, without reading them. `otherwise` answers all other requests.
    """

    def __init__(
        self,
        paths: Sequence[str],
        public: PublicAddress,
        trusted_proxies: Collection[str],
        otherwise: Application = answer_not_found,
    ) -> None:
        addresses = ", ".join(public.base + path for path in paths)
        sentence = f"There is no service at this address. The services are at {addresses}."
        self._public = public
        self._faults = {media: write_client_fault(soap, sentence) for media, soap in _ENVELOPES.items()}
        self._proxies = trusted_proxies
        self._otherwise = otherwise

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer an HTTP request."""
        media = _type_of_message(environ)
        if media is None:
            return self._otherwise(environ, start_response)
        record = CallRecord(peer_of(environ, self._proxies), reason="address")
        metrics.observe_refused("address")
        record.log(_STATUS)
        return respond(
            environ,
            start_response,
            _STATUS,
            self._public.fill(self._faults[media], environ),
            content_type=f"{media}; charset=utf-8",
            further=((CALL_REFERENCE, record.reference),),
        )


def _type_of_message(environ: WSGIEnvironment) -> str | None:
    """Return the media type of a SOAP message, or None."""
    media, _ = read_content_type(environ.get("CONTENT_TYPE", ""))
    return media if environ["REQUEST_METHOD"] == "POST" and media in _ENVELOPES else None
