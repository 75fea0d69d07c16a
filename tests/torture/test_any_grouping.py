"""Calls in any groups are answered as calls alone.

They leave the same rows too.

Two registers get the same calls: one in groups, one call by call. `make torture` tries many more groups.
"""

import os
import random
import re
import shutil
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, select

from gateway import demo
from gateway.domain import uln
from gateway.domain.chance import SECURE
from gateway.settings import Settings
from gateway.store.database import group_statements
from gateway.store.database.database_session import DatabaseSession
from gateway.store.database.engine import open_engine
from gateway.store.database.group import MemberSession, Part, run_together
from gateway.store.errors import CommitInDoubt, DatabaseFailed
from gateway.store.repositories.audit import Audit
from gateway.store.tables.audit import audit
from gateway.store.tables.consent import consent_change
from gateway.store.tables.learners import learner as learners
from gateway.store.tables.learners import learner_history
from gateway.store.tables.metadata import metadata
from gateway.store.unit import Store
from tests.builders import FINDMSG, LEARNER_SERVICE, REGMSG, Reply, Wire, learner, miap
from tests.contract.golden import PATHS, cases
from tests.faulty import Faulty, faulty_wire
from tests.stored import rows

WHOLE = "TORTURE_SECONDS" in os.environ
_RANDOM_COLUMNS = {"call", "hash"}
_UNORDERED = (audit, consent_change, learner_history)
_TIME = re.compile(rb"20[0-9]{2}-[01][0-9]-[0-3][0-9][T ]([0-2][0-9](:[0-5][0-9]){2})?[.0-9]*Z?")
_ENCODED = re.compile(rb"(?<=<ErrorDetail>)[A-Za-z0-9+/=]{40,}(?=<)")
_FAILS_BEFORE, _FAILS_AFTER = "fails before its row", "fails after its row"
_WRITTEN = ("WSRC0005", "WSRC0006")
_EXAMPLE = "Example"
"""Part of a family name; each example has its own."""

_DICE: ContextVar[random.Random] = ContextVar("dice")
"""What the present call draws its random numbers from."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a client.

    `name` is for the reader of a failure. Calls with the same seed draw the same numbers.
    """

    name: str
    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    seed: str = ""

    def __repr__(self) -> str:
        return self.name

    @property
    def writes(self) -> bool:
        """Whether it asks to register or to update a learner."""
        return b"RegisterLearner" in self.body or b"UpdateLearner" in self.body

    def of(self, example: int, place: tuple[int, int], versions: Mapping[str, int]) -> "Message":
        """Return the message as an example sends it.

        `versions` are those of learners at its beginning.
        """
        name = f"Ex{''.join(chr(97 + int(digit)) for digit in str(example))}".encode()
        body = self.body.replace(_EXAMPLE.encode(), name)
        for number, version in versions.items():
            body = body.replace(_version_of(number).encode(), str(version).encode())
        return replace(self, body=body, seed=f"{example} {place}")


@dataclass(frozen=True, slots=True)
class Group:
    """Calls that arrive together, and what the database refuses them."""

    calls: tuple[Message, ...]
    commit: type[Exception] | None
    refused: int
    """Number of the statement that is refused, or 0."""


def _golden() -> list[Message]:
    """Return all golden messages that need no other before them."""
    messages = []
    for case in cases():
        body = case.steps[0][0].read_bytes()
        if len(case.steps) == 1 and b"TIMES}}" not in body:
            name = f"{case.service}/{case.operation}/{case.name}"
            messages.append(Message(name, PATHS[case.service], body, case.headers))
    return messages


def _find(number: str, by: demo.DemoOrganisation = demo.COLLEGE, user: str = "", **stated: str) -> Message:
    details = {"ULN": number, "FamilyName": "Lee", "GivenName": "Ann"} | stated
    body = miap(FINDMSG, "FindLearnerByULN", details, by=by, find="FUL")
    body = body.replace(f">{by.user}<", f">{user}<") if user else body
    return Message(f"find {number} {by.ukprn} {user}", LEARNER_SERVICE, body.encode())


