"""Organisations in a CSV file; the file of drawn passwords.

No message holds a password.
"""

import csv
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from gateway.domain.organisation import Role, faults_of
from gateway.domain.password import WeakPassword, require_strong
from gateway.store.errors import CommitInDoubt

HEADINGS = ("ukprn", "reference", "name", "roles", "users", "password")
_NEEDED = HEADINGS[:4]
_SEPARATOR = ";"
_ROLES = {role.value for role in Role}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An organisation of the file, and its line.

    If `password` is "", one must be drawn.
    """

    line: int
    ukprn: str
    reference: str
    name: str
    roles: frozenset[Role]
    users: tuple[str, ...]
    password: str = field(repr=False)


class BadOrganisationsFile(Exception):
    """The file cannot be imported.

    `problems` names each line that is wrong.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


class CannotWritePasswords(Exception):
    """The file of drawn passwords cannot be written."""


def read_organisations(path: Path, *, published: Collection[str]) -> list[NewOrganisation]:
    """Return the organisations of a file.

    `published` are passwords that nobody may have. Raises BadOrganisationsFile.
    """
    listed: list[NewOrganisation] = []
    problems: list[str] = []
    first_lines: dict[str, int] = {}
    rows = _rows(_text(path))
    headings = _headings(*next(rows, (1, [])))
    for line, row in rows:
        if len(row) != len(headings):
            problems.append(f"line {line}: has {len(row)} cells; expected {len(headings)}")
            continue
        cells = dict.fromkeys(HEADINGS, "") | dict(zip(headings, row, strict=True))
        found = _faults(cells, published)
        for heading in ("ukprn", "reference"):
            first = first_lines.setdefault(f"{heading} {cells[heading]}", line)
            if first != line and cells[heading]:
                found.append(f"has the {heading} of line {first}")
        problems += [f"line {line}: {fault}" for fault in found]
        if not found:
            listed.append(_organisation(line, cells))
    if not problems and not listed:
        problems = ["the file has no organisations"]
    if problems:
        raise BadOrganisationsFile(problems)
    return listed


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadOrganisationsFile([f"the file cannot be read: {error.strerror}"]) from None
    except UnicodeDecodeError:
        raise BadOrganisationsFile(["the file is not UTF-8: save it as 'CSV UTF-8'"]) from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Return the rows that are not empty.

    Each comes with the number of the line on which it begins.
    """
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise BadOrganisationsFile([f"line {line}: is not CSV: double each quotation mark in a cell"]) from None


def _headings(line: int, cells: Sequence[str]) -> list[str]:
    headings = [cell.casefold() for cell in cells]
    problems = [f"the heading {name} is missing" for name in _NEEDED if name not in headings]
    problems += [
        f"column {place} has no heading that is known" for place, one in enumerate(headings, 1) if one not in HEADINGS
    ]
    problems += [f"the heading {name} appears twice" for name in HEADINGS if headings.count(name) > 1]
    if problems:
        every = ", ".join(HEADINGS)
        raise BadOrganisationsFile([f"line {line}: {problem} (headings: {every})" for problem in problems])
    return headings


def _faults(cells: Mapping[str, str], published: Collection[str]) -> list[str]:
    """Return what is wrong in a row."""
    named = {name: cells[name] for name in ("ukprn", "reference", "name")}
    faults = faults_of(**named, users=_listed(cells["users"]))
    roles = _listed(cells["roles"])
    if not roles or not _ROLES.issuperset(roles):
        faults.append(f"needs roles out of {', '.join(sorted(_ROLES))}, separated by semicolons")
    if cells["password"] and not faults:
        try:
            require_strong(cells["password"], **named, published=published)
        except WeakPassword as weak:
            faults.append(str(weak))
    return faults


def _organisation(line: int, cells: Mapping[str, str]) -> NewOrganisation:
    return NewOrganisation(
        line=line,
        ukprn=cells["ukprn"],
        reference=cells["reference"],
        name=cells["name"],
        roles=frozenset(Role(role) for role in _listed(cells["roles"])),
        users=_listed(cells["users"]),
        password=cells["password"],
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in cell.split(_SEPARATOR) if one.strip()))


@contextmanager
def passwords_in_new_file(path: Path, drawn: Iterable[tuple[NewOrganisation, str]]) -> Iterator[None]:
    """Write passwords to a new file, before the block runs.

    Only its owner can read it. If the block fails, the file is removed, unless the organisations may be there
    nevertheless. Raises CannotWritePasswords.
    """
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        problem = "exists already" if isinstance(error, FileExistsError) else f"cannot be written: {error.strerror}"
        raise CannotWritePasswords(f"{path} {problem}") from error
    try:
        try:
            with open(place, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123  (a descriptor has no path)
                writer = csv.writer(file)
                writer.writerow(("ukprn", "reference", "password"))
                writer.writerows((one.ukprn, one.reference, password) for one, password in drawn)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CannotWritePasswords(f"{path} cannot be written: {error.strerror}") from error
        yield
    except CommitInDoubt:
        raise
    except BaseException:
        path.unlink(missing_ok=True)
        raise
