"""Starts processes that are to die. Each is forked from one that has imported the gateway, so it is at work at once."""

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    ["tests.torture.deadly_worker", "tests.torture.deadly_finder", "tests.torture.deadly_loader"]
)


def start(work: Callable[..., None], *arguments: Any) -> BaseProcess:
    """Start a process that does this work and says nothing."""
    process = _SERVER.Process(target=_do_in_silence, args=(work, *arguments), daemon=True)
    process.start()
    return process


def end_of(process: BaseProcess, seconds: float) -> int | None:
    """Return how a process ended, minus the number of the signal that killed it; None where it runs after that time."""
    process.join(seconds)
    return process.exitcode


def _do_in_silence(work: Callable[..., None], *arguments: Any) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    work(*arguments)
