"""Which exchanges somebody asks for, and their texts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.sandbox.credentials import identifiers_in
from gateway.sandbox.exchanges import Exchange
from gateway.wire.soap.content_type import CHARSETS

_CHARSET = re.compile(r"charset=\"?([A-Za-z0-9._-]{1,40})")
FILTERS = ("organisation", "operation", "code", "uln")
"""What exchanges can be filtered by, as in a query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeFilter:
    """What an exchange must have.

    An empty text asks for nothing. `organisation` is a UKPRN or reference that the request states, `uln` stands in the
    request or the answer.
    """

    organisation: str = ""
    operation: str = ""
    code: str = ""
    uln: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "ExchangeFilter":
        """Return the filter that a query states."""
        return cls(**{name: query.get(name, "").strip() for name in FILTERS})

    def fits(self, exchange: Exchange) -> bool:
        """Return whether an exchange has it all."""
        uln = self.uln.encode()
        return (
            self.operation.lower() in ("", exchange.operation.lower())
            and self.code.upper() in ("", exchange.code)
            and (uln in exchange.request or uln in exchange.answer)
            and (
                self.organisation in ("", exchange.organisation)
                or self.organisation in identifiers_in(exchange.request)
            )
        )


def text_of(body: bytes, headers: Iterable[tuple[str, str]]) -> str:
    """Return a body as text.

    What cannot be read is replaced.
    """
    stated = next((value for name, value in headers if name.lower() == "content-type"), "")
    charset = _CHARSET.search(stated.lower())
    marked = body[:2] in (b"\xff\xfe", b"\xfe\xff")
    encoding = "utf-16" if marked else CHARSETS.get(charset[1] if charset else "utf-8", "utf-8")
    return body.decode(encoding, "replace")
