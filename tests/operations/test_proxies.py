"""The configurations of HAProxy and nginx are sound."""

import re
import subprocess
from pathlib import Path

import pytest

from gateway.serving.limits import Limits
from gateway.settings import Settings
from tests.operations.tools import OPERATIONS, judged, tool

HAPROXY, NGINX = (OPERATIONS / "proxy" / name for name in ("haproxy.cfg", "nginx.conf"))
SECONDS = Settings()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a certificate with its key."""
    made = [tmp_path / name for name in ("host.crt", "host.key")]
    subprocess.run(
        [tool("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", "/CN=lrs.example.org", "-out", made[0], "-keyout", made[1]],
        check=True, capture_output=True,
    )  # fmt: skip
    both = tmp_path / "host.pem"
    both.write_text("".join(one.read_text() for one in made))
    return both


def test_haproxy_takes_its_configuration(tmp_path: Path, certificate: Path) -> None:
    program = tool("haproxy")
    path = tmp_path / "haproxy.cfg"
    path.write_text(re.sub(r"/etc/haproxy/\S+\.pem", str(certificate), HAPROXY.read_text()))
    judged([program, "-c", "-f", path], tmp_path)


def test_nginx_takes_its_configuration(tmp_path: Path, certificate: Path) -> None:
    program = tool("nginx")
    site = re.sub(r"/etc/nginx/\S+\.(pem|key)", str(certificate), NGINX.read_text())
    folders = "".join(
        f"{one}_temp_path {tmp_path}/{one}; " for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = tmp_path / "nginx.conf"
    path.write_text(
        f"pid {tmp_path}/nginx.pid; error_log stderr; events {{}} http {{ access_log off; {folders}{site} }}"
    )
    judged([program, "-t", "-p", tmp_path, "-c", path], tmp_path)


def seconds(path: Path, setting: str) -> int:
    (found,) = re.findall(rf"(?m)^\s*{setting} (\d+)s;?$", path.read_text())
    return int(found)


@pytest.mark.parametrize(
    ("path", "header", "body", "answer"),
    [
        (HAPROXY, "timeout http-request", "timeout client", "timeout server"),
        (NGINX, "client_header_timeout", "client_body_timeout", "proxy_read_timeout"),
    ],
    ids=["haproxy", "nginx"],
)
def test_the_times_of_a_proxy_fit_those_of_the_gateway(path: Path, header: str, body: str, answer: str) -> None:
    assert seconds(path, header) == SECONDS.header_seconds
    assert seconds(path, body) == SECONDS.body_seconds
    assert seconds(path, answer) > 2 * SECONDS.call_seconds


def test_a_proxy_closes_an_idle_connection_before_the_gateway() -> None:
    idle = Limits.of(SECONDS).idle_seconds
    (purged,) = re.findall(r"pool-purge-delay (\d+)s", HAPROXY.read_text())
    (kept,) = re.findall(r"(?s)upstream .*?keepalive_timeout (\d+)s", NGINX.read_text())
    assert int(purged) < idle
    assert int(kept) < idle


def test_nginx_leaves_it_to_the_gateway_to_refuse_what_is_large() -> None:
    (mebibytes,) = re.findall(r"client_max_body_size (\d+)m;", NGINX.read_text())
    assert int(mebibytes) * 2**20 > SECONDS.body_limit


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (HAPROXY, "http-request set-header X-Forwarded-For %[src]"),
        (NGINX, "proxy_set_header X-Forwarded-For $remote_addr;"),
    ],
    ids=["haproxy", "nginx"],
)
def test_a_proxy_names_the_caller_that_it_sees(path: Path, line: str) -> None:
    assert line in [one.strip() for one in path.read_text().splitlines()]