def _version_of(number: str) -> str:
    """Return what stands for a learner's version in a message."""
    return f"version of {number}"


_UPDATED = {
    demo.GIL_ULN: {
        "GivenName": "Gil",
        "FamilyName": "Ash",
        "LastKnownPostCode": "EX4 3SR",
        "DateOfBirth": "2003-01-15",
    },
    demo.CY_ULN: {
        "GivenName": "Cy",
        "FamilyName": "Roe",
        "LastKnownPostCode": "LS1 4AP",
        "DateOfBirth": "1999-11-30",
    },
}


def _update(number: str, by: demo.DemoOrganisation, user: str = "", **changes: str) -> Message:
    values = learner(**_UPDATED[number] | changes, ULN=number, VersionNumber=_version_of(number))
    body = miap(REGMSG, "UpdateLearner", {"Learner": values}, by=by)
    body = body.replace(f">{by.user}<", f">{user}<") if user else body
    return Message(f"update {number} {by.ukprn} {user} {changes}", LEARNER_SERVICE, body.encode())


def _person(ordinal: int) -> dict[str, str]:
    """Return a person; each example has its own of these.

    Of the odd ones too little is known for certainty.
    """
    return {
        "GivenName": ("Kit", "Lou")[ordinal // 2],
        "FamilyName": f"{_EXAMPLE}son",
        "DateOfBirth": "2005-04-01",
        "Gender": ("1", "0")[ordinal % 2],
        "LastKnownPostCode": "OX1 2JD",
    }


def _register(ordinal: int, by: demo.DemoOrganisation, user: str = "") -> Message:
    body = miap(REGMSG, "RegisterLearner", {"Learner": learner(**_person(ordinal))}, by=by)
    body = body.replace(f">{by.user}<", f">{user}<") if user else body
    return Message(f"register {ordinal} {by.ukprn} {user}", LEARNER_SERVICE, body.encode())


def _search(ordinal: int, by: demo.DemoOrganisation) -> Message:
    body = miap(FINDMSG, "FindLearnerByDemographics", _person(ordinal), by=by, find="FUL")
    return Message(f"search for {ordinal} {by.ukprn}", LEARNER_SERVICE, body.encode())


GOLDEN = _golden()
_COLLEGES = (demo.COLLEGE, demo.SECOND_COLLEGE)
REGISTRATIONS = [
    *(_register(ordinal, by) for ordinal in range(4) for by in _COLLEGES),
    *(_search(ordinal, by) for ordinal in range(4) for by in _COLLEGES),
    *(_register(ordinal, demo.COLLEGE, user) for ordinal in range(2) for user in (_FAILS_BEFORE, _FAILS_AFTER)),
]
FINDS = [
    *(_find(number, by) for number in (demo.ANN_ULN, demo.BEA_ULN, "3000000002") for by in demo.ORGANISATIONS),
    *(_find(demo.ANN_ULN, user=user) for user in (_FAILS_BEFORE, _FAILS_AFTER)),
    _find("3000000002", user=_FAILS_AFTER),
    _find(demo.MERGED_ULN, FamilyName="Poe", GivenName="Dee"),
    _find(demo.EVE_ULN, FamilyName="Fox", GivenName="Eve"),
    Message("not XML", LEARNER_SERVICE, b"<not-xml"),
    Message("nothing", LEARNER_SERVICE, b""),
]
UPDATES = [
    *(
        _update(number, by, Notes=f"{_EXAMPLE} {by.ukprn}", AbilityToShare=ability)
        for number in _UPDATED
        for by in _COLLEGES
        for ability in "12"
    ),
    *(_find(number, FamilyName=one["FamilyName"], GivenName=one["GivenName"]) for number, one in _UPDATED.items()),
    _update(demo.CY_ULN, demo.COLLEGE, FamilyName=f"Roe {_EXAMPLE}"),
    _update(demo.GIL_ULN, demo.COLLEGE, _FAILS_AFTER, Notes="fails"),
]
_CALLS = st.one_of(*(st.sampled_from(calls) for calls in (FINDS, REGISTRATIONS, UPDATES, GOLDEN)))
_GROUPS = st.builds(
    Group,
    calls=st.lists(_CALLS, min_size=1, max_size=10).map(tuple),
    commit=st.sampled_from((None, None, None, DatabaseFailed, CommitInDoubt)),
    refused=st.sampled_from((0, 0, 0, 0, 1, 2, 3, 4)),
)


class Clock:
    """A clock that stands still between examples."""

    def __init__(self) -> None:
        self.now = datetime(2026, 9, 1, 12)

    def __call__(self) -> datetime:
        return self.now

    def go_on(self) -> None:
        """Go on for so long that no earlier miss counts."""
        self.now += timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Register:
    """A gateway whose database can be made to fail.

    `stored` reads the same database, and never fails.
    """

    wire: Wire
    database: Faulty
    stored: Store


@dataclass(frozen=True, slots=True)
class Registers:
    """Two registers with the same rows, at the same moment."""

    grouped: Register
    alone: Register
    clock: Clock
    numbers: Iterator[int] = field(default_factory=count)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and how many audit rows preceded it."""

    reply: Reply
    audited: int

    @property
    def told(self) -> tuple[Any, ...]:
        """Return what another register answers too."""
        reference = self.reply.headers["X-Call-Reference"].encode()
        body = _ENCODED.sub(lambda found: b64decode(found[0]), self.reply.body)
        body = _TIME.sub(b"TIME", body.replace(reference, b"REFERENCE"))
        told = sorted(self.reply.payload.itertext()) if b"<ViewAudit" in body else body  # in no order at one moment
        return self.reply.status, told, self.audited


def _post(register: Register, message: Message) -> Answered:
    _DICE.set(random.Random(message.seed))
    reply = register.wire.post(message.path, message.body, **message.headers)
    call = reply.headers["X-Call-Reference"]
    return Answered(reply, len(rows(register.stored, select(audit.c.id).where(audit.c.call == call))))


@contextmanager
def _failing(commit: type[Exception] | None) -> Iterator[None]:
    """Let commits fail."""
    real_commit = DatabaseSession.commit

    def committed(self: DatabaseSession) -> None:
        if commit is None:
            real_commit(self)
        else:
            self.roll_back()
            raise commit("planted")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseSession, "commit", committed)
        yield


def _in_group(register: Register, group: Group) -> tuple[list[Answered], list[int]]:
    """Return the answers, and the calls that left.

    Answers are in the order of the calls. The calls that left follow one by one.
    """
    register.database.arm(group.refused)
    with _failing(group.commit):
        together = run_together([partial(_post, register, message) for message in group.calls])
    register.database.disarm()
    left = [place for place, answered in enumerate(together) if answered is None]
    later = {place: _post(register, group.calls[place]) for place in left}
    return [answered or later[place] for place, answered in enumerate(together)], left


def _rank(message: Message, grouped: Answered) -> int:
    """Return a call's place where calls are done alone.

    Of a group all read before one writes.
    """
    if not message.writes:
        return 1
    return 2 if grouped.reply.code in _WRITTEN else 0


def _one_by_one(register: Register, group: Group, left: Sequence[int], grouped: Sequence[Answered]) -> list[Answered]:
    """Return the answers, of calls that stayed first.

    The calls that left come after the commit of their group.

    A commit in doubt is nobody's alone: it is that of each call that stayed.
    """
    answered: dict[int, Answered] = {}
    stayed = [place for place in range(len(group.calls)) if place not in left]
    stayed.sort(key=lambda place: _rank(group.calls[place], grouped[place]))
    doubt = group.commit if group.commit is CommitInDoubt else None
    for place in (*stayed, *left):
        with _failing(doubt if place in stayed else None):
            answered[place] = _post(register, group.calls[place])
    return [answered[place] for place in range(len(group.calls))]


def _stored(register: Register) -> dict[str, Counter[str]]:
    """Return all rows.

    Those of the audit trail and of the histories have no order.
    """
    return {
        table.name: Counter(
            repr(row)
            for row in rows(
                register.stored,
                select(
                    *(
                        column
                        for column in table.c
                        if column.name not in _RANDOM_COLUMNS and (table not in _UNORDERED or column.name != "id")
                    )
                ),
            )
        )
        for table in metadata.sorted_tables
    }


def _compare(registers: Registers, groups: Sequence[Group]) -> None:
    registers.clock.go_on()
    number = next(registers.numbers)
    held = rows(registers.alone.stored, select(learners.c.uln, learners.c.version))
    versions = {row.uln: row.version for row in held if row.uln in _UPDATED}
    groups = [
        replace(group, calls=tuple(call.of(number, (at, place), versions) for place, call in enumerate(group.calls)))
        for at, group in enumerate(groups)
    ]
    lefts = []
    grouped = []
    with _drawn():
        for group in groups:
            answered, left = _in_group(registers.grouped, group)
            grouped.append(answered)
            lefts.append(left)
    with _drawn():
        for group, answered, left in zip(groups, grouped, lefts, strict=True):
            alone = _one_by_one(registers.alone, group, left, answered)
            for message, one, other in zip(group.calls, answered, alone, strict=True):
                assert one.told == other.told, message
    stored, expected = _stored(registers.grouped), _stored(registers.alone)
    for table in expected:
        assert stored[table] == expected[table], table


@contextmanager
def _drawn() -> Iterator[None]:
    """Draw the same numbers for both registers."""
    draw = uln.draw
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uln, "draw", lambda _randbelow: draw(_DICE.get().randrange))
        patch.setattr(SECURE, "choice", lambda among: _DICE.get().choice(among))
        patch.setattr(SECURE, "getrandbits", lambda bits: _DICE.get().getrandbits(bits))
        yield


@pytest.fixture(autouse=True)
def failing_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the calls of some users fail.

    They fail before or after their audit row.
    """
    record = Audit.record

    def recorded(self: Audit, cause: Any, **named: Any) -> None:
        if cause.user == _FAILS_BEFORE:
            raise ZeroDivisionError
        record(self, cause, **named)
        if cause.user == _FAILS_AFTER:
            raise ZeroDivisionError

    monkeypatch.setattr(Audit, "record", recorded)


@contextmanager
def _opened(grouped_url: str, alone_url: str) -> Iterator[Registers]:
    clock = Clock()
    with _opened_register(grouped_url, clock) as grouped, _opened_register(alone_url, clock) as alone:
        for register in (grouped, alone):
            for organisation in demo.ORGANISATIONS[:-1]:
                assert _post(register, _find(demo.ANN_ULN, organisation)).audited == 1
        yield Registers(grouped, alone, clock)


@contextmanager
def _opened_register(url: str, clock: Clock) -> Iterator[Register]:
    engine = open_engine(url)
    with faulty_wire(Settings(database_url=url, public_url="http://gateway.test"), clock) as (wire, database):
        yield Register(wire, database, Store(engine))
    engine.dispose()


@pytest.fixture
def sqlite_registers(sqlite_url: str, tmp_path: Path) -> Iterator[Registers]:
    """Yield two registers on SQLite."""
    shutil.copy(sqlite_url.removeprefix("sqlite:///"), tmp_path / "alone.db")
    with _opened(sqlite_url, f"sqlite:///{tmp_path}/alone.db") as registers:
        yield registers


@pytest.fixture
def postgresql_registers(
    postgresql_url: str, postgresql_operator: psycopg.Connection, postgresql_template: str
) -> Iterator[Registers]:
    """Yield two registers on PostgreSQL."""
    parsed = make_url(postgresql_url)
    name = f"{parsed.database}_alone"
    postgresql_operator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{postgresql_template}"')
    with _opened(postgresql_url, parsed.set(database=name).render_as_string(hide_password=False)) as registers:
        yield registers
    postgresql_operator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def check(registers: Registers, examples: int, *, varied: bool = WHOLE) -> None:
    """Compare groups of calls with calls one by one."""

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=not varied,
        report_multiple_bugs=False,
        phases=[Phase.generate],  # a smaller example would not find the rows that the failure left
        suppress_health_check=list(HealthCheck),
    )
    @given(groups=st.lists(_GROUPS, min_size=1, max_size=3))
    def compare(groups: list[Group]) -> None:
        _compare(registers, groups)

    compare()


