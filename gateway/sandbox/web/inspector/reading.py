"""Read what a client sent, however wrong it is."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree
from lxml.etree import _Element

from gateway.sandbox.elements import local
from gateway.sandbox.exchanges import Exchange
from gateway.sandbox.web.filters import text_of
from gateway.wire.contract.compiled import Contract, Route, load_contract
from gateway.wire.services import SERVICES

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_IN_LINES = re.compile(r">[ \t]*\r?\n\s*<")


@dataclass(frozen=True)
class Reading:
    """A request, read as far as it can be read."""

    exchange: Exchange

    @cached_property
    def headers(self) -> Mapping[str, str]:
        """The headers, by names in lower case."""
        return {name.lower(): value for name, value in self.exchange.request_headers}

    @cached_property
    def text(self) -> str:
        """The message as text."""
        return text_of(self.exchange.request, self.exchange.request_headers).removeprefix("\ufeff")

    @cached_property
    def envelope(self) -> _Element | None:
        """The outermost element, or None if this is no XML."""
        return parse(self.text)

    @cached_property
    def payload(self) -> _Element | None:
        """The first element of the body, or None."""
        if self.envelope is None:
            return None
        body = next((one for one in self.envelope if local(one) == "Body"), None)
        return None if body is None else next(iter(body), None)

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:
        """The contracts at the address, the asked one first."""
        path, _, query = self.exchange.path.partition("?")
        rows = sorted((row for row in SERVICES if row.path == path), key=lambda row: row.query != query.lower())
        return tuple(load_contract(row.wsdl, row.schema) for row in rows)

    @cached_property
    def routes(self) -> tuple[tuple[Contract, Route], ...]:
        """The contracts that have the operation, each with it."""
        if self.payload is None:
            return ()
        tag = str(self.payload.tag)
        return tuple((one, one.routes[tag]) for one in self.contracts if tag in one.routes)

    @cached_property
    def elements(self) -> tuple[_Element, ...]:
        """The elements below the payload."""
        return () if self.payload is None else tuple(self.payload.iterdescendants(etree.Element))

    def values(self, *names: str) -> list[str]:
        """Return the texts of elements with these local names."""
        wanted = {name.lower() for name in names}
        return [
            (one.text or "").strip()
            for one in self.elements
            if local(one).lower() in wanted and (one.text or "").strip()
        ]

    def value(self, *names: str) -> str:
        """Return the first text of such elements, or ""."""
        return next(iter(self.values(*names)), "")


def explanation_in(answer: str) -> str:
    """Return how an answer explains its fault, or ""."""
    envelope = parse(answer)
    if envelope is None:
        return ""
    texts = {local(one): (one.text or "").strip() for one in envelope.iterdescendants(etree.Element)}
    told = (texts.get(name, "") for name in ("FurtherDetails", "Description", "faultstring"))
    return next((text for text in told if text), "")


def parse(text: str) -> _Element | None:
    """Parse a text, without its document type, or return None."""
    if "<!DOCTYPE" in text:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_without_declaration(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _without_declaration(text: str) -> str:
    """Return a text whose lines are the same, without declaration."""
    found = _DECLARATION.match(text)
    return text if found is None else "\n" * found[0].count("\n") + text[found.end() :]


def indented(text: str) -> str:
    """Return XML with each element in a line.

    Return a text that is no XML as it is.
    """
    declaration = _DECLARATION.match(text)
    body = text[declaration.end() if declaration else 0 :].strip()
    root = None if _IN_LINES.search(body) else parse(text)
    if root is None:
        return text.strip()
    etree.indent(root)
    head = f"{declaration[0].strip()}\n" if declaration else ""
    return head + etree.tostring(root, encoding="unicode")


def lines_of(text: str, most: int = 2000) -> Iterator[str]:
    """Return the first lines of a text."""
    lines = text.splitlines()
    yield from lines[:most]
    if len(lines) > most:
        yield f"... and {len(lines) - most} lines more"
