"""Measure the CPU of learnerByULN, beside a stock Spyne service.

`make bench` runs this, end to end and by stage. The two services of a pair take turns in the same run (A B A B ...),
and the figures are median and range, because a shared machine is noisy. CPU per request varies least; requests per
second are only a guide.
"""

import argparse
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gateway.domain.learner import Person
from tests.bench import batches, events, load, population, records, search, stages
from tests.bench.measures import spread
from tests.bench.messages import our_messages, stock_messages
from tests.bench.serving import gateway_on, process
from tests.builders import LEARNER_SERVICE
from tests.clients.served import free_port
from tests.postgresql import postgresql

_ROTATING = 10_000
_ROOM = {"shared_buffers": "1GB", "max_wal_size": "4GB"}
"""Settings for a server of a million learners.

A temporary cluster has a tenth of this.
"""


def _end_to_end(
    name: str, url: str, people: list[tuple[str, Person]], rounds: int, seconds: float, postmaster: int
) -> None:
    watched = {"database": postmaster} if postmaster else {}
    with ExitStack() as stack:
        stock = f"127.0.0.1:{free_port()}"
        ours, our_pid = stack.enter_context(gateway_on(url))
        stock_pid = stack.enter_context(
            process(
                [
                    *(sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", "2", "--threads", "4"),
                    *("--keep-alive", "15", "--no-control-socket", "-b", stock, "tests.bench.stock:application"),
                ],
                {"BENCH_DATABASE_URL": url.replace("postgresql://", "postgresql+psycopg://")},
                f"http://{stock}/?wsdl",
            )
        )
        sides = {
            "gateway": (f"{ours}{LEARNER_SERVICE}", our_messages(people), {"server": our_pid} | watched),
            "stock Spyne": (f"http://{stock}/", stock_messages(people), {"server": stock_pid} | watched),
        }
        results: dict[str, list[load.Load]] = {side: [] for side in sides}
        for (
            address,
            bodies,
            pids,
        ) in sides.values():  # one connection first: stock Spyne's first calls are not thread-safe
            for connections in (1, 32):
                load.run(address, bodies, b"WSRC0004<", pids, connections=connections, seconds=2)
        for _ in range(rounds):
            for side, (address, bodies, pids) in sides.items():
                results[side].append(load.run(address, bodies, b"WSRC0004<", pids, seconds=seconds))
    _report(name, results)


def _report(name: str, results: dict[str, list[load.Load]]) -> None:
    table = Table(title=f"learnerByULN, {name}, 32 connections, median (range) of {len(results['gateway'])} rounds")
    for heading in ("side", "server CPU µs", "database CPU µs", "requests/s", "p50 ms", "p99 ms"):
        table.add_column(heading, justify="right" if heading != "side" else "left")
    for side, rounds in results.items():
        table.add_row(
            side,
            spread([one.cpu["server"] for one in rounds]),
            spread([one.cpu.get("database", 0) for one in rounds]),
            spread([one.rate for one in rounds]),
            spread([one.p50 for one in rounds], 1),
            spread([one.p99 for one in rounds], 1),
        )
    ratios = [
        theirs.cpu["server"] / ours.cpu["server"]
        for ours, theirs in zip(results["gateway"], results["stock Spyne"], strict=True)
    ]
    Console(width=130).print(table)
    print(f"stock Spyne takes {spread(ratios, 1)} times the CPU; load average {os.getloadavg()[0]:.1f}\n", flush=True)


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


def main() -> None:
    """Run the benchmarks."""
    options = argparse.ArgumentParser(prog="make bench", description=__doc__)
    options.add_argument("--learners", type=int, help="default: 100,000; for a search a million")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=5)
    options.add_argument(
        "--only", choices=("sqlite", "postgresql", "stages", "batches", "search", "events", "records"), action="append"
    )
    options.add_argument("--events", type=int, default=1_000_000, help="the rows of the extract of --only events")
    options.add_argument("--ordinary", action="store_true", help="search a register as it is, no denser")
    chosen = options.parse_args()
    if chosen.only == ["search"]:
        search.report(chosen.learners or 1_000_000, dense=not chosen.ordinary)
        return
    chosen.learners = chosen.learners or 100_000
    if chosen.only == ["events"]:
        events.report(chosen.learners, chosen.events)
        return
    if chosen.only == ["records"]:
        _records(chosen.learners, chosen.rounds, chosen.seconds)
        return
    if chosen.only == ["batches"]:
        _batches(chosen.learners, chosen.rounds)
        return
    wanted = chosen.only or ["stages", "sqlite", "postgresql"]
    folder = Path(tempfile.mkdtemp(prefix="gateway-bench-"))
    try:
        if "sqlite" in wanted or "stages" in wanted:
            url, people = population.sqlite_register(folder / "sqlite", chosen.learners)
            if "stages" in wanted:
                stages.report(url, our_messages(people[:_ROTATING]))
            if "sqlite" in wanted:
                _end_to_end("SQLite", url, people[:_ROTATING], chosen.rounds, chosen.seconds, 0)
        if "postgresql" in wanted:
            with postgresql(folder / "postgresql") as server:
                people = population.fill(server.url, chosen.learners)
                _end_to_end(
                    "PostgreSQL", server.url, people[:_ROTATING], chosen.rounds, chosen.seconds, server.postmaster
                )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
