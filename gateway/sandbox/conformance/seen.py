"""A call as the conformance report sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree
from lxml.etree import _Element

from gateway.sandbox.elements import is_nil, local
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.scenarios.transport_faults import TRANSPORT_FAULTS

_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True)
_ZONED: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)")
_PERSON: Final = ("GivenName", "FamilyName", "DateOfBirth", "LastKnownPostCode")
_FAULTS: Final = frozenset(fault.name for fault in TRANSPORT_FAULTS)
_OF_CALLER: Final = frozenset({"OrgPassword", "Password"})


@dataclass(frozen=True)
class Seen:
    """An exchange, read."""

    exchange: Exchange

    @property
    def operation(self) -> str:
        """The contract's name of the operation, or ""."""
        return self.exchange.operation

    @property
    def code(self) -> str:
        """The code of the answer, or ""."""
        return self.exchange.code

    @property
    def scenario(self) -> str:
        """The scenario that the call got, or ""."""
        return self.exchange.scenario

    @property
    def at(self) -> float:
        """When the answer was ready, by time.monotonic."""
        return self.exchange.noted

    @cached_property
    def root(self) -> _Element | None:
        """The envelope of the request; None if malformed."""
        try:
            return etree.fromstring(self.exchange.request, _PARSER)
        except etree.XMLSyntaxError:
            return None

    @property
    def is_whole(self) -> bool:
        """Whether all of the request was kept."""
        return len(self.exchange.request) == self.exchange.request_length

    @property
    def is_answered(self) -> bool:
        """Whether the answer arrived as it was made."""
        return self.scenario not in _FAULTS

    @cached_property
    def stated(self) -> dict[str, str]:
        """What the request states, by local name.

        Of an element that occurs several times, it is the first.
        """
        stated: dict[str, str] = {}
        for name, element in _leaves(self.root):
            stated.setdefault(name, (element.text or "").strip())
        return stated

    @cached_property
    def ulns(self) -> tuple[str, ...]:
        """All ULNs that the request states."""
        return tuple(
            (element.text or "").strip()
            for name, element in _leaves(self.root)
            if name.lower() in {"uln", "findeduln"} and (element.text or "").strip()
        )

    @cached_property
    def answered_ulns(self) -> tuple[str, ...]:
        """All ULNs that the answer states."""
        return tuple(
            dict.fromkeys(re.findall(r"<(?:\w+:)?ULN>(\d{10})<", self.exchange.answer.decode("utf-8", "replace")))
        )

    @property
    def person(self) -> tuple[str, ...]:
        """The person that the request states, for comparison."""
        return tuple(self.stated.get(name, "").upper() for name in _PERSON)

    @property
    def has_person(self) -> bool:
        """Whether the request states a person by name and birth."""
        return all(self.stated.get(name) for name in _PERSON[:3])

    @cached_property
    def nil_elements(self) -> tuple[str, ...]:
        """Names of elements that are sent as xsi:nil."""
        if self.root is None:
            return ()
        return tuple(local(one) for one in self.root.iter(etree.Element) if is_nil(one))

    @cached_property
    def zoned(self) -> tuple[str, ...]:
        """Names of elements whose date has a zone."""
        return tuple(name for name, one in _leaves(self.root) if _ZONED.fullmatch((one.text or "").strip()))

    @property
    def password(self) -> str:
        """The password that the request states, only to compare."""
        return next((value for name, value in self.stated.items() if name in _OF_CALLER), "")

    def header(self, name: str) -> str:
        """Return a header of the request, or ""."""
        return next((value for one, value in self.exchange.request_headers if one.lower() == name.lower()), "")

    def repeats(self, earlier: "Seen") -> bool:
        """Return whether this is the same request again."""
        return self.operation == earlier.operation and self.exchange.request == earlier.exchange.request


def _leaves(root: _Element | None) -> Iterator[tuple[str, _Element]]:
    if root is not None:
        for element in root.iter(etree.Element):
            if len(element) == 0:
                yield local(element), element
