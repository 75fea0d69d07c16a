"""Statements that methods build as they run.

Each has the values of an example.
"""

import ast
import importlib
import pkgutil
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Dialect

from gateway import demo
from gateway.domain.access import Operation
from gateway.domain.actors import AuditedDecision, Caller, by_caller
from gateway.domain.audit_trail import TrailQuery
from gateway.domain.batch import JobKind, RowResult
from gateway.domain.codes import Code
from gateway.domain.event_load import EventFile
from gateway.domain.learner import AbilityToShare, Learner, LearnerStatus
from gateway.domain.organisation import Organisation, Role
from gateway.domain.settlement import OpenRow
from gateway.store import repositories
from gateway.store.database.statement import Core, Insertion, Statement, Values
from gateway.store.errors import StoreError
from gateway.store.repositories.audit_trail import AuditSearch
from gateway.store.repositories.batches import Batches
from gateway.store.repositories.event_loads import EventLoads
from gateway.store.repositories.learners import Learners
from gateway.store.repositories.lifecycle import Lifecycle
from gateway.store.repositories.organisations import Organisations
from gateway.store.repositories.settlements import Settlements
from gateway.store.repositories.subject_access import PersonalData

AT = datetime(2026, 9, 1, 12)
HELD: Learner = next(one for one in demo.learners() if one.uln == demo.ANN_ULN)
COLLEGE = Organisation(
    id=1,
    ukprn=demo.COLLEGE.ukprn,
    reference=demo.COLLEGE.reference,
    name=demo.COLLEGE.name,
    roles=frozenset({Role.REGISTER}),
    suspended=False,
    password_hash="(hash)",
    version=1,
)
_STORED = {one.name: getattr(COLLEGE, one.name) for one in fields(COLLEGE)} | {"roles": Role.REGISTER.value}
_STORED_COLLEGE: Any = namedtuple("Row", _STORED)(**_STORED)  # noqa: PYI024
CALLER = Caller(organisation=COLLEGE, user="registrar", operation=Operation.UPDATE, call="(call)")
DECISION = AuditedDecision(by="operator", reason="An example", operation="test", call="t" * 32)
ULNS = (demo.ANN_ULN, demo.CY_ULN)
ROW = OpenRow(
    job_id=1,
    job_number=100_000_001,
    position=2,
    number=3,
    ukprn=COLLEGE.ukprn,
    check_only=False,
    given={},
    result=RowResult(code=Code.POSSIBLE_MATCH),
)


def _constants() -> Iterator[int]:
    """Yield the identity of each constant statement of repositories."""
    for found in pkgutil.iter_modules(repositories.__path__):
        module = importlib.import_module(f"{repositories.__name__}.{found.name}")
        yield from (id(value) for value in vars(module).values() if isinstance(value, Statement))


_CONSTANTS = frozenset(_constants())


