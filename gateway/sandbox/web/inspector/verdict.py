"""What the contract finds about a message."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from lxml import etree
from lxml.etree import _Element

from gateway.sandbox.elements import local
from gateway.sandbox.web.inspector.reading import Reading, indented, parse
from gateway.wire.contract.compiled import Contract, InvalidMessage, Route
from gateway.wire.soap.content_type import require_xml
from gateway.wire.soap.parsing import enter
from gateway.wire.soap.refusal import RejectedMessage


class Finding(Enum):
    """How far a message gets."""

    VALID = "The message fits the schema."
    FORGIVEN = (
        "The schema refuses the message as it is. Without its members that have no value it fits, so this gateway "
        "takes it."
    )
    WRONG_LENGTH = "Only the length of the password breaks the schema. It counts as a wrong password."
    INVALID = "The schema refuses the message."
    UNKNOWN = "The contract has no operation for the message."
    UNREAD = "The message is refused unread."
    ELSEWHERE = "No service is at this address."


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found about a message.

    `sentence` is that of the fault, if any, and `field` the element. `line` is that of the indented message. `members`
    are those without a value that the gateway forgives.
    """

    finding: Finding
    sentence: str = ""
    field: str = ""
    line: int | None = None
    members: tuple[str, ...] = ()


def judge(reading: Reading) -> Verdict:
    """Return what the contract finds about a request."""
    if not reading.contracts:
        return Verdict(finding=Finding.ELSEWHERE)
    if reading.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        return Verdict(finding=Finding.UNREAD, sentence="The body has a Content-Encoding.")
    try:
        require_xml(reading.headers.get("content-type", ""))
        root = enter(reading.exchange.request, reading.headers.get("content-type", ""))
    except RejectedMessage as refusal:
        return _unread(refusal)
    if not reading.routes:
        return Verdict(finding=Finding.UNKNOWN, sentence=_expected(root, reading.contracts))
    for contract, _ in reading.routes:
        if contract.is_valid(root):
            return Verdict(finding=Finding.VALID)
    for contract, route in reading.routes:
        copy = _copy(root)
        if contract.accepts(copy, route):
            members = _lost(root, copy)
            return Verdict(finding=Finding.FORGIVEN if members else Finding.WRONG_LENGTH, members=members)
    return _invalid(reading, *reading.routes[0], root)


def _unread(refusal: RejectedMessage) -> Verdict:
    cause = refusal.__cause__
    if isinstance(cause, etree.XMLSyntaxError) and cause.msg:
        return Verdict(finding=Finding.UNREAD, sentence=f"{refusal.text} {cause.msg}.", line=cause.lineno)
    return Verdict(finding=Finding.UNREAD, sentence=refusal.text)


def _expected(root: _Element, contracts: Iterable[Contract]) -> str:
    alike = next(
        (tag for one in contracts for tag in one.routes if tag.rpartition("}")[2].lower() == local(root).lower()), None
    )
    said = f"The body holds {root.tag}."
    return said if alike is None else f"{said} {alike} is expected."


def _copy(root: _Element) -> _Element:
    return etree.fromstring(etree.tostring(root, with_tail=False))


def _lost(root: _Element, pruned: _Element) -> tuple[str, ...]:
    """Return the names of members that were taken out."""
    left = [local(one) for one in pruned.iter(etree.Element)]
    lost = []
    for one in root.iter(etree.Element):
        if local(one) in left:
            left.remove(local(one))
        else:
            lost.append(local(one))
    return tuple(dict.fromkeys(lost))


def _invalid(reading: Reading, contract: Contract, route: Route, root: _Element) -> Verdict:
    """Return the schema's sentence, with the line as shown."""
    shown = parse(indented(reading.text))
    body = None if shown is None else next((one for one in shown if local(one) == "Body"), None)
    checked = root if body is None or not len(body) else body[0]
    try:
        contract.validate(checked, route)
    except InvalidMessage as invalid:
        return Verdict(
            finding=Finding.INVALID,
            sentence=invalid.error.sentence,
            field=invalid.error.field,
            line=invalid.error.line if checked is not root else None,
        )
    return Verdict(finding=Finding.INVALID)
