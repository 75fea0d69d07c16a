"""All that the database holds about a person, by table.

A table that refers to learners or to their events is read even if this module does not name it, so that nothing new is
left out. A reference to an organisation is returned as its name, any other reference as the row that it refers to.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, or_, select

from gateway.domain.access import SUBMITTED_BY
from gateway.domain.learner import Person, identity_of
from gateway.store.database.session import Session
from gateway.store.repositories.recent_searches import digest_of
from gateway.store.tables.audit import audit
from gateway.store.tables.batches import batch_job, batch_row
from gateway.store.tables.events import learning_event
from gateway.store.tables.learners import learner
from gateway.store.tables.metadata import metadata
from gateway.store.tables.organisations import organisation
from gateway.store.tables.recent_searches import recent_find

Row = dict[str, Any]

READ_APART = frozenset({"learner", "learner_history", "consent_change", "audit", "batch_row", "duplicate"})
"""Tables that are not read row by row.

A report tells more, or less, of them than their rows.
"""

_SECRETS = ("password", "hash", "secret")
"""Endings of columns that hold secrets.

Their values prove who somebody is, and never leave the database.
"""

_BATCH_CALLS = [call.value for call in SUBMITTED_BY.values()]


def tables_about_learners() -> list[Table]:
    """Return the tables that refer to learners or their events.

    In the order of their names.
    """
    return [table for _, table in sorted(metadata.tables.items()) if [*_about(table, "learner", "learning_event")]]


def _about(table: Table, *referred: str) -> Iterator[Column[Any]]:
    """Return the columns that refer to one of these tables.

    A column refers to a table by a foreign key; a column named "uln" refers to learners.
    """
    for column in table.c:
        refers = {key.column.table.name for key in column.foreign_keys}
        if refers & {*referred} or ("learner" in referred and column.name == "uln"):
            yield column


class PersonalData:
    """All that is held about people, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._organisations: dict[int, str] = {}
        self._known: dict[tuple[str, Any], Row] = {}

    def records(self, ulns: Collection[str]) -> list[Row]:
        """Return the learners' rows, with the keys for searches."""
        return self._rows(learner, learner.c.uln.in_(ulns))

    def others(self, ulns: Collection[str]) -> dict[str, list[Row]]:
        """Return the rows about these ULNs, by table.

        Tables in READ_APART are left out.
        """
        events = select(learning_event.c.id).where(learning_event.c.uln.in_(ulns))
        found = {}
        for table in tables_about_learners():
            if table.name in READ_APART:
                continue
            about = [column.in_(ulns) for column in _about(table, "learner")]
            about += [column.in_(events) for column in _about(table, "learning_event")]
            found[table.name] = self._rows(table, or_(*about))
        return found

    def proposals(self, ulns: Collection[str]) -> list[Row]:
        """Return the pairs that were proposed as one person."""
        table = metadata.tables["duplicate"]
        return self._rows(table, or_(table.c.uln.in_(ulns), table.c.other_uln.in_(ulns)))

    def trail(self, ulns: Collection[str]) -> list[Row]:
        """Return the audit rows of these ULNs, oldest first."""
        return self._rows(audit, audit.c.uln.in_(ulns))

    def searches(self, people: Collection[Person]) -> list[Row]:
        """Return recent searches for the key fields of these people."""
        digests = {digest_of(identity_of(person)) for person in people}
        return [
            {"organisation": row["organisation"], "at": row["at"]}
            for row in self._rows(recent_find, recent_find.c.digest.in_(digests))
        ]

    def batch_rows(
        self, ulns: Collection[str], people: Collection[Person], names: Callable[[Mapping[str, str]], bool]
    ) -> Iterator[Row]:
        """Return the rows of batches that are about this person.

        Either their result has one of the ULNs, or they state the person. Many rows have no ULN: for them, `names`
        tells from what was given whether they name the person.
        """
        # The index begins with the job, so find the jobs first. Every job has a call of its organisation in the trail.
        trail = select(audit.c.organisation_id).where(audit.c.uln.in_(ulns), audit.c.operation.in_(_BATCH_CALLS))
        jobs = select(batch_job.c.id).where(batch_job.c.organisation_id.in_(trail))
        yield from self._rows(batch_row, and_(batch_row.c.job_id.in_(jobs), batch_row.c.uln.in_(ulns)))
        given = batch_row.c.given
        stated = [given["date_of_birth"].as_string().like(f"{person.date_of_birth}%") for person in people]
        stated.append(given["uln"].as_string().in_(ulns))
        statement = select(batch_row).where(batch_row.c.uln.is_(None), or_(*stated))
        for row in self._session.rows(statement.order_by(*batch_row.primary_key.columns)):
            if names(row.given):
                yield self._row(batch_row, row._asdict())

    def _rows(self, table: Table, about: ColumnElement[bool]) -> list[Row]:
        statement = select(table).where(about).order_by(*table.primary_key.columns)
        return [self._row(table, row._asdict()) for row in self._session.rows(statement)]

    def _row(self, table: Table, row: Row) -> Row:
        given: Row = {}
        for column in table.c:
            if column.name.endswith(_SECRETS):
                continue
            value = row[column.name]
            referred = next((key.column for key in column.foreign_keys), None)
            if referred is None or referred.table.name in ("learner", "learning_event"):
                given[column.name] = value
            elif referred.table.name == "organisation":
                given[column.name.removesuffix("_id")] = None if value is None else self.organisation(value)
            else:
                given[column.name.removesuffix("_id")] = self._referred(referred, value)
        return given

    def _referred(self, referred: Column[Any], value: Any) -> Row | None:
        known = (referred.table.name, value)
        if value is not None and known not in self._known:
            (row,) = self._session.rows(select(referred.table).where(referred == value))
            self._known[known] = self._row(referred.table, row._asdict())
        return self._known.get(known)

    def organisation(self, number: int) -> str:
        """Return the name and the UKPRN of an organisation."""
        if number not in self._organisations:
            row = self._session.row(select(organisation).where(organisation.c.id == number))
            self._organisations[number] = f"{row.name} ({row.ukprn})"
        return self._organisations[number]
