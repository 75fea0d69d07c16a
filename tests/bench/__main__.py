"""Measure operations over HTTP, beside peers on the same register.

`make bench` runs this. The sides of a comparison alternate in the same run (A B A B ...), and the figures are median
and range, because a shared machine is noisy. CPU per request varies least; requests per second are only a guide.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from tests.bench import batches, events, memory, plots, population, records, search, stages
from tests.bench.comparison import LADDER, Register, Rounds, compare
from tests.bench.messages import Held, our_messages
from tests.bench.operations import operations, wanted
from tests.bench.peers.sides import left_out
from tests.bench.results import Results
from tests.postgresql import Server, postgresql

_SIZES = (10_000, 100_000, 1_000_000)
_BATCHED = 5000
_ROTATING = 10_000
_ROOM = {"shared_buffers": "1GB", "max_wal_size": "4GB"}
"""Settings for a server of a million learners.

A temporary cluster has a tenth of this.
"""


def _records(learners: int, rounds: int, seconds: float) -> None:
    folder = Path(tempfile.mkdtemp(prefix="gateway-bench-"))
    try:
        url, held = population.sqlite_register(folder / "sqlite", learners)
        records.report("SQLite", url, held[:_ROTATING], 0, rounds=rounds, seconds=seconds)
        with postgresql(folder / "postgresql") as server:
            held = population.fill(server.url, learners)
            records.report(
                "PostgreSQL", server.url, held[:_ROTATING], server.postmaster, rounds=rounds, seconds=seconds
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _batches(learners: int, rounds: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="gateway-bench-"))
    try:
        with postgresql(folder / "postgresql", **_ROOM) as server:
            held = population.fill(server.url, learners)
            batches.report("PostgreSQL", server.url, held, rounds=rounds, size=5000, workers=2)
        url, held = population.sqlite_register(folder / "sqlite", learners)
        batches.report("SQLite", url, held, rounds=rounds, size=5000, workers=1)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _batches_of(results: Results, register: Register, held: list[Held], rounds: int) -> None:
    workers = 2 if register.postmaster else 1
    results.batches.append(
        batches.report(register.database, register.url, held, rounds=rounds, size=_BATCHED, workers=workers)
    )


def _measured(register: Register, held: list[Held], chosen: argparse.Namespace, results: Results) -> None:
    """Measure one register."""
    rounds = Rounds(rounds=chosen.rounds, seconds=chosen.seconds)
    names = wanted(chosen.only or [])
    records.fill(register.url, held)
    new = population.people(len(held) + chosen.new)[len(held) :] if names("registerSingleLearner") else []
    made = operations(held[:_ROTATING], [person for _, person in new])
    if chosen.memory:
        results.memory += memory.watch(register, [one for one in made.values() if one.is_repeated], chosen.memory)
        return
    compare(register, [one for name, one in made.items() if names(name)], chosen.connections, rounds, results)
    if names("batches"):
        _batches_of(results, register, held, chosen.rounds)


def _sizes(server: Server, chosen: argparse.Namespace, results: Results) -> None:
    """Measure two searches on a register that grows."""
    made = population.people(max(chosen.sizes))
    rounds = Rounds(rounds=chosen.rounds, seconds=chosen.seconds)
    population.fill(server.url, 0)
    before = 0
    for size in sorted(chosen.sizes):
        population.add(server.url, made[before:size])
        before = size
        register = Register(database="PostgreSQL", url=server.url, learners=size, postmaster=server.postmaster)
        held = made[: min(size, _ROTATING)]
        searches = [one for name, one in operations(held, []).items() if name.startswith("learnerBy")]
        compare(register, searches, (), rounds, results)


def _run(chosen: argparse.Namespace, folder: Path) -> Results:
    results = Results(left_out=left_out())
    names = wanted(chosen.only or [])
    try:
        if "sqlite" in chosen.db:
            url, held = population.sqlite_register(folder / "sqlite", chosen.learners)
            if names("stages") and not chosen.memory:
                results.stages = stages.report(url, our_messages(held[:_ROTATING]))
            register = Register(database="SQLite", url=url, learners=chosen.learners, postmaster=0)
            _measured(register, held, chosen, results)
        if "postgresql" in chosen.db:
            with postgresql(folder / "postgresql", **_ROOM) as server:
                held = population.fill(server.url, chosen.learners)
                register = Register(
                    database="PostgreSQL", url=server.url, learners=chosen.learners, postmaster=server.postmaster
                )
                _measured(register, held, chosen, results)
            if names("sizes") and not chosen.memory:
                with postgresql(folder / "sizes", **_ROOM) as server:
                    _sizes(server, chosen, results)
    finally:
        results.write(chosen.json)  # what was measured before something failed
    return results


def main() -> None:
    """Run the benchmarks."""
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--learners", type=int, help="default: 100,000; for --only search a million")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=3)
    options.add_argument("--db", choices=("sqlite", "postgresql"), action="append", help="default: both")
    options.add_argument("--connections", type=int, nargs="+", default=LADDER, help="the steps for learnerByULN")
    options.add_argument("--sizes", type=int, nargs="+", default=_SIZES, help="learners in registers of --only sizes")
    options.add_argument("--new", type=int, default=60_000, help="persons to register")
    options.add_argument("--memory", type=float, default=0, help="minutes of mixed load, and nothing else")
    options.add_argument(
        "--plots", type=Path, help="draw into this folder; default: docs/performance after a whole run"
    )
    options.add_argument("--json", type=Path, default=Path(".bench/bench.json"))
    options.add_argument(
        "--only",
        action="append",
        help="an operation, by its beginning; stages, batches, sizes; records, search, events",
    )
    options.add_argument("--events", type=int, default=1_000_000, help="the rows of the extract of --only events")
    options.add_argument("--ordinary", action="store_true", help="search a register as it is, no denser")
    chosen = options.parse_args()
    chosen.db = chosen.db or ["sqlite", "postgresql"]
    chosen.learners_given = chosen.learners is not None
    learners = chosen.learners or 100_000
    if chosen.only == ["search"]:
        search.report(chosen.learners or 1_000_000, dense=not chosen.ordinary)
        return
    if chosen.only == ["events"]:
        events.report(learners, chosen.events)
        return
    if chosen.only == ["records"]:
        _records(learners, chosen.rounds, chosen.seconds)
        return
    if chosen.only == ["batches"]:
        _batches(learners, chosen.rounds)
        return
    chosen.learners = learners
    folder = Path(tempfile.mkdtemp(prefix="gateway-bench-"))
    try:
        results = _run(chosen, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    results.show()
    for one in results.memory:
        print(one)
    is_whole = not (chosen.only or chosen.memory or chosen.learners_given) and len(chosen.db) == 2
    drawn = chosen.plots or (Path("docs/performance") if is_whole else chosen.json.parent)
    print(f"{chosen.json}; in {drawn}: {', '.join(plots.draw(results, drawn)) or 'no plots'}")


if __name__ == "__main__":
    main()
