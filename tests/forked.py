"""Processes that run at the same time as the tests.

They are forked from a process that has imported the gateway, so they start at once.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    [
        "gateway.cli",
        "gateway.app",
        "gateway.serving.server",
        "tests.torture.deadly_worker",
        "tests.torture.deadly_finder",
        "tests.torture.deadly_loader",
    ]
)


def start(work: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Start a process that does this work and prints nothing."""
    return _start(_do_in_silence, work, *arguments)


def start_command(
    arguments: Sequence[str], variables: Mapping[str, str], folder: Path, out: Path, err: Path
) -> BaseProcess:
    """Start `lrs-gateway` in a folder with exactly this environment.

    What it prints is added to the files.
    """
    return _start(_run_command, [*arguments], {**variables}, folder, out, err)


def end_of(process: BaseProcess, seconds: float) -> int | None:
    """Return how a process ended, or None if it runs.

    That is its exit code, or minus the number of the signal that killed it.
    """
    process.join(seconds)
    return process.exitcode


def _start(work: Callable[..., None], *arguments: Any) -> BaseProcess:
    process = _SERVER.Process(target=work, args=arguments, daemon=True)
    process.start()
    return process


def _do_in_silence(work: Callable[..., None], *arguments: Any) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    work(*arguments)


def _run_command(arguments: list[str], variables: dict[str, str], folder: Path, out: Path, err: Path) -> None:
    from gateway.cli import main  # noqa: PLC0415  (whoever starts it does not need it)

    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    for descriptor, file in ((1, out), (2, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), descriptor)
    sys.argv = ["lrs-gateway", *arguments]
    main(arguments)
