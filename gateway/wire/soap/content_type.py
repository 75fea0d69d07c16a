"""Read a request's Content-Type."""

import re
from functools import lru_cache
from typing import Final

from gateway.wire.soap.refusal import unsupported

# Encodings by charset label. Other labels are refused: some codecs of Python take hours.
CHARSETS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}


_CONTENT_TYPE = re.compile(r"\A\s*([\w.+-]{1,60}/[\w.+-]{1,60})\s*(;.*)?\Z", re.ASCII | re.DOTALL)


_CHARSET = re.compile(r""";\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]*))""", re.IGNORECASE | re.ASCII)


def require_xml(content_type: str) -> None:
    """Require text/xml in an encoding that the gateway reads.

    Raises RejectedMessage.
    """
    media, charset = read_content_type(content_type)
    if media != "text/xml":
        raise unsupported("content-type", "Send SOAP 1.1 as Content-Type text/xml; SOAP 1.2 is not supported.")
    if charset and charset not in CHARSETS:
        raise unsupported("charset", "Send utf-8, utf-16, iso-8859-1 or us-ascii.")


@lru_cache(maxsize=256)
def read_content_type(content_type: str) -> tuple[str, str]:
    """Return the media type and the charset, in lower case.

    The charset is empty if none is stated.
    """
    found = _CONTENT_TYPE.match(content_type[:10_000])
    if found is None:
        return "", ""
    charset = _CHARSET.search(found[2] or "")
    return found[1].lower(), (charset[1] or charset[2] or "").strip().lower() if charset else ""


def charset_of(content_type: str) -> str | None:
    """Return the charset of a Content-Type, or None."""
    return read_content_type(content_type)[1] or None
