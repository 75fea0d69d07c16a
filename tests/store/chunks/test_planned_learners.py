"""A planned chunk ends as one processed row by row.

It notices what other transactions did between the plan and the writing.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as chosen
from hypothesis import strategies as st
from sqlalchemy import select

from gateway import demo
from gateway.batch_worker.worker import Worker
from gateway.domain.actors import Caller
from gateway.domain.batch import JobKind, RowResult
from gateway.domain.codes import Code
from gateway.domain.learner import Learner
from gateway.domain.rules import Rules
from gateway.handlers.batch_rows.do_row import do_row, plan_for, read_row
from gateway.store.chunks.achievements import PlannedAchievements
from gateway.store.chunks.chunk import PlannedUnit
from gateway.store.chunks.learners import PlannedLearners
from gateway.store.chunks.organisations import RememberedOrganisations
from gateway.store.chunks.row_unit import RowAchievements, RowLearners, RowOrganisations, RowUnit
from gateway.store.database.database_session import transaction
from gateway.store.database.session import Session
from gateway.store.repositories.learners import Learners
from gateway.store.repositories.matching_models import NewestModel
from gateway.store.tables import learners as learner_tables
from gateway.store.tables.consent import consent_change
from gateway.store.unit import Store, Unit
from tests.builders import LEARNER_SERVICE, REGMSG, Wire, learner, miap
from tests.journeys.test_batches import HAL, output, submit, work

_PEOPLE = [
    {"given_name": "Hal", "family_name": "Orme", "postcode": "OX12JD", "date_of_birth": "2005-04-01", "gender": "1"},
    {"given_name": "Ivy", "family_name": "Orme", "postcode": "OX12JD", "date_of_birth": "2005-04-01", "gender": "2"},
    {"given_name": "Cy", "family_name": "Roe", "postcode": "LS1 4AP", "date_of_birth": "1999-11-30", "gender": "1"},
    {"given_name": "Ann", "family_name": "Lee", "postcode": "CV1 2WT", "date_of_birth": "2004-03-09", "gender": "2"},
]
_SAID = {"ability_to_share": "1", "verification_type": "1"}
_VARIED = [
    {},
    {"given_name": "Hál", "postcode": "ox1 2jd"},
    {"previous_family_name": "Lee"},
    {"previous_family_name": "Orme", "place_of_birth": "Hull"},
    {"family_name_at_16": "Poe"},
    {"family_name": "Poe"},
    {"postcode": "CV1 2WT"},
    {"date_of_birth": "2005-04-02"},
    {"ability_to_share": "0"},
    {"verification_type": ""},
    {"uln": demo.ANN_ULN},
    {"uln": demo.MERGED_ULN, "family_name": "Poe", "given_name": "Dee"},
    {"uln": "1234567890"},
]
_ROWS = st.tuples(st.sampled_from(_PEOPLE), st.sampled_from(_VARIED)).map(lambda said: said[0] | _SAID | said[1])


_AT = datetime(2026, 9, 1, 8, 0)


class _Undo(Exception):
    pass


@contextmanager
def undone(store: Store) -> Iterator[tuple[Unit, Caller, Session]]:
    """Yield a unit, a college and the unit's session.

    The transaction is rolled back.
    """
    with suppress(_Undo), transaction(store.engine) as session:
        unit = Unit(session, _AT, NewestModel(), Rules())
        college = unit.organisations.named(demo.COLLEGE.ukprn, "")
        assert college is not None
        yield unit, Caller(organisation=college, user="registrar", operation="test", call="0" * 32), session
        raise _Undo


def outcome(results: list[RowResult], session: Session) -> list[Any]:
    """Return the results of rows, and what the register holds.

    New ULNs are replaced by numbers in the order of the rows.
    """
    new = [result.uln for result in results if result.code is Code.ROW_NEW_ULN]
    names = {uln: f"new {number:02}" for number, uln in enumerate(new)}

    def table(rows: Any) -> list[list[str]]:
        return sorted([names.get(str(value), str(value)) for value in row] for row in rows)

    history = select(*(column for column in learner_tables.learner_history.c if column.name != "id"))
    consent = select(*(column for column in consent_change.c if column.name != "id"))
    return [
        [(result.code, names.get(result.uln, result.uln)) for result in results],
        table(session.rows(select(learner_tables.learner))),
        table(session.rows(history)),
        table(session.rows(consent)),
    ]


@given(rows=st.lists(_ROWS, min_size=3, max_size=12), check_only=st.booleans())
@chosen(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_chunk_ends_as_its_rows_do_one_by_one(wire: Wire, rows: list[dict[str, str]], check_only: bool) -> None:
    read = [read_row(JobKind.REGISTRATION, row) for row in rows]
    with undone(wire.store) as (unit, caller, session):
        one_by_one = outcome([do_row(row, caller, unit, check_only=check_only) for row in read], session)
    with undone(wire.store) as (unit, caller, session):
        plan = plan_for(read, unit)
        results = [do_row(row, caller, unit.planned(plan), check_only=check_only) for row in read]
        plan.write(unit.learners, unit.achievements)
        assert outcome(results, session) == one_by_one


@pytest.mark.parametrize(
    ("planned", "asked"),
    [
        (PlannedLearners, RowLearners),
        (PlannedAchievements, RowAchievements),
        (RememberedOrganisations, RowOrganisations),
        (PlannedUnit, RowUnit),
    ],
)
def test_a_plan_answers_what_rows_ask_and_nothing_else(planned: type[Any], asked: type[Any]) -> None:
    assert public(planned) - {"write"} == public(asked)


def public(of: type[Any]) -> set[str]:
    return {name for name in dir(of) if not name.startswith("_")}


IVY = HAL | {"GivenName": "Ivy"}


def overtaken(wire: Wire) -> tuple[str, list[str], list[str]]:
    """Let another call register Hal after a batch's look-up.

    Returns Hal's ULN, and the answers of the batch.
    """
    job = submit(wire, HAL, IVY).text("JobID")
    hal = learner(**HAL)
    issued: list[str] = []

    def register_hal(where: str) -> None:
        if where == "before row" and not issued:
            reply = wire.post(LEARNER_SERVICE, miap(REGMSG, "RegisterLearner", {"Learner": hal}))
            issued.append(str(reply.text("ULN")))

    Worker(wire.store, reach=register_hal).work()
    work(wire)
    done = output(wire, job)
    return issued[0], done.texts("ReturnCode"), done.texts("ULN")


def test_a_chunk_that_was_overtaken_is_done_again(wire: Wire) -> None:
    hal, codes, ulns = overtaken(wire)
    assert (codes, ulns[0]) == (["RC002", "RC001"], hal)


def test_without_the_count_a_learner_who_was_overtaken_gets_a_uln_that_nobody_has(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    def insert_all(self: Learners, learners: list[Learner]) -> int:
        insert(self, learners)
        return len(learners)

    insert = Learners.insert_all
    monkeypatch.setattr(Learners, "insert_all", insert_all)
    monkeypatch.setattr(Learners, "record_registered", lambda *_: None)
    hal, codes, ulns = overtaken(wire)
    assert (codes, ulns[0] == hal) == (["RC001", "RC001"], False), "the test above could not fail"
