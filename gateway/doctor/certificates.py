"""Check when certificates expire.

Only the dates are read (RFC 5280). Nothing is said of who signed a certificate, or for which name it is.
"""

import re
import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from gateway.doctor.finding import Finding, in_words, right, wrong
from gateway.settings import Settings

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_SOON = timedelta(days=14)
_IN_URL = ("sslcert", "sslrootcert")
_UTC_TIME, _GENERALIZED_TIME, _VERSION = 0x17, 0x18, 0xA0
_LONG_LENGTH = 0x80


class NotACertificate(Exception):
    """The bytes are not a certificate in DER."""


def check_certificates(paths: Sequence[Path], chosen: Settings | None, now: datetime) -> Iterator[Finding]:
    """Check certificates, and those that the database URL names."""
    in_settings = [] if chosen is None else _named_in(chosen.database_url)
    for path in dict.fromkeys([*paths, *in_settings]):
        yield _check(path, now)


def _named_in(url: str) -> list[Path]:
    try:
        query = parse_qs(urlsplit(url).query)
    except ValueError:
        return []
    return [Path(value) for name in _IN_URL for value in query.get(name, ()) if value != "system"]


def _check(path: Path, now: datetime) -> Finding:
    subject, renew = f"certificate {path}", "Renew it, and let what uses it read it again"
    try:
        dates = [dates_of(ssl.PEM_cert_to_DER_cert(one)) for one in _PEM.findall(path.read_text("latin-1"))]
    except OSError as error:
        return wrong(subject, f"cannot be read: {error.strerror}", "Name a file that you can read")
    except (ValueError, NotACertificate):
        dates = []
    if not dates:
        return wrong(subject, "has no certificate in PEM", "Name a file with BEGIN CERTIFICATE in it")
    begins, ends = max(begin for begin, _ in dates), min(end for _, end in dates)
    if begins > now:
        return wrong(subject, f"is not valid until {begins:%Y-%m-%d}", "Check the clock of this computer")
    if ends <= now:
        return wrong(subject, f"expired on {ends:%Y-%m-%d}", renew)
    fact = f"expires in {in_words((ends - now).total_seconds())}, on {ends:%Y-%m-%d}"
    return wrong(subject, fact, renew) if ends - now < _SOON else right(subject, fact)


def dates_of(certificate: bytes) -> tuple[datetime, datetime]:
    """Return when a certificate begins and ends to be valid.

    It is in DER. Raises NotACertificate.
    """
    try:
        body = _parts(_parts(certificate)[0][1])[0][1]
        fields = [part for part in _parts(body) if part[0] != _VERSION]
        begin, end = _parts(fields[3][1])  # after the serial number, the algorithm and the issuer
        return _time(*begin), _time(*end)
    except (IndexError, ValueError) as error:
        raise NotACertificate from error


def _parts(content: bytes) -> list[tuple[int, bytes]]:
    """Return tag and content of each value in DER."""
    parts, place = [], 0
    while place < len(content):
        tag, length, place = content[place], content[place + 1], place + 2
        if length >= _LONG_LENGTH:
            size = length - _LONG_LENGTH
            length, place = int.from_bytes(content[place : place + size]), place + size
        if place + length > len(content):
            raise ValueError("the value is cut off")
        parts.append((tag, content[place : place + length]))
        place += length
    return parts


def _time(tag: int, content: bytes) -> datetime:
    text = content.decode("ascii")
    if tag == _UTC_TIME:
        text = ("19" if text >= "50" else "20") + text
    elif tag != _GENERALIZED_TIME:
        raise ValueError("this is no time")
    return datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
