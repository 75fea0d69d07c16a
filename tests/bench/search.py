"""Measure a search by demographics on a dense register.

`make bench BENCH='--only search'` runs this. The register is as dense as one of 28 million learners.
"""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine, text

from gateway.domain import matching
from gateway.domain.matching import traits_of
from gateway.domain.matching.listing import listed_from
from gateway.domain.rules import Rules
from gateway.garbage_collection import keep_what_is_loaded
from gateway.handlers.identification.by_matching import match
from gateway.store.database import schema
from gateway.store.database.database_session import transaction
from gateway.store.database.engine import open_engine
from gateway.store.database.session import Session
from gateway.store.repositories.candidate_search import search_of
from gateway.store.repositories.matching_models import NewestModel
from gateway.store.unit import Store, Unit, utc_now
from tests.bench.nation import Asked, Nation, fill_postgresql, fill_sqlite, nation
from tests.bench_matching.uk.questions import STRANGER
from tests.postgresql import postgresql

_WARMING = 300
_AT_ONCE = 200
_HEADINGS = (
    "candidates\nmean / p99",
    "SQL ms\np50 / p99",
    "search ms\np50 / p99 / max",
    "CPU ms, mean\nours + server's",
    "CPU ms of both\np50 / p99 / max",
    "found, or in\na list of 10",
    "strangers\nasked",
    "relatives\nasked",
    "exact /\nwrong",
)


