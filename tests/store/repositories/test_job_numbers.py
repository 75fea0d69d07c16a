"""Jobs from before random job numbers keep their numbers."""

from sqlalchemy import text

from gateway import demo
from gateway.domain.actors import Caller
from gateway.domain.batch import JobKind
from gateway.store.database import schema
from gateway.store.database.engine import open_engine
from gateway.store.unit import Store, Unit
from tests.migrations import downgrade

ROW = [{"uln": demo.ANN_ULN, "given_name": "Ann", "family_name": "Lee"}]


def college(unit: Unit) -> Caller:
    organisation = unit.organisations.named(demo.COLLEGE.ukprn, "")
    assert organisation is not None
    return Caller(organisation=organisation, user="registrar", operation="test", call="0" * 32)


def test_a_job_keeps_its_number_when_a_filled_register_is_migrated(database_url: str) -> None:
    engine = open_engine(database_url)
    store = Store(engine)
    with store.unit() as unit:
        unit.batches.submit(JobKind.VERIFICATION, ROW, college(unit))
        unit.batches.submit(JobKind.REGISTRATION, ROW, college(unit))
    with engine.begin() as connection:
        downgrade(connection, "0008-1")
        counted = connection.execute(text("SELECT id FROM batch_job ORDER BY id")).scalars().all()
    schema.upgrade(engine)
    with store.unit() as unit:
        jobs = [unit.batches.job(number, kind, college(unit)) for number in counted for kind in JobKind]
        assert [job.number for job in jobs if job] == counted
        again = unit.batches.submit(JobKind.VERIFICATION, ROW, college(unit))
        assert again == counted[0], "the same batch within a day is the same job"
    engine.dispose()
