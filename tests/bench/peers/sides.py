"""Start the gateway and its peers on one register."""

import shutil
import sys
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from tests.bench.operations import Operation
from tests.bench.serving import gateway_on, process
from tests.clients.served import free_port

GATEWAY, STOCK, NODE = "gateway", "stock Spyne", "node soap"
_PACKAGES = Path(".bench/node")
_NAMED = {"PHP SoapServer": "php", "gSOAP": "soapcpp2", "JAX-WS RI": "wsimport"}


@dataclass(frozen=True, slots=True)
class Side:
    """A server that is measured.

    `only` names the one operation that it has, or is empty if it has all.
    """

    base: str
    watched: dict[str, int]
    only: str = ""

    def url(self, operation: Operation) -> str:
        """Return the address of an operation."""
        return self.base.format(path=operation.path)

    def has(self, operation: Operation) -> bool:
        """Return whether it has an operation."""
        return self.only in ("", operation.name)


def left_out() -> list[str]:
    """Return the peers that are not measured, and why."""
    without = [
        f"{name}: {tool} is not installed" if not shutil.which(tool) else f"{name}: not written yet"
        for name, tool in _NAMED.items()
    ]
    without += [
        f"{NODE} on {database}: node or its packages are not installed"
        for database, is_sqlite in (("PostgreSQL", False), ("SQLite", True))
        if not _has_node(is_sqlite=is_sqlite)
    ]
    return without


def start(stack: ExitStack, url: str, postmaster: int) -> dict[str, Side]:
    """Start all sides, which end with the stack."""
    database = {"database": postmaster} if postmaster else {}
    ours, pid = stack.enter_context(gateway_on(url))
    sides = {GATEWAY: Side(ours + "{path}", {"server": pid} | database)}
    stock = f"127.0.0.1:{free_port()}"
    command = [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "-k",
            "gthread",
            "-w",
            "2",
            "--threads",
            "4",
            "--worker-connections",
            "2000",
        ),
        *("--keep-alive", "60", "--no-control-socket", "-b", stock, "tests.bench.stock:application"),
    ]
    environment = {"BENCH_DATABASE_URL": url.replace("postgresql://", "postgresql+psycopg://")}
    pid = stack.enter_context(process(command, environment, f"http://{stock}/?wsdl"))
    sides[STOCK] = Side(f"http://{stock}/", {"server": pid} | database)
    if _has_node(is_sqlite=not postmaster):
        sides[NODE] = _node(stack, url, f"http://{stock}/?wsdl", database)
    return sides


def _has_node(*, is_sqlite: bool) -> bool:
    packages = _PACKAGES / "node_modules"
    needed = packages / "better-sqlite3" / "build/Release/better_sqlite3.node" if is_sqlite else packages
    return bool(shutil.which("node")) and needed.exists()


def _node(stack: ExitStack, url: str, wsdl: str, database: dict[str, int]) -> Side:
    port = free_port()
    file = _PACKAGES / "learner.wsdl"
    with urllib.request.urlopen(wsdl, timeout=10) as answer:
        file.write_bytes(answer.read())
    command = ["node", str(Path(__file__).with_name("node_soap.js")), str(port), str(file), url]
    environment = {"NODE_PATH": str((_PACKAGES / "node_modules").resolve()), "NODE_ENV": "production"}
    parts = make_url(url)
    if parts.get_backend_name() == "postgresql":
        environment |= {
            "PGHOST": parts.host or str(parts.query.get("host", "")),
            "PGPORT": str(parts.port or 5432),
            "PGUSER": parts.username or "",
            "PGPASSWORD": parts.password or "",
            "PGDATABASE": parts.database or "",
        }
    pid = stack.enter_context(process(command, environment, f"http://127.0.0.1:{port}/?wsdl"))
    return Side(f"http://127.0.0.1:{port}/", {"server": pid} | database, only="learnerByULN")
