"""What a group asks and writes, in few statements.

Equal questions are asked once, one statement does all look-ups of a kind, and writes follow when all have asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect

from gateway.store.database.session import Session
from gateway.store.database.statement import Core, Insertion, Lookup, Numbered, Place, Statement, Values


@dataclass(frozen=True, slots=True)
class Planned:
    """A row that a call plans to write."""

    how: Insertion | Statement
    row: Values
    place: Place


@dataclass(slots=True, eq=False)
class Writes:
    """What a call writes when all have asked."""

    planned: Planned | None = None
    inserted: list[tuple[Insertion, Sequence[Values]]] = field(default_factory=list)
    later: list[tuple[Statement, Values]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Question:
    """What a call asks: the first row, or all rows."""

    statement: Statement | Core
    values: Values | None
    is_of_one_row: bool

    @property
    def key(self) -> Any:
        """Return a key that questions with the same answer share.

        Return None if the question cannot have one.
        """
        key = (self.is_of_one_row, self.statement, *(self.values or {}).items())
        try:
            hash(key)
        except TypeError:
            return None
        return key


def answer_together(session: Session, questions: Sequence[Question]) -> list[Any]:
    """Return the answers to questions.

    Equal questions are asked once. One statement does all look-ups of a kind.
    """
    answers: dict[int, Any] = {}
    by_statement: dict[tuple[bool, Any], list[int]] = {}
    for place, question in enumerate(questions):
        by_statement.setdefault((question.is_of_one_row, question.statement), []).append(place)
    for (_, statement), places in by_statement.items():
        together = statement.together if isinstance(statement, Statement) else None
        if together is not None and len(places) > 1:
            values = [questions[place].values or {} for place in places]
            found = _ask_together(session, together, values)
            if found is not None:
                answers |= dict(zip(places, found, strict=True))
                continue
        known: dict[Any, Any] = {}
        for place in places:
            key = place if len(places) == 1 else questions[place].key or place
            if key not in known:
                known[key] = _ask(session, questions[place])
            answers[place] = known[key]
    return [answers[place] for place in range(len(questions))]


def _ask_together(session: Session, together: Lookup | Numbered, values: Sequence[Values]) -> Sequence[object] | None:
    """Return the answers to questions of one kind.

    Return None if this database cannot be asked for all of them.
    """
    if isinstance(together, Lookup):
        wanted = [one[together.one] for one in values]
        by_value = {getattr(row, together.column): row for row in session.rows(together.all, {together.many: wanted})}
        return [by_value.get(one) for one in wanted]
    if together.all.only not in (None, session.dialect.name):
        return None
    answers: list[list[Any]] = [[] for _ in values]
    for row in session.rows(together.all, together.parameters(values)):
        answers[row.n - 1].append(row)
    return answers


def _ask(session: Session, question: Question) -> Any:
    if question.is_of_one_row:
        return session.row(question.statement, question.values)
    return session.rows(question.statement, question.values)


def write_together(session: Session, calls: Sequence[Writes]) -> Sequence[Writes]:
    """Write what the calls want to write.

    Return the calls whose plans could be written. Nothing is written for the others. Rows that several groups change
    are changed in one order, so that groups do not deadlock.
    """
    calls = _write_planned(session, calls)
    later = [one for call in calls for one in call.later]
    for statement, values in sorted(later, key=lambda one: (one[0].compiled(session.dialect).sql, repr(one[1]))):
        session.run(statement, values)
    rows: dict[Insertion, list[Values]] = {}
    for insertion, added in (one for call in calls for one in call.inserted):
        rows.setdefault(insertion, []).extend(added)
    ordered = list(rows.items())
    for insertion, added in ordered[:-1]:
        session.insert(insertion, added)
    for insertion, added in ordered[-1:]:
        session.insert_last(insertion, added)
    return calls


def _write_planned(session: Session, calls: Sequence[Writes]) -> Sequence[Writes]:
    """Write the planned rows, and return whose were written.

    Insertions go first, as in a chunk.
    """
    by_how: dict[Insertion | Statement, list[tuple[Planned, Writes]]] = {}
    for call in calls:
        if call.planned is not None:
            by_how.setdefault(call.planned.how, []).append((call.planned, call))
    refused = set()
    for how in sorted(by_how, key=lambda one: _text_of(one, session.dialect)):
        planned = sorted(by_how[how], key=lambda one: one[0].place)
        rows = [one.row for one, _ in planned]
        are_written = (
            session.insert_each(how, rows)
            if isinstance(how, Insertion)
            else [session.run(how, row) == 1 for row in rows]
        )
        refused |= {call for (_, call), is_written in zip(planned, are_written, strict=True) if not is_written}
    return [call for call in calls if call not in refused]


def _text_of(how: Insertion | Statement, dialect: Dialect) -> str:
    """Return the SQL, by which INSERT comes before UPDATE."""
    return (how.statement if isinstance(how, Insertion) else how).compiled(dialect).sql
