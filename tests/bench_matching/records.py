"""Records of people, and tasks.

A task is a register, the queries to it, and the right answers.
"""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What somebody wrote about a person once, as text.

    `person` says who it is.
    """

    record: str
    person: str
    given: str = ""
    family: str = ""
    birth: str = ""
    gender: str = ""
    postcode: str = ""
    previous: str = ""
    birthplace: str = ""
    email: str = ""
    kind: str = ""
    origin: str = ""
    household: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A register, and the records to find in it."""

    name: str
    register: list[Record]
    queries: list[Record]

    def members(self) -> frozenset[str]:
        """Return the persons who are on the register."""
        return frozenset(record.person for record in self.register)


def write(task: Task, folder: Path) -> None:
    """Keep the task as two CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, records in (("queries", task.queries), ("register", task.register)):
        _write_one(folder / f"{task.name}.{part}.csv", records)


def _write_one(path: Path, records: Iterable[Record]) -> None:
    unfinished = path.with_suffix(".part")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Record)])
        writer.writeheader()
        writer.writerows(asdict(record) for record in records)
    unfinished.replace(path)


def is_kept(name: str, folder: Path) -> bool:
    """Return whether a task of this name is on disk.

    The register is written last.
    """
    return (folder / f"{name}.register.csv").exists()


def read(name: str, folder: Path) -> Task:
    """Read a task that was kept."""
    return Task(name, _read_one(folder / f"{name}.register.csv"), _read_one(folder / f"{name}.queries.csv"))


def _read_one(path: Path) -> list[Record]:
    with path.open(newline="", encoding="utf-8") as file:
        return [Record(**row) for row in csv.DictReader(file)]


def share(person: str, salt: str) -> float:
    """Return a number from 0 to 1.

    It is always the same for a person and a salt.
    """
    return int(hashlib.sha256(f"{salt}|{person}".encode()).hexdigest()[:12], 16) / 16**12
