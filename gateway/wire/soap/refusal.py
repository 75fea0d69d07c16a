"""Refusals of messages that reach no service."""

from dataclasses import dataclass
from typing import Final

AWAY_STATUS: Final = "503 Service Unavailable"
"""HTTP status for a caller who may try again.

SOAP 1.1 knows only 500, but clients and proxies try again after 503.
"""

BUSY: Final = "The service is busy. Try again."


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedMessage(Exception):
    """Raised when a message is refused unread.

    `reason` is a word for logs and metrics, `text` a sentence for the caller, and `fault` the SOAP fault code.
    """

    reason: str
    text: str
    status: str = "500 Internal Server Error"
    fault: str = "Server"


def malformed() -> RejectedMessage:
    """Return the refusal of XML that is not well-formed."""
    return RejectedMessage(reason="xml", text="The message is not well-formed XML.")


def not_soap(text: str) -> RejectedMessage:
    """Return the refusal of XML that is not SOAP 1.1."""
    return RejectedMessage(reason="soap", text=text)


def unsupported(reason: str, text: str) -> RejectedMessage:
    """Return the refusal of a type or an encoding."""
    return RejectedMessage(reason=reason, text=text, status="415 Unsupported Media Type")


def too_large(limit: int) -> RejectedMessage:
    """Return the refusal of a message longer than `limit` bytes."""
    return RejectedMessage(
        reason="size", text=f"The message is larger than {limit} bytes.", status="413 Content Too Large"
    )
