"""Situations of how messages are written."""

from typing import Final

from gateway.domain import uln
from gateway.domain.codes import Code
from gateway.sandbox.conformance.judges import always
from gateway.sandbox.conformance.seen import Seen
from gateway.sandbox.conformance.situation import Situation

_OPTIONAL: Final = {"OrganisationRef", "UKPRN"}
_WELSH: Final = "Siôn"


def _is_xml(call: Seen) -> str:
    return "" if call.root is not None else "the message is not well-formed XML; are names escaped (&amp;, &lt;)?"


def _is_valid(call: Seen) -> str:
    return f"{call.operation or 'the message'} was refused as badly formed" if call.code == Code.BAD_REQUEST else ""


def _is_plain(call: Seen) -> bool:
    """Return whether nothing more precise is wrong with a message."""
    return not (call.scenario or call.root is None or call.zoned or _has_no_nil(call))


def _has_type(call: Seen) -> str:
    stated = call.header("Content-Type").partition(";")[0].strip().lower()
    return "" if stated == "text/xml" else f"Content-Type is {stated or 'missing'}; SOAP 1.1 needs text/xml"


def _has_action(call: Seen) -> str:
    return (
        ""
        if any(name.lower() == "soapaction" for name, _ in call.exchange.request_headers)
        else ("the header SOAPAction is missing; SOAP 1.1 needs it, even if it is empty")
    )


def _has_no_zone(call: Seen) -> str:
    return f"{call.zoned[0]} has a time zone; a date of birth has none" if call.zoned else ""


def _states_birth(call: Seen) -> bool:
    return any(name.lower() == "dateofbirth" for name in call.stated)


def _has_no_nil(call: Seen) -> str:
    if call.code != Code.BAD_REQUEST:
        return ""  # the contract lets the element be nil
    nil = [name for name in call.nil_elements if name not in _OPTIONAL]
    return f"{nil[0]} is sent as xsi:nil; leave it out" if nil else ""


def _has_checked_ulns(call: Seen) -> str:
    wrong = next((one for one in call.ulns if not uln.is_valid(one)), "")
    return f"{wrong} is no ULN: its check digit or its form is wrong; check it before a call" if wrong else ""


def _has_user(call: Seen) -> str:
    user = call.stated.get("UserName", call.stated.get("Username", ""))
    return "" if user else "the user name is empty; the audit trail must say who looked"


def _is_somewhere(call: Seen) -> str:
    return f"there is no service at {call.exchange.path}" if call.exchange.status.startswith("404") else ""


def _is_known_operation(call: Seen) -> str:
    return "the message is no operation of the service" if call.code == Code.NOT_SUPPORTED and not call.scenario else ""


def _keeps_accents(call: Seen) -> str:
    given = call.stated.get("GivenName", "")
    return "" if given == _WELSH else f"the given name came as {given!r}; {_WELSH} is expected: is the message UTF-8?"


MESSAGES: Final = (
    Situation(
        name="well-formed",
        title="Messages are well-formed XML",
        do="Make any calls. Names with & and < must be escaped.",
        judge=always(_is_xml, of=lambda call: call.is_whole),
    ),
    Situation(
        name="valid",
        title="Messages are valid against the schema",
        do="Make any calls. None may be refused with WSEC0001.",
        judge=always(_is_valid, of=_is_plain),
    ),
    Situation(
        name="content-type",
        title="The content type is text/xml",
        do="Make any calls.",
        judge=always(_has_type),
    ),
    Situation(
        name="soap-action",
        title="Each call has the header SOAPAction",
        do="Make any calls.",
        judge=always(_has_action),
    ),
    Situation(
        name="address",
        title="Calls go to an address of a service",
        do="Make any calls.",
        judge=always(_is_somewhere),
    ),
    Situation(
        name="operation",
        title="Calls name an operation of the service",
        do="Make any calls. The namespace is part of the name.",
        judge=always(_is_known_operation),
    ),
    Situation(
        name="no-zone",
        title="Dates have no time zone",
        do="Search for learners by date of birth. 2004-03-09Z is another day for a reader in another zone.",
        judge=always(_has_no_zone, of=_states_birth),
    ),
    Situation(
        name="no-nil",
        title="What is not known is left out",
        do="Make calls with optional members that you do not know. xsi:nil is not taken for them.",
        judge=always(_has_no_nil, of=lambda call: call.root is not None),
    ),
    Situation(
        name="check-digit",
        title="A ULN is checked before it is sent",
        do="Make calls with ULNs. Your users will mistype some: your client must find that by the check digit.",
        judge=always(_has_checked_ulns, of=lambda call: bool(call.ulns)),
    ),
    Situation(
        name="user-name",
        title="Each call names its user",
        do="Make any calls.",
        judge=always(_has_user, of=lambda call: call.root is not None),
    ),
    Situation(
        name="welsh-letters",
        title="Accents arrive as they were typed",
        do="Search three times for Siôn Wyn-Jones, 2006-02-28, LL57 2DG (ULN 3000000800).",
        judge=always(_keeps_accents, of=lambda call: call.stated.get("FamilyName", "").upper() == "WYN-JONES"),
    ),
)
