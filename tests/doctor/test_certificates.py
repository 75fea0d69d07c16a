"""The dates of certificates are read and judged."""

import base64
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.doctor.certificates import NotACertificate, check_certificates, dates_of
from gateway.doctor.finding import Finding, State
from gateway.settings import Settings

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
SELF_SIGNED = """\
-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIUECcvAgq2nkpdXSSR0F8nrynDaQ4wCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPbHJzLmV4YW1wbGUub3JnMCAXDTI2MTEyODA5NDc0NFoYDzIx
MjYxMTA0MDk0NzQ0WjAaMRgwFgYDVQQDDA9scnMuZXhhbXBsZS5vcmcwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAS9W9hf7F0SRfSbaDMBh0ENCSLHP6mZmQzHP30u
tjjwxzseFQ+Rerpoak4sDNxaHBHMQQESkOPjV695YvKHlTUmo1MwUTAdBgNVHQ4E
FgQUyGIYrIvscKQcO6/FEDwdlQ7e5rgwHwYDVR0jBBgwFoAUyGIYrIvscKQcO6/F
EDwdlQ7e5rgwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBvmJVk
QNL//XN2F+cu0nipcH3BYiwjR/wTVRAb3Su46gIhAJ+dw7q9e3Ctv3zUXuIAxKlD
jlYJjRTB12/VMDGmlPKj
-----END CERTIFICATE-----
"""


def value(tag: int, content: bytes) -> bytes:
    """Return a value in DER."""
    size = len(content)
    length = bytes([size]) if size < 128 else bytes([0x82, *size.to_bytes(2, "big")])
    return bytes([tag]) + length + content


def certificate(begin: datetime, end: datetime, *, has_version: bool = True) -> str:
    """Return a certificate in PEM that has little but dates."""
    times = [value(GENERALIZED_TIME, f"{one:%Y%m%d%H%M%SZ}".encode()) for one in (begin, end)]
    version = value(0xA0, value(0x02, b"\2")) if has_version else b""
    fields = value(0x02, b"\1") + value(0x30, b"") + value(0x30, b"\0" * 200) + value(0x30, b"".join(times))
    der = value(0x30, value(0x30, version + fields))
    return f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(der).decode()}-----END CERTIFICATE-----\n"


def checked(text: str, folder: Path) -> Finding:
    path = folder / "proxy.pem"
    path.write_text(text)
    (found,) = check_certificates([path], None, NOW)
    return found


def test_the_dates_of_a_real_certificate_are_read(tmp_path: Path) -> None:
    der = base64.b64decode("".join(SELF_SIGNED.splitlines()[1:-1]))
    assert dates_of(der) == (
        datetime(2026, 11, 28, 9, 47, 44, tzinfo=UTC),
        datetime(2126, 11, 4, 9, 47, 44, tzinfo=UTC),
    )
    assert checked(SELF_SIGNED, tmp_path).state is State.RIGHT


@pytest.mark.parametrize("has_version", [True, False])
@pytest.mark.parametrize(
    ("begin", "end", "state", "fact"),
    [
        (-90, 60, State.RIGHT, "expires in 60 days, on 2027-01-30"),
        (-90, 9, State.WRONG, "expires in 9 days, on 2026-12-10"),
        (-90, -2, State.WRONG, "expired on 2026-11-29"),
        (3, 90, State.WRONG, "is not valid until 2026-12-04"),
    ],
)
def test_a_certificate_is_judged_by_its_dates(
    tmp_path: Path, begin: int, end: int, state: State, fact: str, has_version: bool
) -> None:
    days = timedelta(days=1)
    found = checked(certificate(NOW + begin * days, NOW + end * days, has_version=has_version), tmp_path)
    assert (found.state, found.fact) == (state, fact)


def test_of_several_the_first_to_expire_counts(tmp_path: Path) -> None:
    day = timedelta(days=1)
    chain = certificate(NOW - day, NOW + 90 * day) + certificate(NOW - day, NOW + 5 * day)
    assert checked(chain, tmp_path).fact == "expires in 5 days, on 2026-12-06"


@pytest.mark.parametrize("text", ["", "no certificate", SELF_SIGNED[:120] + "\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_wrong(tmp_path: Path, text: str) -> None:
    assert checked(text, tmp_path).fact == "has no certificate in PEM"


@pytest.mark.parametrize("place", range(0, 60, 7))
def test_a_certificate_that_is_cut_off_is_none(place: int) -> None:
    der = base64.b64decode("".join(SELF_SIGNED.splitlines()[1:-1]))
    with pytest.raises(NotACertificate):
        dates_of(der[:place])


def test_certificates_that_the_database_url_names_are_checked(tmp_path: Path) -> None:
    (tmp_path / "client.pem").write_text(SELF_SIGNED)
    url = f"postgresql://u@db/x?sslcert={tmp_path}/client.pem&sslrootcert={tmp_path}/none.pem"
    findings = list(check_certificates([], Settings(database_url=url), NOW))
    assert [(one.subject.rpartition("/")[2], one.state) for one in findings] == [
        ("client.pem", State.RIGHT),
        ("none.pem", State.WRONG),
    ]
    assert findings[1].fact == "cannot be read: No such file or directory"
