"""Measure operations on a register, beside the peers."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from tests.bench import answers, inserts, load
from tests.bench.operations import Operation
from tests.bench.peers.sides import GATEWAY, Side, start
from tests.bench.results import Results, Row

LADDER = (1, 32, 100, 500, 1000)
_STOCK_CONNECTIONS = 32
_WARM_UP = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register that is measured."""

    database: str
    url: str
    learners: int
    postmaster: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """How often and how long each side is measured."""

    rounds: int
    seconds: float


def compare(
    register: Register, operations: Iterable[Operation], ladder: Sequence[int], rounds: Rounds, into: Results
) -> None:
    """Measure operations; learnerByULN at each step."""
    inserts.make_copy(register.url)
    with ExitStack() as stack:
        sides = start(stack, register.url, register.postmaster)
        for operation in operations:
            having = {name: side for name, side in sides.items() if side.has(operation)}
            for name, side in having.items():
                answers.check(operation, name, side.url(operation))
            steps = ladder if operation.name == "learnerByULN" and ladder else [operation.connections]
            for connections in steps:
                into.rows += _rows(register, operation, having, connections, rounds)
                print(f"{register.database}: {operation.name}, {connections} connections", flush=True)


def _rows(
    register: Register, operation: Operation, sides: dict[str, Side], connections: int, rounds: Rounds
) -> list[Row]:
    runs: dict[str, Callable[[float], load.Load]] = {
        name: lambda seconds, name=name, side=side: load.run(  # type: ignore[misc]
            side.url(operation),
            operation.bodies(name),
            operation.code,
            side.watched,
            connections=connections,
            seconds=seconds,
        )
        for name, side in sides.items()
        # Threads of gunicorn hold a connection each in turn: more than these only wait.
        if name == GATEWAY or connections <= _STOCK_CONNECTIONS
    }
    if not operation.is_repeated:
        runs |= _inserts(register, connections)
    for run in runs.values():
        run(min(_WARM_UP, rounds.seconds))
    loads: dict[str, list[load.Load]] = {name: [] for name in runs}
    for _ in range(rounds.rounds):
        for name, run in runs.items():
            loads[name].append(run(rounds.seconds))
    return [
        Row(
            operation=operation.name,
            database=register.database,
            learners=register.learners,
            connections=connections,
            side=name,
            rounds=measured,
        )
        for name, measured in loads.items()
    ]


def _inserts(register: Register, connections: int) -> dict[str, Callable[[float], load.Load]]:
    if not register.postmaster:
        return {"sqlite3, bare insert": lambda seconds: inserts.by_sqlite(register.url, seconds=seconds)}
    if not inserts.pgbench():
        return {}
    return {
        "pgbench, bare insert": lambda seconds: inserts.by_pgbench(
            register.url, register.postmaster, seconds=seconds, connections=connections
        )
    }
