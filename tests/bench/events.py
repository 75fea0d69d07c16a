"""Measure loads of an ILR extract with a million rows.

`make bench BENCH='--only events'` runs this. The extract is loaded, and then loaded again with another year. The rows
are in no order, as from many providers, so that each chunk looks rows up everywhere. Memory is the most that the
loading process had. The wait is that of another process that writes to the register ten times a second.
"""

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path

import psutil

from gateway.domain.actors import Cause
from gateway.domain.codes import Code
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.bench import population
from tests.postgresql import postgresql

_AIMS = [
    (f"{50_000_000 + number * 7919 % 9_999_999}", f"Level {number % 4 + 1} Diploma {number}") for number in range(3000)
]
_PROVIDERS = [(f"{10_000_000 + number}", f"College {number}") for number in range(400)]
_HEADINGS = (
    "ULN,UKPRN,ProviderName,LearnAimRef,LearnAimRefTitle,LearnStartDate,LearnActEndDate,OutGrade,NotionalNVQLevel,"
    "LearnAimRefType,AwardOrgCode,AwardOrgName\n"
)
_READ = 2000


def write_extract(path: Path, ulns: list[str], count: int, seed: int = 7) -> None:
    """Write an extract about these learners, always the same."""
    dice = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write(_HEADINGS)
        for _ in range(count):
            aim, title = dice.choice(_AIMS)
            ukprn, name = dice.choice(_PROVIDERS)
            begun = date(2023, 8, 1) + timedelta(days=dice.randrange(300))
            ended = begun + timedelta(days=dice.randrange(30, 330))
            file.write(
                f"{dice.choice(ulns)},{ukprn},{name},{aim},{title},{begun},{ended},{dice.choice(('Pass', 'Merit', ''))},"
                f"Level {dice.randrange(1, 5)},NVQ,{100_000 + dice.randrange(40)},Northern Board\n"
            )


def report(learners: int, events: int) -> None:
    """Load an extract twice on each database; print the costs."""
    folder = Path(tempfile.mkdtemp(prefix="gateway-bench-"))
    print(f"events load, {events:,} rows of {learners:,} learners")
    try:
        extract = folder / "ilr.csv"
        with postgresql(folder / "postgresql") as server:
            write_extract(extract, [uln for uln, _ in population.fill(server.url, learners)], events)
            _measure("PostgreSQL", server.url, extract)
        url, _ = population.sqlite_register(folder / "sqlite", learners)
        _measure("SQLite", url, extract)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(name: str, url: str, extract: Path) -> None:
    again = extract.with_name("again.csv")
    shutil.copy(extract, again)
    with again.open("a") as file:  # another file, of which only the last row is new
        file.write(extract.read_text().splitlines()[-1].replace(",NVQ,", ",GCSE,") + "\n")
    for what, path in (("first", extract), ("again", again)):
        begun = time.perf_counter()
        command = [str(Path(sys.executable).parent / "lrs-gateway"), "events", "load", "--source", "ILR"]
        process = subprocess.Popen(
            [*command, "--year", "2023/24", "--return", "R14", str(path)],
            env=os.environ | {"GATEWAY_DATABASE_URL": url},
            stdout=subprocess.PIPE,
            text=True,
        )
        with _another_writer(url, process.pid) as (waits, sizes):
            said = process.stdout.read() if process.stdout else ""
            _, _, used = os.wait4(process.pid, 0)
        print(
            f"{name}, {what}: {time.perf_counter() - begun:.1f} s, CPU {used.ru_utime + used.ru_stime:.1f} s,"
            f" memory {max(sizes) / 1e6:.0f} MB, others wait {statistics.median(waits) * 1000:.0f} ms"
            f" (worst {max(waits) * 1000:.0f}), load average {os.getloadavg()[0]:.1f}: {said.strip()}",
            flush=True,
        )
    print(f"{name}: {_microseconds_an_event(url, extract):.1f} µs to read an event", flush=True)


@contextmanager
def _another_writer(url: str, loader: int) -> Iterator[tuple[list[float], list[int]]]:
    """Write to the register ten times a second.

    Yields how long each write took, and the loader's memory at each.
    """
    engine, over, waits, sizes = open_engine(url), threading.Event(), [0.0], [0]
    store, process = Store(engine), psutil.Process(loader)

    def write() -> None:
        while not over.wait(0.1):
            begun = time.perf_counter()
            with store.unit() as unit:
                unit.audit.record(
                    Cause(user="bench", organisation_id=None, operation="bench", call=""), code=Code.NO_MATCH, ulns=()
                )
            waits.append(time.perf_counter() - begun)
            with suppress(psutil.Error):
                sizes.append(process.memory_info().rss)

    writer = threading.Thread(target=write)
    writer.start()
    yield waits, sizes
    over.set()
    writer.join()
    engine.dispose()


def _microseconds_an_event(url: str, extract: Path) -> float:
    """Read some learners' events; return microseconds per event.

    These are the CPU time of this process and the waiting time.
    """
    with extract.open() as file:
        next(file)
        ulns = [next(file)[:10] for _ in range(_READ)]
    engine = open_engine(url)
    with Store(engine).reading() as unit:
        unit.events.of(ulns[:1])
        begun = time.perf_counter()
        count = sum(len(unit.events.of([uln])) for uln in ulns)
        taken = time.perf_counter() - begun
    engine.dispose()
    return taken / count * 1e6