class _Watched:
    """A unit's session that counts what it reads."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.dialect = session.dialect
        self.seconds = 0.0
        self.found: list[int] = []

    def rows(self, statement: Any, values: Any = None) -> list[Any]:
        started = time.perf_counter()
        rows = self._session.rows(statement, values)
        self.seconds += time.perf_counter() - started
        self.found.append(len(rows))
        return rows


@dataclass(slots=True)
class _Measured:
    """Times of the searches in milliseconds, and their results."""

    whole: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    database_cpu: list[float] = field(default_factory=list)
    members: int = 0
    found: int = 0
    exact: int = 0
    wrong: int = 0
    strangers: int = 0
    strangers_asked: int = 0
    relatives: int = 0
    relatives_asked: int = 0

    def count(self, decision: matching.Match, asked: Asked) -> None:
        """Count a decision."""
        match decision:
            case matching.ExactMatch(one):
                listed, self.exact = [one.uln], self.exact + 1
                self.wrong += one.uln != asked.meant
            case matching.PossibleMatches(learners):
                listed = [one.uln for one in learners]
            case _:
                listed = []
        if asked.meant:
            self.members += 1
            self.found += asked.meant in listed
        elif asked.kind == STRANGER:
            self.strangers += 1
            self.strangers_asked += not isinstance(decision, matching.NoMatch)
        else:
            self.relatives += 1
            self.relatives_asked += not isinstance(decision, matching.NoMatch)


def _search_all(store: Store, asked: Sequence[Asked], backend: int) -> _Measured:
    measured = _Measured()
    newest = NewestModel()
    for one in asked:
        with transaction(store.engine) as session:
            watched: Any = _Watched(session)
            unit = Unit(watched, utc_now(), newest, Rules())
            database_cpu, cpu, started = _cpu(backend), time.thread_time(), time.perf_counter()
            decision = match(one.person, unit)
            ended, cpu_ended, database_cpu_ended = time.perf_counter(), time.thread_time(), _cpu(backend)
        measured.whole.append((ended - started) * 1e3)
        measured.cpu.append((cpu_ended - cpu) * 1e3)
        measured.database_cpu.append((database_cpu_ended - database_cpu) * 1e3)
        measured.sql.append(watched.seconds * 1e3)
        measured.candidates.append(watched.found[0])
        measured.count(decision, one)
    return measured


def _cpu(backend: int) -> float:
    """Return the CPU seconds of a process."""
    if not backend:
        return 0.0
    return int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9


def _backend(store: Store) -> int:
    """Return the database process of the store's one connection.

    It is 0 if the process is not on this machine.
    """
    if store.engine.dialect.name == "sqlite":
        return 0
    with store.engine.connect() as connection:
        pid = int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
    return pid if Path(f"/proc/{pid}/schedstat").exists() else 0


def measure(store: Store, asked: Sequence[Asked]) -> _Measured:
    """Search for all, in one thread and on one connection."""
    backend = _backend(store)
    _search_all(store, asked[:_WARMING], backend)
    keep_what_is_loaded()
    return _search_all(store, asked[_WARMING:], backend)


def measure_together(store: Store, asked: Sequence[Asked]) -> tuple[float, float, float]:
    """Look up many at once, as batches do.

    Returns, for each, the milliseconds, our CPU and the server's CPU.
    """
    backend = _backend(store)
    chunks = [
        {search_of(traits_of(one.person)) for one in asked[start : start + _AT_ONCE]}
        for start in range(0, len(asked), _AT_ONCE)
    ]
    for _ in range(2):  # not counted: caches are empty
        started, cpu, database_cpu = time.perf_counter(), time.process_time(), _cpu(backend)
        for searches in chunks:
            with store.unit() as unit:
                unit.learners.candidates_of_all(searches)
        ended = time.perf_counter(), time.process_time(), _cpu(backend)
    count = sum(map(len, chunks))
    return tuple((end - start) / count * 1e3 for end, start in zip(ended, (started, cpu, database_cpu), strict=True))  # type: ignore[return-value]


def _row(measured: _Measured) -> list[str]:
    both = [ours + theirs for ours, theirs in zip(measured.cpu, measured.database_cpu, strict=True)]
    return [
        f"{statistics.mean(measured.candidates):.0f} / {_percentile(measured.candidates, 99):.0f}",
        f"{_percentile(measured.sql, 50):.2f} / {_percentile(measured.sql, 99):.2f}",
        f"{_percentile(measured.whole, 50):.2f} / {_percentile(measured.whole, 99):.2f} / {max(measured.whole):.1f}",
        f"{statistics.mean(measured.cpu):.2f} + {statistics.mean(measured.database_cpu):.2f}",
        f"{_percentile(both, 50):.2f} / {_percentile(both, 99):.2f} / {max(both):.1f}",
        f"{measured.found / max(1, measured.members):.4f}",
        f"{measured.strangers_asked / max(1, measured.strangers):.2%}",
        f"{measured.relatives_asked / max(1, measured.relatives):.1%}",
        f"{measured.exact / max(1, measured.members):.3f} / {measured.wrong}",
    ]


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[len(values) * percent // 100]


def measured_on(console: Console, name: str, engine: Engine, made: Nation) -> None:
    """Search a register, and print times and results."""
    store = Store(engine)
    measured = measure(store, made.asked)
    together = measure_together(store, made.asked)
    table = Table(title=f"{name}: {len(measured.whole):,} searches, listed from {listed_from(made.model):g} bits")
    for heading in _HEADINGS:
        table.add_column(heading, justify="right")
    table.add_row(*_row(measured))
    console.print(table)
    console.print(
        f"{_AT_ONCE} at once: {together[0]:.3f} ms each, CPU {together[1]:.3f} ours, {together[2]:.3f} the server's; "
        f"load average {os.getloadavg()[0]:.1f}"
    )


def keep_model(engine: Engine, made: Nation) -> None:
    """Store the model, as a refresh does."""
    with Store(engine).unit() as unit:
        unit.matching_models.add(made.model)


def report(learners: int, *, asked: int = 6300, dense: bool = True) -> None:
    """Make the register on both databases, and measure."""
    console = Console(width=140)
    folder = Path(tempfile.mkdtemp(prefix="gateway-bench-"))
    try:
        with _said(console, "made and learnt"):
            made = nation(learners, asked, dense=dense)
        sqlite = open_engine(f"sqlite:///{folder / 'nation.db'}", connections=1)
        with _said(console, "loaded into SQLite"):
            schema.upgrade(sqlite)
            fill_sqlite(sqlite, made)
            keep_model(sqlite, made)
            made.registered.clear()
        measured_on(console, "SQLite", sqlite, made)
        with postgresql(folder / "postgresql") as server:
            engine = open_engine(server.url, connections=1)
            with _said(console, "loaded into PostgreSQL"):
                schema.upgrade(engine)
                fill_postgresql(engine, sqlite)
                keep_model(engine, made)
            measured_on(console, "PostgreSQL", engine, made)
            engine.dispose()
        sqlite.dispose()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _said(console: Console, what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    console.print(f"{what}: {time.perf_counter() - started:.0f} s")
