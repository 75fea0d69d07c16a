"""A migrated register answers as before.

The migration renames a learner's "standing".
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from gateway import demo
from gateway.domain.actors import AuditedDecision, Caller
from gateway.domain.learner import LearnerStatus
from gateway.domain.subject_access import SubjectAccessReport
from gateway.handlers.lifecycle.merge_learners import MergeLearners, merge_learners
from gateway.handlers.subject_access.export_learner import export_learner
from gateway.store import tables
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.errors import LearnerExists
from gateway.store.unit import Store, Unit
from tests.migrations import downgrade

AT = datetime(2025, 9, 1, 8, 0)
JO = AuditedDecision(by="jo", reason="Same person", operation="test", call="t" * 32)
ANN, BEA, GIL = demo.ANN_ULN, demo.BEA_ULN, demo.GIL_ULN
TRICKY = 'Says "standing": "merged", and \\"standing\\":'
"""A text that a careless migration of JSON would rename."""


def caller(unit: Unit) -> Caller:
    college = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert college is not None
    return Caller(organisation=college, user="registrar", operation="test", call="0" * 32)


def fill(store: Store) -> None:
    """Merge a learner, and update one whose notes resemble JSON."""
    with store.unit() as unit:
        merge_learners(MergeLearners(master=ANN, others=(GIL,)), JO, unit)
    for notes in (TRICKY, "Plain"):
        with store.unit() as unit:
            learner = unit.learners.by_uln(BEA)
            assert learner is not None
            unit.learners.replace(learner, replace(learner.person, notes=notes), caller(unit))


def report(unit: Unit) -> list[SubjectAccessReport]:
    return [replace(export_learner(uln, "jo", unit), made_at=AT) for uln in (ANN, BEA)]


def before(connection: Connection) -> list[dict[str, Any]]:
    """Return what the records were before each change, as stored."""
    rows = connection.execute(text("SELECT CAST(before AS TEXT) FROM learner_history ORDER BY id")).scalars()
    return [json.loads(row) for row in rows if row not in (None, "null")]


def test_a_filled_register_answers_the_same_after_migration_and_back(database_url: str) -> None:
    engine = open_engine(database_url)
    store = Store(engine)
    fill(store)
    with store.reading() as unit:
        told = report(unit)
    with engine.begin() as connection:
        downgrade(connection, "0016")
        stored: dict[str, str] = dict(connection.execute(text("SELECT uln, standing FROM learner")).all())
        assert (stored[ANN], stored[GIL], stored[demo.EVE_ULN]) == ("active", "merged", "deleted")
        assert connection.execute(text("SELECT count(*) FROM standing_change")).scalar() == 3
        old = before(connection)
        assert {row["standing"] for row in old} == {"active"}
        assert [row["notes"] for row in old if "status" in row] == []
        assert TRICKY in [row["notes"] for row in old]
    schema.upgrade(engine)
    with store.reading() as unit:
        assert report(unit) == told
        learner = unit.learners.by_uln(GIL)
    assert learner is not None
    assert (learner.status, learner.master_uln) == (LearnerStatus.MERGED, ANN)
    with engine.connect() as connection:
        assert {row["status"] for row in before(connection)} == {"active"}
        assert TRICKY in [row["notes"] for row in before(connection)]
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
    engine.dispose()


def test_the_index_of_the_living_still_refuses_a_second_registration(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        downgrade(connection, "0016")
    schema.upgrade(engine)
    with pytest.raises(LearnerExists), Store(engine).unit() as unit:
        unit.learners.register(demo.ANN, caller(unit))
    with Store(engine).unit() as unit:
        assert unit.learners.register(demo.EVE, caller(unit)) != demo.EVE_ULN, "a deleted learner holds no key"
    engine.dispose()
