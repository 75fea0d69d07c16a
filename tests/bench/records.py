"""Measure records of 20 and 300 events, beside learnerByULN.

`make bench BENCH='--only records'` runs this. All three calls alternate, against one server. The cost of an event is
the difference between the two records, divided by 280.
"""

import os
from datetime import date, datetime, timedelta

from rich.console import Console
from rich.table import Table

from gateway.domain.event import LearningEvent
from gateway.domain.learner import Person
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store
from tests.bench import load
from tests.bench.measures import spread
from tests.bench.messages import our_messages, our_reading
from tests.bench.serving import gateway_on
from tests.builders import LEARNER_SERVICE, R9

FEW, MANY = 20, 300
LEARNERS_WITH_EVENTS = 200
_FIRST = date(2019, 9, 1)
_GRADES = ("A", "B", "Pass", "Merit", "9999999999")


def _event(number: int) -> LearningEvent:
    begun = _FIRST + timedelta(days=number % 700)
    return LearningEvent(
        id=0,
        source=("ILR", "NPD")[number % 2],
        subject=f"Level {number % 3 + 1} Diploma in Carpentry & Joinery {number % 37}",
        subject_code=f"{50_000_000 + number * 7919 % 9_999_999}",
        awarded_on=begun + timedelta(days=280),
        provider_ukprn="10000001",
        provider_name="Northern College",
        awarding_ukprn="UNKNWN",
        awarding_name="UNKNOWN",
        collection_type="W",
        credits=number % 12,
        loaded_at=datetime(2024, 10, 3, 4, 5, 6),
        grade=_GRADES[number % len(_GRADES)],
        level=None,
        started_on=begun,
        ended_on=begun + timedelta(days=280),
        qualification_type="NVQ",
        restriction="0",
        return_number="02",
        status="F",
        under_challenge=False,
    )


def fill(url: str, held: list[tuple[str, Person]]) -> None:
    """Add few events to the first learners, then more."""
    engine = open_engine(url)
    for uln, count in [(uln, FEW) for uln, _ in held[:LEARNERS_WITH_EVENTS]] + [
        (uln, MANY) for uln, _ in held[LEARNERS_WITH_EVENTS:][:LEARNERS_WITH_EVENTS]
    ]:
        with Store(engine).lazy_unit() as unit:
            unit.events.add((uln, _event(number)) for number in range(count))
    engine.dispose()


def report(
    name: str, url: str, held: list[tuple[str, Person]], postmaster: int, *, rounds: int, seconds: float
) -> None:
    """Print the cost of a call and of an event.

    The cost is that on the server and on the database.
    """
    fill(url, held)
    few, many = held[:LEARNERS_WITH_EVENTS], held[LEARNERS_WITH_EVENTS:][:LEARNERS_WITH_EVENTS]
    with gateway_on(url) as (base, pid):
        watched = {"server": pid} | ({"database": postmaster} if postmaster else {})
        sides = {
            "learnerByULN": (LEARNER_SERVICE, our_messages(held)),
            f"{FEW} events": (R9, [our_reading(*one) for one in few]),
            f"{MANY} events": (R9, [our_reading(*one) for one in many]),
        }
        results: dict[str, list[load.Load]] = {side: [] for side in sides}
        for path, bodies in sides.values():
            load.run(base + path, bodies, b"WSRC0004<", watched, connections=8, seconds=2)
        for _ in range(rounds):
            for side, (path, bodies) in sides.items():
                results[side].append(
                    load.run(base + path, bodies, b"WSRC0004<", watched, connections=8, seconds=seconds)
                )
    table = Table(title=f"Records, {name}, 8 connections, median (range) of {rounds} rounds")
    for heading in ("call", "server CPU µs", "database CPU µs", "p50 ms", "p99 ms"):
        table.add_column(heading, justify="right" if heading != "call" else "left")
    for side, loads in results.items():
        table.add_row(
            side,
            spread([one.cpu["server"] for one in loads]),
            spread([one.cpu.get("database", 0.0) for one in loads]),
            spread([one.p50 for one in loads], 1),
            spread([one.p99 for one in loads], 1),
        )
    each = [
        (sum(long.cpu.values()) - sum(short.cpu.values())) / (MANY - FEW)
        for short, long in zip(results[f"{FEW} events"], results[f"{MANY} events"], strict=True)
    ]
    Console(width=110).print(table)
    print(
        f"an event: {spread(each, 1)} µs CPU, server and database; load average {os.getloadavg()[0]:.1f}\n", flush=True
    )
