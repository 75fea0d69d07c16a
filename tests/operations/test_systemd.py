"""The systemd units are sound, and name what is there."""

import re
import socket
from pathlib import Path

import pytest

from gateway.settings import Settings
from tests.cli.test_documented_commands import take
from tests.clients.served import COMMAND, copied, serving
from tests.operations.tools import OPERATIONS, judged, tool

UNITS = sorted((OPERATIONS / "systemd").glob("lrs-gateway*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
_PROGRAM = "/opt/lrs-gateway/bin/lrs-gateway"
_MOST_EXPOSED = "20"
"""Of 100: systemd calls 0 to 20 "OK"."""


def installed(folder: Path) -> list[Path]:
    """Write the units with the program that is here."""
    written = []
    for unit in UNITS:
        path = folder / unit.name.replace("@", "@1")
        path.write_text(unit.read_text().replace(_PROGRAM, str(COMMAND)))
        written.append(path)
    return written


def values(unit: Path, key: str) -> list[str]:
    return re.findall(rf"(?m)^{key}=(.*)$", unit.read_text())


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    assert len(UNITS) == 6
    told = judged([tool("systemd-analyze"), "verify", *map(str, installed(tmp_path))], tmp_path)
    assert [
        line for line in told.splitlines() if "lrs-gateway" in line
    ] == []  # other units of this computer may be ill


@pytest.mark.parametrize("name", [unit.name for unit in SERVICES])
def test_systemd_finds_a_service_little_exposed(tmp_path: Path, name: str) -> None:
    program, path = tool("systemd-analyze"), tmp_path / name.replace("@", "@1")
    if int(re.findall(r"systemd (\d+)", judged([program, "--version"], tmp_path))[0]) < 250:
        pytest.skip("this systemd judges no files")
    installed(tmp_path)
    judged([program, "security", "--offline=true", f"--threshold={_MOST_EXPOSED}", path], tmp_path)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_runs_a_command_of_ours_and_is_hardened_as_the_others(unit: Path) -> None:
    (command,) = values(unit, "ExecStart")
    program, *words = command.split()
    assert program == _PROGRAM
    take(words)
    hardening = unit.read_text().partition("# What the process may see and do\n")[2].partition("\n\n")[0].strip()
    first = SERVICES[0].read_text().partition("# What the process may see and do\n")[2].partition("\n\n")[0].strip()
    assert hardening == first
    assert len(hardening.splitlines()) > 20


def test_serve_may_open_as_many_files_as_it_takes_connections() -> None:
    (limit,) = values(OPERATIONS / "systemd" / "lrs-gateway.service", "LimitNOFILE")
    assert int(limit) > 2 * Settings().connections


def test_serve_tells_systemd_when_it_answers(tmp_path: Path, sqlite_template: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(str(tmp_path / "notify"))
        notified.settimeout(10)
        with serving(tmp_path, copied(sqlite_template, tmp_path), NOTIFY_SOCKET=str(tmp_path / "notify")):
            assert b"READY=1" in notified.recv(200).splitlines()