def test_calls_in_groups_are_answered_as_one_by_one(sqlite_registers: Registers) -> None:
    check(sqlite_registers, 2000 if WHOLE else 40)


def test_on_postgresql_too(postgresql_registers: Registers) -> None:
    check(postgresql_registers, 800 if WHOLE else 15)


def _swap_answers(patch: pytest.MonkeyPatch) -> None:
    real = group_statements.answer_together

    def answered(session: Any, questions: Sequence[Any]) -> list[Any]:
        answers = real(session, questions)
        alike = [place for place, one in enumerate(questions) if one.statement is questions[0].statement]
        answers[alike[0]], answers[alike[-1]] = answers[alike[-1]], answers[alike[0]]
        return answers

    patch.setattr(group_statements, "answer_together", answered)


def _keep_what_failed(patch: pytest.MonkeyPatch) -> None:
    end = Part.__exit__

    def ended(self: Part[Any], kind: type[BaseException] | None, *_: object) -> None:
        end(self, None if kind is ZeroDivisionError else kind)

    patch.setattr(Part, "__exit__", ended)


def _answer_whatever_the_commit_does(patch: pytest.MonkeyPatch) -> None:
    end = Part.__exit__

    def ended(self: Part[Any], kind: type[BaseException] | None, *_: object) -> None:
        with suppress(CommitInDoubt):
            end(self, kind)

    patch.setattr(Part, "__exit__", ended)


