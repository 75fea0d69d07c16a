"""The gateway and the example clients, as operators run them.

`lrs-gateway` runs in separate processes.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.forked import end_of, start_command

EXAMPLES = Path(__file__).parents[2] / "clients" / "examples"
COMMAND = Path(sys.executable).with_name("lrs-gateway")
_START_SECONDS = 30
_STOP_SECONDS = 10
_COMMAND_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A running gateway."""

    process: subprocess.Popen[bytes]
    url: str
    port: int
    log: Path
    admin_url: str

    def stop(self) -> int:
        """Send SIGTERM, and return the exit code.

        Fails if the gateway does not stop in time.
        """
        self.process.terminate()
        return self.process.wait(_STOP_SECONDS)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Return the lines of standard output, with single spaces."""
        return [re.sub(r" {2,}", " ", line.strip()) for line in self.out.splitlines()]


def environment(**settings: str) -> dict[str, str]:
    """Return this process's environment with only these gateway settings."""
    ours = ("GATEWAY_", "LRS_", "PROMETHEUS_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | settings


def run_command(*arguments: str, **settings: str) -> Ran:
    """Run `lrs-gateway` to its end.

    It runs in a forked process, which has imported everything.
    """
    with tempfile.TemporaryDirectory(prefix="gateway-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = start_command(arguments, environment(**settings), Path.cwd(), out, err)
        code = end_of(process, _COMMAND_SECONDS)
        if code is None:
            process.kill()
            raise AssertionError(f"lrs-gateway {arguments[0]} does not end: {err.read_text()}")
        return Ran(code, out.read_text(), err.read_text())


def make_register(folder: Path) -> str:
    """Make a SQLite register as README does; return the URL.

    These are migrate and demo.
    """
    url = f"sqlite:///{folder}/gateway.db"
    for command in ("migrate", "demo"):
        ran = _run([COMMAND, command], environment(GATEWAY_DATABASE_URL=url))
        assert ran.code == 0, ran.err
    return url


def copied(register: Path, folder: Path) -> str:
    """Copy a SQLite register to a folder; return the URL."""
    shutil.copy(register, folder / "gateway.db")
    return f"sqlite:///{folder}/gateway.db"


def run_example(arguments: Sequence[str | Path], **variables: str) -> Ran:
    """Run an example client to its end."""
    return _run(list(arguments), environment(**variables))


def _run(command: Sequence[str | Path], variables: dict[str, str]) -> Ran:
    done = subprocess.run(
        command, env=variables | {"PYTHONUTF8": "1"}, capture_output=True, text=True, timeout=60, check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def free_port() -> int:
    """Return a port on which nothing listens."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Return different ports on which nothing listens."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@contextmanager
def serving(
    folder: Path, database_url: str, *, command: Path = COMMAND, output: int | None = None, **settings: str
) -> Iterator[Served]:
    """Run `lrs-gateway serve` in a folder until the block ends.

    Its output goes to a file there, or to `output`.
    """
    port, admin = free_port(), f"127.0.0.1:{free_port()}"
    chosen = {
        "GATEWAY_DATABASE_URL": database_url,
        "GATEWAY_BIND": f"127.0.0.1:{port}",
        "GATEWAY_ADMIN_BIND": admin,
    } | settings
    log = folder / "serve.log"
    with log.open("wb") if output is None else os.fdopen(output, "wb") as printed:
        process = subprocess.Popen(
            [command, "serve"], env=environment(**chosen), cwd=folder, stdout=printed, stderr=subprocess.STDOUT
        )
    served = Served(process, f"http://127.0.0.1:{port}", port, log, f"http://{admin}")
    try:
        _await_health(served)
        yield served
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_health(served: Served) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        assert served.process.poll() is None, served.log.read_text()
        try:
            if httpx.get(f"{served.url}/health").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"no health within {_START_SECONDS} s: {served.log.read_text()}")
