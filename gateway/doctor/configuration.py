"""Check the settings, and the address that clients call."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from gateway.doctor.finding import Finding, advice, right, wrong
from gateway.settings import Settings, sources, unknown_names

_CURE = "Set GATEWAY_PUBLIC_URL to the address that clients call, such as https://lrs.example.org"


def check_settings(chosen: Settings) -> Iterator[Finding]:
    """Check names and values of the settings."""
    stated = sum(source is not None for source in sources().values())
    yield right("settings", f"{stated} are stated, the others have their defaults")
    for name, alike in unknown_names():
        cure = f"Write {alike}, or remove it" if alike else "Remove it: lrs-gateway settings lists those that are known"
        yield wrong("settings", f"{name} is not a setting and is ignored", cure)
    yield _check_public_url(chosen)


def _check_public_url(chosen: Settings) -> Finding:
    subject, url = "public address", chosen.public_url
    if not url:
        return advice(subject, "every client is shown the host that it calls, which may be that of a proxy", _CURE)
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        return wrong(subject, f"{url} is malformed", _CURE)
    if parts.scheme not in ("http", "https") or not host:
        return wrong(subject, f"{url} does not begin with http:// or https:// and a host", _CURE)
    address = _address(host)
    if address is not None and address.is_unspecified:
        return wrong(subject, f"{url} is in the WSDLs, and no client can call it", _CURE)
    if host == "localhost" or (address is not None and address.is_loopback):
        return advice(subject, f"{url} is in the WSDLs, and only clients on this computer can call it", _CURE)
    if parts.scheme == "http":
        return advice(subject, f"{url} is without TLS, so passwords can be read on the way", _CURE)
    return right(subject, url)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
