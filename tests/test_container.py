"""The files for containers name what is there."""

import re
import shlex
from pathlib import Path

import yaml  # type: ignore[import-untyped]  # it has no types

from gateway import settings
from gateway.cli import main

_ROOT = Path(__file__).parents[1]
_DOCKERFILE = (_ROOT / "Dockerfile").read_text()
_COMPOSE = yaml.safe_load((_ROOT / "compose.yaml").read_text())


def test_what_a_build_needs_is_sent_to_it() -> None:
    sent = re.findall(r"^!(.+)$", (_ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert all((_ROOT / one).exists() for one in sent)
    assert {"gateway", "xsd", "pyproject.toml", "README.md", "LICENSE", "NOTICE", "constraints"} <= set(sent)
    copied = [line.split()[1] for line in _DOCKERFILE.splitlines() if line.startswith("COPY") and "--from" not in line]
    assert all((_ROOT / one).exists() for one in copied)


def test_every_command_and_setting_of_the_containers_exists() -> None:
    commands = [service["command"] for service in _COMPOSE["services"].values() if "command" in service]
    commands += [
        shlex.split(found)
        for found in re.findall(r"lrs-gateway organisation add.*", (_ROOT / "compose.yaml").read_text())
    ]
    commands += [re.findall(r'"([^"]+)"', line) for line in _DOCKERFILE.splitlines() if line.startswith("CMD")]
    assert len(commands) >= 5
    for program, *arguments in commands:
        assert program == "lrs-gateway"
        assert arguments[0] in main.list_commands(None)  # type: ignore[arg-type]  # the group needs no context
    environment = _COMPOSE["services"]["gateway"]["environment"]
    assert settings.unknown_names(environment) == []
    assert all(_COMPOSE["services"][name]["environment"] == environment for name in ("migrate", "worker"))


def test_a_container_does_not_run_as_root() -> None:
    assert re.search(r"^USER lrs$", _DOCKERFILE, re.MULTILINE)
