"""The table and the JSON file of a run."""

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.load import Load
from tests.bench.measures import spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One side of one comparison: all its rounds.

    CPU is in microseconds per request, times are in milliseconds.
    """

    operation: str
    database: str
    learners: int
    connections: int
    side: str
    rounds: Sequence[Load]
    load_average: float = field(default_factory=lambda: os.getloadavg()[0])

    def values(self, name: str) -> list[float]:
        """Return a figure of every round."""
        if name in ("server", "database"):
            return [one.cpu.get(name, 0.0) for one in self.rounds]
        return [getattr(one, name) for one in self.rounds]

    def median(self, name: str) -> float:
        """Return the median of a figure."""
        return statistics.median(self.values(name))

    @property
    def cpu(self) -> float:
        """Return the CPU of server and database together."""
        return statistics.median(sum(one.cpu.values()) for one in self.rounds)


@dataclass(slots=True)
class Results:
    """All that a run measured."""

    rows: list[Row] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)
    batches: list[dict[str, Any]] = field(default_factory=list)
    memory: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def of(self, **wanted: object) -> list[Row]:
        """Return the rows that have these values."""
        return [row for row in self.rows if all(getattr(row, name) == value for name, value in wanted.items())]

    def write(self, path: Path) -> None:
        """Write everything as JSON."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=1) + "\n")

    def show(self) -> None:
        """Print one table."""
        figures = {"server": 0, "database": 0, "rate": 0, "p50": 1, "p99": 1}
        table = Table(title="CPU in µs per request, times in ms; median (range) of the rounds")
        for heading in ("operation", "database", "learners", "connections", "side", *figures, "load"):
            table.add_column(heading, justify="right" if heading in figures else "left", no_wrap=True)
        for row in self.rows:
            table.add_row(
                *(row.operation, row.database, f"{row.learners:,}", str(row.connections), row.side),
                *(spread(row.values(name), digits) for name, digits in figures.items()),
                f"{row.load_average:.1f}",
            )
        Console(width=230).print(table)
        for name in self.left_out:
            print(f"left out: {name}")