class RecordingSession:
    """A session that keeps the statements that are built.

    It finds `found` for them, one after another, and nothing when these are used up. A constant finds `row`.
    """

    def __init__(self, dialect: Dialect, found: Sequence[Any] = (), row: Any = None) -> None:
        self.dialect = dialect
        self.built: list[Statement] = []
        self._found = iter(found)
        self._row = row

    def _find(self, statement: Statement | Core, of_constant: Any, of_built: Any) -> Any:
        if id(statement) in _CONSTANTS:
            return of_constant
        self.built.append(statement if isinstance(statement, Statement) else Statement(statement))
        return next(self._found, of_built)

    def run(self, statement: Statement | Core, _values: Values | None = None) -> int:
        self._find(statement, None, None)
        return 1

    def rows(self, statement: Statement | Core, _values: Values | None = None) -> list[Any]:
        return list(self._find(statement, (), ()))

    def row(self, statement: Statement | Core, _values: Values | None = None) -> Any:
        return self._find(statement, self._row, None)

    def number(self, statement: Statement | Core, _values: Values | None = None) -> int | None:
        number: int | None = self._find(statement, 1, None)
        return number

    def insert(self, _insertion: Insertion, rows: Sequence[Values]) -> int:
        return len(rows)

    def add(self, _insertion: Insertion, _rows: Sequence[Values]) -> None:
        pass

    def announce(self, _channel: str) -> None:
        pass

    def savepoint(self) -> AbstractContextManager[None]:
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a call.

    `also` names other methods that build what it shows.
    """

    call: Callable[[Any], object]
    found: Sequence[Any] = ()
    row: Any = None
    also: Sequence[str] = ()

    def built(self, dialect: Dialect) -> list[Statement]:
        """Return the statements that the call builds."""
        session = RecordingSession(dialect, self.found, self.row)
        with suppress(StoreError):
            self.call(session)
        return session.built


_EVERY_CONDITION = TrailQuery(
    organisation_id=1,
    uln=demo.ANN_ULN,
    user="registrar",
    operation=Operation.UPDATE,
    code=str(Code.EXACT_MATCH),
    refused=True,
    since=AT - timedelta(days=7),
    until=AT,
)
_DELETED = replace(HELD, status=LearnerStatus.DELETED)

EXAMPLES = {
    "audit_trail.page": Example(lambda session: AuditSearch(session).page(TrailQuery(), before=None, size=50)),
    "audit_trail.page.every_condition": Example(
        lambda session: AuditSearch(session).page(_EVERY_CONDITION, before=900, size=50)
    ),
    "audit_trail.days": Example(lambda session: AuditSearch(session).days(_EVERY_CONDITION)),
    "batches.submit": Example(
        lambda session: Batches(session, AT, 0).submit(JobKind.REGISTRATION, [{"family_name": "Lee"}], CALLER),
        also=["batches._first_with"],
    ),
    "batches.cancel": Example(lambda session: Batches(session, AT, 0).cancel(100_000_001)),
    "batches.job": Example(lambda session: Batches(session, AT, 0).job(100_000_001, JobKind.REGISTRATION, CALLER)),
    "batches.recent": Example(lambda session: Batches(session, AT, 0).recent(JobKind.REGISTRATION, CALLER, 50)),
    "batches.results": Example(lambda session: Batches(session, AT, 0).results(1)),
    "event_loads.begin": Example(
        lambda session: EventLoads(session, AT).begin(
            EventFile(name="events.csv", digest="(digest)", source="AO"), "operator"
        ),
        found=[1],
    ),
    "learners.bump_version": Example(lambda session: Learners(session, AT).bump_version(HELD, by_caller(CALLER))),
    "learners.record_statement": Example(
        lambda session: Learners(session, AT).record_statement(HELD, AbilityToShare.OPTED_OUT, by_caller(CALLER))
    ),
    "learners.history": Example(lambda session: Learners(session, AT).history(demo.ANN_ULN)),
    "lifecycle.lock": Example(lambda session: Lifecycle(session, AT).lock(ULNS)),
    "lifecycle.restore": Example(
        lambda session: Lifecycle(session, AT).restore(_DELETED, DECISION), also=["lifecycle._change_status"]
    ),
    "lifecycle.of": Example(lambda session: Lifecycle(session, AT).of(demo.ANN_ULN)),
    "organisations.any_named": Example(lambda session: Organisations(session).any_named(COLLEGE.ukprn)),
    "organisations.all": Example(lambda session: Organisations(session).all()),
    "organisations.users": Example(lambda session: Organisations(session).users(COLLEGE)),
    "organisations.add": Example(
        lambda session: Organisations(session).add(
            ukprn=COLLEGE.ukprn,
            reference=COLLEGE.reference,
            name=COLLEGE.name,
            roles=COLLEGE.roles,
            password_hash=COLLEGE.password_hash,
        ),
        row=_STORED_COLLEGE,
    ),
    "organisations.add_user": Example(lambda session: Organisations(session).add_user(COLLEGE, "registrar")),
    "organisations.remove_user": Example(lambda session: Organisations(session).remove_user(COLLEGE, "registrar")),
    "organisations.change": Example(
        lambda session: Organisations(session).change(
            COLLEGE, roles={Role.PLR}, suspended=True, password_hash="(another hash)"
        )
    ),
    "settlements.lock": Example(
        lambda session: Settlements(session).lock(ROW.job_number, ROW.number),
        found=[
            SimpleNamespace(id=ROW.job_id, status="finished", ukprn=ROW.ukprn, check_only=False),
            [SimpleNamespace(position=ROW.position, given=ROW.given)],
            SimpleNamespace(code=str(ROW.result.code), uln=None, given=ROW.given, result=None),
        ],
    ),
    "settlements.settle": Example(
        lambda session: Settlements(session).settle(ROW, RowResult(code=Code.EXACT_MATCH, uln=demo.ANN_ULN))
    ),
    "subject_access.records": Example(
        lambda session: PersonalData(session).records(ULNS), also=["subject_access._rows"]
    ),
    "subject_access.others": Example(lambda session: PersonalData(session).others(ULNS)),
    "subject_access.batch_rows": Example(
        lambda session: list(PersonalData(session).batch_rows(ULNS, [HELD.person], lambda _: True))
    ),
    "subject_access.organisation": Example(
        lambda session: PersonalData(session).organisation(COLLEGE.id), found=[COLLEGE]
    ),
}
"""Examples by the names of their files.

A name has the module and the method, and what is special about the values.
"""

EXEMPT = {"subject_access._referred": "reads any table that another refers to, by its primary key"}
"""Methods whose statements have no example, with the reason."""

_BUILDERS = {"select", "insert", "update", "delete"}


def building_methods() -> set[str]:
    """Return the repositories' methods that build statements.

    Each is a module and a method.
    """
    return {
        f"{file.stem}.{method.name}"
        for file in Path(repositories.__path__[0]).glob("*.py")
        for kind in ast.parse(file.read_text()).body
        if isinstance(kind, ast.ClassDef)
        for method in kind.body
        if isinstance(method, ast.FunctionDef) and any(_builds(node) for node in ast.walk(method))
    }


def _builds(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _BUILDERS


def shown_methods() -> Iterator[str]:
    """Yield the methods whose statements the examples show."""
    for name, example in EXAMPLES.items():
        yield ".".join(name.split(".")[:2])
        yield from example.also
