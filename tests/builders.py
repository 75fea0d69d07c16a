"""Build messages and calls, and a gateway for them."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self
from xml.sax.saxutils import escape

from lxml import etree
from lxml.etree import _Element

from gateway import demo
from gateway.app import Gateway, open_store
from gateway.demo import DemoOrganisation
from gateway.settings import Settings
from gateway.store.unit import Clock, utc_now

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
FINDMSG = "http://api.lrs.miap.gov.uk/findmsg"
REGMSG = "http://api.lrs.miap.gov.uk/regmsg"
REPORTMSG = "http://api.lrs.miap.gov.uk/reportmsg"
LEARNERREC = "http://api.lrs.miap.gov.uk/learnerrec"
MIAP_LEARNER = "http://api.lrs.miap.gov.uk/learner"
EXCEPTIONS = "http://api.lrs.miap.gov.uk/exceptions"
TEMPURI = "http://tempuri.org/"
MODEL = "http://api.lrs.qcf.gov.uk/model"
FAULTS = "http://api.lrs.qcf.gov.uk/faults"
COMMON = "http://schemas.datacontract.org/2004/07/Amor.Qcf.Common"
INTERFACE = "http://schemas.datacontract.org/2004/07/Amor.Qcf.Service.Interface"

LEARNER_SERVICE = "/LearnerService.svc"
R9 = "/LearnerServiceR9.svc"
R9_2017 = "/LearnerServiceR9.svc?wsdl=2017"
EXTERNAL = "/ExternalService.svc"
MIAP_2014 = "/MIAPWebService/services/LearnerService"


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer of the gateway."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def envelope(self) -> _Element:
        """Parse the body."""
        return etree.fromstring(self.body)

    @property
    def payload(self) -> _Element:
        """Return the one element of the SOAP body."""
        body = self.envelope.find(f"{{{SOAP}}}Body")
        assert body is not None, self.body
        return body[0]

    def text(self, name: str) -> str | None:
        """Return the text of the first element with this name.

        It is "" if the element is empty, and None if there is none.
        """
        for element in self.payload.iter():
            if etree.QName(element).localname == name:
                return element.text or ""
        return None

    def texts(self, name: str) -> list[str]:
        """Return the texts of all elements with this local name."""
        return [one.text or "" for one in self.payload.iter() if etree.QName(one).localname == name]

    @property
    def code(self) -> str | None:
        """Return the answer's code.

        This is the ResponseCode, a fault's ErrorCode, or the result itself.
        """
        for name in ("ResponseCode", "ErrorCode", "UpdateLearnerSubsetFieldsResult", "SetNotificationResult"):
            if (found := self.text(name)) is not None:
                return found
        return None


class Wire:
    """A gateway in this process, with its register.

    It is called as a server calls it.
    """

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self.store = open_store(settings, clock)
        self.gateway = Gateway(settings, self.store)

    @classmethod
    @contextmanager
    def open(cls, settings: Settings, clock: Clock = utc_now) -> Iterator[Self]:
        """Open a gateway and close its connections at the end."""
        wire = cls(settings, clock)
        try:
            yield wire
        finally:
            wire.gateway.close()

    def request(self, method: str, path: str, body: bytes = b"", **environ: Any) -> Reply:
        """Send one HTTP request; `environ` adds or replaces WSGI variables."""
        path, _, query = path.partition("?")
        answered: list[tuple[str, list[tuple[str, str]]]] = []
        variables = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        } | environ
        chunks = self.gateway(variables, lambda status, headers: answered.append((status, headers)))
        content = b"".join(chunks)
        status, headers = answered[0]
        return Reply(int(status.split()[0]), dict(headers), content)

    def post(self, path: str, body: str | bytes, **environ: Any) -> Reply:
        """Send one SOAP message."""
        content = body.encode() if isinstance(body, str) else body
        return self.request("POST", path, content, **{"CONTENT_TYPE": "text/xml; charset=utf-8"} | environ)


def envelope(body: str) -> str:
    """Wrap a body in an envelope without an XML declaration.

    Hand-written clients do so.
    """
    return f'<soapenv:Envelope xmlns:soapenv="{SOAP}"><soapenv:Header/><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>'


def members(values: Mapping[str, Any], prefix: str = "") -> str:
    """Return members as XML, in the given order.

    A mapping nests, a list repeats, and None leaves a member out.
    """
    written = []
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            if one is None:
                continue
            inner = members(one, prefix) if isinstance(one, Mapping) else escape(str(one))
            written.append(f"<{prefix}{name}>{inner}</{prefix}{name}>")
    return "".join(written)


def miap(
    namespace: str,
    root: str,
    values: Mapping[str, Any],
    *,
    by: DemoOrganisation = demo.COLLEGE,
    find: str | None = None,
) -> str:
    """Write a LearnerService message, with UKPRN only."""
    head = {
        "FindType": find,
        "UKPRN": by.ukprn,
        "OrgPassword": by.password,
        "UserName": by.user,
    }
    return envelope(f'<m:{root} xmlns:m="{namespace}">{members(head | dict(values))}</m:{root}>')


def r9(root: str, values: Mapping[str, Any], *, by: DemoOrganisation = demo.COLLEGE) -> str:
    """Write a LearnerServiceR9 message."""
    if root == "GetLearnerLearningEvents":
        namespace, vendor = INTERFACE, "vendorID"
    else:
        namespace, vendor = COMMON, "vendorId"
    caller = members({"Password": by.password, "Ukprn": by.ukprn, "Username": by.user}, "o:")
    head = members({"userType": "ORG", vendor: "1", "language": "ENG"})
    return envelope(
        f'<{root} xmlns="{TEMPURI}"><invokingOrganisation xmlns:o="{namespace}">{caller}</invokingOrganisation>'
        f"{head}{members(values)}</{root}>"
    )


def learner(**changes: Any) -> dict[str, Any]:
    """Return a learner's members in wire order, with these changes.

    None leaves a member out.
    """
    values: dict[str, Any] = dict.fromkeys(
        (
            "Title", "GivenName", "MiddleOtherName", "FamilyName", "PreferredGivenName", "PreviousFamilyName",
            "FamilyNameAtAge16", "SchoolAtAge16", "LastKnownAddressLine1", "LastKnownAddressLine2",
            "LastKnownAddressTown", "LastKnownAddressCountyOrCity", "LastKnownPostCode", "DateOfAddressCapture",
            "DateOfBirth", "PlaceOfBirth", "Gender", "EmailAddress", "Nationality", "ScottishCandidateNumber",
            "VerificationType", "OtherVerificationDescription", "AbilityToShare", "Notes", "ULN", "VersionNumber",
        )
    )  # fmt: skip
    values |= {
        "GivenName": "Hal",
        "FamilyName": "Orme",
        "LastKnownPostCode": "OX1 2JD",
        "DateOfBirth": "2005-04-01",
        "Gender": "1",
        "VerificationType": "1",
        "AbilityToShare": "1",
    }
    return values | changes
