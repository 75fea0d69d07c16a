"""The refusal of a request that no service reads."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedMessage(Exception):
    """The request is refused before its message is read.

    `reason` is a word for logs and counts, `text` a sentence for the caller, `fault` the SOAP fault code.
    """

    reason: str
    text: str
    status: str = "500 Internal Server Error"
    fault: str = "Server"


def malformed() -> RejectedMessage:
    """Return the refusal of what is no well-formed XML."""
    return RejectedMessage(reason="xml", text="The message is not well-formed XML.")


def not_soap(text: str) -> RejectedMessage:
    """Return the refusal of XML that is no SOAP 1.1 message."""
    return RejectedMessage(reason="soap", text=text)


def unsupported(reason: str, text: str) -> RejectedMessage:
    """Return the refusal of a type or an encoding that is not supported."""
    return RejectedMessage(reason=reason, text=text, status="415 Unsupported Media Type")


def too_large(limit: int) -> RejectedMessage:
    """Return the refusal of a message above the limit, in bytes."""
    return RejectedMessage(
        reason="size", text=f"The message is larger than {limit} bytes.", status="413 Content Too Large"
    )