def _answer_whatever_is_written(patch: pytest.MonkeyPatch) -> None:
    real = group_statements.write_together

    def written(session: Any, members: Any) -> Any:
        real(session, members)
        return members

    patch.setattr(group_statements, "write_together", written)


def _write_at_once(patch: pytest.MonkeyPatch) -> None:
    """Let neighbours read what is not committed."""
    sessions: list[Any] = []
    real = group_statements.answer_together

    def answered(session: Any, questions: Sequence[Any]) -> list[Any]:
        sessions.append(session)
        return real(session, questions)

    def insert_planned(_: MemberSession, *planned: Any) -> bool:
        return bool(sessions[-1].insert_planned(*planned))

    def run_planned(_: MemberSession, *planned: Any) -> bool:
        return bool(sessions[-1].run_planned(*planned))

    patch.setattr(group_statements, "answer_together", answered)
    patch.setattr(MemberSession, "insert_planned", insert_planned)
    patch.setattr(MemberSession, "run_planned", run_planned)


_LEAKS = [
    _swap_answers,
    _keep_what_failed,
    _answer_whatever_the_commit_does,
    _answer_whatever_is_written,
    _write_at_once,
]


@pytest.mark.parametrize("leak", _LEAKS)
def test_a_leak_between_neighbours_is_found(
    sqlite_registers: Registers, monkeypatch: pytest.MonkeyPatch, leak: Callable[[pytest.MonkeyPatch], None]
) -> None:
    leak(monkeypatch)
    with pytest.raises(AssertionError):
        check(sqlite_registers, 200, varied=False)
