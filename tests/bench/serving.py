"""Servers for benchmarks."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.clients.served import free_port


@contextmanager
def process(command: list[str], environment: dict[str, str], ready: str) -> Iterator[int]:
    """Run a server until the block ends.

    Yields its process id when it answers at an address.
    """
    log = tempfile.TemporaryFile()  # noqa: SIM115
    process = subprocess.Popen(command, env=os.environ | environment, stdout=log, stderr=log)
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(ready, timeout=1):
                    break
            except OSError:
                time.sleep(0.1)
        else:
            log.seek(0)
            sys.exit(f"{command} did not start: {log.read()[-2000:]!r}")
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def gateway_on(url: str) -> Iterator[tuple[str, int]]:
    """Serve a register as an operator does.

    Yields the base address and the process id.
    """
    bind = f"127.0.0.1:{free_port()}"
    command = [str(Path(sys.executable).parent / "lrs-gateway"), "serve"]
    environment = {
        "GATEWAY_DATABASE_URL": url,
        "GATEWAY_BIND": bind,
        "GATEWAY_ADMIN_BIND": "off",
        "GATEWAY_MAX_REQUESTS": "0",
    }
    with process(command, environment, f"http://{bind}/health") as pid:
        yield f"http://{bind}", pid
